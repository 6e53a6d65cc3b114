"""Questions put to the tables of the room, and the few statements that must be one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, String, cast, delete, func, literal, select, text, update

from quizzes.store.db import db, microseconds
from workshop.store.tables import (
    ApiTokenRow,
    ClockRow,
    FacilitatorRow,
    InvitationRow,
    LiveRow,
    MoveRow,
    ResponseRow,
    RoundRow,
    SeatRow,
    TallyRow,
)

# Live sessions -----------------------------------------------------------------------


def live_by_code(code: str) -> LiveRow | None:
    """The live session with this join code, read afresh."""
    query = select(LiveRow).where(LiveRow.code == code)
    return db.session.scalar(query, execution_options={"populate_existing": True})


def live_head(code: str) -> tuple[int, int] | None:
    """Number and version of the live session with this join code."""
    query = select(LiveRow.id, LiveRow.version).where(LiveRow.code == code)
    found = db.session.execute(query).first()
    return (found[0], found[1]) if found else None


def lives_of(facilitator_id: int) -> list[LiveRow]:
    """A facilitator's own live sessions, newest first. The owner filter lives here."""
    query = select(LiveRow).where(LiveRow.facilitator_id == facilitator_id)
    return list(db.session.scalars(query.order_by(LiveRow.id.desc())))


def lives_with_timer() -> list[LiveRow]:
    """Live sessions whose open round has a deadline."""
    query = select(LiveRow).join(RoundRow, RoundRow.live_id == LiveRow.id)
    query = query.where(
        LiveRow.phase == "open",
        RoundRow.closed_at.is_(None),
        RoundRow.opened_at.is_not(None),
        RoundRow.deadline.is_not(None),
    )
    return list(db.session.scalars(query.distinct()))


def lives_running(since: datetime) -> list[LiveRow]:
    """Live sessions of after `since` that have left the lobby and are not finished."""
    query = select(LiveRow).where(LiveRow.begun_at > since)
    return list(db.session.scalars(query.where(LiveRow.phase.not_in(("lobby", "finished")))))


def lives_due(now: datetime) -> list[int]:
    """Live sessions whose date of deletion has come."""
    return list(db.session.scalars(select(LiveRow.id).where(LiveRow.delete_after <= now)))


def step_version(live_id: int, version: int) -> bool:
    """Raise the version by one if it is still `version`; False if someone was faster."""
    step = update(LiveRow).where(LiveRow.id == live_id, LiveRow.version == version)
    done = db.session.execute(
        step.values(version=version + 1),
        execution_options={"synchronize_session": False},
    )
    return bool(getattr(done, "rowcount", 0))


def last_move(live_id: int) -> MoveRow | None:
    """The newest move that can be undone."""
    query = select(MoveRow).where(MoveRow.live_id == live_id, MoveRow.before.is_not(None))
    return db.session.scalar(query.order_by(MoveRow.version.desc()).limit(1))


def forget_undo(live_id: int) -> None:
    """Nothing made so far can be undone any more."""
    db.session.execute(update(MoveRow).where(MoveRow.live_id == live_id).values(before=None))


def delete_live(live_id: int) -> None:
    """Delete a live session and all that hangs on it."""
    rounds = select(RoundRow.id).where(RoundRow.live_id == live_id)
    for statement in (
        delete(ResponseRow).where(ResponseRow.round_id.in_(rounds)),
        delete(TallyRow).where(TallyRow.round_id.in_(rounds)),
        delete(RoundRow).where(RoundRow.live_id == live_id),
        delete(SeatRow).where(SeatRow.live_id == live_id),
        delete(MoveRow).where(MoveRow.live_id == live_id),
        delete(LiveRow).where(LiveRow.id == live_id),
    ):
        db.session.execute(statement)


# Rounds and responses ----------------------------------------------------------------


def rounds_of(live_id: int) -> list[RoundRow]:
    """Every round of a live session, read afresh."""
    query = select(RoundRow).where(RoundRow.live_id == live_id).order_by(RoundRow.id)
    return list(db.session.scalars(query, execution_options={"populate_existing": True}))


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


def answered_count(round_id: int) -> int:
    """How many seats that were not removed answered a round."""
    query = select(func.count()).select_from(ResponseRow)
    query = query.join(SeatRow, SeatRow.id == ResponseRow.seat_id)
    query = query.where(ResponseRow.round_id == round_id, SeatRow.removed_at.is_(None))
    return db.session.scalar(query) or 0


def tallies(round_ids: Iterable[int]) -> dict[int, dict[str, int]]:
    """Answers counted by hand, by round and option."""
    query = select(TallyRow).where(TallyRow.round_id.in_(list(round_ids)))
    return {row.round_id: row.counts for row in db.session.scalars(query)}


# Seats -------------------------------------------------------------------------------


def seats_of(live_id: int, *, removed: bool = False) -> list[SeatRow]:
    """Seats of a live session in the order of joining."""
    query = select(SeatRow).where(SeatRow.live_id == live_id)
    if not removed:
        query = query.where(SeatRow.removed_at.is_(None))
    return list(db.session.scalars(query.order_by(SeatRow.id)))


def seat_count(live_id: int) -> int:
    """How many seats are taken."""
    query = select(func.count()).select_from(SeatRow)
    return (
        db.session.scalar(query.where(SeatRow.live_id == live_id, SeatRow.removed_at.is_(None)))
        or 0
    )


def most_extra_seconds(live_id: int) -> int:
    """The longest extra time that a seat of this live session has."""
    query = select(func.max(SeatRow.extra_seconds)).where(SeatRow.live_id == live_id)
    query = query.where(SeatRow.removed_at.is_(None))
    return db.session.scalar(query) or 0


def seat_by_hash(live_id: int, token_hash: str) -> Row[Any] | None:
    """A seat of this live session by the hash of its token: the columns of its row."""
    query = select(*SeatRow.__table__.columns).where(
        SeatRow.live_id == live_id, SeatRow.token_hash == token_hash
    )
    return db.session.execute(query).first()


def name_is_taken(live_id: int, name_key: str) -> bool:
    """Whether a seat of this live session has, or had, that name."""
    query = select(SeatRow.id).where(SeatRow.live_id == live_id, SeatRow.name_key == name_key)
    return db.session.execute(query).first() is not None


def seat_by_public_id(live_id: int, public_id: str) -> SeatRow | None:
    """A seat of this live session by its public name."""
    query = select(SeatRow).where(SeatRow.live_id == live_id, SeatRow.public_id == public_id)
    return db.session.scalar(query)


def forget_seat_tokens(before: datetime) -> None:
    """Seats taken before a moment can no longer be claimed: what was kept of their token goes."""
    gone = literal("gone-").concat(cast(SeatRow.id, String))
    old = update(SeatRow).where(SeatRow.joined_at <= before, SeatRow.token_hash.not_like("gone-%"))
    changes = {"token_hash": gone, "handover_hash": None, "handover_until": None}
    db.session.execute(old.values(changes), execution_options={"synchronize_session": False})


def seat_by_handover(live_id: int, handover_hash: str, now: datetime) -> SeatRow | None:
    """The seat that waits for another device with this one-time code."""
    query = select(SeatRow).where(
        SeatRow.live_id == live_id,
        SeatRow.handover_hash == handover_hash,
        SeatRow.handover_until > now,
        SeatRow.removed_at.is_(None),
    )
    return db.session.scalar(query)


# People and clocks -------------------------------------------------------------------


def facilitator_by_name(name_key: str) -> FacilitatorRow | None:
    """A facilitator by the key of their name."""
    return db.session.scalar(select(FacilitatorRow).where(FacilitatorRow.name_key == name_key))


def facilitator_by_token(token_hash: str) -> FacilitatorRow | None:
    """The facilitator of an API token."""
    query = select(FacilitatorRow).join(ApiTokenRow)
    return db.session.scalar(query.where(ApiTokenRow.token_hash == token_hash))


def api_tokens_of(facilitator_id: int) -> list[ApiTokenRow]:
    """A facilitator's tokens."""
    query = select(ApiTokenRow).where(ApiTokenRow.facilitator_id == facilitator_id)
    return list(db.session.scalars(query.order_by(ApiTokenRow.id)))


def any_facilitator() -> bool:
    """Whether somebody can sign in already."""
    query = select(FacilitatorRow.id).where(FacilitatorRow.password_hash.is_not(None)).limit(1)
    return db.session.scalar(query) is not None


def invitation(token_hash: str, now: datetime) -> InvitationRow | None:
    """A one-time link that was not used and has not expired."""
    query = select(InvitationRow).where(
        InvitationRow.token_hash == token_hash,
        InvitationRow.used_at.is_(None),
        InvitationRow.expires_at > now,
    )
    return db.session.scalar(query)


def clock() -> ClockRow | None:
    """When the server was last known to run."""
    return db.session.get(ClockRow, 1)
