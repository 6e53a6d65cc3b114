"""What a live session is: its state, its rounds, its settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from workshop.live.rules.phase import Phase

RoundKey = tuple[int, int]
"""The item's row and the vote: 1, or 2 after a discussion."""
VOTES = 2
TALKING = frozenset({Phase.DISCUSS, Phase.ACTIVITY})
"""Phases whose time is only a hint: nothing ends with it."""


@dataclass(frozen=True)
class Round:
    """One item asked once. A round is open from `opened_at` until `closed_at` or `deadline`."""

    opened_at: datetime | None = None
    deadline: datetime | None = None
    closed_at: datetime | None = None
    revealed_at: datetime | None = None


@dataclass(frozen=True)
class Stop:
    """A place of the running order: an item that is asked, or an activity.

    `number` names it within its session. `step`: to which of its steps it belongs, from 0.
    `item`, `pack`: rows; None for an activity. `seconds`: planned. `again`: the item’s second vote,
    whose first one an earlier stop took; `hold`: a later stop takes it again, and shows the result
    only then. `revote`: whether one talks and votes again here; None: as the item proposes.
    """

    number: int
    step: int = 0
    item: int | None = None
    pack: int | None = None
    seconds: int = 0
    again: bool = False
    hold: bool = False
    revote: bool | None = None
    optional: bool = False


WELCOME = 0
"""What stands for the welcome among the visits: it is led from the lobby and has no stop."""


@dataclass(frozen=True)
class Visit:
    """When a stop was entered."""

    stop: int
    at: datetime


@dataclass(frozen=True)
class LiveState:
    """Everything that moves change.

    `spare`: stops that were left out and may be taken in again. `page`: how far an activity was
    leafed through, or the stage up to which a result was told. `until`: when a talk or an activity
    should end; nothing happens then.
    """

    order: tuple[Stop, ...]
    phase: Phase = Phase.LOBBY
    position: int = -1
    vote: int = 1
    paused_at: datetime | None = None
    locked: bool = False
    blank: bool = False
    rounds: Mapping[RoundKey, Round] = field(default_factory=dict)
    spare: tuple[Stop, ...] = ()
    page: int = 0
    until: datetime | None = None
    visits: tuple[Visit, ...] = ()

    @property
    def stop(self) -> Stop | None:
        """The current stop."""
        return self.order[self.position] if 0 <= self.position < len(self.order) else None

    @property
    def item_row(self) -> int | None:
        """The row of the current item; None in an activity."""
        return self.stop.item if self.stop else None

    @property
    def questions(self) -> list[Stop]:
        """The stops at which items are asked."""
        return [one for one in self.order if one.item is not None]

    def item_rows(self) -> list[int]:
        """The rows of the items that are asked, each once."""
        return list(dict.fromkeys(one.item for one in self.order if one.item is not None))

    @property
    def question_number(self) -> int:
        """How many questions were reached, the current one among them."""
        return sum(one.item is not None for one in self.order[: self.position + 1])

    @property
    def is_last(self) -> bool:
        """Whether no item comes after the current one."""
        return self.position + 1 >= len(self.order)

    @property
    def key(self) -> RoundKey | None:
        """The current round's item and vote."""
        return (self.item_row, self.vote) if self.item_row is not None else None

    @property
    def round(self) -> Round | None:
        """The current round, once it was opened."""
        found = self.rounds.get(self.key) if self.key else None
        return found if found and found.opened_at else None

    @property
    def is_told(self) -> bool:
        """Whether everybody may see the answer to the current item."""
        return self.phase is Phase.REVEALED and bool(self.round and self.round.revealed_at)

    def votes_of(self, item_row: int) -> list[int]:
        """The votes that were taken on an item."""
        votes = range(1, VOTES + 1)
        taken = (self.rounds.get((item_row, vote)) for vote in votes)
        return [vote for vote, one in zip(votes, taken, strict=True) if one and one.opened_at]

    def votes_at(self, stop: Stop) -> list[int]:
        """The votes on its item that were taken at this stop."""
        taken = [] if stop.item is None else self.votes_of(stop.item)
        if stop.again:
            return [vote for vote in taken if vote == VOTES]
        return [vote for vote in taken if vote == 1] if self.is_taken_again(stop) else taken

    def is_taken_again(self, stop: Stop) -> bool:
        """Whether another stop takes the second vote on its item."""
        return any(
            one.again and one.item == stop.item and one.number != stop.number for one in self.order
        )

    def is_shown(self, stop: Stop) -> bool:
        """Whether the room saw the result of a question, or an activity."""
        if stop.item is None:
            return any(visit.stop == stop.number for visit in self.visits)
        rounds = (self.rounds[stop.item, vote] for vote in self.votes_at(stop))
        return any(one.revealed_at for one in rounds)

    def is_revealed(self, item_row: int) -> bool:
        """Whether the answer to an item was shown to the room."""
        rounds = (self.rounds.get((item_row, vote)) for vote in self.votes_of(item_row))
        return any(one is not None and one.revealed_at for one in rounds)

    def remaining(self, now: datetime, extra: timedelta = timedelta()) -> timedelta | None:
        """Time left in the open round, never negative; None where there is no timer."""
        left = self.until_deadline(now)
        return None if left is None else max(timedelta(), left + extra)

    def until_deadline(self, now: datetime) -> timedelta | None:
        """The same without extra time: negative once only seats with extra time can answer.

        Of a talk or an activity: negative once it takes longer than planned.
        """
        if self.phase in TALKING:
            return self.until - (self.paused_at or now) if self.until else None
        current = self.round
        if self.phase is not Phase.OPEN or current is None or current.deadline is None:
            return None
        return current.deadline - (self.paused_at or now)


def with_round(state: LiveState, **changes: Any) -> LiveState:
    """The same state with its current round changed."""
    assert state.key is not None
    current = state.rounds.get(state.key, Round())
    rounds = {**state.rounds, state.key: replace(current, **changes)}
    return replace(state, rounds=rounds)


def delayed(state: LiveState, gap: timedelta) -> LiveState:
    """The same state with its time `gap` later: the open round's deadline, or that of a talk."""
    if state.phase in TALKING:
        return replace(state, until=state.until + gap) if state.until else state
    current = state.round
    if state.phase is not Phase.OPEN or current is None or current.deadline is None:
        return state
    return with_round(state, deadline=current.deadline + gap)
