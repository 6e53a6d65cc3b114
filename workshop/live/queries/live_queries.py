"""Questions put to the tables of live sessions, their rounds and their moves."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from quizzes.store.db import db
from quizzes.store.driver import Quickly
from workshop.live.queries.statements import HEAD
from workshop.live.rules.state import LiveState, Round, RoundKey
from workshop.live.tables import (
    ApprovalRow,
    ClockRow,
    LiveRow,
    MoveRow,
    PeerReadingRow,
    ResponseRow,
    RoundRow,
    SeatRow,
    TallyRow,
)

_BY_CODE = select(LiveRow).where(LiveRow.code == bindparam("code"))
_AFRESH = {"populate_existing": True}


def live_by_code(code: str) -> LiveRow | None:
    """The live session with this join code, read afresh."""
    return db.session.scalar(_BY_CODE, {"code": code}, execution_options=_AFRESH)


_LIVE = LiveRow.__table__.c


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


def lives_due(now: datetime) -> list[int]:
    """Live sessions whose date of deletion has come."""
    return list(db.session.scalars(select(LiveRow.id).where(LiveRow.delete_after <= now)))


_WRITE = update(LiveRow).where(_LIVE.id == bindparam("live_id"), _LIVE.version == bindparam("seen"))


def write_state(
    live_id: int, version: int, state: LiveState, finished_at: datetime | None, notice: str | None
) -> bool:
    """Write a state under the next version if it is still `version`; False if not."""
    statement = _WRITE.values(
        version=_LIVE.version + 1,
        phase=state.phase.value,
        position=state.position,
        vote=state.vote,
        order=list(state.order),
        paused_at=state.paused_at,
        locked=state.locked,
        blank=state.blank,
        finished_at=finished_at,
        notice=notice,
    )
    given = {"live_id": live_id, "seen": version}
    return bool(getattr(db.session.connection().execute(statement, given), "rowcount", 0))


_WRITE_ROUND = update(RoundRow).where(RoundRow.__table__.c.id == bindparam("round_id"))


def add_move(**columns: Any) -> None:
    """Keep the state before a move."""
    db.session.connection().execute(insert(MoveRow), columns)


def add_round(live_id: int, key: RoundKey, one: Round) -> int:
    """A round of an item and a vote; its row."""
    columns = {"live_id": live_id, "item_id": key[0], "vote": key[1], **asdict(one)}
    done = db.session.connection().execute(insert(RoundRow).returning(RoundRow.id), columns)
    return int(done.scalar_one())


def write_round(round_id: int, one: Round) -> None:
    """When a round was opened, ends, was closed and revealed."""
    db.session.connection().execute(_WRITE_ROUND.values(**asdict(one)), {"round_id": round_id})


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
    for statement in (
        delete(PeerReadingRow).where(PeerReadingRow.round_id.in_(rounds)),
        delete(ApprovalRow).where(ApprovalRow.round_id.in_(rounds)),
        delete(ResponseRow).where(ResponseRow.round_id.in_(rounds)),
        delete(TallyRow).where(TallyRow.round_id.in_(rounds)),
        delete(RoundRow).where(RoundRow.live_id == live_id),
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
