"""One shipped item of every kind, and what people answer to it. Not tests themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from kit import ROOT
from playwright.sync_api import Locator

from quizzes.formats.pack_folder import read_folder
from quizzes.items.item import Item
from quizzes.items.text import Language

Answers = Callable[[Any, Language], Any]
PACKS = ROOT / "quizzes" / "packs"
MINE = {"fr": "Je vérifie deux fois", "en": "I check it twice"}
OTHERS = {"fr": "Rien du tout", "en": "Nothing at all"}


@dataclass(frozen=True)
class Case:
    """An item, and the language in which a room plays it; alone and on paper it is the other."""

    kind: str
    pack: str
    code: str
    language: Language

    @property
    def item(self) -> Any:
        return item_of(self.pack, self.code)

    @property
    def number(self) -> int:
        """Its place in the pack, from 1."""
        items = read_folder(PACKS / self.pack).pack.items
        return 1 + [one.id for one in items].index(self.code)

    @property
    def other(self) -> Language:
        return "en" if self.language == "fr" else "fr"


@cache
def item_of(pack: str, code: str) -> Item:
    return read_folder(PACKS / pack).pack.item(code)


CASES = [
    Case("single_choice", "d-ou-ca-sort", "C04", "fr"),
    Case("multiple_response", "qui-range-mon-fil", "A13", "en"),
    Case("true_false", "pub-ou-pas-pub", "B12", "fr"),
    Case("poll", "demo-cinq-minutes", "D01", "en"),
    Case("ordering", "qui-range-mon-fil", "A11", "fr"),
    Case("estimate", "pub-ou-pas-pub", "B08", "en"),
    Case("spot", "pub-ou-pas-pub", "B02", "fr"),
    Case("matching", "qui-range-mon-fil", "A05", "en"),
    Case("classification", "qui-range-mon-fil", "A02", "fr"),
    Case("judgement_set", "en-reserve", "B21", "en"),
    Case("trace", "d-ou-ca-sort", "C05", "fr"),
    Case("two_tier", "d-ou-ca-sort", "C11", "en"),
    Case("feed_ranking", "qui-range-mon-fil", "A09", "fr"),
    Case("feed_simulator", "qui-range-mon-fil", "A10", "en"),
    Case("short_scale", "en-reserve", "X05", "fr"),
    Case("case", "pub-ou-pas-pub", "B14", "en"),
    Case("rewrite", "pub-ou-pas-pub", "B15", "fr"),
    Case("word_list", "qui-range-mon-fil", "A15", "en"),
    Case("lateral", "en-reserve", "C20", "fr"),
]


# What they answer -------------------------------------------------------------------------


def right(item: Any, language: Language) -> Any:
    """What earns the whole mark; where there is none, a choice or words of one’s own."""
    return _RIGHT[item.shape](item, language)


def wrong(item: Any, language: Language) -> Any:
    """What earns nothing, or another choice, or the words of others."""
    return _WRONG[item.shape](item, language)


def _keys(item: Any) -> list[str]:
    return [one.id for one in item.options if one.key]


def _no_keys(item: Any) -> list[str]:
    return [one.id for one in item.options if not one.key]


def _in_order(item: Any, *_: Any) -> list[str]:
    return [one for group in item.groups() for one in group]


def _right_cells(item: Any, *_: Any) -> dict[str, str]:
    key = item.right_in_order()
    return {row: key[row][0] if row in key else cells[3] for row, cells in item.cells().items()}


def _wrong_cells(item: Any, *_: Any) -> dict[str, str]:
    key = item.right()
    return {
        row: next(one for one in cells if one not in key.get(row, ()))
        for row, cells in item.cells().items()
    }


def _search(item: Any, language: Language) -> dict[str, Any]:
    return {"found": item.finding, "pages": item.page_ids()[1:3], "line": MINE[language]}


def _other_search(item: Any, *_: Any) -> dict[str, Any]:
    found = next(one for one in item.option_ids() if one != item.finding)
    return {"found": found, "pages": item.page_ids()[:1]}


_RIGHT: dict[str, Answers] = {
    "one": lambda item, _: (_keys(item) or _no_keys(item)[1:])[0],
    "many": lambda item, _: _keys(item),
    "order": _in_order,
    "number": lambda item, _: item.key.value,
    "grid": _right_cells,
    "form": _search,
    "words": lambda _, language: [MINE[language]],
    "text": lambda _, language: MINE[language],
}
_WRONG: dict[str, Answers] = {
    "one": lambda item, _: _no_keys(item)[0],
    "many": lambda item, _: _no_keys(item)[:1],
    "order": lambda item, _: _in_order(item)[::-1],
    "number": lambda item, _: item.maximum,
    "grid": _wrong_cells,
    "form": _other_search,
    "words": lambda _, language: [OTHERS[language]],
    "text": lambda _, language: OTHERS[language],
}


def plain(text: str | None) -> str:
    """A text with every run of spaces, no-break ones too, as one space."""
    return " ".join((text or "").split())


def said(place: Locator) -> str:
    """What is there, shown or not."""
    return plain(place.text_content())


def all_said(places: Locator) -> list[str]:
    return [plain(one) for one in places.all_text_contents()]


def texts_of(entries: Any, language: Language) -> list[str]:
    """The texts of options, cards, criteria …"""
    return [plain(one.text.say(language)) for one in entries]


def share(percent: int, language: Language) -> str:
    return f"{percent} %" if language == "fr" else f"{percent}%"
