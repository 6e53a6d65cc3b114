"""How each move changes a live session. Pure: state and time in, state out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from workshop.live.rules.allowed_moves import ALLOWED
from workshop.live.rules.phase import Move, Phase
from workshop.live.rules.state import VOTES, LiveState, RoundKey, Settings, delayed, with_round

MAX_SECONDS = 3600


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
    """Go to an item: to its result if it was shown, else to its reading (or its votes)."""
    item_row = state.order[position]
    there = replace(state, position=position, vote=1, paused_at=None)
    if state.is_revealed(item_row):
        return replace(there, vote=max(state.votes_of(item_row)), phase=Phase.REVEALED)
    reading = replace(there, phase=Phase.READING)
    return reading if settings.reading else _open(reading, now, argument, settings)


def _start(state: LiveState, now: datetime, argument: Argument, settings: Settings) -> LiveState:
    return _enter(state, 0, now, argument, settings)


def _close(state: LiveState, now: datetime, _: Argument, __: Settings) -> LiveState:
    return replace(with_round(state, closed_at=now), phase=Phase.CLOSED)


def _discuss(state: LiveState, _: datetime, __: Argument, ___: Settings) -> LiveState:
    if state.vote == VOTES:
        raise MoveRefused("voted_twice")
    return replace(state, phase=Phase.DISCUSS)


def _reopen(state: LiveState, now: datetime, argument: Argument, settings: Settings) -> LiveState:
    if state.vote == VOTES:
        raise MoveRefused("voted_twice")
    return _open(replace(state, vote=state.vote + 1), now, argument, settings)


def _reveal(state: LiveState, now: datetime, _: Argument, __: Settings) -> LiveState:
    return replace(with_round(state, revealed_at=now), phase=Phase.REVEALED)


def _next(state: LiveState, now: datetime, argument: Argument, settings: Settings) -> LiveState:
    if state.is_last:
        raise MoveRefused("last_item")
    return _enter(state, state.position + 1, now, argument, settings)


def _back(state: LiveState, now: datetime, argument: Argument, settings: Settings) -> LiveState:
    start = len(state.order) if state.phase is Phase.FINISHED else state.position
    for position in range(start - 1, -1, -1):
        if state.is_revealed(state.order[position]):
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
    left = argument.get("order")
    kept = state.order[: state.position + 1]
    if not isinstance(left, list) or any(type(one) is not int for one in left):
        raise MoveRefused("wrong_order")
    if sorted(left) != sorted(state.order[state.position + 1 :]):
        raise MoveRefused("wrong_order")
    return replace(state, order=(*kept, *left))


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
    if state.phase is not Phase.OPEN:
        raise MoveRefused("wrong_phase")
    if state.round is None or state.round.deadline is None:
        raise MoveRefused("no_timer")
    reference = state.paused_at or now
    return with_round(
        state, deadline=max(state.round.deadline, reference) + timedelta(seconds=seconds)
    )


def _finish(state: LiveState, now: datetime, _: Argument, __: Settings) -> LiveState:
    return replace(_closed_if_open(state, now), phase=Phase.FINISHED, paused_at=None)


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
    Move.REORDER: _reorder,
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
