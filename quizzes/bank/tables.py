"""Tables of the bank: packs and items as immutable revisions."""

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
