"""How each move changes a live session. Pure: state and time in, state out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from workshop.live.rules.allowed_moves import ALLOWED
from workshop.live.rules.phase import Move, Phase
from workshop.live.rules.settings import Settings
from workshop.live.rules.stages import STAGES, Stage, after
from workshop.live.rules.state import (
    TALKING,
    VOTES,
    LiveState,
    RoundKey,
    Visit,
    delayed,
    with_round,
)

MAX_SECONDS = 3600
MAX_PAGE = 40


class MoveRefused(Exception):
    """A move that may not be made now. `reason` is a key that the screens translate."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


Argument = Mapping[str, Any]
Rule = Callable[[LiveState, datetime, Argument, Settings], LiveState]


def decide(
    state: LiveState, move: Move, now: datetime, argument: Argument, settings: Settings
) -> LiveState:
    """The state after `move`. Raises MoveRefused with a reason. Undo is not decided here."""
    if state.phase not in ALLOWED[move]:
        raise MoveRefused("wrong_phase")
    if state.paused_at and move in _WAIT_FOR_RESUME:
        raise MoveRefused("paused")
    return _RULES[move](state, now, argument, settings)


def _open(state: LiveState, now: datetime, _: Argument, settings: Settings) -> LiveState:
    deadline = now + timedelta(seconds=settings.seconds) if settings.seconds else None
    kept = {key: one for key, one in state.rounds.items() if not _later_vote(key, state)}
    state = replace(state, rounds=kept)
    opened = with_round(state, opened_at=now, deadline=deadline, closed_at=None, revealed_at=None)
    return replace(opened, phase=Phase.OPEN)


def _later_vote(key: RoundKey, state: LiveState) -> bool:
    """Whether a round is a second vote whose first vote is being taken again."""
    return key[0] == state.item_row and key[1] > state.vote


def _enter(
    state: LiveState, position: int, now: datetime, argument: Argument, settings: Settings
) -> LiveState:
    """Go to a stop: to its result if it was shown, else to its reading (or its votes)."""
    stop = state.order[position]
    there = replace(
        _told(state, now),
        position=position,
        vote=VOTES if stop.again else 1,
        paused_at=None,
        page=0,
        until=None,
        visits=(*state.visits, Visit(stop.number, now)),
    )
    if stop.item is None:
        until = now + timedelta(seconds=stop.seconds)
        return replace(there, phase=Phase.ACTIVITY, until=until if stop.seconds else None)
    if state.is_shown(stop):
        told = replace(there, vote=max(state.votes_at(stop)), phase=Phase.REVEALED)
        return replace(told, page=int(Stage.SOURCES))
    reading = replace(there, phase=Phase.READING)
    return reading if settings.reading else _open(reading, now, argument, settings)


def _start(state: LiveState, now: datetime, argument: Argument, settings: Settings) -> LiveState:
    return _enter(state, 0, now, argument, settings)


def _close(state: LiveState, now: datetime, _: Argument, __: Settings) -> LiveState:
    return replace(with_round(state, closed_at=now), phase=Phase.CLOSED)


def _discuss(state: LiveState, now: datetime, _: Argument, settings: Settings) -> LiveState:
    _refuse_third(state)
    seconds = settings.discuss_seconds
    until = now + timedelta(seconds=seconds) if seconds else None
    return replace(state, phase=Phase.DISCUSS, until=until)


def _reopen(state: LiveState, now: datetime, argument: Argument, settings: Settings) -> LiveState:
    _refuse_third(state)
    return _open(replace(state, vote=state.vote + 1), now, argument, settings)


def _refuse_third(state: LiveState) -> None:
    if state.vote == VOTES:
        raise MoveRefused("voted_twice")
    if state.stop and state.is_taken_again(state.stop):
        raise MoveRefused("voted_later")


def _reveal(state: LiveState, now: datetime, argument: Argument, _: Settings) -> LiveState:
    """`stages`: those that the result has, said by the operation."""
    stages = argument.get("stages", STAGES)
    return _until(replace(state, phase=Phase.REVEALED), stages[0], stages, now)


def _until(state: LiveState, stage: Stage, stages: tuple[Stage, ...], now: datetime) -> LiveState:
    """The result told up to a stage. Phones show an answer from the key on, or where none is."""
    there = replace(state, page=int(stage))
    return there if stage < Stage.KEY and Stage.KEY in stages else _told(there, now)


def _told(state: LiveState, now: datetime) -> LiveState:
    """Whoever leaves a result before its key was shown has told it: the recap has it."""
    hidden = state.phase is Phase.REVEALED and not state.is_told
    return with_round(state, revealed_at=now) if hidden else state


def _next(state: LiveState, now: datetime, argument: Argument, settings: Settings) -> LiveState:
    if state.phase is Phase.CLOSED and not (state.stop and state.stop.hold):
        raise MoveRefused("wrong_phase")
    if state.is_last:
        raise MoveRefused("last_item")
    return _enter(state, state.position + 1, now, argument, settings)


def _turn(state: LiveState, now: datetime, argument: Argument, __: Settings) -> LiveState:
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


def _back(state: LiveState, now: datetime, argument: Argument, settings: Settings) -> LiveState:
    start = len(state.order) if state.phase is Phase.FINISHED else state.position
    for position in range(start - 1, -1, -1):
        if state.is_shown(state.order[position]):
            return _enter(state, position, now, argument, settings)
    raise MoveRefused("nothing_earlier")


def _closed_if_open(state: LiveState, now: datetime) -> LiveState:
    return with_round(state, closed_at=now) if state.phase is Phase.OPEN else state


def _skip(state: LiveState, now: datetime, argument: Argument, settings: Settings) -> LiveState:
    closed = replace(_closed_if_open(state, now), paused_at=None)
    if state.is_last:
        return replace(closed, phase=Phase.FINISHED)
    return _enter(closed, state.position + 1, now, argument, settings)


def _reorder(state: LiveState, _: datetime, argument: Argument, __: Settings) -> LiveState:
    """What is left, in its new order. What is not named is left out, and may be named later."""
    wanted = argument.get("order")
    kept = state.order[: state.position + 1]
    free = {one.number: one for one in (*state.order[state.position + 1 :], *state.spare)}
    if not isinstance(wanted, list) or any(type(one) is not int for one in wanted):
        raise MoveRefused("wrong_order")
    if len(set(wanted)) != len(wanted) or not free.keys() >= set(wanted):
        raise MoveRefused("wrong_order")
    if not kept and not wanted:
        raise MoveRefused("nothing_left")
    left = tuple(free.pop(number) for number in wanted)
    return replace(state, order=(*kept, *left), spare=tuple(free.values()))


def _add(state: LiveState, _: datetime, argument: Argument, __: Settings) -> LiveState:
    """A stop more, after the current one. `stop`: made by the operation, without a number."""
    known = (*state.order, *state.spare)
    new = argument["stop"]
    if any(one.item == new.item for one in known):
        raise MoveRefused("asked_already")
    number = 1 + max(one.number for one in known) if known else 1
    at = state.position + 1
    added = replace(new, number=number, step=state.stop.step if state.stop else 0)
    return replace(state, order=(*state.order[:at], added, *state.order[at:]))


def _pause(state: LiveState, now: datetime, _: Argument, __: Settings) -> LiveState:
    if state.paused_at:
        raise MoveRefused("paused")
    return replace(state, paused_at=now)


def _resume(state: LiveState, now: datetime, _: Argument, __: Settings) -> LiveState:
    if not state.paused_at:
        raise MoveRefused("not_paused")
    return replace(delayed(state, now - state.paused_at), paused_at=None)


def _extend(state: LiveState, now: datetime, argument: Argument, __: Settings) -> LiveState:
    seconds = argument.get("seconds", 30)
    if not isinstance(seconds, int) or isinstance(seconds, bool) or not 1 <= seconds <= MAX_SECONDS:
        raise MoveRefused("wrong_seconds")
    if argument.get("seat") is not None:
        return state  # the seat's own extra time is kept with the seat
    if state.phase in TALKING:
        reference = state.paused_at or now
        until = max(state.until or reference, reference) + timedelta(seconds=seconds)
        return replace(state, until=until)
    if state.phase is not Phase.OPEN:
        raise MoveRefused("wrong_phase")
    if state.round is None or state.round.deadline is None:
        raise MoveRefused("no_timer")
    reference = state.paused_at or now
    return with_round(
        state, deadline=max(state.round.deadline, reference) + timedelta(seconds=seconds)
    )


def _finish(state: LiveState, now: datetime, _: Argument, __: Settings) -> LiveState:
    left = _told(_closed_if_open(state, now), now)
    return replace(left, phase=Phase.FINISHED, paused_at=None)


def _lock(state: LiveState, _: datetime, __: Argument, ___: Settings) -> LiveState:
    return replace(state, locked=True)


def _unlock(state: LiveState, _: datetime, __: Argument, ___: Settings) -> LiveState:
    return replace(state, locked=False)


def _blank(state: LiveState, _: datetime, __: Argument, ___: Settings) -> LiveState:
    return replace(state, blank=True)


def _unblank(state: LiveState, _: datetime, __: Argument, ___: Settings) -> LiveState:
    return replace(state, blank=False)


def _same(state: LiveState, _: datetime, __: Argument, ___: Settings) -> LiveState:
    return state


def _undo_elsewhere(state: LiveState, _: datetime, __: Argument, ___: Settings) -> LiveState:
    raise MoveRefused("nothing_to_undo")


_WAIT_FOR_RESUME = frozenset({Move.OPEN, Move.REOPEN})

_RULES: dict[Move, Rule] = {
    Move.START: _start,
    Move.OPEN: _open,
    Move.CLOSE: _close,
    Move.DISCUSS: _discuss,
    Move.REOPEN: _reopen,
    Move.REVEAL: _reveal,
    Move.NEXT: _next,
    Move.BACK: _back,
    Move.SKIP: _skip,
    Move.TURN: _turn,
    Move.REORDER: _reorder,
    Move.ADD: _add,
    Move.PAUSE: _pause,
    Move.RESUME: _resume,
    Move.EXTEND: _extend,
    Move.UNDO: _undo_elsewhere,
    Move.LOCK: _lock,
    Move.UNLOCK: _unlock,
    Move.BLANK: _blank,
    Move.UNBLANK: _unblank,
    Move.REMOVE: _same,
    Move.RENAME: _same,
    Move.FINISH: _finish,
}


UNDO_GIVES = timedelta(seconds=30)


def undone(current: LiveState, before: LiveState, now: datetime) -> LiveState:
    """`before` again. A round that the undone move closed or paused has its remaining time;
    one that had none left, because its time was over, gets half a minute.
    """
    if before.phase is not Phase.OPEN or before.key is None or before.paused_at:
        return before  # a pause that lasts gives its time back when it ends
    closed = current.rounds.get(before.key)
    stopped = (closed.closed_at if closed else None) or current.paused_at
    again = delayed(before, now - stopped) if stopped else before
    over = again.remaining(now) == timedelta()
    return with_round(again, deadline=now + UNDO_GIVES) if over else again
