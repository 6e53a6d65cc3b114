"""How far a group moved between before and after: gains, effect sizes, intervals, exact tests.

All of it is of people who took part in both (matched), in the same order on both sides.

Class-average normalised gain ⟨g⟩: Hake (1998), American Journal of Physics 66, 64-74.
Normalised change c of one person: Marx & Cummings (2007), the same journal 75, 87-91.
Effect size of paired means: d_av divides by
√((s²before + s²after) / 2), which is the convention of Cumming (2012), Understanding the New
Statistics. Lakens (2013), Frontiers in Psychology 4, 863, divides by the mean of the two standard
deviations instead, which gives a little more; say which one when comparing. Small-sample
correction J ≈ 1 - 3 / (4 df - 1): Hedges (1981), Journal of Educational Statistics 6, 107-128.
Exact test of paired yes-no answers: McNemar (1947), Psychometrika 12, 153-157, with the binomial
distribution. Percentile bootstrap: Efron & Tibshirani (1993), An Introduction to the Bootstrap.

There is no control group: none of these figures proves that a lesson works.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import mean, variance
from typing import TypeVar

FULL = 100.0
"""Scores are in percent of what could be earned, 0 to 100."""
RESAMPLES = 1000
LEAST_MATCHED = 2
"""Below two people there is no standard deviation."""
_TAIL = 0.025

P = TypeVar("P")


def hake_gain(before: Sequence[float], after: Sequence[float]) -> float | None:
    """⟨g⟩ = (mean after - mean before) / (100 - mean before), of scores in percent.

    None without anybody, or where everybody had everything right before.
    """
    _paired(before, after)
    if not before or mean(before) == FULL:
        return None
    return (mean(after) - mean(before)) / (FULL - mean(before))


def normalised_change(before: float, after: float) -> float | None:
    """One person's c, -1 to 1: the share of what could be gained, or of what could be lost.

    None from 0 to 0 and from 100 to 100, which say nothing of change; these are left out before
    equal scores count as 0.
    """
    if before == after:
        return None if before in (0, FULL) else 0.0
    return (after - before) / (FULL - before if after > before else before)


def mean_normalised_change(before: Sequence[float], after: Sequence[float]) -> float | None:
    """The mean of c over those who have one; None where nobody has."""
    each = [normalised_change(one, other) for one, other in _paired(before, after)]
    found = [one for one in each if one is not None]
    return mean(found) if found else None


def d_av(before: Sequence[float], after: Sequence[float]) -> float | None:
    """Mean difference over √((s²before + s²after) / 2): Cumming's convention.

    None for fewer than two people, or where nobody differs from anybody.
    """
    if len(_paired(before, after)) < LEAST_MATCHED:
        return None
    spread = math.sqrt((variance(before) + variance(after)) / 2)
    return (mean(after) - mean(before)) / spread if spread else None


def hedges_correction(people: int) -> float:
    """J ≈ 1 - 3 / (4 (n - 1) - 1) for n pairs: what takes the upward lean of a small sample away.

    ValueError for fewer than two.
    """
    if people < LEAST_MATCHED:
        raise ValueError("the correction needs two people or more")
    return 1 - 3 / (4 * (people - 1) - 1)


def g_av(before: Sequence[float], after: Sequence[float]) -> float | None:
    """d_av with Hedges' correction."""
    found = d_av(before, after)
    return None if found is None else found * hedges_correction(len(before))


def mcnemar_exact(became_right: int, became_wrong: int) -> float:
    """Two-sided p of as uneven a split of the answers that changed, were it heads or tails.

    1 where nothing changed.
    """
    changed = became_right + became_wrong
    if not changed:
        return 1.0
    tail = sum(math.comb(changed, one) for one in range(min(became_right, became_wrong) + 1))
    return min(1.0, 2 * tail / (1 << changed))


@dataclass(frozen=True)
class Interval:
    """A figure of a group with the ends of its 95 % interval; no ends where none can be found."""

    value: float
    low: float | None
    high: float | None


def bootstrap(
    people: Sequence[P],
    statistic: Callable[[Sequence[P]], float | None],
    draw: Callable[[int], Sequence[int]],
    resamples: int = RESAMPLES,
) -> Interval | None:
    """`statistic` of the people, with its 95 % percentile interval over resampled groups.

    `draw(n)` gives n indices below n, drawn with replacement; whoever calls seeds it, so that the
    same answers always give the same interval. None where the statistic of the group is None.
    """
    value = statistic(people)
    if value is None:
        return None
    if len(people) < LEAST_MATCHED:
        return Interval(value, None, None)
    drawn = (statistic([people[one] for one in draw(len(people))]) for _ in range(resamples))
    found = sorted(one for one in drawn if one is not None)
    if not found:
        return Interval(value, None, None)
    return Interval(value, _percentile(found, _TAIL), _percentile(found, 1 - _TAIL))


def _percentile(ordered: Sequence[float], share: float) -> float:
    """Between the two nearest values, in proportion."""
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def _paired(before: Sequence[float], after: Sequence[float]) -> list[tuple[float, float]]:
    return list(zip(before, after, strict=True))
