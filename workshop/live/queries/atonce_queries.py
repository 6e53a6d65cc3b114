"""The statements of the four requests that a whole room sends at once."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from quizzes.store.db import microseconds, moment
from quizzes.store.driver import AtOnce

_KEEP = """
    INSERT INTO response (round_id, seat_id, value, certainty, kept_at)
    SELECT round.id, seat.id, :value, :certainty, :now
      FROM live_session AS live
      JOIN round ON round.live_id = live.id
      JOIN seat ON seat.live_id = live.id
     WHERE live.code = :code AND round.id = :round_id AND round.item_id = :item_id
       AND seat.token_hash = :token_hash AND seat.removed_at IS NULL AND seat.joined_at > :since
       AND live.phase = 'open' AND live.paused_at IS NULL
       AND round.opened_at IS NOT NULL AND round.closed_at IS NULL
       AND (round.deadline IS NULL OR round.deadline + seat.extra_seconds * 1000000 > :now)
    ON CONFLICT (round_id, seat_id) DO NOTHING"""

_SEAT = """
    SELECT seat.id, seat.public_id, seat.nickname, seat.language, seat.team, seat.extra_seconds,
           live.id, live.version
      FROM seat
      JOIN live_session AS live ON live.id = seat.live_id
     WHERE live.code = :code AND seat.token_hash = :token_hash
       AND seat.removed_at IS NULL AND seat.joined_at > :since"""

_TAKE = """
    INSERT INTO seat (public_id, live_id, token_hash, nickname, name_key, language, extra_seconds,
                      joined_at)
    SELECT :public_id, live.id, :token_hash, :nickname, :name_key, :language, 0, :now
      FROM live_session AS live
     WHERE live.id = :live_id AND live.version = :version
       AND (SELECT count(*) FROM seat WHERE live_id = :live_id AND removed_at IS NULL) < :cap
    ON CONFLICT DO NOTHING RETURNING id"""

_OF_SEAT = """
    SELECT response.round_id, response.value, response.certainty, response.kept_at,
           round.item_id, round.vote
      FROM response
      JOIN round ON round.id = response.round_id
     WHERE response.seat_id = :seat_id
     ORDER BY round.opened_at"""


def keep_at_once(
    database: AtOnce,
    *,
    code: str,
    token_hash: str,
    since: datetime,
    round_id: int,
    item_id: int,
    value: str,
    certainty: int | None,
    now: datetime,
) -> bool:
    """Keep the first response of the seat with this token.

    Who may answer, whether the round is open by the server's clock, and the writing are one
    statement. `since`: tokens of seats taken before are too old. False when nothing was kept, for
    whatever reason.
    """
    given = {
        "code": code,
        "token_hash": token_hash,
        "since": microseconds(since),
        "round_id": round_id,
        "item_id": item_id,
        "value": value,
        "certainty": certainty,
        "now": microseconds(now),
    }
    return bool(database.write(_KEEP, given))


def seat_at_once(
    database: AtOnce, code: str, token_hash: str, since: datetime
) -> tuple[Any, ...] | None:
    """The columns of a seat, and number and version of its live session."""
    given = {"code": code, "token_hash": token_hash, "since": microseconds(since)}
    found = database.read(_SEAT, given)
    return found[0] if found else None


def take_seat_at_once(
    database: AtOnce,
    *,
    public_id: str,
    live_id: int,
    version: int,
    cap: int,
    token_hash: str,
    nickname: str,
    name_key: str,
    language: str,
    now: datetime,
) -> int | None:
    """Add a seat while its live session stands at this version and has room; its row number.

    None when it was not added, for whatever reason: full, moved on, or the name is somebody's.
    """
    given = {
        "public_id": public_id,
        "live_id": live_id,
        "version": version,
        "cap": cap,
        "token_hash": token_hash,
        "nickname": nickname,
        "name_key": name_key,
        "language": language,
        "now": microseconds(now),
    }
    rows = database.add(_TAKE, given)
    return int(rows[0][0]) if rows else None


@dataclass(frozen=True)
class Answered:
    """One response of a seat."""

    round_id: int
    value: Any
    certainty: int | None
    kept_at: datetime
    item_id: int
    vote: int


def responses_at_once(database: AtOnce, seat_id: int) -> list[Answered] | None:
    """Everything a seat answered, in order; None when the database cannot say just now."""
    rows = database.read(_OF_SEAT, {"seat_id": seat_id})
    if rows is None:
        return None
    return [
        Answered(round_id, _read(value), certainty, moment(kept_at), item_id, vote)
        for round_id, value, certainty, kept_at, item_id, vote in rows
    ]


def _read(value: str | float) -> Any:
    """What was kept as JSON; SQLite hands a lone number back as a number."""
    return json.loads(value) if isinstance(value, str) else value
