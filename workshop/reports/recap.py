"""Operation: a participant's own recap of a live session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from quizzes.alone.recap import Outcome, fared
from quizzes.items.kind import SaidRow
from quizzes.items.text import Language
from workshop.live.responses import own_responses
from workshop.live.rules import scores
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
    rows: tuple[SaidRow, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """What the mark of the last vote is called."""
        return fared(self.mark)


@dataclass(frozen=True)
class OwnScore:
    """What a seat earned, of as much as could be earned in what the room has seen."""

    earned: float
    most: int


def own_score(live: Live, lines: list[RoundRecap]) -> OwnScore | None:
    """A seat’s own score, where the facilitator lets scores be counted for each."""
    if live.settings.scores not in ("teams", "persons"):
        return None
    seen = [row for row in live.state.item_rows() if live.state.is_revealed(row)]
    most = sum(live.item_of(row).scored for row in seen)
    return OwnScore(scores.total(one.mark for one in lines), most) if most else None


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
                rows=item.say_rows(mine[-1]["value"] if mine else None, language),
            )
        )
    return lines
