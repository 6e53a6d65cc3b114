"""Table of a report: exit tickets that were typed in."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from quizzes.store.db import Base


class ExitTicketRow(Base):
    """What a ticket said, or a short name of what several said and how many; never who.

    It goes with its session: the database deletes it.
    """

    __tablename__ = "exit_ticket"
    __table_args__ = (CheckConstraint("count BETWEEN 1 AND 500", name="count"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    live_id: Mapped[int] = mapped_column(
        ForeignKey("live_session.id", ondelete="CASCADE"), index=True
    )
    prompt: Mapped[str] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(String(300))
    coded: Mapped[bool]
    count: Mapped[int]
