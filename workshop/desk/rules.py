"""Where a session stands, as its facilitator wants to know it on the start page."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from workshop.live.rules.phase import Phase

TOUCHED_WITHIN = timedelta(hours=4)
"""A session that nobody touched for longer was left: the class has gone home."""


class SessionStanding(StrEnum):
    """What a session is to whoever opened it."""

    RUNNING = "running"
    NOT_BEGUN = "not_begun"
    NOT_ENDED = "not_ended"
    ENDED = "ended"


def standing(phase: Phase, touched: datetime, now: datetime) -> SessionStanding:
    """Where a session stands that was last touched then."""
    if phase is Phase.FINISHED:
        return SessionStanding.ENDED
    if now - touched <= TOUCHED_WITHIN:
        return SessionStanding.RUNNING
    return SessionStanding.NOT_BEGUN if phase is Phase.LOBBY else SessionStanding.NOT_ENDED
