"""What the console advises after a vote, and the move that goes with it, so that neither says other
than the other."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from quizzes.items.itemstats import NextStep
from workshop.live.rules.nextmove import votes_again
from workshop.live.rules.phase import Move, Phase
from workshop.live.rules.state import LiveState

FEWEST = 3
"""Less than a third of those who are there have answered: too few to tell."""


class Counsel(StrEnum):
    """What is advised. `uncounted`: hands are counted and no number was typed. `aloud`: nobody has
    a device and the item is not counted, so the class is heard. `untold`: hands do not say how much
    was right in all. `held`: a later step takes the vote again. `talk`: a discussion with the
    result on screen, as no second vote comes.
    """

    NOBODY = "nobody"
    UNCOUNTED = "uncounted"
    ALOUD = "aloud"
    UNTOLD = "untold"
    FEW = "few"
    OPINION = "opinion"
    HELD = "held"
    TEACH_AGAIN = "teach_again"
    DISCUSS = "discuss"
    TALK = "talk"
    EXPLAIN = "explain"
    CONVINCE = "convince"


@dataclass(frozen=True)
class Advice:
    """What is advised, and the move that follows from it; None: as the session proposes."""

    counsel: Counsel
    move: Move | None = None


@dataclass(frozen=True)
class Outcome:
    """What came of a vote. `step`: what the share of right answers asks for, None where nobody
    knows it. `scored`: there is a key. `second_vote`: the item gains from one. `by_hand`: nobody
    has a device, so it is counted by hand. `aloud`: nor is it counted."""

    answered: int
    joined: int
    step: NextStep | None
    second_vote: bool = False
    by_hand: bool = False
    aloud: bool = False
    scored: bool = False

    @property
    def is_thin(self) -> bool:
        """Whether too few answered to tell anything of the class."""
        return self.answered * FEWEST < self.joined


def advice_after(state: LiveState, outcome: Outcome) -> Advice | None:
    """The advice once a vote is closed; None while one reads, answers or does something else."""
    if state.phase is Phase.DISCUSS:
        return Advice(Counsel.CONVINCE, Move.REOPEN)
    if state.phase not in (Phase.CLOSED, Phase.REVEALED) or state.stop is None:
        return None
    closed = state.phase is Phase.CLOSED
    if outcome.aloud and not closed:
        return None
    counsel = _counsel(state, outcome, closed=closed)
    return Advice(counsel, _move(state, counsel) if closed else None)


def _counsel(state: LiveState, outcome: Outcome, *, closed: bool) -> Counsel:
    if not outcome.answered:
        return _unanswered(outcome)
    if closed and state.stop and state.stop.hold:
        return Counsel.HELD
    if outcome.step is None:
        return Counsel.UNTOLD if outcome.scored else Counsel.OPINION
    if outcome.is_thin:
        return Counsel.FEW
    talks = closed and votes_again(state, second_vote=outcome.second_vote)
    if outcome.step is NextStep.DISCUSS:
        return Counsel.DISCUSS if talks else Counsel.TALK
    return Counsel(outcome.step.value)


def _unanswered(outcome: Outcome) -> Counsel:
    if outcome.aloud:
        return Counsel.ALOUD
    return Counsel.UNCOUNTED if outcome.by_hand else Counsel.NOBODY


def _move(state: LiveState, counsel: Counsel) -> Move | None:
    """Nothing follows from too few answers, nor from opinions."""
    if counsel is Counsel.HELD:
        return Move.REVEAL if state.is_last else Move.NEXT
    if counsel is Counsel.DISCUSS:
        return Move.DISCUSS
    known = (Counsel.TEACH_AGAIN, Counsel.TALK, Counsel.EXPLAIN)
    return Move.REVEAL if counsel in known else None
