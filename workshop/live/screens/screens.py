"""What every screen shows: whole snapshots, rendered once for each version, role and language."""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import Any, Literal

from flask import current_app, render_template
from flask_babel import force_locale

from quizzes.items.item import Item
from quizzes.items.itemstats import Flow, next_step
from quizzes.items.text import Language, as_language
from quizzes.store.disk import trouble, try_to_write
from workshop.live.queries import seat_queries
from workshop.live.responses import Counted, votes_summary
from workshop.live.rules.nextmove import next_move
from workshop.live.rules.phase import Phase
from workshop.live.sessions import Live, load
from workshop.live.writing.moderation import for_facilitator, for_room
from workshop.live.writing.peers import ticks_of
from workshop.push.hub import A_MOMENT, Channel, Hub
from workshop.push.sse import frame

Role = Literal["participant", "projector", "facilitator"]
KEPT_SCREENS = 256
KEPT_COUNTS = 16
MOST_NAMES = 200
log = logging.getLogger("recoupe")
_told_trouble: dict[str, str | None] = {}
"""What the facilitator of each room was told last about the disk."""
_counted: dict[tuple[str, str, int], tuple[dict[str, Any], dict[str, Any] | None, Flow | None]] = {}
"""The votes of the versions revealed last: their screens are drawn one after the other."""
_cache: OrderedDict[tuple[str, str, int, str, str], tuple[Any, str]] = OrderedDict()


def hub() -> Hub:
    """The hub of this process."""
    found: Hub = current_app.extensions["recoupe.hub"]
    return found


def warm() -> None:
    """Compile the screens’ templates, so that the first move of the first lesson is no slower."""
    environment = current_app.jinja_env
    for name in environment.list_templates():
        if name.startswith(("live/screens/", "items/")):
            environment.get_template(name)


def snapshot(live: Live, role: Role, language: Language, now: datetime) -> dict[str, Any]:
    """All that a screen needs. Only the time that is left is computed each time."""
    item, html = _screen(live, role, language)
    left = live.state.until_deadline(now)
    return {
        "version": live.version,
        "phase": live.state.phase.value,
        "paused": live.state.paused_at is not None,
        "round": live.round_id if live.state.phase is not Phase.READING else None,
        "vote": live.state.vote,
        "item_position": live.state.position + 1,
        "items_total": len(live.state.order),
        "remaining_ms": None if left is None else round(left.total_seconds() * 1000),
        "item": item,
        "html": html,
        **({"blank": live.state.blank} if role == "projector" else {}),
    }


def _screen(live: Live, role: Role, language: Language) -> tuple[Any, str]:
    database = str(current_app.config["SQLALCHEMY_DATABASE_URI"])
    key = (database, live.code, live.version, role, language)
    if key not in _cache:
        _cache[key] = _render(live, role, language)
        while len(_cache) > KEPT_SCREENS:
            _cache.popitem(last=False)
    return _cache[key]


def _render(live: Live, role: Role, language: Language) -> tuple[Any, str]:
    item, state = live.item, live.state
    view = item.public_view(language) if item else None
    # What follows is the one place where an answer may reach a participant's screen.
    revealed = state.phase is Phase.REVEALED and item is not None
    may_know = revealed or (role == "facilitator" and item is not None)
    answer = item.revealed_view(language) if item and may_know else None
    last = first = flow = None
    if revealed and state.item_row is not None:
        last, first, flow = _votes(live, state.item_row)
    with force_locale(language):
        html = render_template(
            f"live/screens/{role}.html",
            live=live,
            phase=state.phase.value,
            state=state,
            view=view,
            answer=answer,
            summary=last,
            first=first,
            flow=flow,
            revealed=revealed,
            next_move=next_move(state, second_vote=item is not None and item.second_vote),
            media_base=f"/media/{live.pack.row_id}",
            pack_title=live.pack.title(language),
            order=_running_order(live, language) if role == "facilitator" else (),
            item=item,
            language=language,
        )
    return _sent(item, view), html


def _sent(item: Item | None, view: dict[str, Any] | None) -> dict[str, Any] | None:
    """What goes over the wire beside the screen that was drawn."""
    if item is None or view is None:
        return None
    return {name: value for name, value in view.items() if name not in item.drawn_only}


def _votes(live: Live, item_row: int) -> tuple[dict[str, Any], dict[str, Any] | None, Flow | None]:
    """What the room answered, counted once for every screen of a version."""
    key = (str(current_app.config["SQLALCHEMY_DATABASE_URI"]), live.code, live.version)
    if key not in _counted:
        while len(_counted) >= KEPT_COUNTS:
            _counted.pop(next(iter(_counted)))
        _counted[key] = votes_summary(live, item_row)
    return _counted[key]


def _running_order(live: Live, language: Language) -> list[dict[str, Any]]:
    found = []
    for position, row in enumerate(live.state.order):
        item = live.pack.by_row(row)
        found.append(
            {
                "row": row,
                "code": item.id,
                "stem": item.stem.say(language),
                "done": live.state.is_revealed(row),
                "current": position == live.state.position,
                "left": position > live.state.position,
                "seconds": item.seconds,
            }
        )
    return found


class RoomCounts(Counted):
    """What is counted so far in a room, the same for all its screens."""

    def __init__(self, live: Live) -> None:
        in_round = live.state.round is not None
        super().__init__(live, live.state.key if in_round else None)
        self._live_id = live.row_id

    @cached_property
    def joined(self) -> int:
        """How many seats are taken."""
        return seat_queries.seat_count(self._live_id)


def results(
    live: Live, role: Role, language: Language, counts: RoomCounts | None = None
) -> dict[str, Any]:
    """Counts so far: for the facilitator with who is missing, for the projector just numbers.

    `counts`: what was counted for another screen a moment ago.
    """
    counts = counts or RoomCounts(live)
    by_hand = sum(counts.tally.values())  # people without a seat
    found: dict[str, Any] = {
        "version": live.version,
        "round": live.round_id,
        "joined": counts.joined + by_hand,
        "answered": counts.answered + by_hand,
    }
    show_counts = role == "facilitator" or live.settings.live_bars
    if show_counts and live.state.round is not None:
        found["summary"] = counts.summary
    if role == "projector" and "summary" in found:  # how many were right would tell the key
        told = {"n", "counts"}
        found["summary"] = {name: it for name, it in found["summary"].items() if name in told}
    if writing := for_facilitator(live) if role == "facilitator" else for_room(live):
        found["writing"] = writing
        found["peers"] = ticks_of(live, live.state.key) if live.state.key else None
    if role == "facilitator":
        found["tally"] = counts.tally
        found["trouble"] = _told_trouble[live.code] = trouble()
        found["hint"] = next_step(found.get("summary", {}).get("facility"))
        found["people"] = _people(live)
    elif live.state.phase is Phase.LOBBY:
        found["names"] = seat_queries.newest_names(live.row_id, MOST_NAMES)
    return found


def _people(live: Live) -> list[dict[str, Any]]:
    """Who sits in the room, and whether they answered the current round."""
    return [
        {
            "seat": seat.public_id,
            "nickname": seat.nickname,
            "team": seat.team,
            "language": seat.language,
            "extra_seconds": seat.extra_seconds,
            "answered": seat.answered,
        }
        for seat in seat_queries.listed(live.row_id, live.round_id, MOST_NAMES)
    ]


def events(
    live: Live, channel: Channel, now: datetime, counts: RoomCounts | None = None
) -> list[bytes]:
    """What a screen is sent when it connects: its snapshot, and counts where it has any."""
    role, language = _role(channel.role), as_language(channel.language) or "fr"
    first = frame("snapshot", snapshot(live, role, language, now), event_id=live.version)
    if role == "participant":
        return [first]
    return [first, frame("results", results(live, role, language, counts))]


def _role(text: str) -> Role:
    roles: Mapping[str, Role] = {"projector": "projector", "facilitator": "facilitator"}
    return roles.get(text, "participant")


def announce(live: Live, now: datetime) -> None:
    """Send the new state to every screen of the room. Called after the commit."""
    counts = RoomCounts(live)
    hub().announce(live.code, live.version, lambda channel: _event(live, channel, now, counts))
    # Newer counts may have overtaken these, which were taken once for all screens.
    hub().mark(live.code)


def _event(live: Live, channel: Channel, now: datetime, counts: RoomCounts) -> bytes:
    """One screen that cannot be drawn must not keep the others from moving."""
    try:
        return b"".join(events(live, channel, now, counts))
    except Exception:
        log.exception("the %s screen could not be drawn", channel.role)
        return b""


def flush_counts() -> None:
    """Send counts to facilitators and projectors of rooms where something was answered.

    Facilitators also learn from them that the disk refuses answers, and that it is over.
    """
    try_to_write()
    for code, told in list(_told_trouble.items()):
        if told != trouble():
            _told_trouble[code] = trouble()
            hub().mark(code)
    for code in hub().take_marked():
        time.sleep(A_MOMENT)
        try:
            _send_counts(code)
        except Exception:
            hub().mark(code)  # they are sent when the database answers again
            log.exception("counts could not be sent and will be tried again")


def _send_counts(code: str) -> None:
    channels = [one for one in hub().channels(code) if one.role != "participant"]
    live = load(code) if channels else None
    if live is None:
        _told_trouble.pop(code, None)
        return
    counts = RoomCounts(live)
    for channel in channels:
        language = as_language(channel.language) or "fr"
        found = results(live, _role(channel.role), language, counts)
        hub().publish(channel, frame("results", found))
