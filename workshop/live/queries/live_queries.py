"""Questions put to the tables of live sessions, their rounds and their moves."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from quizzes.store.db import db, microseconds
from quizzes.store.driver import Quickly, Usual
from workshop.live.queries.statements import HEAD
from workshop.live.rules import statejson
from workshop.live.rules.state import LiveState, Round, RoundKey
from workshop.live.tables import (
    ApprovalRow,
    ClockRow,
    LiveRow,
    MoveRow,
    PeerReadingRow,
    ResponseRow,
    RoomQuestionRow,
    RoomQuestionVoiceRow,
    RoundRow,
    SeatRow,
    StepNoteRow,
    TallyRow,
    TeamNameRow,
)

_BY_CODE = select(LiveRow).where(LiveRow.code == bindparam("code"))
_AFRESH = {"populate_existing": True}


def live_by_code(code: str) -> LiveRow | None:
    """The live session with this join code, read afresh."""
    return db.session.scalar(_BY_CODE, {"code": code}, execution_options=_AFRESH)


def live_head(code: str) -> tuple[int, int] | None:
    """Number and version of the live session with this join code, as it was last committed."""
    rows = Quickly().read(HEAD, {"code": code})
    return (rows[0][0], rows[0][1]) if rows else None


def lives_of(facilitator_id: int) -> list[LiveRow]:
    """A facilitator's own live sessions, newest first. The owner filter lives here."""
    query = select(LiveRow).where(LiveRow.facilitator_id == facilitator_id)
    return list(db.session.scalars(query.order_by(LiveRow.id.desc())))


def lives_with_timer(due: datetime | None = None) -> list[LiveRow]:
    """Live sessions whose open round has a deadline; with `due`, one that lies before it."""
    query = select(LiveRow).join(RoundRow, RoundRow.live_id == LiveRow.id)
    query = query.where(
        LiveRow.phase == "open",
        RoundRow.closed_at.is_(None),
        RoundRow.opened_at.is_not(None),
        RoundRow.deadline.is_not(None),
    )
    if due is not None:
        query = query.where(RoundRow.deadline <= due)
    return list(db.session.scalars(query.distinct()))


def lives_running(since: datetime) -> list[LiveRow]:
    """Live sessions of after `since` that have left the lobby and are not finished."""
    query = select(LiveRow).where(LiveRow.begun_at > since)
    return list(db.session.scalars(query.where(LiveRow.phase.not_in(("lobby", "finished")))))


def rehearsals() -> list[str]:
    """Codes of rehearsals that are not finished."""
    query = select(LiveRow.code, LiveRow.settings).where(LiveRow.phase != "finished")
    return [code for code, settings in db.session.execute(query) if settings.get("rehearsal")]


def lives_due(now: datetime) -> list[int]:
    """Live sessions whose date of deletion has come."""
    return list(db.session.scalars(select(LiveRow.id).where(LiveRow.delete_after <= now)))


_WRITE = """
    UPDATE live_session
       SET version = version + 1, phase = :phase, position = :position, vote = :vote,
           running_order = :order, spare = :spare, page = :page, until = :until,
           visits = :visits, paused_at = :paused_at, locked = :locked, blank = :blank,
           finished_at = :finished_at, notice = :notice
     WHERE id = :live_id AND version = :seen"""


def write_state(
    live_id: int, version: int, state: LiveState, finished_at: datetime | None, notice: str | None
) -> bool:
    """Write a state under the next version if it is still `version`; False if not."""
    given = {
        "live_id": live_id,
        "seen": version,
        "phase": state.phase.value,
        "position": state.position,
        "vote": state.vote,
        "order": json.dumps(statejson.write_stops(state.order)),
        "spare": json.dumps(statejson.write_stops(state.spare)),
        "page": state.page,
        "until": _whole(state.until),
        "visits": json.dumps(statejson.write_visits(state.visits)),
        "paused_at": _whole(state.paused_at),
        "locked": state.locked,
        "blank": state.blank,
        "finished_at": _whole(finished_at),
        "notice": notice,
    }
    return bool(Usual().write(_WRITE, given))


def _whole(when: datetime | None) -> int | None:
    return None if when is None else microseconds(when)


_MOVE = """
    INSERT INTO move (live_id, version, move, made_at, before)
    VALUES (:live_id, :version, :move, :made_at, :before)"""


def add_move(
    live_id: int, version: int, move: str, made_at: datetime, before: dict[str, Any] | None
) -> None:
    """Keep the state before a move."""
    given = {
        "live_id": live_id,
        "version": version,
        "move": move,
        "made_at": microseconds(made_at),
        "before": None if before is None else json.dumps(before),
    }
    Usual().write(_MOVE, given)


_ROUND = """
    INSERT INTO round (live_id, item_id, vote, opened_at, deadline, closed_at, revealed_at)
    VALUES (:live_id, :item_id, :vote, :opened_at, :deadline, :closed_at, :revealed_at)
    RETURNING id"""
_WRITE_ROUND = """
    UPDATE round SET opened_at = :opened_at, deadline = :deadline, closed_at = :closed_at,
                     revealed_at = :revealed_at
     WHERE id = :round_id"""


def add_round(live_id: int, key: RoundKey, one: Round) -> int:
    """A round of an item and a vote; its row."""
    given = {"live_id": live_id, "item_id": key[0], "vote": key[1], **_moments(one)}
    return int(Usual().add(_ROUND, given)[0][0])


def write_round(round_id: int, one: Round) -> None:
    """When a round was opened, ends, was closed and revealed."""
    Usual().write(_WRITE_ROUND, {"round_id": round_id, **_moments(one)})


def _moments(one: Round) -> dict[str, int | None]:
    return {
        "opened_at": _whole(one.opened_at),
        "deadline": _whole(one.deadline),
        "closed_at": _whole(one.closed_at),
        "revealed_at": _whole(one.revealed_at),
    }


def last_move(live_id: int) -> MoveRow | None:
    """The newest move that can be undone."""
    query = select(MoveRow).where(MoveRow.live_id == live_id, MoveRow.before.is_not(None))
    return db.session.scalar(query.order_by(MoveRow.version.desc()).limit(1))


def forget_undo(live_id: int) -> None:
    """Nothing made so far can be undone any more."""
    db.session.execute(update(MoveRow).where(MoveRow.live_id == live_id).values(before=None))


def delete_live(live_id: int) -> None:
    """Delete a live session and all that hangs on it."""
    rounds = select(RoundRow.id).where(RoundRow.live_id == live_id)
    asked = select(RoomQuestionRow.id).where(RoomQuestionRow.live_id == live_id)
    for statement in (
        delete(RoomQuestionVoiceRow).where(RoomQuestionVoiceRow.question_id.in_(asked)),
        delete(RoomQuestionRow).where(RoomQuestionRow.live_id == live_id),
        delete(StepNoteRow).where(StepNoteRow.live_id == live_id),
        delete(PeerReadingRow).where(PeerReadingRow.round_id.in_(rounds)),
        delete(ApprovalRow).where(ApprovalRow.round_id.in_(rounds)),
        delete(ResponseRow).where(ResponseRow.round_id.in_(rounds)),
        delete(TallyRow).where(TallyRow.round_id.in_(rounds)),
        delete(RoundRow).where(RoundRow.live_id == live_id),
        delete(TeamNameRow).where(TeamNameRow.live_id == live_id),
        delete(SeatRow).where(SeatRow.live_id == live_id),
        delete(MoveRow).where(MoveRow.live_id == live_id),
        delete(LiveRow).where(LiveRow.id == live_id),
    ):
        db.session.execute(statement)


_ROUNDS = select(RoundRow).where(RoundRow.live_id == bindparam("live_id")).order_by(RoundRow.id)


def rounds_of(live_id: int) -> list[RoundRow]:
    """Every round of a live session, read afresh."""
    return list(db.session.scalars(_ROUNDS, {"live_id": live_id}, execution_options=_AFRESH))


def clock() -> ClockRow | None:
    """When the server was last known to run."""
    return db.session.get(ClockRow, 1)
