"""The token of a seat on its way to a phone."""

from __future__ import annotations

import base64
import hmac

from flask import current_app, request
from flask.wrappers import Response as Reply

from quizzes.gate.cookies import keep_token
from workshop.live import seats
from workshop.live.pages import caller


def token_for_key(code: str, handover: str) -> str | None:
    """The seat's token that belongs to an Idempotency-Key; None without such a key.

    A phone whose reply was lost on the way asks again under the random key that it used before,
    and is told of the seat that it took instead of taking one more. Only with this server's
    secret can a key be turned into its token.
    """
    key = request.headers.get("Idempotency-Key", "")
    if not 16 <= len(key) <= 200:
        return None
    secret = str(current_app.config["SECRET_KEY"]).encode()
    said = "\n".join(("seat", code, handover, key)).encode()
    made = hmac.digest(secret, said, "sha256")
    return base64.urlsafe_b64encode(made[:16]).decode().rstrip("=")


def set_seat_cookie(answer: Reply, code: str, token: str) -> None:
    """Give the seat's token to the browser; no script can read it."""
    keep_token(answer, caller.seat_cookie(code), token, seats.TOKEN_LIFE)
