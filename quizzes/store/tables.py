"""Tables of the bank: packs and items as immutable revisions, and attempts of learners alone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from quizzes.store.db import Base, Instant


class PackRow(Base):
    """One revision of a pack. The current one of a slug is what is offered."""

    __tablename__ = "pack"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), index=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    head: Mapped[dict[str, Any]] = mapped_column(JSON)
    current: Mapped[bool] = mapped_column(default=True)
    shipped: Mapped[bool] = mapped_column(default=False)
    imported_at: Mapped[datetime] = mapped_column(Instant)
    items: Mapped[list[PackItemRow]] = relationship(order_by="PackItemRow.position")


class ItemRow(Base):
    """One revision of an item; never changed, so a response points at the text it answered."""

    __tablename__ = "item"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    code: Mapped[str] = mapped_column(String(8))
    kind: Mapped[str] = mapped_column(String(40))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)


class PackItemRow(Base):
    """Which items a revision of a pack has, in which order."""

    __tablename__ = "pack_item"
    __table_args__ = (UniqueConstraint("pack_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    pack_id: Mapped[int] = mapped_column(ForeignKey("pack.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    position: Mapped[int]
    item: Mapped[ItemRow] = relationship(lazy="joined")


class MediaRow(Base):
    """A file of a revision of a pack."""

    __tablename__ = "media"
    __table_args__ = (UniqueConstraint("pack_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    pack_id: Mapped[int] = mapped_column(ForeignKey("pack.id"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    data: Mapped[bytes] = mapped_column(LargeBinary)


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
