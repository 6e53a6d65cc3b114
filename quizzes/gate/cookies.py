"""The cookie that lets a browser come back to what it began: a token, and no name."""

from __future__ import annotations

from datetime import timedelta

from flask import request
from werkzeug.wrappers import Response as Reply


def keep_token(reply: Reply, name: str, token: str, life: timedelta) -> None:
    """Let this browser go on for so long. No script can read the cookie."""
    reply.set_cookie(
        name, token, max_age=life, httponly=True, samesite="Lax", secure=request.is_secure
    )


def forget_token(reply: Reply, name: str) -> None:
    """Take the cookie away."""
    reply.delete_cookie(name, httponly=True, samesite="Lax", secure=request.is_secure)
