"""Use cases of paper that belongs to no room: plans, cards, the note, the glossary, slips."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from quizzes.bank import catalogue
from quizzes.bank.catalogue import BankPack
from quizzes.glossary.terms import glossary
from quizzes.items.dates import say_date
from quizzes.items.item import Competences, Source
from quizzes.items.text import Language
from workshop.paper.values import Leaf
from workshop.plans import planbook
from workshop.plans.rules.plan import Plan

VOTES = "ABCD"


@dataclass(frozen=True)
class CountingRow:
    """An item on the counting sheet. `letters` is empty where hands cannot be counted."""

    number: int
    code: str
    stem: str
    letters: str
    second_vote: bool


def plan_leaf(plan: Plan, language: Language) -> Leaf:
    """The whole plan, for the person who leads."""
    title = f"{plan.code} · {plan.title.say(language)}"
    return Leaf("plan", title, (plan.code, _packs_key()), _plan_values(plan, language))


def cards_leaf(plan: Plan, language: Language) -> Leaf:
    """The plan's cards to cut out."""
    with force_locale(language):
        title = _("%(title)s – cards to cut out", title=plan.title.say(language))
    return Leaf("cards", title, plan.code, {"plan": plan})


def answers_leaf(plan: Plan, language: Language) -> Leaf:
    """What to say of each card, for the person who leads."""
    with force_locale(language):
        title = _("%(title)s – answers to the cards", title=plan.title.say(language))
    return Leaf("answers", title, plan.code, {"plan": plan, "sheet": planbook.running_sheet(plan)})


def certificate_leaf(language: Language, plan: Plan | None = None) -> Leaf:
    """Who took part, not how well. Names are written by hand and kept nowhere."""
    with force_locale(language):
        title = _("Certificate of participation")
    codes = _competence_codes(plan) if plan else []
    return Leaf("certificate", title, plan.code if plan else "", {"plan": plan, "codes": codes})


def counting_leaf(pack: BankPack, language: Language) -> Leaf:
    """A table to count raised cards and hands on, question by question."""
    with force_locale(language):
        title = _("%(title)s – counting sheet", title=pack.title(language))
    rows = [_counting_row(n, one.item, language) for n, one in enumerate(pack.items, 1)]
    return Leaf("counting", title, pack.row_id, {"pack": pack, "rows": rows})


def note_leaf(language: Language) -> Leaf:
    """The note about phones for the school's management."""
    return _leaflet("management-note", language, keep_days=current_app.config["KEEP_DAYS"])


def parents_leaf(language: Language) -> Leaf:
    """The parents' card, four to a sheet, both sides."""
    return _leaflet("parents-card", language)


def exit_ticket_leaf(language: Language) -> Leaf:
    """Four tickets to a sheet."""
    with force_locale(language):
        return Leaf("exit-ticket", _("Exit tickets"), "", {})


def vote_cards_leaf(language: Language) -> Leaf:
    """One large letter on each quarter of the sheet."""
    with force_locale(language):
        return Leaf("vote-cards", _("A-B-C-D cards"), "", {"letters": VOTES})


def glossary_leaf(language: Language) -> Leaf:
    """Thirty terms in three languages."""
    words = glossary()
    with force_locale(language):
        title = _("Glossary in French, English and Dutch")
    return Leaf("glossary", title, "", {"words": words, "terms": words.in_order(language)})


def sources_leaf(language: Language) -> Leaf:
    """Every source of the kit, by pack and question, then those of plans and leaflets."""
    with force_locale(language):
        title = _("Booklet of sources")
    return Leaf("sources", title, _packs_key(), sources_values(language))


SHEETS: Mapping[str, Callable[[Language], Leaf]] = {
    "certificate": certificate_leaf,
    "exit-ticket": exit_ticket_leaf,
    "glossary": glossary_leaf,
    "management-note": note_leaf,
    "parents-card": parents_leaf,
    "sources": sources_leaf,
    "vote-cards": vote_cards_leaf,
}


def sources_values(language: Language) -> dict[str, Any]:
    """What the booklet and the page of sources show."""
    return {
        "packs": catalogue.list_packs(),
        "others": sorted(planbook.factbook().sources.values(), key=_by_publisher),
    }


def leaflet_values(name: str, language: Language) -> dict[str, Any]:
    """What the sheet and the page of a leaflet show."""
    sheet = planbook.leaflet(name)
    return {"leaflet": sheet, "cited": planbook.cited(sheet)}


def _leaflet(name: str, language: Language, **more: Any) -> Leaf:
    values = leaflet_values(name, language)
    key = tuple(sorted(more.items()))
    return Leaf(name, values["leaflet"].title.say(language), key, {**values, **more})


def _plan_values(plan: Plan, language: Language) -> dict[str, Any]:
    return {
        "sheet": planbook.running_sheet(plan),
        "plan": plan,
        "law_date": _law_date(plan, language),
    }


def _law_date(plan: Plan, language: Language) -> str:
    """The newest date on which a source of the plan's law was read; empty without any law."""
    book = planbook.factbook()
    seen = [
        book.sources[key].seen or ""
        for name in plan.fact_keys()
        if book.facts[name].volatile
        for key in book.facts[name].sources
    ]
    return say_date(max(seen), language) if any(seen) else ""


def _competence_codes(plan: Plan) -> list[str]:
    named = [one.competences for one in plan.objectives]
    together = {
        field: tuple(sorted({code for one in named for code in getattr(one, field)}))
        for field in Competences.model_fields
    }
    return Competences(**together).codes()


def _counting_row(number: int, item: Any, language: Language) -> CountingRow:
    view = item.public_view(language)
    counted = view["shape"] in {"one", "many"}
    letters = "".join(one["letter"] for one in view.get("options", ())) if counted else ""
    return CountingRow(number, item.id, view["stem"], letters, item.second_vote)


def _by_publisher(source: Source) -> tuple[str, str]:
    return (source.publisher.casefold(), source.date)


def _packs_key() -> tuple[int, ...]:
    return tuple(pack.row_id for pack in catalogue.list_packs())
