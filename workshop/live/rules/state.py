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


@dataclass(frozen=True)
class Round:
    """One item asked once. A round is open from `opened_at` until `closed_at` or `deadline`."""

    opened_at: datetime | None = None
    deadline: datetime | None = None
    closed_at: datetime | None = None
    revealed_at: datetime | None = None


@dataclass(frozen=True)
class LiveState:
    """Everything that moves change."""

    order: tuple[int, ...]
    phase: Phase = Phase.LOBBY
    position: int = -1
    vote: int = 1
    paused_at: datetime | None = None
    locked: bool = False
    blank: bool = False
    rounds: Mapping[RoundKey, Round] = field(default_factory=dict)

    @property
    def item_row(self) -> int | None:
        """The row of the current item."""
        return self.order[self.position] if 0 <= self.position < len(self.order) else None

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

    def votes_of(self, item_row: int) -> list[int]:
        """The votes that were taken on an item."""
        votes = range(1, VOTES + 1)
        taken = (self.rounds.get((item_row, vote)) for vote in votes)
        return [vote for vote, one in zip(votes, taken, strict=True) if one and one.opened_at]

    def is_revealed(self, item_row: int) -> bool:
        """Whether the answer to an item was shown to the room."""
        rounds = (self.rounds.get((item_row, vote)) for vote in self.votes_of(item_row))
        return any(one is not None and one.revealed_at for one in rounds)

    def remaining(self, now: datetime, extra: timedelta = timedelta()) -> timedelta | None:
        """Time left in the open round, never negative; None where there is no timer."""
        left = self.until_deadline(now)
        return None if left is None else max(timedelta(), left + extra)

    def until_deadline(self, now: datetime) -> timedelta | None:
        """The same without extra time: negative once only seats with extra time can answer."""
        current = self.round
        if self.phase is not Phase.OPEN or current is None or current.deadline is None:
            return None
        return current.deadline - (self.paused_at or now)


@dataclass(frozen=True)
class Settings:
    """What the facilitator chose. `seconds` 0 means no timer."""

    reading: bool = True
    seconds: int = 0
    change_answers: bool = True
    free_names: bool = False
    teams: bool = False
    hands: bool = False
    live_bars: bool = False
    stem_on_phones: bool = True
    cap: int = 100
    keep_days: int = 30


def with_round(state: LiveState, **changes: Any) -> LiveState:
    """The same state with its current round changed."""
    assert state.key is not None
    current = state.rounds.get(state.key, Round())
    rounds = {**state.rounds, state.key: replace(current, **changes)}
    return replace(state, rounds=rounds)


def delayed(state: LiveState, gap: timedelta) -> LiveState:
    """The same state with the open round's deadline `gap` later."""
    current = state.round
    if state.phase is not Phase.OPEN or current is None or current.deadline is None:
        return state
    return with_round(state, deadline=current.deadline + gap)
