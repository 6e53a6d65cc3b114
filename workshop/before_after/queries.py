"""Questions put to the tables of tests that are taken before and after."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func, select

from quizzes.store.db import db
from workshop.before_after.tables import AnswerSheetRow, BeforeAfterRow, BeginningRow


def before_after_by_code(code: str) -> BeforeAfterRow | None:
    """The test with this join code, read afresh."""
    query = select(BeforeAfterRow).where(BeforeAfterRow.code == code)
    return db.session.scalar(query, execution_options={"populate_existing": True})


def tests_of(facilitator_id: int) -> list[BeforeAfterRow]:
    """A facilitator's own tests, newest first. The owner filter lives here."""
    query = select(BeforeAfterRow).where(BeforeAfterRow.facilitator_id == facilitator_id)
    return list(db.session.scalars(query.order_by(BeforeAfterRow.id.desc())))


def tests_due(now: datetime) -> list[int]:
    """Tests whose date of deletion has come."""
    return list(
        db.session.scalars(select(BeforeAfterRow.id).where(BeforeAfterRow.delete_after <= now))
    )


def beginning_by_token(test_id: int, token_hash: str) -> BeginningRow | None:
    """Who has begun with this token."""
    query = select(BeginningRow).where(
        BeginningRow.test_id == test_id, BeginningRow.token_hash == token_hash
    )
    return db.session.scalar(query, execution_options={"populate_existing": True})


def beginnings_of(test_id: int) -> int:
    """How many have begun, in both phases."""
    query = select(func.count()).select_from(BeginningRow).where(BeginningRow.test_id == test_id)
    return db.session.scalar(query) or 0


def has_begun(test_id: int, code_hash: str) -> bool:
    """Whether somebody has begun with this code, in any phase."""
    query = select(BeginningRow.id).where(
        BeginningRow.test_id == test_id, BeginningRow.code_hash == code_hash
    )
    return db.session.scalar(query.limit(1)) is not None


def token_hashes(test_id: int) -> list[str]:
    """The hashed tokens of everybody who has begun."""
    query = select(BeginningRow.token_hash).where(BeginningRow.test_id == test_id)
    return list(db.session.scalars(query))


def sheet_of(test_id: int, phase: str, code_hash: str) -> AnswerSheetRow | None:
    """What this code handed in in this phase."""
    query = select(AnswerSheetRow).where(
        AnswerSheetRow.test_id == test_id,
        AnswerSheetRow.phase == phase,
        AnswerSheetRow.code_hash == code_hash,
    )
    return db.session.scalar(query)


def sheets_of(test_id: int) -> list[AnswerSheetRow]:
    """Every sheet of both phases, in the order of the hashes, which is no order of people."""
    query = select(AnswerSheetRow).where(AnswerSheetRow.test_id == test_id)
    return list(db.session.scalars(query.order_by(AnswerSheetRow.phase, AnswerSheetRow.code_hash)))


def sheet_counts(test_id: int) -> dict[str, int]:
    """How many sheets each phase has; phases without any are left out."""
    query = select(AnswerSheetRow.phase, func.count()).where(AnswerSheetRow.test_id == test_id)
    found = db.session.execute(query.group_by(AnswerSheetRow.phase))
    return {row[0]: row[1] for row in found}


def delete_test(test_id: int) -> None:
    """Delete a test with all its sheets."""
    for statement in (
        delete(AnswerSheetRow).where(AnswerSheetRow.test_id == test_id),
        delete(BeginningRow).where(BeginningRow.test_id == test_id),
        delete(BeforeAfterRow).where(BeforeAfterRow.id == test_id),
    ):
        db.session.execute(statement)
