"""Snapshots: all that one screen needs, with a version."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from quizzes.items.text import Language
from workshop.live.rules.phase import Phase
from workshop.live.rules.stages import Stage
from workshop.live.screens.clock import clock
from workshop.live.screens.drawing import drawn, view_of
from workshop.live.screens.frames import Role, phase_on
from workshop.live.sessions import Live


def snapshot(live: Live, role: Role, language: Language, now: datetime) -> dict[str, Any]:
    """All that a screen needs. Only the time that is left is computed each time."""
    left = live.state.until_deadline(now)
    return {
        "version": live.version,
        "phase": phase_on(role, live).value,
        "paused": live.state.paused_at is not None,
        "round": live.round_id if live.state.phase is not Phase.READING else None,
        "vote": live.state.vote,
        "item_position": live.state.question_number,
        "items_total": len(live.state.questions),
        "step": _step(live, language),
        "stage": _stage(live, role),
        "remaining_ms": None if left is None else round(left.total_seconds() * 1000),
        "item": view_of(live, language),
        "html": drawn(live, role, language),
        **({"blank": live.state.blank} if role == "projector" else {}),
        **({"clock": clock(live, language, now)} if role == "facilitator" else {}),
    }


def _stage(live: Live, role: Role) -> str | None:
    """How far the result is told, as this screen shows it."""
    if phase_on(role, live) is not Phase.REVEALED:
        return None
    told = Stage.SOURCES if role == "participant" else Stage(live.state.page)
    return told.name.lower()


def _step(live: Live, language: Language) -> dict[str, Any] | None:
    """The step that is under way; in the lobby a welcome."""
    step = live.step
    if step is None or live.state.phase is Phase.FINISHED:
        return None
    return {
        "kind": step.kind.value,
        "title": step.title.say(language),
        "number": live.steps.index(step) + 1,
        "total": len(live.steps),
        "page": live.state.page,
    }
