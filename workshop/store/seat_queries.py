"""Questions put to the table of seats."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    String,
    bindparam,
    cast,
    func,
    insert,
    literal,
    select,
    update,
)

from quizzes.store.db import db
from workshop.store.tables import LiveRow, ResponseRow, SeatRow


def seats_of(live_id: int, *, removed: bool = False) -> list[SeatRow]:
    """Seats of a live session in the order of joining."""
    query = select(SeatRow).where(SeatRow.live_id == live_id)
    if not removed:
        query = query.where(SeatRow.removed_at.is_(None))
    return list(db.session.scalars(query.order_by(SeatRow.id)))


@dataclass(frozen=True)
class Listed:
    """A seat as the facilitator's list shows it."""

    public_id: str
    nickname: str
    team: str | None
    language: str
    extra_seconds: int
    answered: bool


def listed(live_id: int, round_id: int | None, most: int) -> list[Listed]:
    """The first `most` seats in the order of joining, and whether they responded in a round."""
    here = (ResponseRow.seat_id == SeatRow.id) & (ResponseRow.round_id == round_id)
    query = select(
        SeatRow.public_id,
        SeatRow.nickname,
        SeatRow.team,
        SeatRow.language,
        SeatRow.extra_seconds,
        ResponseRow.id.is_not(None),
    ).outerjoin(ResponseRow, here)
    query = query.where(SeatRow.live_id == live_id, SeatRow.removed_at.is_(None))
    return [Listed(*row) for row in db.session.execute(query.order_by(SeatRow.id).limit(most))]


def newest_names(live_id: int, most: int) -> list[str]:
    """The names of the `most` newest seats in the order of joining."""
    query = select(SeatRow.nickname)
    query = query.where(SeatRow.live_id == live_id, SeatRow.removed_at.is_(None))
    return list(db.session.scalars(query.order_by(SeatRow.id.desc()).limit(most)))[::-1]


_SEAT, _LIVE = SeatRow.__table__.c, LiveRow.__table__.c
_COUNT = select(func.count()).where(
    _SEAT.live_id == bindparam("live_id"), _SEAT.removed_at.is_(None)
)


def seat_count(live_id: int) -> int:
    """How many seats are taken."""
    return int(db.session.connection().execute(_COUNT, {"live_id": live_id}).scalar_one())


def most_extra_seconds(live_id: int) -> int:
    """The longest extra time that a seat of this live session has."""
    query = select(func.max(SeatRow.extra_seconds)).where(SeatRow.live_id == live_id)
    query = query.where(SeatRow.removed_at.is_(None))
    return db.session.scalar(query) or 0


_BY_HASH = (
    select(SeatRow.__table__, _LIVE.version)
    .join_from(SeatRow.__table__, LiveRow.__table__, _LIVE.id == _SEAT.live_id)
    .where(_LIVE.code == bindparam("code"), _SEAT.token_hash == bindparam("token_hash"))
)


def seat_by_hash(
    code: str, token_hash: str, connection: Connection | None = None
) -> Row[Any] | None:
    """A seat by join code and the hash of its token: its columns, and the session's `version`."""
    wanted = {"code": code, "token_hash": token_hash}
    return (connection or db.session.connection()).execute(_BY_HASH, wanted).first()


_NAMED = select(_SEAT.name_key).where(
    _SEAT.live_id == bindparam("live_id"),
    _SEAT.name_key.in_(bindparam("name_keys", expanding=True)),
)


def names_taken(live_id: int, name_keys: Iterable[str]) -> set[str]:
    """Those of some names that a seat of this live session has, or had."""
    wanted = {"live_id": live_id, "name_keys": list(name_keys)}
    return set(db.session.connection().execute(_NAMED, wanted).scalars())


_ADD = insert(SeatRow).returning(SeatRow.id)


def add_seat(**columns: Any) -> int:
    """Add a seat; its row number."""
    return int(db.session.connection().execute(_ADD, columns).scalar_one())


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
