"""Questions put to the teams of a live session, and the names that they propose."""

from __future__ import annotations

from sqlalchemy import bindparam, func, select

from quizzes.store.db import db
from workshop.live.tables import SeatRow, TeamNameRow

_SEAT, _NAME = SeatRow.__table__.c, TeamNameRow.__table__.c
_COUNT = select(func.count()).where(
    _SEAT.live_id == bindparam("live_id"), _SEAT.removed_at.is_(None), _SEAT.team
)
_WAITING = (
    select(_SEAT.public_id, _SEAT.nickname, _NAME.name)
    .join_from(TeamNameRow.__table__, SeatRow.__table__, _SEAT.id == _NAME.seat_id)
    .where(_NAME.live_id == bindparam("live_id"), _SEAT.removed_at.is_(None))
    .order_by(_SEAT.id)
)


def team_count(live_id: int) -> int:
    """How many teams sit in a live session."""
    return int(db.session.connection().execute(_COUNT, {"live_id": live_id}).scalar_one())


def names_waiting(live_id: int) -> list[tuple[str, str, str]]:
    """Seat, present name and proposed name of each team whose name waits."""
    rows = db.session.connection().execute(_WAITING, {"live_id": live_id})
    return [(row[0], row[1], row[2]) for row in rows]


def propose(live_id: int, seat_id: int, name: str) -> None:
    """Let a name wait, in place of one that waited before."""
    db.session.merge(TeamNameRow(live_id=live_id, seat_id=seat_id, name=name))


def take_proposal(seat_id: int) -> str | None:
    """The name that waits for a team, which waits no longer; None if there is none."""
    row = db.session.get(TeamNameRow, seat_id, populate_existing=True)
    if row is None:
        return None
    db.session.delete(row)
    return row.name


def proposal(seat_id: int) -> str | None:
    """The name that waits for a team."""
    return db.session.scalar(select(TeamNameRow.name).where(TeamNameRow.seat_id == seat_id))
