"""A test in sentences: no more is said than the figures hold, and doubting all is not learning."""

from __future__ import annotations

from dataclasses import replace

import pytest

from workshop.before_after.rules import told
from workshop.before_after.rules.effects import Interval
from workshop.before_after.rules.gains import FormLine, Gains
from workshop.before_after.rules.measures import Measure
from workshop.before_after.rules.stage import GroupStage, stage_of
from workshop.before_after.rules.told import Direction, Ready, Telling


def of(name: str, before: float, after: float, spread: float = 1) -> Measure:
    by = after - before
    change = Interval(by, by - spread, by + spread)
    return Measure(
        name, "percent", Interval(before, None, None), Interval(after, None, None), change
    )


NOBODY = Gains(
    before=0, after=0, matched=0, by_form={}, knowledge=(of("statements", 40, 71),),
    discernment=(of("real", 50, 70), of("fake", 50, 70), of("d_prime", 0, 1, 0.2)),
    others=(), moved=None, same=(), lines={},
)  # fmt: skip


@pytest.mark.parametrize(
    ("sheets", "ready"),
    [
        ((0, 0, 0), Ready.NOTHING),
        ((20, 0, 0), Ready.BEFORE),
        ((20, 20, 4), Ready.FEW),
        ((20, 20, 5), Ready.YES),
    ],
)
def test_nothing_is_compared_of_fewer_than_five(sheets: tuple[int, int, int], ready: Ready) -> None:
    before, after, matched = sheets
    assert told.ready(replace(NOBODY, before=before, after=after, matched=matched)) is ready


@pytest.mark.parametrize(
    ("by", "spread", "way"),
    [(31, 5, Direction.UP), (-31, 5, Direction.DOWN), (4, 5, Direction.UNSURE)],
)
def test_a_change_that_chance_may_give_is_called_so(
    by: float, spread: float, way: Direction
) -> None:
    change = told.change_of(of("statements", 40, 40 + by, spread))
    assert change is not None
    assert (change.tenths, change.way) == (round(abs(by) / 10, 1), way)


def test_a_hidden_measure_says_nothing() -> None:
    hidden = Measure("statements", "percent", None, None, None)
    assert told.change_of(hidden) is None and told.of_ten(hidden) is None


@pytest.mark.parametrize(
    ("real", "fake", "telling"),
    [
        (20, 20, Telling.BETTER),
        (0, 20, Telling.BETTER),
        (-20, 20, Telling.DOUBT),
        (20, -20, Telling.TRUST),
        (-20, 0, Telling.WORSE),
        (2, -2, Telling.SAME),
    ],
)
def test_doubting_everything_is_not_telling_apart(
    real: float, fake: float, telling: Telling
) -> None:
    judged = (of("real", 50, 50 + real), of("fake", 50, 50 + fake))
    assert told.telling(replace(NOBODY, discernment=judged)) is telling


def test_what_rose_most_and_what_is_still_missed() -> None:
    lines = (
        FormLine("rose", True, 20, 90),
        FormLine("rose a little", True, 60, 70),
        FormLine("missed", True, 20, 30),
        FormLine("hidden", True, None, 90),
    )
    found = replace(NOBODY, lines={"a": lines, "b": ()})
    assert [one.text for one in told.learnt(found)] == ["rose"]
    assert [one.text for one in told.unlearnt(found)] == ["missed"]


@pytest.mark.parametrize(
    ("phase", "before", "after", "closed", "stage"),
    [
        ("before", 0, 0, False, GroupStage.INVITE_BEFORE),
        ("before", 3, 0, False, GroupStage.GATHER_BEFORE),
        ("before", 0, 0, True, GroupStage.EMPTY),
        ("before", 3, 0, True, GroupStage.PAUSE),
        ("after", 3, 0, False, GroupStage.INVITE_AFTER),
        ("after", 3, 1, False, GroupStage.GATHER_AFTER),
        ("after", 3, 0, True, GroupStage.MISSED),
        ("after", 3, 1, True, GroupStage.READ),
    ],
)
def test_what_comes_next(phase, before: int, after: int, closed: bool, stage: GroupStage) -> None:  # type: ignore[no-untyped-def]
    assert stage_of(phase, before, after, closed=closed) is stage
