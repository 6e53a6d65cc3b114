"""Questions put to the tables of the bank."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from quizzes.bank.tables import ItemRow, MediaRow, PackItemRow, PackRow
from quizzes.store.db import db


def current_packs() -> list[PackRow]:
    """The offered revision of every pack, by slug."""
    query = select(PackRow).where(PackRow.current).order_by(PackRow.slug)
    return list(db.session.scalars(query.options(selectinload(PackRow.items))))


def current_pack(slug: str) -> PackRow | None:
    """The offered revision of one pack."""
    return db.session.scalar(select(PackRow).where(PackRow.slug == slug, PackRow.current))


def pack_by_digest(digest: str) -> PackRow | None:
    """A revision by the digest of its content."""
    return db.session.scalar(select(PackRow).where(PackRow.digest == digest))


def pack_by_id(pack_id: int) -> PackRow | None:
    """A revision by its number."""
    return db.session.get(PackRow, pack_id)


def item_by_digest(digest: str) -> ItemRow | None:
    """An item's revision by the digest of its content."""
    return db.session.scalar(select(ItemRow).where(ItemRow.digest == digest))


def item_rows(pack_id: int) -> list[ItemRow]:
    """The items of a revision, in order."""
    query = select(ItemRow).join(PackItemRow, PackItemRow.item_id == ItemRow.id)
    query = query.where(PackItemRow.pack_id == pack_id).order_by(PackItemRow.position)
    return list(db.session.scalars(query))


def media_data(pack_id: int, name: str) -> bytes | None:
    """A media file of a revision."""
    query = select(MediaRow.data).where(MediaRow.pack_id == pack_id, MediaRow.name == name)
    return db.session.scalar(query)
