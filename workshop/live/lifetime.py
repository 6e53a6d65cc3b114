"""Operations of a session’s life: add one, find one’s own, delete it when its date has come."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from quizzes.bank.catalogue import bank_pack
from quizzes.store.db import db, scrub, writing
from workshop.live.queries import code_queries, live_queries
from workshop.live.rules import statejson
from workshop.live.rules.joincode import new_code, read_code
from workshop.live.rules.phase import Phase
from workshop.live.rules.settings import Settings
from workshop.live.rules.state import Stop
from workshop.live.rules.steps import LedStep
from workshop.live.sessions import Live, live_of, load
from workshop.live.tables import LiveRow

MAX_TITLE = 120
LESSON_AT_MOST = timedelta(hours=4)


def add_live(
    facilitator_id: int,
    steps: Sequence[LedStep],
    stops: Sequence[Stop],
    settings: Settings,
    title: str,
    now: datetime,
    *,
    spare: Sequence[Stop] = (),
) -> Live:
    """A new live session in its lobby, with a fresh join code."""
    code = free_code()
    with writing():
        db.session.add(
            LiveRow(
                code=code,
                facilitator_id=facilitator_id,
                title=title[:MAX_TITLE],
                version=1,
                phase=Phase.LOBBY.value,
                position=-1,
                vote=1,
                script=[one.model_dump(mode="json", exclude_defaults=True) for one in steps],
                order=statejson.write_stops(stops),
                spare=statejson.write_stops(spare),
                settings=asdict(settings),
                begun_at=now,
                delete_after=now + timedelta(days=settings.keep_days),
            )
        )
    found = load(code)
    assert found is not None
    return found


def free_code() -> str:
    """A join code that nothing else has."""
    code = new_code(secrets.choice)
    while code_queries.entrance_of(code) is not None:
        code = new_code(secrets.choice)
    return code


def entrance_of(typed: str) -> str | None:
    """The endpoint where somebody who typed this join code arrives; None when nothing has it."""
    code = read_code(typed)
    return code_queries.entrance_of(code) if code else None


def is_being_played(slug: str, now: datetime) -> bool:
    """Whether a room has begun with this pack and has not finished, in the last four hours.

    A rehearsal is no room: nobody is there to be kept from the answers.
    """
    running = live_queries.lives_running(now - LESSON_AT_MOST)
    real = (row for row in running if not row.settings.get("rehearsal"))
    packs = {one["pack"] for row in real for one in row.order if "pack" in one}
    return any(bank_pack(row_id).slug == slug for row_id in packs)


def delete(live: Live) -> None:
    """Delete a live session with its seats and responses, now and for good."""
    with writing():
        live_queries.delete_live(live.row_id)
    scrub()


def purge(now: datetime) -> int:
    """Delete the live sessions whose date has come; how many."""
    with writing():
        due = live_queries.lives_due(now)
        for live_id in due:
            live_queries.delete_live(live_id)
    scrub()
    return len(due)


def own_lives(facilitator_id: int) -> list[Live]:
    """A facilitator's live sessions, newest first."""
    return [live_of(row) for row in live_queries.lives_of(facilitator_id)]
