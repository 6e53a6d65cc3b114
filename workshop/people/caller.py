"""Which facilitator is calling: by login, or by an API token."""

from __future__ import annotations

from flask import g, request
from flask_login import current_user

from workshop.people import accounts
from workshop.people.accounts import Facilitator


def bearer() -> str:
    """The token of the Authorization header, or nothing."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def facilitator() -> Facilitator | None:
    """The facilitator who is calling."""
    if "facilitator" not in g:
        g.facilitator = _find_facilitator()
    found: Facilitator | None = g.facilitator
    return found


def require_facilitator() -> Facilitator:
    """The facilitator who is calling, where the table of routes has let nobody else in."""
    found = facilitator()
    assert found is not None
    return found


def _find_facilitator() -> Facilitator | None:
    if bearer():
        return accounts.by_token(bearer())
    if current_user.is_authenticated:
        signed_in: Facilitator = current_user._get_current_object()
        return signed_in
    return None
