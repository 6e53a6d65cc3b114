"""The way back for a pupil who went astray: the rooms in which this browser has a seat."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request, url_for

from quizzes.gate.clock import now
from workshop.live import seats, sessions
from workshop.live.pages.caller import seat_cookie
from workshop.live.rules.joincode import read_code
from workshop.live.rules.phase import Phase
from workshop.live.sessions import Live

MOST = 8
"""Cookies that are looked at; whoever has more sits in no more rooms."""


@dataclass(frozen=True)
class WayBack:
    """A room that somebody takes part in: its title, its address, whether it is over."""

    title: str
    address: str
    over: bool


def ways_back() -> list[WayBack]:
    """The rooms of this browser that go on; where none does, the one that was opened last."""
    start = seat_cookie("")
    kept = [name.removeprefix(start) for name in request.cookies if name.startswith(start)]
    lives = [live for code in kept[:MOST] for live in [_room(code)] if live is not None]
    lives.sort(key=lambda one: one.row_id, reverse=True)
    going = [live for live in lives if live.state.phase is not Phase.FINISHED]
    return [
        WayBack(live.title, url_for("join.room", code=live.code), over=not going)
        for live in going or lives[:1]
    ]


def _room(typed: str) -> Live | None:
    """The live session in which the cookie of this code holds a seat."""
    code = read_code(typed)
    token = request.cookies.get(seat_cookie(typed), "")
    found = seats.find_seat(code, token, now()) if code else None
    return sessions.load(code, found[1]) if code and found else None
