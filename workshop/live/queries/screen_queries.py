"""Queries for big screens that wait under a code, or show a room."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func, select, update

from quizzes.store.db import db
from workshop.live.tables import LiveRow, ScreenRow


def room_of(token_hash: str) -> tuple[int, str] | None:
    """The row and the join code of the room that a screen shows."""
    query = select(LiveRow.id, LiveRow.code).join(ScreenRow, ScreenRow.live_id == LiveRow.id)
    found = db.session.execute(query.where(ScreenRow.token_hash == token_hash)).first()
    return None if found is None else (found[0], found[1])


def waiting_code(token_hash: str, since: datetime) -> str | None:
    """The code under which a screen has waited since then."""
    query = select(ScreenRow.code).where(
        ScreenRow.token_hash == token_hash, ScreenRow.made_at > since, ScreenRow.live_id.is_(None)
    )
    return db.session.scalar(query)


def waiting() -> int:
    """How many screens wait."""
    query = select(func.count()).select_from(ScreenRow).where(ScreenRow.live_id.is_(None))
    return db.session.scalar(query) or 0


def is_taken(code: str) -> bool:
    """Whether a screen waits under this code."""
    return db.session.scalar(select(ScreenRow.id).where(ScreenRow.code == code)) is not None


def add_waiting(code: str, token_hash: str, now: datetime) -> None:
    """A screen waits. Part of a transaction."""
    db.session.add(ScreenRow(code=code, token_hash=token_hash, made_at=now))


def forget_waiting(before: datetime) -> None:
    """Screens that have waited too long. Part of a transaction."""
    old = (ScreenRow.live_id.is_(None), ScreenRow.made_at <= before)
    db.session.execute(delete(ScreenRow).where(*old))


def show(code: str, live_id: int, since: datetime) -> bool:
    """The screen that has waited under this code since then shows a room. Part of a transaction."""
    query = update(ScreenRow).where(ScreenRow.code == code, ScreenRow.made_at > since)
    done = db.session.execute(query.values(live_id=live_id, code=None))
    return bool(done.rowcount)  # type: ignore[attr-defined]
