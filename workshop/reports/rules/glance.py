"""A report at a glance: how each question went, in one word, and what that says of the whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from workshop.reports.rules.figures import ItemReport, OptionCount

WHOLE = 100
ROUNDING = 3
"""Shares of one choice for each person may be so far from 100 % together."""


class Standing(StrEnum):
    """How a question went. `OPEN`: nothing is right or wrong in it, or nothing tells."""

    WELL = "well"
    AGAIN = "again"
    FEW = "few"
    OPEN = "open"
    EMPTY = "empty"


class Outlook(StrEnum):
    """What a report may say of the whole. `FEW`: too few answered to say how anything went.
    `BY_HAND`: hands and paper do not tell it of any question."""

    NOTHING = "nothing"
    OPEN = "open"
    FEW = "few"
    BY_HAND = "by_hand"
    WELL = "well"
    MIXED = "mixed"


@dataclass(frozen=True)
class GlanceLine:
    """A question with how it went, and the parts of its bar where it has no right answer."""

    item: ItemReport
    standing: Standing

    @property
    def is_by_counts(self) -> bool:
        """Whether hands were counted for it that tell no mark."""
        return self.standing is Standing.OPEN and self.item.by_hand > 0

    @property
    def split(self) -> tuple[OptionCount, ...]:
        """The options of an opinion, where everybody chose one; else nothing."""
        item = self.item
        shares = 0 if item.scored or item.grids else sum(one.percent for one in item.options)
        return item.options if abs(shares - WHOLE) <= ROUNDING else ()


@dataclass(frozen=True)
class Glance:
    """Every question that was asked, and how many went how."""

    lines: tuple[GlanceLine, ...]

    def count(self, standing: Standing) -> int:
        """How many questions went so."""
        return sum(one.standing is standing for one in self.lines)

    @property
    def well(self) -> int:
        """How many went well."""
        return self.count(Standing.WELL)

    @property
    def again(self) -> int:
        """How many are worth taking up again."""
        return self.count(Standing.AGAIN)

    @property
    def untold(self) -> int:
        """How many have a right answer, and too few answers to say how they went."""
        few = (Standing.FEW, Standing.EMPTY)
        return sum(
            one.item.scored and not one.item.aloud and one.standing in few for one in self.lines
        )

    @property
    def by_counts(self) -> int:
        """How many have a right answer and were counted by hand, which tells no mark of the whole:
        hands do not say whose they are from one answer to the next."""
        return sum(one.item.scored and one.is_by_counts for one in self.lines)

    @property
    def aloud(self) -> int:
        """How many were answered on paper or aloud, and not counted."""
        return sum(one.item.aloud for one in self.lines)

    @property
    def outlook(self) -> Outlook:
        """What may be said of the whole."""
        if not self.lines:
            return Outlook.NOTHING
        if self.again:
            return Outlook.MIXED
        if self.well:
            return Outlook.WELL
        if self.untold:
            return Outlook.FEW
        marked = self.by_counts or any(one.item.aloud and one.item.scored for one in self.lines)
        return Outlook.BY_HAND if marked else Outlook.OPEN


def glance_of(items: Sequence[ItemReport]) -> Glance:
    """The questions of these that were asked, in their order."""
    return Glance(tuple(GlanceLine(one, standing_of(one)) for one in items if one.asked))


def standing_of(item: ItemReport) -> Standing:
    """How a question went: well above 70 % of its mark, else worth taking up again."""
    if not item.answered:
        return Standing.EMPTY
    if item.few:
        return Standing.FEW
    if not item.scored or item.facility is None:
        return Standing.OPEN
    return Standing.AGAIN if item.missed else Standing.WELL
