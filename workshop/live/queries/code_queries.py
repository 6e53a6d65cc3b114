"""Questions put to every table that is entered by a join code."""

from __future__ import annotations

from sqlalchemy import Table, select

from quizzes.store.db import db
from workshop.live.tables import HasJoinCode


def entrance_of(code: str) -> str | None:
    """The endpoint where somebody with this join code arrives; None when nothing has it."""
    for one in HasJoinCode.__subclasses__():
        table: Table = one.__table__  # type: ignore[attr-defined]
        if db.session.scalar(select(table.c.id).where(table.c.code == code)) is not None:
            return one.entrance
    return None
