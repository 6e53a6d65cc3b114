"""What is sent to the screens of a room: a snapshot at each move, counts now and then."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from datetime import datetime

from flask import current_app

from quizzes.items.text import as_language
from quizzes.store.disk import trouble, try_to_write
from workshop.live.rules.phase import Phase
from workshop.live.screens.counts import RoomCounts, results
from workshop.live.screens.drawing import draw_ahead
from workshop.live.screens.frames import Role
from workshop.live.screens.snapshots import snapshot
from workshop.live.sessions import Live, load
from workshop.push.framing import frame
from workshop.push.hub import A_MOMENT, LONG, Channel, Hub

log = logging.getLogger("recoupe")
REST = 60
"""How many times as long as counting took a room is not counted again."""


def hub() -> Hub:
    """The hub of this process."""
    found: Hub = current_app.extensions["recoupe.hub"]
    return found


def events(
    live: Live, channel: Channel, now: datetime, counts: RoomCounts | None = None
) -> list[bytes]:
    """What a screen is sent when it connects: its snapshot, and counts where it has any."""
    role, language = _role(channel.role), as_language(channel.language) or "fr"
    first = frame("snapshot", snapshot(live, role, language, now), event_id=live.version)
    if role == "participant":
        return [first]
    return [first, frame("results", results(live, role, counts))]


def _role(text: str) -> Role:
    roles: Mapping[str, Role] = {"projector": "projector", "facilitator": "facilitator"}
    return roles.get(text, "participant")


def announce(live: Live, now: datetime) -> None:
    """Send the new state to every screen of the room. Called after the commit."""
    counts, flushes = RoomCounts(live), hub().flushes
    hub().announce(live.code, live.version, lambda channel: _event(live, channel, now, counts))
    if hub().flushes != flushes:  # newer counts may have overtaken these
        hub().mark(live.code)
    if live.state.phase is Phase.CLOSED:
        _draw_ahead(live.code)  # a reveal may follow in the same breath
    else:
        hub().moved(live.code)


def _event(live: Live, channel: Channel, now: datetime, counts: RoomCounts) -> bytes:
    """One screen that cannot be drawn must not keep the others from moving."""
    try:
        return b"".join(events(live, channel, now, counts))
    except Exception:
        log.exception("the %s screen could not be drawn", channel.role)
        return b""


class Flushing:
    """What is done five times a second: send counts where something was answered, draw ahead.

    Facilitators also learn from counts that the disk refuses answers, and that it is over.
    """

    def __init__(self) -> None:
        self._told: str | None = None
        self._next: dict[str, float] = {}
        """When rooms whose counting takes long may be counted again."""

    def flush(self) -> None:
        """Send the counts that changed; draw what rooms that moved will want next."""
        self._tell_of_trouble()  # before it may be over: a console may have learnt of it already
        try_to_write()
        self._tell_of_trouble()
        for code in hub().take_marked():
            if time.monotonic() < self._next.get(code, 0):
                hub().mark(code)
                continue
            time.sleep(A_MOMENT)
            began = time.monotonic()
            try:
                _send_counts(code)
            except Exception:
                hub().mark(code)  # they are sent when the database answers again
                log.exception("counts could not be sent and will be tried again")
            self._rest(code, time.monotonic() - began)
        for code in hub().take_moved():
            _draw_ahead(code)

    def _tell_of_trouble(self) -> None:
        if self._told != trouble():
            self._told = trouble()
            hub().mark_all()

    def _rest(self, code: str, took: float) -> None:
        """Thousands who answer are counted once a second: meanwhile nobody waits for it."""
        now = time.monotonic()
        self._next = {room: until for room, until in self._next.items() if until > now}
        if took > LONG:
            self._next[code] = now + REST * took


def _send_counts(code: str) -> None:
    channels = [one for one in hub().channels(code) if one.role != "participant"]
    live = load(code) if channels else None
    if live is None:
        return
    counts = RoomCounts(live)
    for channel in channels:
        hub().publish(channel, frame("results", results(live, _role(channel.role), counts)))


def _draw_ahead(code: str) -> None:
    """Nobody waits for these drawings, and nobody misses one that fails."""
    for channel in hub().channels(code):
        time.sleep(A_MOMENT)
        try:
            live = load(code)
            if live is not None and channel.role != "facilitator":
                draw_ahead(live, _role(channel.role), as_language(channel.language) or "fr")
        except Exception:
            log.exception("the next %s screen could not be drawn ahead", channel.role)
