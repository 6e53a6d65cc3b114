"""Operations of seats that are taken: find one again, rename it, give it time, remove it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from quizzes.gate.tokens import hashed
from quizzes.items.text import Language, as_language
from quizzes.store.db import db, writing
from quizzes.store.driver import Quickly, Way
from workshop.live import sessions
from workshop.live.queries import seat_queries, statements
from workshop.live.rules.names import free_variant, made_up_name, name_key, read_name
from workshop.live.sessions import Live
from workshop.live.tables import SeatRow

TOKEN_LIFE = timedelta(hours=24)
MAX_EXTRA = 3600


class SeatRefused(Exception):
    """No seat is given. `reason` is a key that the screens translate."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True)
class Seat:
    """A participant's place."""

    row_id: int
    public_id: str
    nickname: str
    language: Language
    team: bool
    extra_seconds: int


Found = tuple[Seat, sessions.Head]
"""A seat, with number and version of its live session."""


def seat_of(columns: tuple[Any, ...]) -> Seat:
    """A seat of its columns in the order of `Seat`; more may follow."""
    row_id, public_id, nickname, tongue, team, extra = columns[:6]
    return Seat(row_id, public_id, nickname, as_language(tongue) or "fr", bool(team), extra)


def seat_from(row: SeatRow) -> Seat:
    """The seat of a row."""
    return seat_of((row.id, row.public_id, row.nickname, row.language, row.team, row.extra_seconds))


def find_seat(code: str, token: str, now: datetime, way: Way | None = None) -> Found | None:
    """The seat of this token in the live session, unless it was removed or its day is over.

    With the session's head, as the same question to the database answers both. `way`: how to ask;
    else quickly where that is possible.
    """
    if not token:
        return None
    since = now - TOKEN_LIFE
    read = statements.seat_of_token(way or Quickly(), code, hashed(token), since)
    return None if read is None else (seat_of(read), (read[6], read[7]))


def set_language(seat: Seat, language: Language) -> None:
    """The seat reads in another language from now on."""
    with writing():
        row = db.session.get(SeatRow, seat.row_id)
        if row is not None:
            row.language = language


def standing_seat(live: Live, public_id: str) -> SeatRow:
    """The row of a seat that was not removed. Raises SeatRefused."""
    row = seat_queries.seat_by_public_id(live.row_id, public_id)
    if row is None or row.removed_at is not None:
        raise SeatRefused("no_such_seat")
    return row


def remove(live: Live, public_id: str, now: datetime) -> None:
    """Take the seat away; its responses no longer count. Part of a move. Raises SeatRefused."""
    standing_seat(live, public_id).removed_at = now


def readable_name(text: str) -> str:
    """A name that may be shown. Raises SeatRefused."""
    name = read_name(text)
    if name is None:
        raise SeatRefused("bad_name")
    return name


def rename(live: Live, public_id: str, nickname: str | None) -> None:
    """Give the seat another name; a made-up one when none is said. Part of a move.

    Raises SeatRefused.
    """
    row = standing_seat(live, public_id)
    rows = seat_queries.seats_of(live.row_id, removed=True)
    taken = [one.nickname for one in rows if one.id != row.id]
    language: Language = "en" if row.language == "en" else "fr"
    fresh = made_up_name(language, [*taken, row.nickname], secrets.choice)
    name = free_variant(readable_name(nickname), taken) if nickname else fresh
    row.nickname, row.name_key = name, name_key(name)


def give_extra_time(live: Live, public_id: str, seconds: int) -> None:
    """This seat's rounds last `seconds` longer from now on. Part of a move. Raises SeatRefused."""
    row = standing_seat(live, public_id)
    row.extra_seconds = min(row.extra_seconds + seconds, MAX_EXTRA)


def purge_tokens(now: datetime) -> None:
    """Forget the tokens of seats whose day is over."""
    with writing():
        seat_queries.forget_seat_tokens(now - TOKEN_LIFE)
