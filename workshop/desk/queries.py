"""Questions of the start page put to the tables of the room."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select

from quizzes.store.db import db
from workshop.live.tables import MoveRow, SeatRow


def last_moves(live_ids: Collection[int]) -> dict[int, datetime]:
    """When the last move was made in each of these sessions; without those that had none."""
    query = select(MoveRow.live_id, func.max(MoveRow.made_at)).where(MoveRow.live_id.in_(live_ids))
    return {row[0]: row[1] for row in db.session.execute(query.group_by(MoveRow.live_id))}


def seats_taken(live_ids: Collection[int]) -> dict[int, int]:
    """How many are in each of these sessions; without those that are empty."""
    query = select(SeatRow.live_id, func.count()).where(
        SeatRow.live_id.in_(live_ids), SeatRow.removed_at.is_(None)
    )
    return {row[0]: row[1] for row in db.session.execute(query.group_by(SeatRow.live_id))}
