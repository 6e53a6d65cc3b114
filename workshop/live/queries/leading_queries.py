"""Questions put to what the room asks, what whoever leads notes, and who leads with them."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, func, select, update

from quizzes.store.db import db
from quizzes.store.driver import Quickly
from workshop.live.tables import (
    LiveRow,
    RoomQuestionRow,
    RoomQuestionVoiceRow,
    SeatRow,
    StepNoteRow,
)

LARGEST_ROW = 2**63 - 1


class AskedColumns(NamedTuple):
    """A question as it is kept, and how many seats asked it too."""

    row_id: int
    seat_id: int
    text: str
    state: str
    screened_at: int | None
    voices: int


_HERE = SeatRow.removed_at.is_(None)
_VOICES = (
    select(RoomQuestionVoiceRow.question_id, func.count().label("voices"))
    .join(SeatRow, SeatRow.id == RoomQuestionVoiceRow.seat_id)
    .where(_HERE)
    .group_by(RoomQuestionVoiceRow.question_id)
    .subquery()
)
_ASKED = (
    select(
        RoomQuestionRow.id,
        RoomQuestionRow.seat_id,
        RoomQuestionRow.text,
        RoomQuestionRow.state,
        RoomQuestionRow.screened_at,
        func.coalesce(_VOICES.c.voices, 0),
    )
    .join(SeatRow, SeatRow.id == RoomQuestionRow.seat_id)
    .outerjoin(_VOICES, _VOICES.c.question_id == RoomQuestionRow.id)
    .where(_HERE)
    .order_by(RoomQuestionRow.id)
)


def asked_in(live_id: int) -> list[AskedColumns]:
    """What seats of a session asked, in the order of arrival; without seats that were removed."""
    rows = db.session.execute(_ASKED.where(RoomQuestionRow.live_id == live_id))
    return [AskedColumns(*row) for row in rows]


def question_of(live_id: int, question_id: int) -> RoomQuestionRow | None:
    """A question of this session, of a seat that was not removed."""
    if question_id > LARGEST_ROW:
        return None
    query = select(RoomQuestionRow).join(SeatRow, SeatRow.id == RoomQuestionRow.seat_id)
    query = query.where(
        RoomQuestionRow.live_id == live_id, RoomQuestionRow.id == question_id, _HERE
    )
    return db.session.scalar(query, execution_options={"populate_existing": True})


def add_question(live_id: int, seat_id: int, text: str, state: str, now: datetime) -> None:
    """Keep what a seat asks. Part of a transaction."""
    row = RoomQuestionRow(live_id=live_id, seat_id=seat_id, text=text, state=state, asked_at=now)
    db.session.add(row)


def take_off_screen(live_id: int) -> None:
    """No question of this session is on the big screen any more. Part of a transaction."""
    query = update(RoomQuestionRow).where(RoomQuestionRow.live_id == live_id)
    db.session.execute(query.values(screened_at=None))


def voiced_by(seat_id: int) -> set[int]:
    """The questions that this seat asks too."""
    query = select(RoomQuestionVoiceRow.question_id).where(RoomQuestionVoiceRow.seat_id == seat_id)
    return set(db.session.scalars(query))


def set_voice(question_id: int, seat_id: int, *, joins: bool) -> None:
    """A seat asks the same, or no longer does. Part of a transaction."""
    voice = RoomQuestionVoiceRow
    there = (voice.question_id == question_id, voice.seat_id == seat_id)
    if not joins:
        db.session.execute(delete(voice).where(*there))
    elif db.session.scalar(select(voice.id).where(*there)) is None:
        db.session.add(voice(question_id=question_id, seat_id=seat_id))


# Notes and the second facilitator ------------------------------------------------------------


def notes_in(live_id: int) -> dict[int, str]:
    """The notes of a session by stop."""
    query = select(StepNoteRow.stop, StepNoteRow.text).where(StepNoteRow.live_id == live_id)
    return {stop: text for stop, text in db.session.execute(query.order_by(StepNoteRow.stop))}  # noqa: C416


def keep_note(live_id: int, stop: int, text: str) -> None:
    """Keep the note of a stop; an empty one is none. Part of a transaction."""
    there = (StepNoteRow.live_id == live_id, StepNoteRow.stop == stop)
    db.session.execute(delete(StepNoteRow).where(*there))
    if text:
        db.session.add(StepNoteRow(live_id=live_id, stop=stop, text=text))


_HELPER = "SELECT helper_hash FROM live_session WHERE id = :live_id"


def helper_hash_of(live_id: int) -> str | None:
    """What is kept of the second facilitator’s token."""
    rows = Quickly().read(_HELPER, {"live_id": live_id})
    return rows[0][0] if rows else None


def write_helper_hash(live_id: int, helper_hash: str | None) -> None:
    """Another token from now on, or none. Part of a transaction."""
    query = update(LiveRow).where(LiveRow.id == live_id)
    db.session.execute(query.values(helper_hash=helper_hash))
