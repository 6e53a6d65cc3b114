"""Answers counted by hand: what hands, cards and sheets are counted for, and how many people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

PEOPLE = "*"
"""The key of how many people take part, where each may raise a hand several times."""
Hands = Mapping[str, int]
"""How many hands, by the key of what they were raised for."""


@dataclass(frozen=True)
class HandCell:
    """What a hand is raised for. `key` names it in the counts; `letter` stands beside its text."""

    key: str
    letter: str
    text: str


@dataclass(frozen=True)
class HandGroup:
    """What is counted in one go: everybody raises a hand once, or, `apart`, as often as they like.

    `number`, `name`: the row that it asks; empty where it asks the whole item.
    """

    cells: tuple[HandCell, ...]
    number: str = ""
    name: str = ""
    apart: bool = False

    def people(self, hands: Hands) -> int:
        """How many people raised these hands: where they are counted apart, at least so many as
        raised theirs for the same thing, or as many as were said to take part."""
        each = [hands.get(cell.key, 0) for cell in self.cells]
        if not self.apart:
            return sum(each)
        return max(hands.get(PEOPLE, 0), *each) if any(each) else 0

    def every_key(self) -> set[str]:
        """Everything that can be counted in it."""
        return {cell.key for cell in self.cells} | ({PEOPLE} if self.apart else set())


def people_by_hand(groups: Iterable[HandGroup], hands: Hands) -> int:
    """How many people were counted: as many as in the group that counted most."""
    return max((group.people(hands) for group in groups), default=0)
