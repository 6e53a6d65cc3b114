"""Operations of time: rounds that end by themselves, and what a gap in the clock means."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from quizzes.store.db import db, writing
from workshop.live.making_moves import make_move
from workshop.live.queries import live_queries, seat_queries
from workshop.live.rules.phase import Move, MoveRefused
from workshop.live.rules.state import delayed
from workshop.live.sessions import Live, Stale, keep_state, live_of, remember
from workshop.live.tables import ClockRow


def close_due_rounds(now: datetime) -> list[Live]:
    """Close the open rounds whose time, with everybody's extra time, is over."""
    closed = []
    for row in live_queries.lives_with_timer(now):
        live = live_of(row)
        extra = timedelta(seconds=seat_queries.most_extra_seconds(live.row_id))
        left = live.state.remaining(now, extra)
        if left is None or left or live.state.paused_at:
            continue
        try:
            closed.append(make_move(live.code, Move.CLOSE, live.version, {}, now))
        except (Stale, MoveRefused):
            continue  # the facilitator closed it in the same moment
    return closed


def after_gap(now: datetime, alive_at: datetime, *, pause: bool) -> list[Live]:
    """Give the time of a gap back to every open round with a timer, and tell the facilitator.

    After a restart the round goes on with its remaining time; after sleep (`pause`) it is
    paused at the moment the clock stopped, and the facilitator decides.
    """
    changed = []
    for row in live_queries.lives_with_timer():
        live = live_of(row)
        if live.state.paused_at:
            continue
        state = live.state
        opened = state.round.opened_at if state.round else None
        stopped = max(alive_at, opened) if opened else alive_at  # the mark may be older
        new = replace(state, paused_at=stopped) if pause else delayed(state, now - stopped)
        with suppress(Stale):  # somebody moved it in the same moment
            with writing():
                later = keep_state(live, new, now, notice="slept" if pause else "restarted")
                live_queries.forget_undo(live.row_id)  # its deadlines are those of before the gap
            changed.append(remember(later))
    return changed


def keep_alive_mark(now: datetime) -> None:
    """Remember that the server ran at `now`."""
    with writing():
        row = live_queries.clock()
        if row is None:
            db.session.add(ClockRow(id=1, alive_at=now))
        else:
            row.alive_at = now


def alive_mark() -> datetime | None:
    """When the server was last known to run."""
    row = live_queries.clock()
    return row.alive_at if row else None


def timers_running() -> bool:
    """Whether any open round has a deadline."""
    return bool(live_queries.lives_with_timer())
