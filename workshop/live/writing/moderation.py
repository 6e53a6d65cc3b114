"""Operations of what participants write: nobody sees it before the facilitator approved it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from quizzes.items.written import wording
from quizzes.store.db import writing
from workshop.live.queries import response_queries, writing_queries
from workshop.live.responses import ResponseRefused
from workshop.live.rules.phase import Phase
from workshop.live.rules.state import RoundKey
from workshop.live.sessions import Live

MOST_IN_A_LIST = 200
MOST_TEXTS, MOST_WORDS = 12, 60


@dataclass(frozen=True)
class Writing:
    """One text of a round, however many wrote it. `shown` is None while it waits."""

    wording: str
    text: str
    seats: frozenset[int]
    shown: bool | None
    decided_at: datetime | None

    @property
    def count(self) -> int:
        """How many wrote it."""
        return len(self.seats)

    def told(self) -> dict[str, Any]:
        """As it goes over the wire: never who wrote it."""
        return {"text": self.text, "count": self.count}


def writings(live: Live, key: RoundKey) -> list[Writing]:
    """Every text of a round in the order of arrival. Empty where nobody writes."""
    item, round_id = live.item_of(key[0]), live.round_ids.get(key)
    if not item.moderated or round_id is None:
        return []
    spellings: dict[str, Counter[str]] = {}
    seats: dict[str, set[int]] = {}
    for answer in response_queries.answers([round_id])[round_id]:
        for text in item.texts(answer.value):
            spellings.setdefault(wording(text), Counter())[text] += 1
            seats.setdefault(wording(text), set()).add(answer.seat_id)
    decided = writing_queries.approvals(round_id)
    return [
        Writing(
            wording=one,
            text=found.most_common(1)[0][0],
            seats=frozenset(seats[one]),
            shown=decided[one].shown if one in decided else None,
            decided_at=decided[one].decided_at if one in decided else None,
        )
        for one, found in spellings.items()
    ]


def approved(live: Live, key: RoundKey) -> list[Writing]:
    """The texts that may be seen: words by how many gave them, others the newest approval first."""
    return _approved(writings(live, key), words=live.item_of(key[0]).shape == "words")


def _approved(found: Iterable[Writing], *, words: bool) -> list[Writing]:
    shown = [one for one in found if one.shown]
    if words:
        return sorted(shown, key=lambda one: (-one.count, one.wording))
    newest = {one.wording: one.decided_at.timestamp() for one in shown if one.decided_at}
    return sorted(shown, key=lambda one: newest[one.wording], reverse=True)


def decide(live: Live, round_id: int, texts: Iterable[str], *, shown: bool, now: datetime) -> int:
    """Show or hide these texts of a round; how many were found in it.

    A text that nobody has there any more, as it was changed meanwhile, is passed over. Raises
    ResponseRefused when the round is not of this session.
    """
    key = live.key_of_round(round_id)
    if key is None:
        raise ResponseRefused("no_such_round")
    wanted = {wording(one) for one in texts}
    with writing():
        there = [one.wording for one in writings(live, key) if one.wording in wanted]
        writing_queries.decide(round_id, there, shown=shown, now=now)
    return len(there)


# For screens ---------------------------------------------------------------------------


def for_facilitator(live: Live) -> dict[str, Any] | None:
    """What waits, what is shown, what is hidden, in the current round; None where nobody writes."""
    key = _round_with_texts(live)
    if key is None:
        return None
    found = writings(live, key)
    return {
        "waiting": _list([one for one in found if one.shown is None]),
        "shown": _list(_approved(found, words=live.item_of(key[0]).shape == "words")),
        "hidden": _list([one for one in found if one.shown is False]),
        "waiting_count": sum(one.shown is None for one in found),
    }


def _list(found: Sequence[Writing]) -> list[dict[str, Any]]:
    return [one.told() for one in found[:MOST_IN_A_LIST]]


def for_room(live: Live) -> dict[str, Any] | None:
    """What the big screen shows: approved texts, after the reveal or where bars come in live.

    `more`: how many are approved and not on the list. None where there is nothing to show yet.
    """
    key = _round_with_texts(live)
    shown_now = live.state.phase is Phase.REVEALED or live.settings.live_bars
    if key is None or not shown_now:
        return None
    item = live.item_of(key[0])
    found = approved(live, key)
    often = [one for one in found if one.count >= item.said_by_at_least()]
    listed = often[: MOST_WORDS if item.shape == "words" else MOST_TEXTS]
    return {"texts": [one.told() for one in listed], "more": len(found) - len(listed)}


def _round_with_texts(live: Live) -> RoundKey | None:
    item = live.item
    return live.state.key if item is not None and item.moderated and live.round_id else None
