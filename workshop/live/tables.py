"""Tables of the room: live sessions, seats, rounds, responses, what was written and asked."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from quizzes.store.db import Base, Instant


class HasJoinCode:
    """A table whose rows are entered by a join code: no code stands in two of them."""

    entrance: ClassVar[str]
    """The endpoint of the page where somebody with the code arrives."""
    code: Mapped[str] = mapped_column(String(6), unique=True)


class LiveRow(HasJoinCode, Base):
    """One group, one room, one join code. `version` rises by one with each accepted move.

    `script`: its steps, as they were when it was opened; `order`: the stops that it goes through.
    """

    __tablename__ = "live_session"

    entrance = "join.room"

    id: Mapped[int] = mapped_column(primary_key=True)
    facilitator_id: Mapped[int] = mapped_column(ForeignKey("facilitator.id"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    version: Mapped[int] = mapped_column(default=1)
    phase: Mapped[str] = mapped_column(String(12))
    position: Mapped[int]
    vote: Mapped[int]
    script: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    order: Mapped[list[dict[str, Any]]] = mapped_column("running_order", JSON)
    spare: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    page: Mapped[int] = mapped_column(default=0)
    until: Mapped[datetime | None] = mapped_column(Instant)
    visits: Mapped[list[list[Any]]] = mapped_column(JSON, default=list)
    paused_at: Mapped[datetime | None] = mapped_column(Instant)
    locked: Mapped[bool] = mapped_column(default=False)
    blank: Mapped[bool] = mapped_column(default=False)
    settings: Mapped[dict[str, Any]] = mapped_column(JSON)
    notice: Mapped[str | None] = mapped_column(String(200))
    begun_at: Mapped[datetime] = mapped_column(Instant)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
    delete_after: Mapped[datetime] = mapped_column(Instant, index=True)
    helper_hash: Mapped[str | None] = mapped_column(String(64))


class MoveRow(Base):
    """The state before each move, for undo."""

    __tablename__ = "move"
    __table_args__ = (UniqueConstraint("live_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    live_id: Mapped[int] = mapped_column(ForeignKey("live_session.id"), index=True)
    version: Mapped[int]
    move: Mapped[str] = mapped_column(String(12))
    made_at: Mapped[datetime] = mapped_column(Instant)
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class SeatRow(Base):
    """A participant's place; it survives their device. `team`: several answer on it together."""

    __tablename__ = "seat"
    __table_args__ = (UniqueConstraint("live_id", "name_key"), Index(None, "live_id", "removed_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True)
    live_id: Mapped[int] = mapped_column(ForeignKey("live_session.id"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    nickname: Mapped[str] = mapped_column(String(40))
    name_key: Mapped[str] = mapped_column(String(60))
    team: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(String(2))
    extra_seconds: Mapped[int] = mapped_column(default=0)
    joined_at: Mapped[datetime] = mapped_column(Instant)
    removed_at: Mapped[datetime | None] = mapped_column(Instant)
    handover_hash: Mapped[str | None] = mapped_column(String(64))
    handover_until: Mapped[datetime | None] = mapped_column(Instant)


class TeamNameRow(Base):
    """A name that a team proposes, while it waits: the facilitator alone has seen it."""

    __tablename__ = "team_name"

    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), primary_key=True)
    live_id: Mapped[int] = mapped_column(ForeignKey("live_session.id"), index=True)
    name: Mapped[str] = mapped_column(String(40))


class RoundRow(Base):
    """One item asked once. `vote` 2 is the second vote on the same item."""

    __tablename__ = "round"
    __table_args__ = (
        UniqueConstraint("live_id", "item_id", "vote"),
        CheckConstraint("vote IN (1, 2)", name="vote"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    live_id: Mapped[int] = mapped_column(ForeignKey("live_session.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    vote: Mapped[int]
    opened_at: Mapped[datetime | None] = mapped_column(Instant)
    deadline: Mapped[datetime | None] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    revealed_at: Mapped[datetime | None] = mapped_column(Instant)


class ResponseRow(Base):
    """What a seat answered in a round: one row at most, whatever is sent twice."""

    __tablename__ = "response"
    __table_args__ = (UniqueConstraint("round_id", "seat_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), index=True)
    value: Mapped[Any] = mapped_column(JSON)
    certainty: Mapped[int | None]
    kept_at: Mapped[datetime] = mapped_column(Instant)


class TallyRow(Base):
    """Answers counted by hand in a round: cards, raised hands or sheets."""

    __tablename__ = "tally"

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    counts: Mapped[dict[str, int]] = mapped_column(JSON)


class ApprovalRow(Base):
    """What the facilitator decided about a wording that somebody wrote in a round.

    It is tied to the words, not to who wrote them: whoever changes a text writes another one.
    """

    __tablename__ = "approval"
    __table_args__ = (UniqueConstraint("round_id", "wording"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    wording: Mapped[str] = mapped_column(Text)
    shown: Mapped[bool]
    decided_at: Mapped[datetime] = mapped_column(Instant)


class PeerReadingRow(Base):
    """Which criteria a seat ticked on the approved text of another: one text for each round."""

    __tablename__ = "peer_reading"
    __table_args__ = (UniqueConstraint("round_id", "seat_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), index=True)
    wording: Mapped[str] = mapped_column(Text)
    ticked: Mapped[list[str]] = mapped_column(JSON)
    read_at: Mapped[datetime] = mapped_column(Instant)


class RoomQuestionRow(Base):
    """What a seat asked; on the big screen while the session has the version `screened_at`."""

    __tablename__ = "room_question"

    id: Mapped[int] = mapped_column(primary_key=True)
    live_id: Mapped[int] = mapped_column(ForeignKey("live_session.id"), index=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(8))
    screened_at: Mapped[int | None]
    asked_at: Mapped[datetime] = mapped_column(Instant)


class RoomQuestionVoiceRow(Base):
    """A seat that asks the same as another: once for each question."""

    __tablename__ = "room_question_voice"
    __table_args__ = (UniqueConstraint("question_id", "seat_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("room_question.id"), index=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), index=True)


class StepNoteRow(Base):
    """What whoever leads noted at a stop; stop 0 is the whole session."""

    __tablename__ = "step_note"
    __table_args__ = (UniqueConstraint("live_id", "stop"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    live_id: Mapped[int] = mapped_column(ForeignKey("live_session.id"), index=True)
    stop: Mapped[int]
    text: Mapped[str] = mapped_column(Text)


class ClockRow(Base):
    """When the server last knew that it was running; one row."""

    __tablename__ = "clock"

    id: Mapped[int] = mapped_column(primary_key=True)
    alive_at: Mapped[datetime] = mapped_column(Instant)


class ScreenRow(Base):
    """A big screen where nobody is signed in: it waits under a code, then shows a room."""

    __tablename__ = "screen"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str | None] = mapped_column(String(4), unique=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(Instant)
    live_id: Mapped[int | None] = mapped_column(
        ForeignKey("live_session.id", ondelete="CASCADE"), index=True
    )
