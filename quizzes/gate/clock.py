"""The one place where the time of a request comes from, so that tests may set it."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import current_app

KEY = "recoupe.clock"


def now() -> datetime:
    """The present moment in UTC."""
    read = current_app.extensions.get(KEY)
    found: datetime = read() if read else datetime.now(UTC)
    return found
