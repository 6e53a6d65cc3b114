"""Which items should be read again, and what to look at when one does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from quizzes.items.item import Item, Source
from quizzes.items.text import Text

SOON = 120
"""Days: a date that is no further away than this is near. About a school term."""


class Look(StrEnum):
    """A thing to check in an item. The value is an English sentence for the terminal."""

    LAW = "has the law changed?"
    ORIGINAL = "find the original of what was read second-hand (V2)"
    UNCHECKED = "find a source for what is general knowledge (R)"
    WORKING = "work out again what the kit worked out (I)"
    LINKS = "do the links still lead to the page that is quoted?"
    FIGURES = "is there a newer figure?"


@dataclass(frozen=True)
class Due:
    """An item with its date. `days` is negative when the date is past."""

    pack_slug: str
    pack_title: Text
    item: Item
    days: int

    @property
    def is_past(self) -> bool:
        """Whether the date for reading it again has gone by."""
        return self.days < 0

    @property
    def looks(self) -> tuple[Look, ...]:
        """What to check, the most important first."""
        marks = {one.verification for one in self.item.sources}
        wanted = {
            Look.LAW: self.item.volatile,
            Look.ORIGINAL: "V2" in marks,
            Look.UNCHECKED: "R" in marks,
            Look.WORKING: "I" in marks,
            Look.LINKS: any(one.url for one in self.item.sources),
            Look.FIGURES: bool(self.item.sources) and not self.item.volatile,
        }
        return tuple(look for look, is_wanted in wanted.items() if is_wanted)

    @property
    def sources(self) -> tuple[Source, ...]:
        """What to read again."""
        return self.item.sources


def due(
    items: Iterable[tuple[str, Text, Sequence[Item]]], today: date, days: int = SOON
) -> list[Due]:
    """The items whose date is past or at most `days` away, the earliest first.

    `items` are packs as slug, title and items.
    """
    found = [
        Due(slug, title, item, (item.review_by - today).days)
        for slug, title, listed in items
        for item in listed
        if (item.review_by - today).days <= days
    ]
    return sorted(found, key=lambda one: (one.item.review_by, one.pack_slug, one.item.id))
