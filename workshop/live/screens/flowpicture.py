"""The picture of two votes: four ribbons from what people said before to what they said after."""

from __future__ import annotations

from dataclasses import dataclass

from quizzes.items.discernment import LEAST_GROUP
from quizzes.items.itemstats import Flow

HIGH = 100.0
GAP = 6.0
"""Between the right ones, above, and the others."""


@dataclass(frozen=True)
class Ribbon:
    """People who went one way. `path`: on a field 100 high and 100 wide."""

    name: str
    count: int
    path: str


@dataclass(frozen=True)
class FlowPicture:
    """The four ribbons, and how high the right ones stand on each side."""

    ribbons: tuple[Ribbon, ...]
    first_right: float
    second_right: float


def flow_picture(found: Flow | None) -> FlowPicture | None:
    """The picture of a flow; None of fewer than five, as that nearly shows a person."""
    if found is None or found.n < LEAST_GROUP:
        return None
    scale = (HIGH - GAP) / found.n
    first, second = found.first_right * scale, found.second_right * scale
    starts = {"right": 0.0, "other": first + GAP}
    ends = {"right": 0.0, "other": second + GAP}
    ways = (
        ("kept", "right", "right", found.kept_right),
        ("lost", "right", "other", found.became_wrong),
        ("won", "other", "right", found.became_right),
        ("stayed", "other", "other", found.stayed_wrong),
    )
    ribbons = []
    for name, before, after, count in ways:
        wide = count * scale
        path = _path(starts[before], ends[after], wide)
        starts[before] += wide
        ends[after] += wide
        ribbons.append(Ribbon(name, count, path))
    return FlowPicture(tuple(ribbons), first, second)


def _path(top: float, end: float, wide: float) -> str:
    """A band from the left edge to the right one, bent in the middle."""
    low, low_end = top + wide, end + wide
    there = f"M0 {top:.2f}C50 {top:.2f} 50 {end:.2f} 100 {end:.2f}"
    back = f"L100 {low_end:.2f}C50 {low_end:.2f} 50 {low:.2f} 0 {low:.2f}Z"
    return there + back
