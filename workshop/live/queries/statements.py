"""The statements of the requests that a whole room sends in the same second, each written once.

The short way runs them by the database's driver, the usual way in its transaction. Moments are
whole microseconds and values JSON in both.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from quizzes.store.db import microseconds, moment
from quizzes.store.driver import Way

KEEP = """
    INSERT INTO response (round_id, seat_id, value, certainty, kept_at)
    SELECT round.id, seat.id, :value, :certainty, :now
      FROM round
      JOIN live_session AS live ON live.id = round.live_id
      JOIN seat ON seat.live_id = live.id
     WHERE round.id = :round_id AND seat.id = :seat_id AND seat.removed_at IS NULL
       AND live.phase = 'open' AND live.paused_at IS NULL
       AND round.opened_at IS NOT NULL AND round.closed_at IS NULL
       AND (round.deadline IS NULL OR round.deadline + seat.extra_seconds * 1000000 > :now)
    ON CONFLICT (round_id, seat_id) DO """
"""Whether the round is open to the seat by the server's clock, and the writing, in one."""
KEEP_FIRST = f"{KEEP}NOTHING"
KEEP_CHANGED = (
    f"{KEEP}UPDATE SET value = excluded.value, certainty = excluded.certainty,"
    " kept_at = excluded.kept_at"
)

SEAT = """
    SELECT seat.id, seat.public_id, seat.nickname, seat.language, seat.team, seat.extra_seconds,
           live.id, live.version
      FROM seat
      JOIN live_session AS live ON live.id = seat.live_id
     WHERE live.code = :code AND seat.token_hash = :token_hash
       AND seat.removed_at IS NULL AND seat.joined_at > :since"""
"""Whose seat a token is: neither removed, nor taken so long ago that its day is over."""

TAKE = """
    INSERT INTO seat (public_id, live_id, token_hash, nickname, name_key, language, team,
                      extra_seconds, joined_at)
    SELECT :public_id, live.id, :token_hash, :nickname, :name_key, :language, :team, 0, :now
      FROM live_session AS live
     WHERE live.id = :live_id AND NOT live.locked AND live.phase <> 'finished'
       AND (SELECT count(*) FROM seat WHERE live_id = :live_id AND removed_at IS NULL) < :cap
    ON CONFLICT DO NOTHING RETURNING id"""

RESPONSES = """
    SELECT response.round_id, CAST(response.value AS VARCHAR), response.certainty, response.kept_at,
           round.item_id, round.vote
      FROM response
      JOIN round ON round.id = response.round_id
     WHERE response.seat_id = :seat_id
     ORDER BY round.opened_at"""

HEAD = "SELECT id, version FROM live_session WHERE code = :code"


@dataclass(frozen=True)
class KeptResponse:
    """One response of a seat."""

    round_id: int
    value: Any
    certainty: int | None
    kept_at: datetime
    item_id: int
    vote: int


def keep_response(
    way: Way,
    *,
    round_id: int,
    seat_id: int,
    value: Any,
    certainty: int | None,
    now: datetime,
    change: bool = False,
) -> bool:
    """Keep a response if its round is open to the seat: one statement decides.

    A response that is there already is replaced only with `change`. False when nothing was kept,
    for whatever reason.
    """
    given = {
        "round_id": round_id,
        "seat_id": seat_id,
        "value": json.dumps(value),
        "certainty": certainty,
        "now": microseconds(now),
    }
    return bool(way.write(KEEP_CHANGED if change else KEEP_FIRST, given))


def seat_of_token(way: Way, code: str, token_hash: str, since: datetime) -> tuple[Any, ...] | None:
    """The columns of a seat, and number and version of its live session."""
    given = {"code": code, "token_hash": token_hash, "since": microseconds(since)}
    found = way.read(SEAT, given)
    return tuple(found[0]) if found else None


def add_seat(way: Way, columns: Mapping[str, Any], *, cap: int, now: datetime) -> int | None:
    """Add a seat while its live session takes newcomers and has room; its row number.

    `columns`: those of `TAKE`. None when it was not added, for whatever reason: locked, full, or
    the name is somebody's.
    """
    rows = way.add(TAKE, {**columns, "cap": cap, "now": microseconds(now)})
    return int(rows[0][0]) if rows else None


def responses_of_seat(way: Way, seat_id: int) -> list[KeptResponse] | None:
    """Everything a seat answered, in order; None when the database cannot say just now."""
    rows = way.read(RESPONSES, {"seat_id": seat_id})
    if rows is None:
        return None
    return [
        KeptResponse(round_id, _value(value), certainty, moment(kept_at), item_id, vote)
        for round_id, value, certainty, kept_at, item_id, vote in rows
    ]


def _value(kept: str | float) -> Any:
    """What was kept as JSON; SQLite hands a lone number back as a number."""
    return json.loads(kept) if isinstance(kept, str) else kept
