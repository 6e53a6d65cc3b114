"""How well a group tells reliable from unreliable, and which way it leans: signal detection.

A judgement set shows reliable and unreliable posts. A *hit* is a reliable post judged reliable,
a *false alarm* an unreliable one judged reliable. Two questions are kept apart: how well the two
sorts are told apart (d′), and whether one says “reliable” too readily or too rarely (c).

Rates are corrected with the log-linear rule: Hautus (1995), Behavior Research Methods,
Instruments & Computers 27, 46-51. d′ and c: Stanislaw & Todorov (1999), the same journal 31,
137-149. Area under the curve: Hanley & McNeil (1982), Radiology 143, 29-36. Real and fake
detection: Maertens et al. (2023), Behavior Research Methods, the MIST, whose items are not used
here; our figures are inspired by it and are not a MIST score.

With six posts of each sort the standard error of one person's d′ is about 1, so nothing here is
ever said of a person. The judgements of a room are pooled: Macmillan & Kaplan (1985),
Psychological Bulletin 98, 185-199, found that d′ from pooled rates is off by little unless people
lean very differently; averaging corrected d′ of few posts would be too low.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist

LEAST_GROUP = 5
"""Figures of fewer people than this would nearly be figures of a person: they are not given."""
INDICATIVE_BELOW = 20
"""Figures of fewer people than this are called indicative."""

_normal = NormalDist()


def log_linear(count: int, of: int) -> float:
    """(count + ½) / (of + 1): a rate that is never 0 or 1, so that its z exists."""
    return (count + 0.5) / (of + 1)


@dataclass(frozen=True)
class Judgements:
    """How reliable and unreliable posts were judged, by one person or by a room together.

    `hits` of `reliable` and `false_alarms` of `unreliable` were judged reliable. Where “I don't
    know” may be said, both totals hold only what was judged, so that not knowing is no lean.
    """

    hits: int
    reliable: int
    false_alarms: int
    unreliable: int

    def __add__(self, other: Judgements) -> Judgements:
        return Judgements(
            self.hits + other.hits,
            self.reliable + other.reliable,
            self.false_alarms + other.false_alarms,
            self.unreliable + other.unreliable,
        )

    @property
    def hit_rate(self) -> float:
        """H, corrected, between 0 and 1."""
        return log_linear(self.hits, self.reliable)

    @property
    def false_alarm_rate(self) -> float:
        """F, corrected, between 0 and 1."""
        return log_linear(self.false_alarms, self.unreliable)

    @property
    def d_prime(self) -> float:
        """z(H) - z(F), in standard deviations: 0 is chance, more is better told apart."""
        return _normal.inv_cdf(self.hit_rate) - _normal.inv_cdf(self.false_alarm_rate)

    @property
    def bias(self) -> float:
        """c = -(z(H) + z(F)) / 2: above 0 leans to “not reliable”, below 0 to “reliable”."""
        return -(_normal.inv_cdf(self.hit_rate) + _normal.inv_cdf(self.false_alarm_rate)) / 2

    @property
    def real_detection(self) -> float | None:
        """r = hits / reliable; None without a reliable post."""
        return self.hits / self.reliable if self.reliable else None

    @property
    def fake_detection(self) -> float | None:
        """f = rejected / unreliable; None without an unreliable post."""
        return 1 - self.false_alarms / self.unreliable if self.unreliable else None


def area_under_curve(reliable: Sequence[float], unreliable: Sequence[float]) -> float | None:
    """How likely a reliable post was rated above an unreliable one, ties counting half.

    0.5 is chance, 1 perfect. None where either list of ratings is empty.
    """
    if not reliable or not unreliable:
        return None
    below = sum(_worth(one, other) for one in reliable for other in unreliable)
    return below / (len(reliable) * len(unreliable))


def _worth(one: float, other: float) -> float:
    return 1.0 if one > other else 0.5 if one == other else 0.0


class Quadrant(StrEnum):
    """Four ways to judge a set, by real and fake detection."""

    DISCERNING = "discerning"
    DISTRUSTFUL = "distrustful"
    CREDULOUS = "credulous"
    INVERTED = "inverted"


def quadrant(judged: Judgements) -> Quadrant | None:
    """Where judgements lie; half of a sort counts as most of it. None if a sort was not judged."""
    real, fake = judged.real_detection, judged.fake_detection
    if real is None or fake is None:
        return None
    if real >= 0.5:
        return Quadrant.DISCERNING if fake >= 0.5 else Quadrant.CREDULOUS
    return Quadrant.DISTRUSTFUL if fake >= 0.5 else Quadrant.INVERTED


def suppressed(counts: Mapping[str, int], least: int = LEAST_GROUP) -> dict[str, int | None]:
    """`counts` with groups of fewer than `least` people hidden (None).

    Where only one group would be hidden and holds somebody, the smallest other one is hidden
    too, as it could be found by subtraction from the total.
    """
    hidden = {name for name, count in counts.items() if count < least}
    shown = sorted((count, name) for name, count in counts.items() if count >= least)
    if len(hidden) == 1 and shown and counts[next(iter(hidden))]:
        hidden.add(shown[0][1])
    return {name: None if name in hidden else count for name, count in counts.items()}
