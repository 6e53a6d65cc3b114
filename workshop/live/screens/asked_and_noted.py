"""Questions from the room and private notes, as the console and the big screen are told of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from workshop.live.notes import current_stop, notes_of
from workshop.live.room_questions import RoomQuestion, by_voices
from workshop.live.rules.room_question import QuestionState
from workshop.live.sessions import Live

MOST_LISTED = 200


def listed_questions(found: Sequence[RoomQuestion]) -> dict[str, Any]:
    """For the console: what waits as it came, the others by how many ask them. Never who."""
    lists: dict[str, Any] = {}
    for state in QuestionState:
        there = [one for one in found if one.state is state]
        there = there if state is QuestionState.WAITING else by_voices(there)
        lists[state.value] = [told_question(one) for one in there[:MOST_LISTED]]
    waiting = sum(one.state is QuestionState.WAITING for one in found)
    return {**lists, "waiting_count": waiting}


def told_question(one: RoomQuestion) -> dict[str, Any]:
    """A question as it goes over the wire."""
    return {
        "number": one.row_id,
        "text": one.text,
        "voices": one.voices,
        "state": one.state.value,
        "on_screen": one.on_screen,
    }


def question_on_screen(found: Sequence[RoomQuestion]) -> dict[str, Any] | None:
    """For the big screen: the one question that was put on it."""
    shown = next((one for one in found if one.on_screen), None)
    return None if shown is None else {"text": shown.text, "voices": shown.voices}


def note_now(live: Live) -> dict[str, Any]:
    """For the console: the note of the stop that is under way."""
    stop = current_stop(live)
    return {"stop": stop, "text": notes_of(live).get(stop, "")}
