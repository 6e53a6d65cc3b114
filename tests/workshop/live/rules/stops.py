"""Running orders for tests of the rules."""

from __future__ import annotations

from workshop.live.rules.state import LiveState, Stop


def stops(*rows: int) -> tuple[Stop, ...]:
    """A question for each row, which is also the number of its stop."""
    return tuple(Stop(row, item=row) for row in rows)


def numbers(state: LiveState) -> tuple[int, ...]:
    """The numbers of the stops in their order."""
    return tuple(one.number for one in state.order)
