"""How moves change the round of the current question: opened, closed, talked over, told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from workshop.live.rules.phase import MoveRefused, Phase
from workshop.live.rules.settings import Settings
from workshop.live.rules.stages import STAGES, Stage, after
from workshop.live.rules.state import VOTES, LiveState, RoundKey, with_round

MAX_PAGE = 40
Argument = Mapping[str, Any]


def open_round(state: LiveState, now: datetime, _: Argument, settings: Settings) -> LiveState:
    """Let the current question be answered."""
    deadline = now + timedelta(seconds=settings.seconds) if settings.seconds else None
    kept = {key: one for key, one in state.rounds.items() if not _later_vote(key, state)}
    state = replace(state, rounds=kept)
    opened = with_round(state, opened_at=now, deadline=deadline, closed_at=None, revealed_at=None)
    return replace(opened, phase=Phase.OPEN)


def _later_vote(key: RoundKey, state: LiveState) -> bool:
    """Whether a round is a second vote whose first vote is being taken again."""
    return key[0] == state.item_row and key[1] > state.vote


def close_round(state: LiveState, now: datetime, _: Argument, __: Settings) -> LiveState:
    """Nobody can answer any more."""
    return replace(with_round(state, closed_at=now), phase=Phase.CLOSED)


def discuss(state: LiveState, now: datetime, _: Argument, settings: Settings) -> LiveState:
    """People talk before they vote again."""
    _refuse_third(state)
    seconds = settings.discuss_seconds
    until = now + timedelta(seconds=seconds) if seconds else None
    return replace(state, phase=Phase.DISCUSS, until=until)


def reopen(state: LiveState, now: datetime, argument: Argument, settings: Settings) -> LiveState:
    """The second vote."""
    _refuse_third(state)
    return open_round(replace(state, vote=state.vote + 1), now, argument, settings)


def _refuse_third(state: LiveState) -> None:
    if state.vote == VOTES:
        raise MoveRefused("voted_twice")
    if state.stop and state.is_taken_again(state.stop):
        raise MoveRefused("voted_later")


def reveal(state: LiveState, now: datetime, argument: Argument, _: Settings) -> LiveState:
    """`stages`: those that the result has, said by the operation."""
    stages = argument.get("stages", STAGES)
    return _until(replace(state, phase=Phase.REVEALED), stages[0], stages, now)


def _until(state: LiveState, stage: Stage, stages: tuple[Stage, ...], now: datetime) -> LiveState:
    """The result told up to a stage. Phones show an answer from the key on, or where none is."""
    there = replace(state, page=int(stage))
    return there if stage < Stage.KEY and Stage.KEY in stages else told(there, now)


def told(state: LiveState, now: datetime) -> LiveState:
    """Whoever leaves a result before its key was shown has told it: the recap has it."""
    hidden = state.phase is Phase.REVEALED and not state.is_told
    return with_round(state, revealed_at=now) if hidden else state


def turn(state: LiveState, now: datetime, argument: Argument, __: Settings) -> LiveState:
    """`pages` of the activity or `stages` of the result: said by the operation."""
    if state.phase is Phase.REVEALED:
        stages = argument.get("stages", STAGES)
        stage = argument.get("page", after(stages, state.page))
        if type(stage) not in (int, Stage) or stage not in stages:
            raise MoveRefused("wrong_page")
        return _until(state, Stage(stage), stages, now)
    page = argument.get("page", state.page + 1)
    if type(page) is not int or not 0 <= page < argument.get("pages", MAX_PAGE + 1):
        raise MoveRefused("wrong_page")
    return replace(state, page=page)
