"""The clock that the console shows: milliseconds, which its script counts on from."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from quizzes.items.text import Language
from workshop.live.rules.clock import clock_of, to_leave_out
from workshop.live.rules.phase import Phase
from workshop.live.rules.state import Stop
from workshop.live.screens.running_order import words_of
from workshop.live.sessions import Live


def clock(live: Live, language: Language, now: datetime) -> dict[str, Any] | None:
    """Times in milliseconds, and what may be left out; None before and after it."""
    found = clock_of(live.state, live.steps, now)
    if found is None or live.state.phase is Phase.FINISHED:
        return None
    return {
        "elapsed_ms": _whole(found.elapsed),
        "here_ms": _whole(found.here),
        "planned_here_ms": _whole(found.planned_here),
        "after_ms": _whole(found.after),
        "planned_ms": _whole(found.planned),
        "optional": [
            {"stop": one.number, "name": _name(live, one, language), "ms": one.seconds * 1000}
            for one in to_leave_out(live.state)
        ],
    }


def _name(live: Live, stop: Stop, language: Language) -> str:
    """A question by its code, which is on the big screen too; another step by its title."""
    code = live.item_of(stop.item).id if stop.item is not None else None
    return code or words_of(live, stop, language)


def _whole(span: timedelta) -> int:
    return round(span / timedelta(milliseconds=1))
