"""The measures of a test: a figure of a group from figures of its members, with its interval."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from quizzes.items.discernment import LEAST_GROUP, Judgements
from workshop.before_after.rules.effects import RESAMPLES, Interval, bootstrap
from workshop.before_after.rules.scores import Scores, Share

Unit = Literal["percent", "d", "points"]
Vector = tuple[float, ...]
Draw = Callable[[int], Sequence[int]]
"""n indices below n, drawn with replacement."""
Drawing = Callable[[], Draw]
"""A fresh draw from the same seed: the same sheets always give the same interval."""
Matched = tuple[Scores, Scores]
LEAST_RESAMPLES = 200
WORK = 60_000
"""Resamples times people, at most: above 60 people there are fewer resamples, not fewer answers."""


@dataclass(frozen=True)
class Wanted:
    """A measure to be. `take`: the figures of one sheet, None where it has none; `figure`: the
    figure of a group from the sums of these and the number of people."""

    name: str
    unit: Unit
    take: Callable[[Scores], Vector | None]
    figure: Callable[[Sequence[float], int], float | None]


@dataclass(frozen=True)
class Measure:
    """One figure of everybody before, of everybody after, and its change in matched people.

    None where fewer than five people stand behind it, or nothing was asked.
    """

    name: str
    unit: Unit
    before: Interval | None
    after: Interval | None
    change: Interval | None


def measure(
    wanted: Wanted,
    before: Sequence[Scores],
    after: Sequence[Scores],
    pairs: Sequence[Matched],
    drawing: Drawing,
) -> Measure:
    """The measure of everybody, and of matched people."""
    return Measure(
        name=wanted.name,
        unit=wanted.unit,
        before=_level(wanted, before, drawing()),
        after=_level(wanted, after, drawing()),
        change=_change(wanted, pairs, drawing()),
    )


def _level(wanted: Wanted, people: Sequence[Scores], draw: Draw) -> Interval | None:
    vectors = [one for one in map(wanted.take, people) if one is not None]

    def figure(group: Sequence[Vector]) -> float | None:
        return wanted.figure(_sums(group), len(group))

    return _estimate(vectors, figure, draw)


def _change(wanted: Wanted, pairs: Sequence[Matched], draw: Draw) -> Interval | None:
    taken = [(wanted.take(one), wanted.take(other)) for one, other in pairs]
    vectors = [one + other for one, other in taken if one is not None and other is not None]

    def figure(group: Sequence[Vector]) -> float | None:
        sums = _sums(group)
        half = len(sums) // 2
        first, last = wanted.figure(sums[:half], len(group)), wanted.figure(sums[half:], len(group))
        return None if first is None or last is None else last - first

    return _estimate(vectors, figure, draw)


def _estimate(
    vectors: Sequence[Vector], figure: Callable[[Sequence[Vector]], float | None], draw: Draw
) -> Interval | None:
    if len(vectors) < LEAST_GROUP:
        return None
    resamples = max(LEAST_RESAMPLES, min(RESAMPLES, WORK // len(vectors)))
    return bootstrap(vectors, figure, draw, resamples)


def _sums(group: Sequence[Vector]) -> list[float]:
    return [sum(column) for column in zip(*group, strict=True)]


def _mean(sums: Sequence[float], people: int) -> float | None:
    return sums[0] / people if people else None


def _averaged(name: str, unit: Unit, score: Callable[[Scores], float | None]) -> Wanted:
    """The mean over those who have the score."""

    def take(one: Scores) -> Vector | None:
        found = score(one)
        return None if found is None else (found,)

    return Wanted(name, unit, take, _mean)


def _percent_of(name: str, part: Callable[[Scores], Share]) -> Wanted:
    return _averaged(name, "percent", lambda one: part(one).percent)


def _pooled(name: str, figure: Callable[[Judgements], float]) -> Wanted:
    """A figure of all judgements together: d′ of few posts is too low, and so is its mean."""

    def take(one: Scores) -> Vector | None:
        found = one.judged
        if not found.reliable and not found.unreliable:
            return None
        return (found.hits, found.reliable, found.false_alarms, found.unreliable)

    def of_all(sums: Sequence[float], _people: int) -> float | None:
        hits, reliable, alarms, unreliable = (int(one) for one in sums)
        both = reliable and unreliable
        return figure(Judgements(hits, reliable, alarms, unreliable)) if both else None

    return Wanted(name, "d", take, of_all)


def _rate(name: str, rate: Callable[[Judgements], float | None]) -> Wanted:
    def score(one: Scores) -> float | None:
        found = rate(one.judged)
        return None if found is None else 100 * found

    return _averaged(name, "percent", score)


KNOWLEDGE = (
    _percent_of("statements", lambda one: one.statements),
    _percent_of("statements_unsure", lambda one: one.statements_unsure),
)
DISCERNMENT = (
    _pooled("d_prime", lambda one: one.d_prime),
    _pooled("bias", lambda one: one.bias),
    _rate("real", lambda one: one.real_detection),
    _rate("fake", lambda one: one.fake_detection),
    _percent_of("posts_unsure", lambda one: one.posts_unsure),
)
OTHERS = (
    _percent_of("other", lambda one: one.other),
    _percent_of("other_unsure", lambda one: one.other_unsure),
    _averaged("efficacy", "points", lambda one: one.efficacy),
)
