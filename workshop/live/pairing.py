"""Operations of big screens without a login: one waits under a short code, and is given a room."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from quizzes.gate.tokens import hashed
from quizzes.store.db import writing
from workshop.live.queries import screen_queries
from workshop.live.rules.joincode import ALPHABET
from workshop.live.sessions import Live

WAITS = timedelta(minutes=15)
"""How long a code holds."""
SHOWS = timedelta(days=1)
"""How long a browser keeps the room that it was given."""
MOST = 500
"""How many screens may wait at once."""
_LENGTH = 4


class TooManyScreens(Exception):
    """More screens wait than anybody can need."""


@dataclass(frozen=True)
class Waiting:
    """A screen that waits. `token`: what its browser keeps; `code`: what it shows."""

    token: str
    code: str


def wait(token: str, now: datetime) -> Waiting:
    """Let a screen wait; the same browser keeps its code while that holds. May raise
    TooManyScreens."""
    code = screen_queries.waiting_code(hashed(token), now - WAITS) if token else None
    if code is not None:
        return Waiting(token, code)
    made = Waiting(secrets.token_urlsafe(16), _new_code())
    with writing():
        screen_queries.forget_waiting(now - WAITS)
        if screen_queries.waiting() >= MOST:
            raise TooManyScreens
        while screen_queries.is_taken(made.code):
            made = Waiting(made.token, _new_code())
        screen_queries.add_waiting(made.code, hashed(made.token), now)
    return made


def _new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(_LENGTH))


def give(live: Live, code: str, now: datetime) -> bool:
    """Give a room to the screen that waits under a code, as a person typed it."""
    typed = "".join(code.upper().split()).replace("-", "")
    with writing():
        return screen_queries.show(typed, live.row_id, now - WAITS)


def room_of(token: str) -> str | None:
    """The join code of the room that a screen was given."""
    found = screen_queries.room_of(hashed(token)) if token else None
    return None if found is None else found[1]


def shows(live: Live, token: str) -> bool:
    """Whether the screen with this token was given this room."""
    found = screen_queries.room_of(hashed(token)) if token else None
    return found is not None and found[0] == live.row_id
