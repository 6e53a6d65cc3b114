"""A state that was kept is the state that is read."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from workshop.live.rules import statejson
from workshop.live.rules.phase import Phase
from workshop.live.rules.state import LiveState, Round

NOW = datetime(2026, 11, 21, 9, 0, 0, 123456, tzinfo=UTC)


def test_every_field_survives() -> None:
    state = LiveState(
        order=(3, 1, 2),
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
