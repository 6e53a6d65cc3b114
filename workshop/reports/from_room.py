"""What else a room leaves: the questions it raised, and the notes of whoever led it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from workshop.live.sessions import Live
from workshop.reports.rules.whole import RaisedQuestion

TOLD = frozenset({"approved", "shown", "parked", "answered"})
"""A question that waits or was hidden is in no report."""


def questions(live: Live) -> tuple[RaisedQuestion, ...]:
    """Questions from the room that were approved, the one that most have first."""
    of = _offered("workshop.live.room_questions", "questions_of")
    found = [one for one in (of(live) if of else ()) if str(one.state) in TOLD]
    told = [RaisedQuestion(one.text, one.voices) for one in found]
    return tuple(sorted(told, key=lambda one: -one.voices))


def notes(live: Live) -> dict[int, str]:
    """Notes by the number of their stop; 0 is the whole session."""
    of = _offered("workshop.live.notes", "notes_of")
    return {stop: text for stop, text in of(live).items() if text.strip()} if of else {}


def _offered(module: str, name: str) -> Any:
    try:
        return getattr(import_module(module), name)
    except ModuleNotFoundError:
        return None
