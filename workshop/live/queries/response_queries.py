"""Questions put to the tables of responses."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import String, bindparam, cast, func, select

from quizzes.store.db import db
from workshop.live.tables import ResponseRow, SeatRow, TallyRow


def response_of(round_id: int, seat_id: int) -> ResponseRow | None:
    """What a seat answered in a round."""
    query = select(ResponseRow).where(
        ResponseRow.round_id == round_id, ResponseRow.seat_id == seat_id
    )
    return db.session.scalar(query, execution_options={"populate_existing": True})


@dataclass(frozen=True)
class GivenBySeat:
    """One response with its seat."""

    seat_id: int
    value: Any
    certainty: int | None


def answers(round_ids: Sequence[int]) -> dict[int, list[GivenBySeat]]:
    """The responses of rounds, of seats that were not removed."""
    query = select(
        ResponseRow.round_id,
        ResponseRow.seat_id,
        ResponseRow.value,
        ResponseRow.certainty,
    )
    query = query.join(SeatRow, SeatRow.id == ResponseRow.seat_id)
    query = query.where(ResponseRow.round_id.in_(round_ids), SeatRow.removed_at.is_(None))
    found: dict[int, list[GivenBySeat]] = {round_id: [] for round_id in round_ids}
    for round_id, seat_id, value, certainty in db.session.execute(query.order_by(ResponseRow.id)):
        found[round_id].append(GivenBySeat(seat_id, value, certainty))
    return found


_RESPONSE, _SEAT, _TALLY = ResponseRow.__table__.c, SeatRow.__table__.c, TallyRow.__table__.c
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
    """Answers counted by hand, by round and by what they were counted for."""
    rows = db.session.connection().execute(_TALLIES, {"round_ids": list(round_ids)})
    return {round_id: counts for round_id, counts in rows}  # noqa: C416  (rows are no pairs)


def keep_tally(round_id: int, counts: dict[str, int]) -> bool:
    """Write what was counted by hand in a round; whether that is anything new."""
    if tallies([round_id]).get(round_id, {}) == counts:
        return False
    db.session.merge(TallyRow(round_id=round_id, counts=counts))
    return True
