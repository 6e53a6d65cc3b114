"""What the console advises after a vote, and that its one button says the same."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quizzes.items.itemstats import NextStep, next_step
from workshop.live.rules.advice import Advice, Counsel, Outcome, advice_after
from workshop.live.rules.phase import Move, Phase
from workshop.live.rules.state import LiveState, Stop

TALKS = Stop(1, item=1, revote=True)


def at(phase: Phase = Phase.CLOSED, stop: Stop = TALKS, *, vote: int = 1) -> LiveState:
    return LiveState((stop, Stop(2, item=2)), phase=phase, position=0, vote=vote)


def after(share: float | None, *, answered: int = 20, joined: int = 24, **more: bool) -> Outcome:
    return Outcome(answered, joined, next_step(share), **more)


@pytest.mark.parametrize(
    ("share", "counsel", "move"),
    [
        (1.0, Counsel.EXPLAIN, Move.REVEAL),
        (0.56, Counsel.DISCUSS, Move.DISCUSS),
        (0.1, Counsel.TEACH_AGAIN, Move.REVEAL),
        (None, Counsel.OPINION, None),
    ],
)
def test_the_share_of_right_answers_decides(
    share: float | None, counsel: Counsel, move: Move | None
) -> None:
    assert advice_after(at(), after(share)) == Advice(counsel, move)


@pytest.mark.parametrize(
    "state",
    [
        at(vote=2),
        at(stop=replace(TALKS, revote=False)),
        at(stop=Stop(1, item=1)),
    ],
    ids=["voted twice", "the plan has no second vote", "the item gains nothing from one"],
)
def test_no_second_vote_is_advised_where_none_comes(state: LiveState) -> None:
    assert advice_after(state, after(0.5)) == Advice(Counsel.TALK, Move.REVEAL)


def test_an_item_that_gains_from_a_second_vote_gets_one() -> None:
    state = at(stop=Stop(1, item=1))
    assert advice_after(state, after(0.5, second_vote=True)) == Advice(
        Counsel.DISCUSS, Move.DISCUSS
    )


def test_too_few_answers_tell_nothing_and_leave_the_button_alone() -> None:
    assert advice_after(at(), after(1.0, answered=7)) == Advice(Counsel.FEW, None)
    assert advice_after(at(), after(1.0, answered=8)) == Advice(Counsel.EXPLAIN, Move.REVEAL)


def test_nobody_and_nothing_counted_are_told_apart() -> None:
    assert advice_after(at(), after(None, answered=0)) == Advice(Counsel.NOBODY)
    assert advice_after(at(), after(None, answered=0, by_hand=True)) == Advice(Counsel.UNCOUNTED)


def test_a_result_that_comes_later_is_not_explained_now() -> None:
    assert advice_after(at(stop=replace(TALKS, hold=True)), after(0.9)) == Advice(
        Counsel.HELD, Move.NEXT
    )
    alone = LiveState((replace(TALKS, hold=True),), phase=Phase.CLOSED, position=0)
    assert advice_after(alone, after(0.9)) == Advice(Counsel.HELD, Move.REVEAL)


def test_once_the_result_is_shown_no_vote_follows() -> None:
    assert advice_after(at(Phase.REVEALED), after(0.5)) == Advice(Counsel.TALK, None)
    assert advice_after(at(Phase.REVEALED), after(0.9)) == Advice(Counsel.EXPLAIN, None)


def test_while_one_talks_the_second_vote_is_next() -> None:
    assert advice_after(at(Phase.DISCUSS), after(0.5)) == Advice(Counsel.CONVINCE, Move.REOPEN)


@pytest.mark.parametrize("phase", [Phase.LOBBY, Phase.READING, Phase.OPEN, Phase.ACTIVITY])
def test_nothing_is_advised_before_a_vote_is_closed(phase: Phase) -> None:
    assert advice_after(at(phase), after(0.5)) is None


def test_every_step_of_the_figures_has_its_counsel() -> None:
    assert {one.value for one in NextStep} <= {one.value for one in Counsel}
