"""Questions put to the tables of facilitators."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, select

from quizzes.store.db import db
from workshop.people.tables import ApiTokenRow, FacilitatorRow, InvitationRow


def facilitator_by_name(name_key: str) -> FacilitatorRow | None:
    """A facilitator by the key of their name."""
    return db.session.scalar(select(FacilitatorRow).where(FacilitatorRow.name_key == name_key))


_BY_TOKEN = (
    select(FacilitatorRow)
    .join(ApiTokenRow)
    .where(ApiTokenRow.token_hash == bindparam("token_hash"))
)


def facilitator_by_token(token_hash: str) -> FacilitatorRow | None:
    """The facilitator of an API token."""
    return db.session.scalar(_BY_TOKEN, {"token_hash": token_hash})


def api_tokens_of(facilitator_id: int) -> list[ApiTokenRow]:
    """A facilitator's tokens."""
    query = select(ApiTokenRow).where(ApiTokenRow.facilitator_id == facilitator_id)
    return list(db.session.scalars(query.order_by(ApiTokenRow.id)))


def any_facilitator() -> bool:
    """Whether somebody can sign in already."""
    query = select(FacilitatorRow.id).where(FacilitatorRow.password_hash.is_not(None)).limit(1)
    return db.session.scalar(query) is not None


def invitation(token_hash: str, now: datetime) -> InvitationRow | None:
    """A one-time link that was not used and has not expired."""
    query = select(InvitationRow).where(
        InvitationRow.token_hash == token_hash,
        InvitationRow.used_at.is_(None),
        InvitationRow.expires_at > now,
    )
    return db.session.scalar(query)
