"""Limits that count misses by address, so that a class behind one address is never punished."""

from __future__ import annotations

from flask import Flask
from flask.wrappers import Response as Reply
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

MISSES = "20 per minute"
CODES = "300 per minute"
limiter = Limiter(get_remote_address, storage_uri="memory://", headers_enabled=False)


def _missed(answer: Reply) -> bool:
    return answer.status_code in (401, 403, 404)


def _wrong_password(answer: Reply) -> bool:
    return answer.status_code == 422


count_misses = limiter.limit(MISSES, deduct_when=_missed, error_message="misses")
"""Allows 20 wrong guesses a minute from one address; right ones are not counted, nor are names
that cannot be used: a class that tries some must not be shut out."""
count_wrong_codes = limiter.limit(CODES, deduct_when=_missed, error_message="misses")
"""Allows 300 wrong join codes a minute from one address: out of 31^6 = 887 million codes that
finds nothing in a lesson, and one pupil who guesses does not shut a whole class out."""
count_wrong_passwords = limiter.limit(MISSES, deduct_when=_wrong_password, error_message="misses")
"""Allows 20 wrong passwords a minute from one address."""


def install(app: Flask) -> None:
    """Bind the limits to the app."""
    limiter.init_app(app)
