"""How each move changes a live session. Pure: state and time in, state out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from workshop.live.rules.allowed_moves import ALLOWED
from workshop.live.rules.phase import Move, MoveRefused, Phase
from workshop.live.rules.roundmoves import (
    Argument,
    close_round,
    discuss,
    open_round,
    reopen,
    reveal,
    told,
    turn,
)
from workshop.live.rules.settings import Settings
from workshop.live.rules.stages import Stage
from workshop.live.rules.state import (
    TALKING,
    VOTES,
    LiveState,
    Visit,
    delayed,
    with_round,
)

MAX_SECONDS = 3600


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


def _enter(
    state: LiveState, position: int, now: datetime, argument: Argument, settings: Settings
) -> LiveState:
    """Go to a stop: to its result if it was shown, else to its reading (or its votes)."""
    stop = state.order[position]
    there = replace(
        told(state, now),
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
        shown = replace(there, vote=max(state.votes_at(stop)), phase=Phase.REVEALED)
        return replace(shown, page=int(Stage.SOURCES))
    reading = replace(there, phase=Phase.READING)
    return reading if settings.reading else open_round(reading, now, argument, settings)


def _start(state: LiveState, now: datetime, argument: Argument, settings: Settings) -> LiveState:
    return _enter(state, 0, now, argument, settings)


def _next(state: LiveState, now: datetime, argument: Argument, settings: Settings) -> LiveState:
    if state.phase is Phase.CLOSED and not (state.stop and state.stop.hold):
        raise MoveRefused("wrong_phase")
    if state.is_last:
        raise MoveRefused("last_item")
    return _enter(state, state.position + 1, now, argument, settings)


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
    left = told(_closed_if_open(state, now), now)
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
    Move.OPEN: open_round,
    Move.CLOSE: close_round,
    Move.DISCUSS: discuss,
    Move.REOPEN: reopen,
    Move.REVEAL: reveal,
    Move.NEXT: _next,
    Move.BACK: _back,
    Move.SKIP: _skip,
    Move.TURN: turn,
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
