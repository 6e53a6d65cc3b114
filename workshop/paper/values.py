"""What each sheet of paper shows, as values."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from quizzes.items.text import Language

SheetName = Literal["worksheet", "key"]
SMALL_GROUP = 20


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

    name: SheetName
    language: Language
    title: str
    entries: tuple[Entry, ...]
    footer: Footer
    minutes: int
    summary: str = ""
    age: str = ""
    goals: tuple[Goal, ...] = ()
    sources_url: str = ""
    test: str = ""


@dataclass(frozen=True)
class Poster:
    """How to join a live session. `join_url` is for the QR code, `address` for typing."""

    title: str
    language: Language
    code: str
    join_url: str
    address: str
    wifi: str


@dataclass(frozen=True)
class Leaf:
    """A sheet that belongs to no pack and no room: its template, what it shows, and a `key`
    that changes whenever what it shows does."""

    template: str
    title: str
    key: Hashable
    values: Mapping[str, Any]


@dataclass(frozen=True)
class ReportRow:
    """An option with how often it was chosen. `percent` is whole, 0 to 100."""

    letter: str
    text: str
    count: int
    percent: int
    is_key: bool = False


@dataclass(frozen=True)
class ReportItem:
    """One item as the room answered it. `facility` in whole percent; None for opinions.

    `first_vote` holds the rows of the vote before the discussion, in the same order as `rows`;
    `texts` what was written and approved.
    """

    code: str
    stem: str
    answered: int
    facility: int | None
    rows: tuple[ReportRow, ...]
    first_vote: tuple[ReportRow, ...] = ()
    note: str = ""
    first_facility: int | None = None
    texts: tuple[str, ...] = ()
    moderated: bool = False


@dataclass(frozen=True)
class SessionReport:
    """A live session on paper: counts only, never names."""

    title: str
    code: str
    date_text: str
    participants: int
    teams: bool
    items: tuple[ReportItem, ...]

    @property
    def is_small(self) -> bool:
        """Whether the figures are too few to be more than a hint."""
        return self.participants < SMALL_GROUP
