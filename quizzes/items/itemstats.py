"""Figures about an item and a group, with their published formulas."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from quizzes.items.item import Item

Z95 = 1.959963984540054


class NextStep(StrEnum):
    """What to do with a result, after peer instruction (Mazur 1997; Crouch & Mazur 2001)."""

    TEACH_AGAIN = "teach_again"
    DISCUSS = "discuss"
    EXPLAIN = "explain"


def next_step(facility: float | None, low: float = 0.3, high: float = 0.7) -> NextStep | None:
    """Below `low` teach again, up to `high` let them discuss and vote again, above explain."""
    if facility is None:
        return None
    if facility < low:
        return NextStep.TEACH_AGAIN
    return NextStep.DISCUSS if facility <= high else NextStep.EXPLAIN


def wilson(right: int, n: int, z: float = Z95) -> tuple[float, float]:
    """Wilson's score interval for a proportion (Wilson 1927). With n = 0 it is (0, 1)."""
    if n == 0:
        return 0.0, 1.0
    p = right / n
    spread = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    middle = p + z * z / (2 * n)
    scale = 1 + z * z / n
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


@dataclass(frozen=True)
class Flow:
    """Two votes of the same seats: who was right before and after the discussion."""

    kept_right: int
    became_right: int
    became_wrong: int
    stayed_wrong: int

    @property
    def n(self) -> int:
        """Seats that voted twice."""
        return self.kept_right + self.became_right + self.became_wrong + self.stayed_wrong

    @property
    def first_right(self) -> int:
        """Of those who voted twice, how many were right at first."""
        return self.kept_right + self.became_wrong

    @property
    def second_right(self) -> int:
        """Of those who voted twice, how many were right afterwards."""
        return self.kept_right + self.became_right

    @property
    def peer_gain(self) -> float | None:
        """(p2 - p1) / (1 - p1) of those who voted twice (Hake 1998); None if p1 is 1 or n is 0."""
        if self.n == self.first_right:
            return None
        return (self.second_right - self.first_right) / (self.n - self.first_right)


def flow(item: Item, first: Mapping[int, Any], second: Mapping[int, Any]) -> Flow:
    """The flow between two votes, `seat -> value`. Right means the whole mark."""
    both = sorted(first.keys() & second.keys())
    pairs = [(item.mark(first[seat]) == 1, item.mark(second[seat]) == 1) for seat in both]
    return Flow(
        kept_right=pairs.count((True, True)),
        became_right=pairs.count((False, True)),
        became_wrong=pairs.count((True, False)),
        stayed_wrong=pairs.count((False, False)),
    )


def share(part: int, whole: int) -> int:
    """A percentage as a whole number; 0 of nothing is 0."""
    return round(100 * part / whole) if whole else 0
