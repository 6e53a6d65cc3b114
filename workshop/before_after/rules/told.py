"""What a test before and after may say in sentences: which way the group moved, and how surely."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from quizzes.items.discernment import LEAST_GROUP
from workshop.before_after.rules.effects import Interval
from workshop.before_after.rules.gains import FormLine, Gains
from workshop.before_after.rules.measures import Measure

TENTH = 10.0
"""Percents and points are told as so many of ten."""
LEAST_SHIFT = 5.0
"""Below so many points, posts of one sort count as judged like before."""
LEAST_RISE = 20.0
"""Below so many points, what one question gained is no word worth."""
HALF = 50.0
MOST_LINES = 3


class Direction(StrEnum):
    """Which way something moved. `UNSURE`: chance alone may give such a change."""

    UP = "up"
    DOWN = "down"
    UNSURE = "unsure"


class Telling(StrEnum):
    """How the judging of posts changed. `DOUBT`: all are doubted more, `TRUST`: all are trusted
    more; neither is telling them apart."""

    BETTER = "better"
    WORSE = "worse"
    DOUBT = "doubt"
    TRUST = "trust"
    SAME = "same"


class Ready(StrEnum):
    """Whether there is something to tell: both parts, the first alone, or too few in both."""

    NOTHING = "nothing"
    BEFORE = "before"
    FEW = "few"
    YES = "yes"


@dataclass(frozen=True)
class Change:
    """A change of matched people, in tenths of a whole, and which way it goes."""

    tenths: float
    way: Direction


@dataclass(frozen=True)
class TenScore:
    """What a group got right of ten before and after; everybody who handed in."""

    before: float
    after: float


def ready(found: Gains) -> Ready:
    """Whether the report has something to tell."""
    if not found.before and not found.after:
        return Ready.NOTHING
    if found.matched >= LEAST_GROUP:
        return Ready.YES
    return Ready.FEW if found.after else Ready.BEFORE


def named(measures: tuple[Measure, ...], name: str) -> Measure:
    """The measure of this name."""
    return next(one for one in measures if one.name == name)


def change_of(one: Measure) -> Change | None:
    """How matched people changed; None where fewer than five stand behind it."""
    if one.change is None:
        return None
    return Change(round(abs(one.change.value) / TENTH, 1), _way(one.change))


def _way(found: Interval) -> Direction:
    if found.low is None or found.high is None or found.low <= 0 <= found.high:
        return Direction.UNSURE
    return Direction.UP if found.value > 0 else Direction.DOWN


def of_ten(one: Measure) -> TenScore | None:
    """What everybody got right of ten, before and after; None where one of the two is hidden."""
    if one.before is None or one.after is None:
        return None
    return TenScore(one.before.value / TENTH, one.after.value / TENTH)


def telling(found: Gains) -> Telling | None:
    """How the judging of posts changed, from both sorts of posts; None where one is hidden."""
    real, fake = (of_ten(named(found.discernment, name)) for name in ("real", "fake"))
    if real is None or fake is None:
        return None
    trusted, caught = _shift(real), _shift(fake)
    if caught >= 0 and trusted >= 0 and caught + trusted:
        return Telling.BETTER
    if caught <= 0 and trusted <= 0 and caught + trusted:
        return Telling.WORSE
    if not caught and not trusted:
        return Telling.SAME
    return Telling.DOUBT if caught > 0 else Telling.TRUST


def _shift(moved: TenScore) -> int:
    by = TENTH * (moved.after - moved.before)
    return 0 if abs(by) < LEAST_SHIFT else (1 if by > 0 else -1)


def learnt(found: Gains) -> tuple[FormLine, ...]:
    """The questions whose share of right answers rose most, three at most."""
    risen = [one for one in _told(found) if _rise(one) >= LEAST_RISE]
    return tuple(sorted(risen, key=lambda one: -_rise(one))[:MOST_LINES])


def unlearnt(found: Gains) -> tuple[FormLine, ...]:
    """The questions that less than half got right afterwards, the hardest first, three at most."""
    missed = [one for one in _told(found) if (one.after or 0) < HALF]
    return tuple(sorted(missed, key=lambda one: one.after or 0)[:MOST_LINES])


def _told(found: Gains) -> list[FormLine]:
    lines = {one.text: one for form in found.lines.values() for one in form}
    return [one for one in lines.values() if one.before is not None and one.after is not None]


def _rise(one: FormLine) -> float:
    return (one.after or 0) - (one.before or 0)
