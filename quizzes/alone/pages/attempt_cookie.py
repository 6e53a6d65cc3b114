"""The attempt that a browser keeps: one cookie for each pack, and nothing else."""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response as Reply

from quizzes.alone import attempts
from quizzes.gate.clock import now
from quizzes.gate.cookies import forget_token, keep_token


def cookie(slug: str) -> str:
    """The cookie's name for one pack."""
    return f"attempt-{slug}"


def attempt(slug: str) -> attempts.Attempt | None:
    """Where this browser's learner stands in the pack, if they began it. Never a test."""
    found = attempts.resume(request.cookies.get(cookie(slug), ""), now())
    alone = found is not None and found.pack.slug == slug and found.reveal != "never"
    return found if alone else None


def keep(reply: Reply, slug: str, token: str) -> None:
    """Let this browser come back to its attempt for 30 days."""
    keep_token(reply, cookie(slug), token, attempts.KEPT_FOR)


def forget(reply: Reply, slug: str) -> None:
    """Take the cookie away."""
    forget_token(reply, cookie(slug))
