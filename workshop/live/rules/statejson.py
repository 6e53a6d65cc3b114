"""A live session's state as a JSON value: kept before each move so that it can be undone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from workshop.live.rules.phase import Phase
from workshop.live.rules.state import LiveState, Round, Stop, Visit

_USUAL = asdict(Stop(-1))


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def write_stops(stops: Iterable[Stop]) -> list[dict[str, Any]]:
    """Stops as plain JSON, without what is at its default."""
    return [
        {name: it for name, it in asdict(one).items() if it != _USUAL.get(name)} for one in stops
    ]


def read_stops(kept: Iterable[Mapping[str, Any]]) -> tuple[Stop, ...]:
    """What `write_stops` wrote."""
    return tuple(Stop(**one) for one in kept)


def write_visits(visits: Iterable[Visit]) -> list[list[Any]]:
    """Visits as plain JSON."""
    return [[one.stop, _text(one.at)] for one in visits]


def read_visits(kept: Iterable[Any]) -> tuple[Visit, ...]:
    """What `write_visits` wrote."""
    return tuple(Visit(stop, datetime.fromisoformat(at)) for stop, at in kept)


def write(state: LiveState) -> dict[str, Any]:
    """`state` as plain JSON."""
    rounds = [
        [*key, *map(_text, (one.opened_at, one.deadline, one.closed_at, one.revealed_at))]
        for key, one in state.rounds.items()
    ]
    return {
        "order": write_stops(state.order),
        "spare": write_stops(state.spare),
        "phase": state.phase.value,
        "position": state.position,
        "vote": state.vote,
        "page": state.page,
        "paused_at": _text(state.paused_at),
        "until": _text(state.until),
        "locked": state.locked,
        "blank": state.blank,
        "rounds": rounds,
        "visits": write_visits(state.visits),
    }


def read(kept: dict[str, Any]) -> LiveState:
    """What `write` wrote."""
    rounds = {(one[0], one[1]): Round(*map(_moment, one[2:])) for one in kept["rounds"]}
    return LiveState(
        order=read_stops(kept["order"]),
        spare=read_stops(kept["spare"]),
        phase=Phase(kept["phase"]),
        position=kept["position"],
        vote=kept["vote"],
        page=kept["page"],
        paused_at=_moment(kept["paused_at"]),
        until=_moment(kept["until"]),
        locked=kept["locked"],
        blank=kept["blank"],
        rounds=rounds,
        visits=read_visits(kept["visits"]),
    )
