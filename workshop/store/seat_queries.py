"""Questions put to the table of seats."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, String, cast, func, literal, select, update

from quizzes.store.db import db
from workshop.store.tables import SeatRow


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
