"""What a worksheet and a key show, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Footer:
    """What the foot of every page says. `licence` is empty when all rights are reserved."""

    slug: str
    version: str
    licence: str
    codes: str
    fictional: bool
    law_date: str


@dataclass(frozen=True)
class Entry:
    """One item on paper. `answer`, `age` and all below it are empty on a worksheet.

    `offers_unsure`: the item itself has a place for “I don’t know”, which a test always needs.
    """

    number: int
    code: str
    kind: str
    view: Mapping[str, Any]
    second_vote: bool
    answer: Mapping[str, Any] | None = None
    short_answer: str = ""
    age: str = ""
    competences: tuple[str, ...] = ()
    expected: str = ""
    offers_unsure: bool = False


@dataclass(frozen=True)
class Goal:
    """An objective of the pack, with its competence codes."""

    text: str
    codes: str


@dataclass(frozen=True)
class PackSheet:
    """A worksheet or a key. `sources_url` is empty where no address is known.

    `test` is the letter of a form of a test, which is filled in alone and without reasons.
    """

    title: str
    entries: tuple[Entry, ...]
    footer: Footer
    minutes: int
    summary: str = ""
    age: str = ""
    goals: tuple[Goal, ...] = ()
    sources_url: str = ""
    test: str = ""
