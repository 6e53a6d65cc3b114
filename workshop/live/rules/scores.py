"""Scores of a session: what was earned, never how fast; who is told, and what nobody is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

Scores = Literal["none", "goal", "teams", "persons"]
"""What of the marks is shown: nothing, the common goal of the class, or who earned most."""
LEAST_ANSWERS = 5
"""From so many answers on, a share tells of a group and not of somebody."""
PODIUM = 3
MOST_NAMES = 8


@dataclass(frozen=True)
class CommonGoal:
    """How much of the mark the class earned so far, and wanted to earn; both in percent."""

    earned: int
    wanted: int

    @property
    def reached(self) -> bool:
        """Whether it is enough."""
        return self.earned >= self.wanted


@dataclass(frozen=True)
class Place:
    """One place with all who share it. `more`: how many of them are not named."""

    number: int
    total: float
    names: tuple[str, ...]
    more: int = 0


@dataclass(frozen=True)
class Ranking:
    """The first places, out of `most` points; `others` are named without a place."""

    places: tuple[Place, ...]
    most: int
    others: tuple[str, ...] = ()


def misfit(scores: str, *, phones: bool, teams: bool) -> tuple[str, str] | None:
    """What is wrong with comparing those who are not there, and how to mend it."""
    if scores == "teams" and not teams:
        return "There are no teams.", "Turn teams on, or choose other scores."
    if scores == "persons" and not phones:
        return "Nobody has a device of their own.", "Turn phones on, or choose other scores."
    return None


def total(marks: Iterable[float | None]) -> float:
    """The sum of marks. Opinions have none, and nothing is ever taken away."""
    return sum(max(mark, 0.0) for mark in marks if mark is not None)


def share(answers: Iterable[tuple[float | None, int]]) -> float | None:
    """The mean of marks, each with how many earned it; None for fewer than a group."""
    scored = [(mark, count) for mark, count in answers if mark is not None]
    answered = sum(count for _mark, count in scored)
    if answered < LEAST_ANSWERS:
        return None
    return sum(max(mark, 0.0) * count for mark, count in scored) / answered


def goal(shares: Sequence[float | None], wanted: int) -> CommonGoal | None:
    """The mean of the questions that were asked so far; None before the first that counts."""
    counted = [one for one in shares if one is not None]
    return CommonGoal(int(100 * sum(counted) / len(counted) + 1e-9), wanted) if counted else None


def ranking(totals: Mapping[str, float], most: int, *, name_others: bool) -> Ranking | None:
    """The first three places of these names; equals share one.

    The lowest total has no place, unless all are equal, and neither has zero: nobody is last.
    `name_others`: whether those without a place are named beside it. None without a first place.
    """
    rounded = {name: round(earned, 2) for name, earned in totals.items()}
    lowest, first = min(rounded.values(), default=0.0), max(rounded.values(), default=0.0)
    placed = {name: it for name, it in rounded.items() if it > 0 and (it > lowest or it == first)}
    places = _places(placed)
    if not places:
        return None
    on_it = {name for name, earned in placed.items() if earned >= places[-1].total}
    others = sorted(rounded.keys() - on_it, key=str.casefold) if name_others else ()
    return Ranking(places, most, tuple(others))


def _places(totals: Mapping[str, float]) -> tuple[Place, ...]:
    ordered = sorted(totals, key=lambda name: (-totals[name], name.casefold()))
    places: list[Place] = []
    before = 0
    for earned, group in groupby(ordered, key=lambda name: totals[name]):
        names = tuple(group)
        if before < PODIUM:
            more = max(len(names) - MOST_NAMES, 0)
            places.append(Place(before + 1, earned, names[:MOST_NAMES], more))
        before += len(names)
    return tuple(places)
