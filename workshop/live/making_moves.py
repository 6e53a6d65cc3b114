"""Operation of moves: make one, with what it does to a seat, or take the last one back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from quizzes.store.db import writing
from workshop.live import seats, sessions
from workshop.live.opening import stop_for
from workshop.live.queries import live_queries, seat_queries
from workshop.live.responses import Counted
from workshop.live.rules import statejson
from workshop.live.rules.moves import decide, undone
from workshop.live.rules.phase import Move, MoveRefused, Phase
from workshop.live.rules.stages import stages_of
from workshop.live.rules.state import WELCOME, LiveState, Visit
from workshop.live.rules.steps import StepKind, pages_of
from workshop.live.sessions import Live, Stale


def make_move(
    code: str,
    move: Move,
    version: int,
    argument: Mapping[str, Any],
    now: datetime,
) -> Live:
    """Make one move, with what it does to a seat, in one transaction.

    Raises Stale for an old version, MoveRefused for a wrong move, SeatRefused for a wrong seat.
    """
    seat = argument.get("seat")
    with writing():
        live = sessions.load(code)
        if live is None:
            raise LookupError(code)
        if version != live.version:
            raise Stale(live)
        if move is Move.UNDO:
            new = _undo(live, now)
        else:
            new = decide(live.state, move, now, _filled(live, move, argument), live.settings)
            new = _begun(live, new, move, now)
        if seat is not None:
            _on_seat(live, move, seat, argument, now)
        moved = sessions.keep_state(live, new, now)
        _keep_move(live, move, now, of_a_seat=seat is not None)
    return sessions.remember(moved)


JOINING = timedelta(minutes=10)


def _filled(live: Live, move: Move, argument: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the rule needs beside what was asked. Raises Problems for an unknown question."""
    if move is Move.TURN and live.state.phase is Phase.ACTIVITY:
        return {**argument, "pages": len(pages_of(live.step))}
    if move in (Move.TURN, Move.REVEAL) and live.item is not None:
        counted = move is Move.TURN or _is_counted(live)
        return {**argument, "stages": stages_of(live.item, counted=counted)}
    if move is Move.ADD:
        return {"stop": stop_for(str(argument.get("pack")), str(argument.get("item")))}
    return argument


def _is_counted(live: Live) -> bool:
    """Whether the current item was answered, so that there are votes to show."""
    row = live.state.item_row
    votes = [] if row is None else [Counted(live, (row, vote)) for vote in live.state.votes_of(row)]
    return any(one.answered or one.tally for one in votes)


def _begun(live: Live, new: LiveState, move: Move, now: datetime) -> LiveState:
    """A welcome is led from the lobby, so it begins with the first who joins: the clock with it."""
    welcome = live.steps[0] if live.steps and live.steps[0].kind is StepKind.WELCOME else None
    if move is not Move.START or welcome is None:
        return new
    first = seat_queries.first_joined(live.row_id) or now
    return replace(new, visits=(Visit(WELCOME, max(first, now - JOINING)), *new.visits))


def _undo(live: Live, now: datetime) -> LiveState:
    last = live_queries.last_move(live.row_id)
    if last is None or last.before is None:
        raise MoveRefused("nothing_to_undo")
    before = statejson.read(last.before)
    last.before = None
    return undone(live.state, before, now)


_NOT_UNDONE = frozenset({Move.UNDO, Move.REMOVE, Move.RENAME})


def _keep_move(live: Live, move: Move, now: datetime, *, of_a_seat: bool) -> None:
    stays = move in _NOT_UNDONE or (move is Move.EXTEND and of_a_seat)
    before = None if stays else statejson.write(live.state)
    live_queries.add_move(
        live_id=live.row_id, version=live.version, move=move.value, made_at=now, before=before
    )


def _on_seat(live: Live, move: Move, seat: str, argument: Mapping[str, Any], now: datetime) -> None:
    if move is Move.REMOVE:
        seats.remove(live, seat, now)
    elif move is Move.RENAME:
        seats.rename(live, seat, argument.get("nickname"))
    elif move is Move.EXTEND:
        seats.give_extra_time(live, seat, argument.get("seconds", 30))
