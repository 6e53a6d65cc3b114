"""Questions put to the tables of responses, and the one statement that keeps a response."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, String, bindparam, cast, func, select, text

from quizzes.store.db import db, microseconds, writing_connection
from workshop.store.tables import ResponseRow, RoundRow, SeatRow, TallyRow

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


_KEEP_AT_ONCE = text(
    """
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
)


def keep_at_once(
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
    """Keep the first response of the seat with this token, in a transaction of its own.

    Who may answer, whether the round is open by the server's clock, and the writing are one
    statement, as in `keep_response`. `since`: tokens of seats taken before are too old. False
    when nothing was kept, for whatever reason.
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
    with writing_connection() as connection:
        return bool(connection.execute(_KEEP_AT_ONCE, given).rowcount)


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


def responses_of_seat(seat_id: int, connection: Connection | None = None) -> list[Any]:
    """Everything a seat answered, in order: round_id, value, certainty, kept_at, item_id, vote."""
    return list((connection or db.session.connection()).execute(_OF_SEAT, {"seat_id": seat_id}))


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


def answered(round_id: int) -> int:
    """How many seats that were not removed responded in a round."""
    query = select(func.count()).select_from(ResponseRow)
    query = query.join(SeatRow, SeatRow.id == ResponseRow.seat_id)
    query = query.where(ResponseRow.round_id == round_id, SeatRow.removed_at.is_(None))
    return db.session.scalar(query) or 0


def distinct_answers(round_id: int) -> list[tuple[Any, int | None, int]]:
    """Each different response of a round as (value, certainty, how many seats gave it).

    Counted by the database: a room of thousands costs little more than one of thirty.
    """
    value = cast(ResponseRow.value, String)
    query = select(value, ResponseRow.certainty, func.count())
    query = query.join(SeatRow, SeatRow.id == ResponseRow.seat_id)
    query = query.where(ResponseRow.round_id == round_id, SeatRow.removed_at.is_(None))
    query = query.group_by(value, ResponseRow.certainty).order_by(func.min(ResponseRow.id))
    return [(json.loads(row[0]), row[1], row[2]) for row in db.session.execute(query)]


def tallies(round_ids: Iterable[int]) -> dict[int, dict[str, int]]:
    """Answers counted by hand, by round and option."""
    query = select(TallyRow).where(TallyRow.round_id.in_(list(round_ids)))
    return {row.round_id: row.counts for row in db.session.scalars(query)}
