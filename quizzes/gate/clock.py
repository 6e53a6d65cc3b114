"""The one place where the time of a request comes from, so that tests may set it."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Flask, current_app

KEY = "recoupe.clock"


def now() -> datetime:
    """The present moment in UTC."""
    return now_of(current_app)


def now_of(app: Flask) -> datetime:
    """The same where no request of the app is being answered."""
    read = app.extensions.get(KEY)
    found: datetime = read() if read else datetime.now(UTC)
    return found
