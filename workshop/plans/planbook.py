"""Operations of the written kit: plans, leaflets and the facts that they rest on."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from quizzes.bank import catalogue
from quizzes.formats.documents import read_document
from quizzes.items.item import Competences, Item
from workshop.plans.rules.citations import cite
from workshop.plans.rules.factbook import Fact, Factbook
from workshop.plans.rules.leaflet import Leaflet
from workshop.plans.rules.plan import Plan, WrittenPlan
from workshop.plans.rules.running_sheet import RunningSheet, lay_out

HERE = Path(__file__).parent / "content"


@dataclass(frozen=True)
class DueFact:
    """A fact with its date. `plans` are the codes of the plans that tell it."""

    key: str
    fact: Fact
    days: int
    plans: tuple[str, ...]


@cache
def factbook() -> Factbook:
    """Every fact of plans and leaflets, with its sources."""
    return read_document(HERE / "facts.yaml", Factbook)


@cache
def plans() -> tuple[WrittenPlan, ...]:
    """Every shipped plan, workshops first. Raises Problems for a file that is not one."""
    found = [read_document(path, WrittenPlan) for path in (HERE / "plans").glob("*.yaml")]
    return tuple(sorted(found, key=lambda plan: (not plan.code.startswith("W"), plan.code)))


def find_plan(slug: str) -> WrittenPlan | None:
    """The shipped plan of this name."""
    return next((plan for plan in plans() if plan.slug == slug), None)


def running_sheet(plan: Plan) -> RunningSheet:
    """The plan with the questions of the packs that are on offer now."""
    return lay_out(plan, factbook(), _items_by_pack())


def with_known_facts(plan: Plan) -> Plan:
    """The plan without facts that this kit does not tell, as one from elsewhere may name them."""
    facts = factbook().facts
    if all(key in facts for key in plan.fact_keys()):
        return plan
    bare = plan.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    _drop_unknown(bare, facts)
    return Plan.model_validate(bare)


def _drop_unknown(value: Any, known: Container[str]) -> None:
    if isinstance(value, list):
        for one in value:
            _drop_unknown(one, known)
    elif isinstance(value, dict):
        if isinstance(value.get("facts"), list):
            value["facts"] = [key for key in value["facts"] if key in known]
        for one in value.values():
            _drop_unknown(one, known)


def to_review(today: date, days: int) -> list[DueFact]:
    """Facts that should be read again by `today` plus `days`, the earliest first."""
    book = factbook()
    found = [
        DueFact(key, fact, (fact.review_by - today).days, _tellers(key))
        for key, fact in book.facts.items()
        if (fact.review_by - today).days <= days
    ]
    return sorted(found, key=lambda one: (one.days, one.key))


def _tellers(key: str) -> tuple[str, ...]:
    return tuple(plan.code for plan in plans() if key in plan.fact_keys())


@cache
def leaflet(name: str) -> Leaflet:
    """The leaflet of this name. Raises Problems when there is none."""
    return read_document(HERE / "leaflets" / f"{name}.yaml", Leaflet)


def leaflet_values(name: str) -> dict[str, Any]:
    """What the sheet and the page of a leaflet show: what it says as fact, with its sources."""
    sheet = leaflet(name)
    return {"leaflet": sheet, "cited": cite(factbook(), sheet.fact_keys())}


def law_date(plan: Plan) -> str:
    """The date since which every source of the plan's law was read; empty without any law."""
    book = factbook()
    law = [book.facts[name] for name in plan.fact_keys() if book.facts[name].volatile]
    read = (book.sources[key].seen for fact in law for key in fact.sources)
    return min(filter(None, read), default="")


def competence_codes(plan: Plan) -> list[str]:
    """The competences of all objectives of the plan, each once."""
    named = [one.competences for one in plan.objectives]
    together = {
        field: tuple(sorted({code for one in named for code in getattr(one, field)}))
        for field in Competences.model_fields
    }
    return Competences(**together).codes()


def _items_by_pack() -> dict[str, Sequence[Item]]:
    return {pack.slug: [one.item for one in pack.items] for pack in catalogue.list_packs()}
