"""Use cases of responses: keep one, tell a seat its own, count a round."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Literal

from quizzes.domain.certainty import read_certainty
from quizzes.domain.item import Given, Item
from quizzes.domain.itemstats import Flow, flow
from quizzes.domain.problems import refuse
from quizzes.domain.text import Language
from quizzes.domain.tokens import hashed
from quizzes.store.db import db, writing
from workshop.domain.live_session import RoundKey
from workshop.domain.phase import Phase
from workshop.live import Live, last_known
from workshop.seats import TOKEN_LIFE, Seat, find_seat
from workshop.store import response_queries
from workshop.store.tables import ResponseRow, TallyRow

MAX_TALLY = 500


class NotKept(Exception):
    """A response that was not kept: `closed`, `paused`, `not_open`, `no_such_round`, `stands`."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True)
class Kept:
    """A response as it is kept."""

    outcome: Literal["new", "same", "changed"]
    value: Any
    certainty: int | None
    kept_at: datetime


def take_response(
    live: Live, seat: Seat, round_id: int, value: object, certainty: object, now: datetime
) -> Kept:
    """Keep what a seat answered. The same again is the same; raises Problems or NotKept."""
    key = live.key_of_round(round_id)
    if key is None:
        raise NotKept("no_such_round")
    item = live.pack.by_row(key[0])
    read = item.read_response(value)
    sure = read_certainty(certainty, asked=item.asks_certainty)
    keep = partial(
        response_queries.keep_response,
        round_id=round_id,
        seat_id=seat.row_id,
        value=json.dumps(read),
        certainty=sure,
        now=now,
    )
    with writing():
        if keep():
            return Kept("new", read, sure, now)
        before = response_queries.response_of(round_id, seat.row_id)
        if before is not None and (before.value, before.certainty) == (read, sure):
            return Kept("same", read, sure, before.kept_at)
        may_change = before is not None and live.settings.change_answers
        if not may_change or not keep(change=True):
            raise NotKept(_why(live, key, before))
    return Kept("changed", read, sure, now)


def take_at_once(
    code: str, token: str, round_id: int, value: object, certainty: object, now: datetime
) -> Kept | None:
    """Keep a seat's first response to an open round; None when it is anything else than that.

    The short way of `take_response`: nothing is read before the one statement that decides and
    writes. What it leaves out is why a response is not kept, which the long way says. Raises
    Problems for what is no response to the item.
    """
    live = last_known(code)
    key = live.key_of_round(round_id) if live is not None else None
    if live is None or key is None:
        return None
    item = live.pack.by_row(key[0])
    read = item.read_response(value)
    sure = read_certainty(certainty, asked=item.asks_certainty)
    kept = response_queries.keep_at_once(
        code=code,
        token_hash=hashed(token),
        since=now - TOKEN_LIFE,
        round_id=round_id,
        item_id=key[0],
        value=json.dumps(read),
        certainty=sure,
        now=now,
    )
    return Kept("new", read, sure, now) if kept else None


def _why(live: Live, key: RoundKey, before: ResponseRow | None) -> str:
    is_current = live.state.key == key and live.state.phase is Phase.OPEN
    if is_current and live.state.paused_at:
        return "paused"
    if is_current and before is not None and not live.settings.change_answers:
        return "stands"
    return "closed" if live.state.rounds[key].opened_at else "not_open"


def own_responses(live: Live, seat: Seat, language: Language) -> list[dict[str, Any]]:
    """What a seat answered, round by round; a mark only once its item is revealed."""
    return _told(live, language, response_queries.responses_of_seat(seat.row_id))


def mine(live: Live, seat: Seat) -> dict[str, Any]:
    """A seat: its name, and what it answered."""
    return _about(live, seat, own_responses(live, seat, seat.language))


def mine_at_once(code: str, token: str, now: datetime) -> dict[str, Any] | None:
    """The same without a session of the database; None for anybody but a seat that is well known.

    The short way of what a whole room asks after each reveal.
    """
    with db.engine.connect() as connection:
        found = find_seat(code, token, now, connection)
        live = last_known(code)
        if found is None or live is None or found[1] != (live.row_id, live.version):
            return None
        seat = found[0]
        rows = response_queries.responses_of_seat(seat.row_id, connection)
        return _about(live, seat, _told(live, seat.language, rows))


def _about(live: Live, seat: Seat, told: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "seat": seat.public_id,
        "nickname": seat.nickname,
        "team": seat.team,
        "language": seat.language,
        "extra_ms": seat.extra_seconds * 1000,
        "version": live.version,
        "responses": told,
    }


def _told(live: Live, language: Language, rows: Sequence[Any]) -> list[dict[str, Any]]:
    found = []
    for kept in rows:
        item = live.pack.by_row(kept.item_id)
        one: dict[str, Any] = {
            "round": kept.round_id,
            "item": item.id,
            "vote": kept.vote,
            "value": kept.value,
            "certainty": kept.certainty,
            "kept_at": kept.kept_at.isoformat(),
            "said": item.say_value(kept.value, language),
        }
        if live.state.is_revealed(kept.item_id):
            one["mark"] = item.mark(kept.value)
        found.append(one)
    return found


# Counting ----------------------------------------------------------------------------


def given_in(live: Live, key: RoundKey) -> list[Given]:
    """Every response of a round, of phones and counted by hand."""
    round_id = live.round_ids.get(key)
    if round_id is None:
        return []
    phones = [
        Given(value, certainty)
        for value, certainty, count in response_queries.distinct_answers(round_id)
        for _ in range(count)
    ]
    by_hand = response_queries.tallies([round_id]).get(round_id, {})
    return phones + [Given(option) for option, count in by_hand.items() for _ in range(count)]


def summary_of(live: Live, key: RoundKey) -> dict[str, Any]:
    """The summary of a round by its item's kind."""
    return live.pack.by_row(key[0]).summarise(given_in(live, key))


def tally_of(live: Live) -> dict[str, int]:
    """What was counted by hand in the current round."""
    round_id = live.round_id
    return {} if round_id is None else response_queries.tallies([round_id]).get(round_id, {})


def votes_summary(
    live: Live, item_row: int
) -> tuple[dict[str, Any], dict[str, Any] | None, Flow | None]:
    """The last vote's summary, the first vote's if there were two, and the flow between them."""
    votes = live.state.votes_of(item_row)
    last = summary_of(live, (item_row, votes[-1] if votes else 1))
    if len(votes) < 2:
        return last, None, None
    item = live.pack.by_row(item_row)
    first, second = (_by_seat(live, (item_row, vote)) for vote in votes)
    both = flow(item, first, second) if item.scored else None
    return last, summary_of(live, (item_row, votes[0])), both


def _by_seat(live: Live, key: RoundKey) -> Mapping[int, Any]:
    round_id = live.round_ids[key]
    return {one.seat_id: one.value for one in response_queries.answers([round_id])[round_id]}


def set_tally(live: Live, round_id: int, counts: Mapping[str, object]) -> None:
    """Keep answers counted by hand (cards, raised hands, sheets) in the current round.

    Raises Problems for wrong counts, NotKept when the round's result was shown already.
    """
    key = live.key_of_round(round_id)
    if key is None or key != live.state.key:
        raise NotKept("no_such_round")
    if live.state.phase not in (Phase.OPEN, Phase.CLOSED, Phase.DISCUSS):
        raise NotKept("closed")
    item: Item = live.pack.by_row(key[0])
    if item.shape != "one":
        raise refuse("Only items with one choice can be counted by hand.", field="counts")
    read: dict[str, int] = {}
    for option, count in counts.items():
        item.read_response(option)
        if isinstance(count, bool) or not isinstance(count, int) or not 0 <= count <= MAX_TALLY:
            raise refuse(f"A count lies between 0 and {MAX_TALLY}.", field="counts")
        read[option] = count
    with writing():
        db.session.merge(TallyRow(round_id=round_id, counts=read))
