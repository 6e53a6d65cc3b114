"""A live session's state as a JSON value, kept before each move so that it can be undone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from workshop.live.rules.phase import Phase
from workshop.live.rules.state import LiveState, Round


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def write(state: LiveState) -> dict[str, Any]:
    """`state` as plain JSON."""
    rounds = [
        [*key, *map(_text, (one.opened_at, one.deadline, one.closed_at, one.revealed_at))]
        for key, one in state.rounds.items()
    ]
    return {
        "order": list(state.order),
        "phase": state.phase.value,
        "position": state.position,
        "vote": state.vote,
        "paused_at": _text(state.paused_at),
        "locked": state.locked,
        "blank": state.blank,
        "rounds": rounds,
    }


def read(kept: dict[str, Any]) -> LiveState:
    """What `write` wrote."""
    rounds = {(one[0], one[1]): Round(*map(_moment, one[2:])) for one in kept["rounds"]}
    return LiveState(
        order=tuple(kept["order"]),
        phase=Phase(kept["phase"]),
        position=kept["position"],
        vote=kept["vote"],
        paused_at=_moment(kept["paused_at"]),
        locked=kept["locked"],
        blank=kept["blank"],
        rounds=rounds,
    )
