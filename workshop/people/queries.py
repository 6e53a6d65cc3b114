"""Questions put to the tables of facilitators."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from quizzes.store.db import db
from quizzes.store.driver import Quickly
from workshop.people.tables import ApiTokenRow, FacilitatorRow, InvitationRow


def facilitator_by_name(name_key: str) -> FacilitatorRow | None:
    """A facilitator by the key of their name."""
    return db.session.scalar(select(FacilitatorRow).where(FacilitatorRow.name_key == name_key))


_FACILITATOR = "SELECT facilitator.id, facilitator.name, facilitator.login_epoch FROM facilitator"
_BY_TOKEN = f"""{_FACILITATOR}
      JOIN api_token ON api_token.facilitator_id = facilitator.id
     WHERE api_token.token_hash = :token_hash"""
_BY_NUMBER = f"{_FACILITATOR} WHERE facilitator.id = :number"

Columns = tuple[int, str, int]
"""Number, name and epoch of the logins of a facilitator."""


def facilitator_by_token(token_hash: str) -> Columns | None:
    """The facilitator of an API token."""
    found = Quickly().read(_BY_TOKEN, {"token_hash": token_hash})
    return tuple(found[0]) if found else None


def facilitator_by_number(number: int) -> Columns | None:
    """The facilitator of this number."""
    found = Quickly().read(_BY_NUMBER, {"number": number})
    return tuple(found[0]) if found else None


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


def open_invitations(now: datetime) -> int:
    """How many one-time links were not used and have not expired."""
    query = select(func.count()).select_from(InvitationRow)
    query = query.where(InvitationRow.used_at.is_(None), InvitationRow.expires_at > now)
    return db.session.scalar(query) or 0
