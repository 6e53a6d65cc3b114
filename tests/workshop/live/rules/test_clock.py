"""The clock of a workshop against its plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from quizzes.items.text import Text
from workshop.live.rules.clock import clock_of, planned_time, time_used, to_leave_out, welcome_time
from workshop.live.rules.moves import decide
from workshop.live.rules.phase import Move
from workshop.live.rules.settings import Settings
from workshop.live.rules.state import LiveState, Stop, Visit
from workshop.live.rules.steps import LedStep, StepKind

START = datetime(2026, 11, 29, 9, 0, tzinfo=UTC)
WORDS = Text(fr="Parlez", en="Talk")


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def step(minutes: int, kind: StepKind = StepKind.TALK, **more: Any) -> LedStep:
    return LedStep(kind=kind, minutes=minutes, title=WORDS, screen=(WORDS,), **more)


STEPS = (step(3, StepKind.WELCOME), step(10), step(5), step(12))
STOPS = (
    Stop(1, 1, seconds=600),
    Stop(2, 2, seconds=300, optional=True),
    Stop(3, 3, seconds=720),
)


def begun() -> LiveState:
    """The welcome took three minutes, as planned."""
    state = decide(LiveState(order=STOPS), Move.START, at(3), {}, Settings())
    return replace(state, visits=(Visit(0, at(0)), *state.visits))


def late(state: LiveState, minutes: float) -> float:
    found = clock_of(state, STEPS, at(minutes))
    assert found is not None
    return found.late / timedelta(minutes=1)


def test_as_planned_is_not_late() -> None:
    assert planned_time(STEPS) == timedelta(minutes=30)
    assert welcome_time(STEPS) == timedelta(minutes=3)
    assert [late(begun(), minutes) for minutes in (3, 8, 13)] == [0, 0, 0]


def test_a_step_that_takes_longer_makes_the_whole_late() -> None:
    assert late(begun(), 17) == 4
    moved = decide(begun(), Move.NEXT, at(17), {}, Settings())
    assert late(moved, 17) == late(moved, 20) == 4


def test_leaving_out_what_may_be_makes_up_for_it() -> None:
    state = begun()
    assert [one.number for one in to_leave_out(state)] == [2]
    shorter = decide(state, Move.REORDER, at(17), {"order": [3]}, Settings())
    assert late(shorter, 17) == -1
    assert to_leave_out(shorter) == []


def test_going_on_early_gains_time() -> None:
    assert late(decide(begun(), Move.NEXT, at(9), {}, Settings()), 9) == -4


def test_nothing_has_a_clock_before_it_begins_and_after_its_end() -> None:
    assert clock_of(LiveState(order=STOPS), STEPS, START) is None
    empty = decide(begun(), Move.FINISH, at(9), {}, Settings())
    assert time_used(empty, at(9), at(99)) == {0: timedelta(minutes=3), 1: timedelta(minutes=6)}


@given(st.lists(st.floats(0, 30), min_size=1, max_size=6))
def test_all_time_is_somewhere(waits: list[float]) -> None:
    state, now = begun(), 3.0
    for number, wait in enumerate(waits):
        now += wait
        move = Move.BACK if number % 3 == 2 else Move.NEXT
        if not (move is Move.NEXT and state.is_last):
            state = decide(state, move, at(now), {}, Settings())
    used = time_used(state, at(now), at(now + 50))
    assert abs(sum(used.values(), timedelta()) - (at(now) - START)) < timedelta(seconds=1)
