"""A state that was kept is the state that is read."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from workshop.live.rules import statejson
from workshop.live.rules.phase import Phase
from workshop.live.rules.state import LiveState, Round, Stop, Visit

NOW = datetime(2026, 11, 21, 9, 0, 0, 123456, tzinfo=UTC)


def test_every_field_survives() -> None:
    state = LiveState(
        order=(
            Stop(1, 0, item=3, pack=7, seconds=60, hold=True),
            Stop(2, 1, seconds=9),
            Stop(3, 2, item=3, pack=7, again=True),
        ),
        spare=(Stop(4, 1, item=9, pack=8, revote=False, optional=True),),
        page=2,
        until=NOW,
        visits=(Visit(1, NOW), Visit(2, NOW)),
        phase=Phase.OPEN,
        position=1,
        vote=2,
        paused_at=NOW,
        locked=True,
        blank=True,
        rounds={
            (3, 1): Round(NOW, NOW + timedelta(seconds=60), NOW + timedelta(seconds=5), NOW),
            (1, 1): Round(),
            (1, 2): Round(opened_at=NOW),
        },
    )
    kept = json.loads(json.dumps(statejson.write(state)))
    assert statejson.read(kept) == state


def test_a_lobby_survives() -> None:
    state = LiveState(order=())
    assert statejson.read(json.loads(json.dumps(statejson.write(state)))) == state
