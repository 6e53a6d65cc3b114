"""Snapshots: all that one screen needs, with a version."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from quizzes.items.text import Language
from workshop.live.rules.phase import Phase
from workshop.live.screens.drawing import Role, drawn, view_of
from workshop.live.sessions import Live


def snapshot(live: Live, role: Role, language: Language, now: datetime) -> dict[str, Any]:
    """All that a screen needs. Only the time that is left is computed each time."""
    left = live.state.until_deadline(now)
    return {
        "version": live.version,
        "phase": live.state.phase.value,
        "paused": live.state.paused_at is not None,
        "round": live.round_id if live.state.phase is not Phase.READING else None,
        "vote": live.state.vote,
        "item_position": live.state.position + 1,
        "items_total": len(live.state.order),
        "remaining_ms": None if left is None else round(left.total_seconds() * 1000),
        "item": view_of(live, language),
        "html": drawn(live, role, language),
        **({"blank": live.state.blank} if role == "projector" else {}),
    }
