"""From a pack to the values of its sheets: no file, no database, no request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from quizzes.formats.pack import Objective, PackHead
from quizzes.items.dates import say_date
from quizzes.items.item import Age, Item
from quizzes.items.text import Language
from workshop.paper.values import Entry, Footer, Goal, PackSheet

MANY_ITEMS = 16

_LICENCES = {"CC-BY-SA-4.0": "CC BY-SA 4.0", "CC-BY-4.0": "CC BY 4.0", "CC0-1.0": "CC0 1.0"}


class HasItem(Protocol):
    """Anything that carries an item, such as `quizzes.bank.BankItem`."""

    @property
    def item(self) -> Item:
        """The item."""


class Printable(Protocol):
    """A pack that can be printed, such as `quizzes.bank.BankPack`."""

    @property
    def head(self) -> PackHead:
        """Everything but the items."""

    @property
    def items(self) -> Sequence[HasItem]:
        """The items, in order."""


def worksheet(pack: Printable, language: Language, *, sources_url: str = "") -> PackSheet:
    """What pupils get: only what `public_view` lets a participant see."""
    items = [one.item for one in pack.items]
    entries = tuple(_question(number, item, language) for number, item in enumerate(items, 1))
    return PackSheet(
        title=pack.head.title.say(language),
        entries=entries,
        footer=_footer(pack.head, entries, language),
        minutes=pack.head.minutes,
        sources_url=sources_url,
        test=pack.head.test.form.upper() if pack.head.test else "",
    )


def key(pack: Printable, language: Language) -> PackSheet:
    """What the teacher gets: the answers, why, how to talk about them, and the sources."""
    items = [one.item for one in pack.items]
    entries = tuple(_answered(number, item, language) for number, item in enumerate(items, 1))
    return PackSheet(
        title=pack.head.title.say(language),
        entries=entries,
        footer=_footer(pack.head, entries, language),
        minutes=pack.head.minutes,
        summary=pack.head.summary.say(language),
        age=say_age(pack.head.age),
        goals=tuple(_goal(objective, language) for objective in pack.head.objectives),
    )


def _question(number: int, item: Item, language: Language) -> Entry:
    view = item.public_view(language)
    unsure = item.offers_unsure()
    return Entry(number, item.id, item.kind, view, item.second_vote, offers_unsure=unsure)


def _answered(number: int, item: Item, language: Language) -> Entry:
    answer = item.revealed_view(language)
    for source in answer["sources"]:
        source["date_text"] = say_date(source["date"], language)
    view = item.public_view(language)
    return Entry(
        number=number,
        code=item.id,
        kind=item.kind,
        view=view,
        second_vote=item.second_vote,
        answer=answer,
        short_answer=_short_answer(view, answer),
        age=say_age(item.age) if item.age else "",
        competences=tuple(item.competences.codes()),
        expected=item.expected.say(language) if item.expected else "",
    )


def _short_answer(view: Mapping[str, Any], answer: Mapping[str, Any]) -> str:
    """The key in a few signs for the correction grid; empty for an opinion item."""
    if view["shape"] == "number":
        return str(answer["truth_text"])
    if view["shape"] == "grid":
        return str(answer["short"])
    letters = {option["id"]: option["letter"] for option in view.get("options", ())}
    if view["shape"] == "order":
        groups = ("\u00a0=\u00a0".join(letters[one] for one in group) for group in answer["groups"])
        return " \u203a ".join(groups)
    return ", ".join(sorted(letters[one] for one in answer.get("keys", ())))


def _goal(objective: Objective, language: Language) -> Goal:
    return Goal(objective.text.say(language), " · ".join(objective.competences.codes()))


def _footer(head: PackHead, entries: Sequence[Entry], language: Language) -> Footer:
    codes = [entry.code for entry in entries]
    few = len(codes) <= MANY_ITEMS
    posts = [_shows_a_post(entry.view) for entry in entries]
    return Footer(
        slug=head.slug,
        version=head.version,
        licence=_LICENCES.get(head.licence, ""),
        codes=" ".join(codes) if few else f"{codes[0]}–{codes[-1]}",
        fictional=any(posts),
        law_date=say_date(head.law_date.isoformat(), language) if head.law_date else "",
    )


def _shows_a_post(view: Mapping[str, Any]) -> bool:
    judged = [view["stimulus"], *(row.get("stimulus") for row in view.get("rows", ()))]
    drawn = any(one and one["type"] == "post" for one in judged)
    return drawn or bool(view.get("fictional"))


def say_age(age: Age) -> str:
    """`12–16`, or `12+` without an upper end."""
    return f"{age.from_}–{age.to}" if age.to else f"{age.from_}+"
