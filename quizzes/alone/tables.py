"""Tables of a learner alone: attempts, and what they hold."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from quizzes.bank.tables import PackRow
from quizzes.store.db import Base, Instant


class AttemptRow(Base):
    """One learner alone in one pack, known only by a random token in their browser."""

    __tablename__ = "attempt"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    pack_id: Mapped[int] = mapped_column(ForeignKey("pack.id"), index=True)
    reveal: Mapped[str] = mapped_column(String(10))
    begun_at: Mapped[datetime] = mapped_column(Instant)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
    delete_after: Mapped[datetime] = mapped_column(Instant, index=True)
    pack: Mapped[PackRow] = relationship()
    responses: Mapped[list[AttemptResponseRow]] = relationship(
        cascade="all, delete-orphan", order_by="AttemptResponseRow.id"
    )


class AttemptResponseRow(Base):
    """What a learner alone answered to one item; one for each item."""

    __tablename__ = "attempt_response"
    __table_args__ = (UniqueConstraint("attempt_id", "item_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    value: Mapped[Any] = mapped_column(JSON)
    certainty: Mapped[int | None]
    kept_at: Mapped[datetime] = mapped_column(Instant)
