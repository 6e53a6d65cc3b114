"""Operations of questions from the room: nobody reads one before the facilitator approved it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from quizzes.items.problems import Problems
from quizzes.items.written import read_writing, wording
from quizzes.store.db import writing
from workshop.live import sessions
from workshop.live.queries import leading_queries
from workshop.live.queries.leading_queries import AskedColumns
from workshop.live.rules.phase import Phase
from workshop.live.rules.room_question import (
    MAX_QUESTION,
    MOST_WAITING,
    QuestionState,
    may_be_read,
)
from workshop.live.seats import Seat
from workshop.live.sessions import Live
from workshop.live.tables import RoomQuestionRow


class QuestionRefused(Exception):
    """Nothing was kept. `reason` is a key that the screens translate."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True)
class RoomQuestion:
    """A question from the room, without who asked it. `voices`: how many others ask it too."""

    row_id: int
    text: str
    voices: int
    state: QuestionState
    on_screen: bool


@dataclass(frozen=True)
class SeatQuestion:
    """A question as one seat may read it. `own`: this seat asked it; `joined`: it asks it too."""

    question: RoomQuestion
    own: bool
    joined: bool


def questions_of(live: Live) -> list[RoomQuestion]:
    """What the room asked, in the order of arrival, whatever was decided about it."""
    return [_question(live, one) for one in leading_queries.asked_in(live.row_id)]


def _question(live: Live, one: AskedColumns) -> RoomQuestion:
    state = QuestionState(one.state)
    on_screen = state is QuestionState.SHOWN and one.screened_at == live.version
    return RoomQuestion(one.row_id, one.text, one.voices, state, on_screen)


def by_voices(found: list[RoomQuestion]) -> list[RoomQuestion]:
    """First what most ask, then what was asked first."""
    return sorted(found, key=lambda one: (-one.voices, one.row_id))


def readable_by(live: Live, seat: Seat) -> list[SeatQuestion]:
    """What this seat may read: what is shown, by voices, then the others of its own."""
    joined = leading_queries.voiced_by(seat.row_id)
    found = [
        SeatQuestion(_question(live, one), one.seat_id == seat.row_id, one.row_id in joined)
        for one in leading_queries.asked_in(live.row_id)
    ]
    readable = [one for one in found if may_be_read(one.question.state, own=one.own)]
    return sorted(
        readable,
        key=lambda one: (
            one.question.state is not QuestionState.SHOWN,
            -one.question.voices,
            one.question.row_id,
        ),
    )


def ask(live: Live, seat: Seat, text: str, now: datetime) -> None:
    """Keep a question, which then waits. The same one again, while it waits, is one question.

    Raises QuestionRefused.
    """
    try:
        said = read_writing(text, longest=MAX_QUESTION)
    except Problems as error:
        long = len(" ".join(text.split())) > MAX_QUESTION
        raise QuestionRefused("too_long" if long else "bad_text") from error
    with writing():
        _goes_on(live)
        mine = [
            wording(one.text)
            for one in leading_queries.asked_in(live.row_id)
            if one.seat_id == seat.row_id and one.state == QuestionState.WAITING
        ]
        if wording(said) in mine:
            return
        if len(mine) >= MOST_WAITING:
            raise QuestionRefused("too_many")
        waiting = QuestionState.WAITING.value
        leading_queries.add_question(live.row_id, seat.row_id, said, waiting, now)


def set_voice(live: Live, seat: Seat, question_id: int, *, joins: bool) -> None:
    """This seat asks the same as another, once, or takes that back. Raises QuestionRefused."""
    with writing():
        _goes_on(live)
        row = _row(live, question_id)
        if row.state != QuestionState.SHOWN:
            raise QuestionRefused("no_such_question")
        if row.seat_id == seat.row_id:
            raise QuestionRefused("own")
        leading_queries.set_voice(question_id, seat.row_id, joins=joins)


def decide(
    live: Live, question_id: int, state: QuestionState, *, on_screen: bool = False
) -> RoomQuestion:
    """Show a question to the room, park it for the debrief, or hide it.

    `on_screen`: on the big screen too, in place of any other, until the next move. Raises
    QuestionRefused.
    """
    with writing():
        present = sessions.load(live.code) or live
        row = _row(live, question_id)
        row.state = state.value
        if on_screen:
            leading_queries.take_off_screen(live.row_id)
        row.screened_at = present.version if on_screen else None
    found = [one for one in questions_of(present) if one.row_id == question_id]
    if not found:  # its seat was removed in this very moment
        raise QuestionRefused("no_such_question")
    return found[0]


def _goes_on(live: Live) -> None:
    """Raises QuestionRefused once the session is over."""
    present = sessions.load(live.code)
    if present is None or present.state.phase is Phase.FINISHED:
        raise QuestionRefused("finished")


def _row(live: Live, question_id: int) -> RoomQuestionRow:
    row = leading_queries.question_of(live.row_id, question_id)
    if row is None:
        raise QuestionRefused("no_such_question")
    return row
