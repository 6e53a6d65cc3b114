"""Questions put to the tables of responses, and the one statement that keeps a response."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, text

from quizzes.store.db import db, microseconds
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


def response_of(round_id: int, seat_id: int) -> ResponseRow | None:
    """What a seat answered in a round."""
    query = select(ResponseRow).where(
        ResponseRow.round_id == round_id, ResponseRow.seat_id == seat_id
    )
    return db.session.scalar(query, execution_options={"populate_existing": True})


def responses_of_seat(seat_id: int) -> list[tuple[ResponseRow, RoundRow]]:
    """Everything a seat answered, with its rounds, in order."""
    query = select(ResponseRow, RoundRow).join(RoundRow, RoundRow.id == ResponseRow.round_id)
    query = query.where(ResponseRow.seat_id == seat_id).order_by(RoundRow.opened_at)
    return [(row[0], row[1]) for row in db.session.execute(query)]


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


def tallies(round_ids: Iterable[int]) -> dict[int, dict[str, int]]:
    """Answers counted by hand, by round and option."""
    query = select(TallyRow).where(TallyRow.round_id.in_(list(round_ids)))
    return {row.round_id: row.counts for row in db.session.scalars(query)}
