"""Operations of responses: keep one, tell a seat its own, count a round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial
from typing import Any, Literal

from quizzes.items.certainty import read_certainty
from quizzes.items.itemstats import Flow, flow
from quizzes.items.kind import Given
from quizzes.items.text import Language
from quizzes.store.db import writing
from quizzes.store.driver import Driver, Usual, Way
from workshop.live.queries import response_queries, statements
from workshop.live.queries.statements import KeptResponse
from workshop.live.rules.phase import Phase
from workshop.live.rules.state import RoundKey
from workshop.live.seats import Seat
from workshop.live.sessions import Live
from workshop.live.tables import ResponseRow


class ResponseRefused(Exception):
    """A response that was not kept: `closed`, `paused`, `not_open`, `no_such_round`, `stands`."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True)
class Kept:
    """A response as it is kept."""

    outcome: Literal["new", "same", "changed"]
    round_id: int
    value: Any
    certainty: int | None
    kept_at: datetime

    def told(self) -> dict[str, Any]:
        """What whoever sent it is told."""
        return {
            "round": self.round_id,
            "value": self.value,
            "certainty": self.certainty,
            "kept_at": self.kept_at.isoformat(),
            **({"changed": True} if self.outcome == "changed" else {}),
        }


def take_response(
    live: Live, seat: Seat, round_id: int, value: object, certainty: object, now: datetime
) -> Kept:
    """Keep what a seat answered. The same again is the same; raises Problems or ResponseRefused."""
    key = live.key_of_round(round_id)
    if key is None:
        raise ResponseRefused("no_such_round")
    read, sure = _read(live, key, value, certainty)
    keep = partial(_keep, Usual(), round_id, seat, read, sure, now)
    with writing():
        if keep():
            return Kept("new", round_id, read, sure, now)
        before = response_queries.response_of(round_id, seat.row_id)
        if before is not None and (before.value, before.certainty) == (read, sure):
            return Kept("same", round_id, read, sure, before.kept_at)
        may_change = before is not None and live.settings.change_answers
        if not may_change or not keep(change=True):
            raise ResponseRefused(_why(live, key, before))
    return Kept("changed", round_id, read, sure, now)


def take_first(
    driver: Driver,
    live: Live,
    seat: Seat,
    round_id: int,
    value: object,
    certainty: object,
    now: datetime,
) -> Kept | None:
    """The same for a first response, by the driver; None when it is anything else than that."""
    key = live.key_of_round(round_id)
    if key is None:
        return None
    read, sure = _read(live, key, value, certainty)
    kept = _keep(driver, round_id, seat, read, sure, now)
    return Kept("new", round_id, read, sure, now) if kept else None


def _read(live: Live, key: RoundKey, value: object, certainty: object) -> tuple[Any, int | None]:
    item = live.item_of(key[0])
    return item.read_response(value), read_certainty(certainty, asked=item.asks_certainty)


def _keep(
    way: Way,
    round_id: int,
    seat: Seat,
    value: Any,
    certainty: int | None,
    now: datetime,
    *,
    change: bool = False,
) -> bool:
    return statements.keep_response(
        way,
        round_id=round_id,
        seat_id=seat.row_id,
        value=value,
        certainty=certainty,
        now=now,
        change=change,
    )


def _why(live: Live, key: RoundKey, before: ResponseRow | None) -> str:
    is_current = live.state.key == key and live.state.phase is Phase.OPEN
    if is_current and live.state.paused_at:
        return "paused"
    if is_current and before is not None and not live.settings.change_answers:
        return "stands"
    return "closed" if live.state.rounds[key].opened_at else "not_open"


def own_responses(live: Live, seat: Seat, language: Language) -> list[dict[str, Any]]:
    """What a seat answered, round by round; a mark only once its item is revealed."""
    return _told(live, language, statements.responses_of_seat(Usual(), seat.row_id) or [])


def mine(live: Live, seat: Seat, way: Way | None = None) -> dict[str, Any] | None:
    """A seat: its name, and what it answered; None when `way` cannot say just now."""
    rows = statements.responses_of_seat(way or Usual(), seat.row_id)
    if rows is None:
        return None
    return {
        "seat": seat.public_id,
        "nickname": seat.nickname,
        "team": seat.team,
        "language": seat.language,
        "extra_ms": seat.extra_seconds * 1000,
        "version": live.version,
        "responses": _told(live, seat.language, rows),
    }


def _told(live: Live, language: Language, rows: Sequence[KeptResponse]) -> list[dict[str, Any]]:
    found = []
    for kept in rows:
        item = live.item_of(kept.item_id)
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


class Counted:
    """What was answered in a round, on phones and by hand; asked of the database once."""

    def __init__(self, live: Live, key: RoundKey | None) -> None:
        self._item = None if key is None else live.item_of(key[0])
        self._round_id = None if key is None else live.round_ids.get(key)

    @cached_property
    def tally(self) -> dict[str, int]:
        """What was counted by hand, by what it was counted for."""
        number = self._round_id
        return {} if number is None else response_queries.tallies([number]).get(number, {})

    @cached_property
    def _on_phones(self) -> list[tuple[Any, int | None, int]]:
        return [] if self._round_id is None else response_queries.distinct_answers(self._round_id)

    @property
    def answered(self) -> int:
        """How many phones have answered."""
        return sum(count for _value, _certainty, count in self._on_phones)

    @cached_property
    def summary(self) -> dict[str, Any]:
        """The summary by the item's kind; empty without an item."""
        if self._item is None:
            return {}
        phones = [
            Given(value, certainty)
            for value, certainty, count in self._on_phones
            for _ in range(count)
        ]
        return self._item.summarise_all(phones, self.tally)

    @property
    def by_hand(self) -> int:
        """How many people were counted by hand."""
        found: int = self.summary.get("by_hand", 0)
        return found


def summary_of(live: Live, key: RoundKey) -> dict[str, Any]:
    """The summary of a round by its item's kind."""
    return Counted(live, key).summary


def votes_summary(
    live: Live, item_row: int, votes: Sequence[int]
) -> tuple[dict[str, Any], dict[str, Any] | None, Flow | None]:
    """The last vote's summary, the first vote's if there were two, and the flow between them."""
    last = summary_of(live, (item_row, votes[-1] if votes else 1))
    if len(votes) < 2:
        return last, None, None
    item = live.item_of(item_row)
    first, second = (_by_seat(live, (item_row, vote)) for vote in votes)
    both = flow(item, first, second) if item.scored else None
    return last, summary_of(live, (item_row, votes[0])), both


def _by_seat(live: Live, key: RoundKey) -> Mapping[int, Any]:
    round_id = live.round_ids[key]
    return {one.seat_id: one.value for one in response_queries.answers([round_id])[round_id]}
