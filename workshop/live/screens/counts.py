"""Counts so far: for the facilitator with who is missing, for the big screen just numbers."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from quizzes.items.itemstats import next_step
from quizzes.store.disk import trouble
from workshop.live import teams
from workshop.live.queries import seat_queries
from workshop.live.responses import Counted
from workshop.live.room_questions import RoomQuestion, questions_of
from workshop.live.rules.advice import Outcome, advice_after
from workshop.live.rules.phase import Phase
from workshop.live.screens.asked_and_noted import listed_questions, note_now, question_on_screen
from workshop.live.screens.frames import Role
from workshop.live.screens.votes import is_counted
from workshop.live.sessions import Live
from workshop.live.writing.moderation import for_facilitator, for_room
from workshop.live.writing.peers import ticks_of

MOST_NAMES = 200


class RoomCounts(Counted):
    """What is counted so far in a room, the same for all its screens."""

    def __init__(self, live: Live) -> None:
        in_round = live.state.round is not None
        super().__init__(live, live.state.key if in_round else None)
        self._live_id, self._live = live.row_id, live

    @cached_property
    def joined(self) -> int:
        """How many seats are taken."""
        return seat_queries.seat_count(self._live_id)

    @cached_property
    def questions(self) -> list[RoomQuestion]:
        """What the room asked."""
        return questions_of(self._live)


def results(live: Live, role: Role, counts: RoomCounts | None = None) -> dict[str, Any]:
    """Counts so far. `counts`: what was counted for another screen a moment ago."""
    counts = counts or RoomCounts(live)
    by_hand = counts.by_hand  # people without a seat
    found: dict[str, Any] = {
        "version": live.version,
        "round": live.round_id,
        "joined": counts.joined + by_hand,
        "answered": counts.answered + by_hand,
    }
    show_counts = role == "facilitator" or live.settings.live_bars
    if show_counts and live.state.round is not None:
        found["summary"] = counts.summary
    if role == "projector" and "summary" in found:  # how many were right would tell the key
        told = {"n", "counts"}
        found["summary"] = {name: it for name, it in found["summary"].items() if name in told}
    if writing := for_facilitator(live) if role == "facilitator" else for_room(live):
        found["writing"] = writing
        found["peers"] = ticks_of(live, live.state.key) if live.state.key else None
    if role == "facilitator":
        found["tally"], found["by_hand"] = counts.tally, by_hand
        found["trouble"] = trouble()
        found["hint"] = next_step(found.get("summary", {}).get("facility"))
        found["advice"] = _advice(live, found)
        found["people"] = _people(live)
        found["questions"] = listed_questions(counts.questions)
        found["note"] = note_now(live)
        if live.settings.teams:
            found["teams"] = teams.told(live)
        return found
    if shown := question_on_screen(counts.questions):
        found["question"] = shown
    if live.state.phase is Phase.LOBBY:
        found["names"] = seat_queries.newest_names(live.row_id, MOST_NAMES)
    return found


def _advice(live: Live, found: dict[str, Any]) -> dict[str, Any] | None:
    """What the figures advise; where texts are read instead, nothing."""
    item, facility = live.item, found.get("summary", {}).get("facility")
    if item is None:
        return None
    if facility is None and item.moderated and (live.settings.devices or is_counted(item)):
        return None
    there = 0 if live.settings.teams or not live.settings.hands else live.settings.class_size
    outcome = Outcome(
        answered=found["answered"],
        joined=max(found["joined"], there),
        step=found["hint"],
        second_vote=item.second_vote,
        by_hand=not live.settings.devices and is_counted(item),
        aloud=not live.settings.devices and not is_counted(item),
        scored=item.scored,
    )
    advice = advice_after(live.state, outcome)
    if advice is None:
        return None
    percent = None if facility is None else round(100 * facility)
    return {"counsel": advice.counsel, "percent": percent, "move": advice.move}


def _people(live: Live) -> list[dict[str, Any]]:
    """Who sits in the room, and whether they answered the current round."""
    return [
        {
            "seat": seat.public_id,
            "nickname": seat.nickname,
            "team": bool(seat.team),
            "language": seat.language,
            "extra_seconds": seat.extra_seconds,
            "answered": seat.answered,
        }
        for seat in seat_queries.listed(live.row_id, live.round_id, MOST_NAMES)
    ]
