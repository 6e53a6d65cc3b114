"""Operations of a second facilitator: a link without an account, for one live session."""

from __future__ import annotations

import hmac
import secrets
from datetime import timedelta

from quizzes.gate.tokens import hashed
from quizzes.store.db import writing
from workshop.live.queries import leading_queries
from workshop.live.sessions import Live

HELPER_LIFE = timedelta(hours=24)
"""How long a browser leads without the link being opened again; the link holds until withdrawn."""
_BYTES = 16


def invite(live: Live) -> str:
    """The token of a new link; the one before holds no longer. Only its hash is kept."""
    token = secrets.token_urlsafe(_BYTES)
    with writing():
        leading_queries.write_helper_hash(live.row_id, hashed(token))
    return token


def withdraw(live: Live) -> None:
    """Nobody leads with a link any more."""
    with writing():
        leading_queries.write_helper_hash(live.row_id, None)


def is_open(live: Live) -> bool:
    """Whether there is a link that holds."""
    return leading_queries.helper_hash_of(live.row_id) is not None


def holds(live: Live, token: str) -> bool:
    """Whether this is the token of the link that holds."""
    kept = leading_queries.helper_hash_of(live.row_id)
    return bool(token) and kept is not None and hmac.compare_digest(kept, hashed(token))
