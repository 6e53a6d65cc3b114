"""Questions put to the tables of attempts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from quizzes.alone.tables import AttemptResponseRow, AttemptRow
from quizzes.store.db import db


def attempt_by_hash(token_hash: str) -> AttemptRow | None:
    """An attempt by the hash of its token."""
    query = select(AttemptRow).where(AttemptRow.token_hash == token_hash)
    return db.session.scalar(query)


def attempt_response(attempt_id: int, item_id: int) -> AttemptResponseRow | None:
    """What an attempt holds for one item."""
    query = select(AttemptResponseRow).where(
        AttemptResponseRow.attempt_id == attempt_id, AttemptResponseRow.item_id == item_id
    )
    return db.session.scalar(query)


def delete_attempts_due(now: datetime) -> int:
    """Delete attempts whose date has come; how many there were."""
    due = select(AttemptRow.id).where(AttemptRow.delete_after <= now)
    db.session.execute(delete(AttemptResponseRow).where(AttemptResponseRow.attempt_id.in_(due)))
    gone = db.session.execute(delete(AttemptRow).where(AttemptRow.delete_after <= now))
    return int(getattr(gone, "rowcount", 0))
