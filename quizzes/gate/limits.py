"""Limits that count misses by address, so that a class behind one address is never punished."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import Flask, current_app, request
from flask.wrappers import Response as Reply
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

MISSES = "20 per minute"
CODES = "300 per minute"
_LIMITED = "limited"
View = TypeVar("View", bound=Callable[..., Any])
limiter = Limiter(get_remote_address, storage_uri="memory://", headers_enabled=False)


def _missed(answer: Reply) -> bool:
    return answer.status_code in (401, 403, 404)


def _wrong_password(answer: Reply) -> bool:
    return answer.status_code == 422


def _limit(rate: str, deduct_when: Callable[[Reply], bool]) -> Callable[[View], View]:
    limited = limiter.limit(rate, deduct_when=deduct_when, error_message="misses")

    def mark(view: View) -> View:
        found: Any = limited(view)
        found.__dict__[_LIMITED] = True
        return cast(View, found)

    return mark


count_misses = _limit(MISSES, _missed)
"""Allows 20 wrong guesses a minute from one address; right ones are not counted, nor are names
that cannot be used: a class that tries some must not be shut out."""
count_wrong_codes = _limit(CODES, _missed)
"""Allows 300 wrong join codes a minute from one address: out of 31^6 = 887 million codes that
finds nothing in a lesson, and one pupil who guesses does not shut a whole class out."""
count_wrong_pseudonyms = _limit(CODES, lambda answer: answer.status_code in (404, 409, 422))
"""Allows 300 codes of a test a minute from one address that are wrong or somebody’s already."""
count_wrong_passwords = _limit(MISSES, _wrong_password)
"""Allows 20 wrong passwords a minute from one address."""


@limiter.request_filter
def _has_no_limit() -> bool:
    """Spares the many requests of a room the search for limits that they do not have."""
    return not is_limited(current_app, request.endpoint or "")


def is_limited(app: Flask, endpoint: str) -> bool:
    """Whether misses are counted at an endpoint."""
    return bool(getattr(app.view_functions.get(endpoint), _LIMITED, False))


def install(app: Flask) -> None:
    """Bind the limits to the app."""
    limiter.init_app(app)
