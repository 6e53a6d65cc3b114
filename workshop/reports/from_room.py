"""What else a room leaves: the questions it raised, and the notes of whoever led it."""

from __future__ import annotations

from workshop.live.notes import notes_of
from workshop.live.room_questions import questions_of
from workshop.live.rules.room_question import QuestionState
from workshop.live.sessions import Live
from workshop.reports.rules.whole import RaisedQuestion

TOLD = frozenset({QuestionState.SHOWN, QuestionState.PARKED})
"""A question that waits or was hidden is in no report."""


def questions(live: Live) -> tuple[RaisedQuestion, ...]:
    """Questions from the room that were approved, the one that most have first."""
    told = [
        RaisedQuestion(one.text, 1 + one.voices) for one in questions_of(live) if one.state in TOLD
    ]
    return tuple(sorted(told, key=lambda one: -one.voices))


def notes(live: Live) -> dict[int, str]:
    """Notes by the number of their stop; 0 is the whole session."""
    return {stop: text for stop, text in notes_of(live).items() if text.strip()}
