"""Use cases of the written kit: plans, leaflets and the facts that they rest on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from quizzes.bank import catalogue
from quizzes.formats.documents import read_document
from quizzes.items.item import Item
from workshop.plans.rules.citations import Citations, cite
from workshop.plans.rules.factbook import Fact, Factbook
from workshop.plans.rules.leaflet import Leaflet
from workshop.plans.rules.plan import Plan
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
def plans() -> tuple[Plan, ...]:
    """Every plan, workshops first. Raises Problems for a file that is not one."""
    found = [read_document(path, Plan) for path in (HERE / "plans").glob("*.yaml")]
    return tuple(sorted(found, key=lambda plan: (not plan.code.startswith("W"), plan.code)))


def find_plan(slug: str) -> Plan | None:
    """The plan of this name."""
    return next((plan for plan in plans() if plan.slug == slug), None)


def running_sheet(plan: Plan) -> RunningSheet:
    """The plan with the questions of the packs that are on offer now."""
    return lay_out(plan, factbook(), _items_by_pack())


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


def cited(sheet: Leaflet) -> Citations:
    """What a leaflet says as fact, with its sources."""
    return cite(factbook(), sheet.fact_keys())


def _items_by_pack() -> dict[str, Sequence[Item]]:
    return {pack.slug: [one.item for one in pack.items] for pack in catalogue.list_packs()}
