"""Questions put to the responses of several rounds, for scores: counted by the database."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import String, bindparam, cast, func, select

from quizzes.store.db import db
from workshop.live.tables import ResponseRow, RoundRow, SeatRow

_RESPONSE, _SEAT, _ROUND = (one.__table__.c for one in (ResponseRow, SeatRow, RoundRow))
_TEXT = cast(_RESPONSE.value, String)
_IN_ROUNDS = _RESPONSE.round_id.in_(bindparam("round_ids", expanding=True))
_COUNTED = (
    select(_RESPONSE.round_id, _TEXT, func.count())
    .join_from(ResponseRow.__table__, SeatRow.__table__, _SEAT.id == _RESPONSE.seat_id)
    .where(_IN_ROUNDS, _SEAT.removed_at.is_(None))
    .group_by(_RESPONSE.round_id, _TEXT)
)
_BY_NAME = (
    select(_SEAT.nickname, _RESPONSE.round_id, _TEXT)
    .join_from(ResponseRow.__table__, SeatRow.__table__, _SEAT.id == _RESPONSE.seat_id)
    .join(RoundRow.__table__, _ROUND.id == _RESPONSE.round_id)
    .where(
        _IN_ROUNDS,
        _SEAT.live_id == bindparam("live_id"),
        _SEAT.removed_at.is_(None),
        _SEAT.team == bindparam("teams"),
    )
    .order_by(_ROUND.vote)
)


def answers_counted(round_ids: Iterable[int]) -> dict[int, list[tuple[Any, int]]]:
    """Each different value of rounds with how many seats gave it."""
    found: dict[int, list[tuple[Any, int]]] = {}
    rows = db.session.connection().execute(_COUNTED, {"round_ids": list(round_ids)})
    for number, text, count in rows:
        found.setdefault(number, []).append((value_of(text), count))
    return found


def answers_by_name(
    live_id: int, round_ids: Iterable[int], *, teams: bool
) -> list[tuple[str, int, str]]:
    """Name, round and value as it is kept, of teams or of persons; first votes first."""
    given = {"live_id": live_id, "round_ids": list(round_ids), "teams": teams}
    rows = db.session.connection().execute(_BY_NAME, given)
    return [(row[0], row[1], row[2]) for row in rows]


def value_of(text: str) -> Any:
    """A value of what is kept of it."""
    return json.loads(text)
