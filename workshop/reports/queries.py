"""Questions put to the table of exit tickets."""

from __future__ import annotations

from sqlalchemy import delete, select

from quizzes.store.db import db
from workshop.reports.tables import ExitTicketRow


def tickets_of(live_id: int) -> list[ExitTicketRow]:
    """The exit tickets of a live session, as they were typed."""
    query = select(ExitTicketRow).where(ExitTicketRow.live_id == live_id)
    return list(db.session.scalars(query.order_by(ExitTicketRow.id)))


def delete_tickets(live_id: int) -> None:
    """Delete the exit tickets of a live session."""
    db.session.execute(delete(ExitTicketRow).where(ExitTicketRow.live_id == live_id))
