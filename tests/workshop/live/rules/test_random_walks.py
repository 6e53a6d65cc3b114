"""Whatever a facilitator presses, some things stay true: a walk of random moves."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from workshop.live.rules import statejson
from workshop.live.rules.allowed_moves import ALLOWED
from workshop.live.rules.moves import decide, undone
from workshop.live.rules.phase import Move, MoveRefused, Phase
from workshop.live.rules.settings import Settings
from workshop.live.rules.stages import Stage
from workshop.live.rules.state import LiveState, Round, Stop

MOVES = [move for move in Move if move is not Move.UNDO]
FORWARD = [
    Move.START,
    Move.OPEN,
    Move.CLOSE,
    Move.REVEAL,
    Move.NEXT,
    Move.REOPEN,
    Move.SKIP,
    Move.BACK,
]


def workshop(items: int) -> tuple[Stop, ...]:
    """Questions with an activity after each; the first one is voted on again at the end."""
    rows = range(101, 101 + items)
    pairs = [(Stop(row, item=row), Stop(row + 100, seconds=60)) for row in rows]
    return (*(stop for pair in pairs for stop in pair), Stop(301, item=101, again=True))


def is_open(one: Round) -> bool:
    return one.opened_at is not None and one.closed_at is None


class Walk(RuleBasedStateMachine):
    """A facilitator who presses anything at any moment."""

    @initialize(items=st.integers(1, 4), seconds=st.sampled_from([0, 30]), reading=st.booleans())
    def begin(self, items: int, seconds: int, reading: bool) -> None:
        self.settings = Settings(reading=reading, seconds=seconds)
        self.state = LiveState(order=workshop(items))
        self.items = set(self.state.item_rows())
        self.stops = set(self.state.order)
        self.now = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
        self.before: list[LiveState] = []
        self.revealed: set[int] = set()

    def argument(self, move: Move, data: st.DataObject) -> dict[str, Any]:
        if move is Move.REORDER:
            free = (*self.state.order[self.state.position + 1 :], *self.state.spare)
            wanted = data.draw(st.permutations([one.number for one in free]))
            return {"order": wanted[data.draw(st.integers(0, 1)) :]}
        if move is Move.ADD:
            return {"stop": Stop(0, item=999)}
        if move is Move.EXTEND:
            return {
                "seconds": data.draw(st.sampled_from([1, 30, 0])),
                "seat": data.draw(st.sampled_from([None, "x"])),
            }
        return {}

    @rule(
        move=st.sampled_from(FORWARD) | st.sampled_from(MOVES),
        wait=st.integers(0, 50),
        data=st.data(),
    )
    def press(self, move: Move, wait: int, data: st.DataObject) -> None:
        self.now += timedelta(seconds=wait)
        argument = self.argument(move, data)
        allowed = self.state.phase in ALLOWED[move]
        kept = statejson.write(self.state)
        try:
            new = decide(self.state, move, self.now, argument, self.settings)
        except MoveRefused as refused:
            late = move in (Move.EXTEND, Move.NEXT)  # may be wrong in a phase of theirs
            assert (refused.reason == "wrong_phase") == (not allowed) or late
            return
        finally:
            assert statejson.write(self.state) == kept
        assert allowed
        self.before.append(self.state)
        self.state = new

    @precondition(lambda self: self.before)
    @rule(wait=st.integers(0, 50))
    def undo(self, wait: int) -> None:
        self.now += timedelta(seconds=wait)
        before = self.before.pop()
        left_then = before.remaining(self.now)
        self.state = undone(self.state, before, self.now)
        assert without_deadlines(self.state) == without_deadlines(before)
        left = self.state.remaining(self.now)
        assert (left is None) == (left_then is None)
        if left is not None and left_then is not None:
            assert left >= left_then

    @invariant()
    def the_position_is_in_range(self) -> None:
        state = self.state
        known = [one for one in (*state.order, *state.spare) if one.item != 999]
        assert set(known) == self.stops
        assert len(known) == len(self.stops)
        assert -1 <= state.position < len(state.order)
        assert (state.position == -1) == (
            state.phase is Phase.LOBBY
        ) or state.phase is Phase.FINISHED
        assert state.vote in (1, 2)

    @invariant()
    def only_the_current_round_is_open_and_only_while_voting(self) -> None:
        opened = [key for key, one in self.state.rounds.items() if is_open(one)]
        assert opened == ([self.state.key] if self.state.phase is Phase.OPEN else [])

    @invariant()
    def rounds_are_opened_then_closed_then_revealed(self) -> None:
        for (item_row, vote), one in self.state.rounds.items():
            assert item_row in self.items | {999}
            again = any(one.again and one.item == item_row for one in self.stops)
            assert vote == 1 or again or self.state.rounds[item_row, 1].closed_at
            if one.closed_at:
                assert one.opened_at
                assert one.opened_at <= one.closed_at
            if one.revealed_at:
                assert one.closed_at
                assert one.closed_at <= one.revealed_at

    @invariant()
    def the_phase_agrees_with_the_round(self) -> None:
        current = self.state.round
        if self.state.phase in (Phase.CLOSED, Phase.DISCUSS):
            assert current is not None
            assert current.closed_at
            assert not current.revealed_at
        if self.state.phase is Phase.REVEALED:
            assert current is not None
            assert current.closed_at
            assert current.revealed_at or self.state.page < Stage.KEY
            assert self.state.vote == max(self.state.votes_of(self.state.key[0]))  # type: ignore[index]
        if self.state.phase in (Phase.LOBBY, Phase.FINISHED):
            assert self.state.paused_at is None

    @invariant()
    def a_timer_runs_only_where_one_was_asked_for(self) -> None:
        left = self.state.remaining(self.now)
        talk = self.state.phase in (Phase.DISCUSS, Phase.ACTIVITY)
        wanted = self.state.phase is Phase.OPEN and self.settings.seconds > 0
        assert (left is not None) == (wanted or talk)
        assert left is None or left >= timedelta()

    @invariant()
    def the_state_can_be_kept_and_read_back(self) -> None:
        assert statejson.read(json.loads(json.dumps(statejson.write(self.state)))) == self.state


def without_deadlines(state: LiveState) -> dict[str, Any]:
    found = statejson.write(state)
    return {**found, "rounds": [[*one[:3], *one[4:]] for one in found["rounds"]]}


TestWalk = Walk.TestCase
TestWalk.settings = settings(stateful_step_count=35)
