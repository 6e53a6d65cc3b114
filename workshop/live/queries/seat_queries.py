"""Questions put to the table of seats."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    String,
    bindparam,
    cast,
    func,
    literal,
    select,
    update,
)

from quizzes.store.db import db
from workshop.live.tables import ResponseRow, SeatRow


def seats_of(live_id: int, *, removed: bool = False) -> list[SeatRow]:
    """Seats of a live session in the order of joining."""
    query = select(SeatRow).where(SeatRow.live_id == live_id)
    if not removed:
        query = query.where(SeatRow.removed_at.is_(None))
    return list(db.session.scalars(query.order_by(SeatRow.id)))


def first_joined(live_id: int) -> datetime | None:
    """When the first seat was taken, if any."""
    return db.session.scalar(select(func.min(SeatRow.joined_at)).where(SeatRow.live_id == live_id))


def joined_by(live_id: int, moment: datetime) -> int:
    """How many seats had been taken by then, of those that were not removed since."""
    query = select(func.count()).where(SeatRow.live_id == live_id, SeatRow.removed_at.is_(None))
    return int(db.session.scalar(query.where(SeatRow.joined_at <= moment)) or 0)


@dataclass(frozen=True)
class Listed:
    """A seat as the facilitator's list shows it."""

    public_id: str
    nickname: str
    team: bool
    language: str
    extra_seconds: int
    answered: bool


_SEAT, _RESPONSE = SeatRow.__table__.c, ResponseRow.__table__.c
_HERE = (_RESPONSE.seat_id == _SEAT.id) & (_RESPONSE.round_id == bindparam("round_id"))
_IN_ROOM = (_SEAT.live_id == bindparam("live_id")) & _SEAT.removed_at.is_(None)
_LISTED = (
    select(
        _SEAT.public_id,
        _SEAT.nickname,
        _SEAT.team,
        _SEAT.language,
        _SEAT.extra_seconds,
        _RESPONSE.id.is_not(None),
    )
    .join_from(SeatRow.__table__, ResponseRow.__table__, _HERE, isouter=True)
    .where(_IN_ROOM)
    .order_by(_SEAT.id)
    .limit(bindparam("most"))
)
_NEWEST = select(_SEAT.nickname).where(_IN_ROOM).order_by(_SEAT.id.desc()).limit(bindparam("most"))
_COUNT = select(func.count()).where(_IN_ROOM)
_EXTRA = select(func.max(_SEAT.extra_seconds)).where(_IN_ROOM)


def listed(live_id: int, round_id: int | None, most: int) -> list[Listed]:
    """The first `most` seats in the order of joining, and whether they responded in a round."""
    wanted = {"live_id": live_id, "round_id": round_id, "most": most}
    return [Listed(*row) for row in db.session.connection().execute(_LISTED, wanted)]


def newest_names(live_id: int, most: int) -> list[str]:
    """The names of the `most` newest seats in the order of joining."""
    wanted = {"live_id": live_id, "most": most}
    return list(db.session.connection().execute(_NEWEST, wanted).scalars())[::-1]


def seat_count(live_id: int) -> int:
    """How many seats are taken."""
    return int(db.session.connection().execute(_COUNT, {"live_id": live_id}).scalar_one())


def most_extra_seconds(live_id: int) -> int:
    """The longest extra time that a seat of this live session has."""
    return db.session.connection().execute(_EXTRA, {"live_id": live_id}).scalar() or 0


_TOKEN = select(_SEAT.id).where(_SEAT.token_hash == bindparam("token_hash"))


def is_token_used(token_hash: str) -> bool:
    """Whether a seat has, or had, the token of this hash."""
    found = db.session.connection().execute(_TOKEN, {"token_hash": token_hash})
    return found.first() is not None


_NAMED = select(_SEAT.name_key).where(
    _SEAT.live_id == bindparam("live_id"),
    _SEAT.name_key.in_(bindparam("name_keys", expanding=True)),
)


def names_taken(live_id: int, name_keys: Iterable[str]) -> set[str]:
    """Those of some names that a seat of this live session has, or had."""
    wanted = {"live_id": live_id, "name_keys": list(name_keys)}
    return set(db.session.connection().execute(_NAMED, wanted).scalars())


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
