"""Use case of leading: a move, with what it does to seats."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from workshop.live import seats, sessions
from workshop.live.rules.phase import Move
from workshop.live.sessions import Live


def make(live: Live, move: Move, version: int, argument: Mapping[str, Any], now: datetime) -> Live:
    """Make a move, and what it does to a seat, in one transaction.

    Raises Stale for an old version, MoveRefused for a wrong move, SeatRefused for a wrong seat.
    """
    seat = argument.get("seat")

    def also(locked: Live) -> None:
        if seat is not None:
            _on_seat(locked, move, seat, argument, now)

    return sessions.make_move(live.code, move, version, argument, now, also)


def _on_seat(live: Live, move: Move, seat: str, argument: Mapping[str, Any], now: datetime) -> None:
    if move is Move.REMOVE:
        seats.remove(live, seat, now)
    elif move is Move.RENAME:
        seats.rename(live, seat, argument.get("nickname"))
    elif move is Move.EXTEND:
        seats.give_extra_time(live, seat, argument.get("seconds", 30))
