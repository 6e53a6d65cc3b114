"""Operation: a participant's own recap of a live session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from quizzes.alone.recap import Outcome, fared
from quizzes.items.text import Language
from workshop.live.responses import own_responses
from workshop.live.seats import Seat
from workshop.live.sessions import Live


@dataclass(frozen=True)
class RoundRecap:
    """One item that was revealed, and what this seat answered in its votes."""

    code: str
    stem: str
    said: tuple[str, ...]
    mark: float | None
    view: dict[str, Any]
    answer: dict[str, Any]
    right: str

    @property
    def outcome(self) -> Outcome:
        """What the mark of the last vote is called."""
        return fared(self.mark)


def recap(live: Live, seat: Seat, language: Language) -> list[RoundRecap]:
    """The items whose answer the room has seen, in order."""
    given: dict[str, list[dict[str, Any]]] = {}
    for one in own_responses(live, seat, language):
        given.setdefault(one["item"], []).append(one)
    lines = []
    for row in live.state.item_rows():
        if not live.state.is_revealed(row):
            continue
        item = live.item_of(row)
        mine = given.get(item.id, [])
        lines.append(
            RoundRecap(
                code=item.id,
                stem=item.stem.say(language),
                said=tuple(one["said"] for one in mine),
                mark=mine[-1].get("mark") if mine else None,
                view=item.public_view(language),
                answer=item.revealed_view(language),
                right=item.say_key(language),
            )
        )
    return lines
