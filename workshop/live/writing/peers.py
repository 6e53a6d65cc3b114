"""Operations of peers: after the reveal each reads an approved text of another, ticks criteria."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from quizzes.items.problems import refuse
from quizzes.items.written import wording
from quizzes.store.db import writing
from workshop.live.queries import seat_queries, writing_queries
from workshop.live.responses import ResponseRefused
from workshop.live.rules.peers import assign
from workshop.live.rules.state import RoundKey
from workshop.live.seats import Seat
from workshop.live.sessions import Live
from workshop.live.tables import PeerReadingRow
from workshop.live.writing.moderation import Writing, approved, writings


@dataclass(frozen=True)
class Reading:
    """The text that a seat reads, and what it ticked; `text` is None where there is none yet.

    `readers` and `counts`: how many read this seat's own text, and what they ticked.
    """

    text: str | None
    ticked: tuple[str, ...]
    readers: int
    counts: dict[str, int]


def reading_of(live: Live, seat: Seat, round_id: int) -> Reading:
    """What this seat reads in a round. Raises ResponseRefused before the reveal."""
    key = _revealed(live, round_id)
    rows = writing_queries.peer_readings(round_id)
    kept = next((row for row in rows if row.seat_id == seat.row_id), None)
    texts = [one for one in writings(live, key) if one.shown]
    found = _text_for(live, seat, texts, kept.wording if kept else None)
    mine = {one.wording for one in texts if seat.row_id in one.seats}
    readers = [row for row in rows if row.wording in mine]
    return Reading(
        text=found.text if found else None,
        ticked=tuple(kept.ticked) if kept and found and kept.wording == found.wording else (),
        readers=len(readers),
        counts=_count(live, key, readers),
    )


def _text_for(live: Live, seat: Seat, texts: list[Writing], kept: str | None) -> Writing | None:
    """The text that it has begun with, while that is shown; else the one that falls to it."""
    for one in texts:
        if one.wording == kept and seat.row_id not in one.seats:
            return one
    seats = [one.id for one in seat_queries.seats_of(live.row_id)]
    place = assign([one.seats for one in texts], seats).get(seat.row_id)
    return None if place is None else texts[place]


def keep_reading(
    live: Live, seat: Seat, round_id: int, text: str, ticked: Sequence[str], now: datetime
) -> None:
    """Keep what a seat ticked on a text. Raises Problems, ResponseRefused if it cannot be read."""
    key = _revealed(live, round_id)
    known = live.item_of(key[0]).criterion_ids()
    if any(one not in known for one in ticked):
        raise refuse("A list of criteria is expected.", field="ticked")
    if len(set(ticked)) != len(ticked):
        raise refuse("A criterion is given twice.", field="ticked")
    in_order = sorted(ticked, key=known.index)
    with writing():
        found = [one for one in approved(live, key) if one.wording == wording(text)]
        if not found or seat.row_id in found[0].seats:
            raise ResponseRefused("not_to_read")
        writing_queries.keep_peer_reading(round_id, seat.row_id, found[0].wording, in_order, now)


def _revealed(live: Live, round_id: int) -> RoundKey:
    key = live.key_of_round(round_id)
    if key is None or not live.item_of(key[0]).criterion_ids():
        raise ResponseRefused("no_such_round")
    if not live.state.is_revealed(key[0]):
        raise ResponseRefused("not_to_read")
    return key


def _count(live: Live, key: RoundKey, rows: Iterable[PeerReadingRow]) -> dict[str, int]:
    counts = Counter(criterion for row in rows for criterion in row.ticked)
    return {one: counts[one] for one in live.item_of(key[0]).criterion_ids()}


def ticks_of(live: Live, key: RoundKey) -> dict[str, Any] | None:
    """How many read a text of a round, and how often each criterion was ticked.

    Only what was ticked on texts that are still shown. None where peers read none.
    """
    round_id = live.round_ids.get(key)
    if round_id is None or not live.item_of(key[0]).criterion_ids():
        return None
    shown = {one.wording for one in approved(live, key)}
    rows = [row for row in writing_queries.peer_readings(round_id) if row.wording in shown]
    return {"readers": len(rows), "counts": _count(live, key, rows)}
