"""Questions put to the tables of responses, and the one statement that keeps a response."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import String, bindparam, cast, func, select, text

from quizzes.store.db import db, microseconds
from workshop.live.tables import ResponseRow, RoundRow, SeatRow, TallyRow

_KEEP = """
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
_KEEP_NEW = text(_KEEP + "NOTHING")
_KEEP_CHANGED = text(
    _KEEP
    + "UPDATE SET value = excluded.value, certainty = excluded.certainty,"
    + " kept_at = excluded.kept_at"
)


def keep_response(
    *,
    round_id: int,
    seat_id: int,
    value: str,
    certainty: int | None,
    now: datetime,
    change: bool = False,
) -> bool:
    """Keep a response if its round is open by the server's clock: one statement decides.

    `value` is JSON. A response that is there already is replaced only with `change`. False when
    the round is not open to this seat, or a response is there.
    """
    done = db.session.execute(
        _KEEP_CHANGED if change else _KEEP_NEW,
        {
            "round_id": round_id,
            "seat_id": seat_id,
            "value": value,
            "certainty": certainty,
            "now": microseconds(now),
        },
    )
    return bool(getattr(done, "rowcount", 0))


def response_of(round_id: int, seat_id: int) -> ResponseRow | None:
    """What a seat answered in a round."""
    query = select(ResponseRow).where(
        ResponseRow.round_id == round_id, ResponseRow.seat_id == seat_id
    )
    return db.session.scalar(query, execution_options={"populate_existing": True})


_RESPONSE, _ROUND = ResponseRow.__table__.c, RoundRow.__table__.c
_OF_SEAT = (
    select(
        _RESPONSE.round_id,
        _RESPONSE.value,
        _RESPONSE.certainty,
        _RESPONSE.kept_at,
        _ROUND.item_id,
        _ROUND.vote,
    )
    .join_from(ResponseRow.__table__, RoundRow.__table__, _ROUND.id == _RESPONSE.round_id)
    .where(_RESPONSE.seat_id == bindparam("seat_id"))
    .order_by(_ROUND.opened_at)
)


def responses_of_seat(seat_id: int) -> list[Any]:
    """Everything a seat answered, in order: round_id, value, certainty, kept_at, item_id, vote."""
    return list(db.session.connection().execute(_OF_SEAT, {"seat_id": seat_id}))


@dataclass(frozen=True)
class Answer:
    """One response with its seat."""

    seat_id: int
    value: Any
    certainty: int | None


def answers(round_ids: Sequence[int]) -> dict[int, list[Answer]]:
    """The responses of rounds, of seats that were not removed."""
    query = select(
        ResponseRow.round_id,
        ResponseRow.seat_id,
        ResponseRow.value,
        ResponseRow.certainty,
    )
    query = query.join(SeatRow, SeatRow.id == ResponseRow.seat_id)
    query = query.where(ResponseRow.round_id.in_(round_ids), SeatRow.removed_at.is_(None))
    found: dict[int, list[Answer]] = {round_id: [] for round_id in round_ids}
    for round_id, seat_id, value, certainty in db.session.execute(query.order_by(ResponseRow.id)):
        found[round_id].append(Answer(seat_id, value, certainty))
    return found


_SEAT, _TALLY = SeatRow.__table__.c, TallyRow.__table__.c
_TEXT = cast(_RESPONSE.value, String)
_DISTINCT = (
    select(_TEXT, _RESPONSE.certainty, func.count())
    .join_from(ResponseRow.__table__, SeatRow.__table__, _SEAT.id == _RESPONSE.seat_id)
    .where(_RESPONSE.round_id == bindparam("round_id"), _SEAT.removed_at.is_(None))
    .group_by(_TEXT, _RESPONSE.certainty)
    .order_by(func.min(_RESPONSE.id))
)


def distinct_answers(round_id: int) -> list[tuple[Any, int | None, int]]:
    """Each different response of a round as (value, certainty, how many seats gave it).

    Counted by the database: a room of thousands costs little more than one of thirty.
    """
    rows = db.session.connection().execute(_DISTINCT, {"round_id": round_id})
    return [(json.loads(row[0]), row[1], row[2]) for row in rows]


_TALLIES = select(_TALLY.round_id, _TALLY.counts).where(
    _TALLY.round_id.in_(bindparam("round_ids", expanding=True))
)


def tallies(round_ids: Iterable[int]) -> dict[int, dict[str, int]]:
    """Answers counted by hand, by round and option."""
    rows = db.session.connection().execute(_TALLIES, {"round_ids": list(round_ids)})
    return {round_id: counts for round_id, counts in rows}  # noqa: C416  (rows are no pairs)
