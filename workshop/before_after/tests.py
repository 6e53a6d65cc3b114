"""Operations of a test that is taken before and after: open it, load it, move it on, delete it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from quizzes.alone import attempts
from quizzes.bank.catalogue import FormPair, bank_pack
from quizzes.store.db import db, scrub, writing
from workshop.before_after import queries
from workshop.before_after.rules.pseudonym import Occasion
from workshop.before_after.rules.stage import GroupStage, stage_of
from workshop.before_after.tables import BeforeAfterRow
from workshop.live.lifetime import MAX_TITLE, free_code

SALT_BYTES = 32
MAX_KEEP_DAYS = 365


class GroupStep(StrEnum):
    """What a facilitator may do to a test."""

    AFTER = "after"
    BEFORE = "before"
    CLOSE = "close"
    OPEN = "open"


class StepRefused(Exception):
    """The step is not possible now. `reason` is a key that the pages translate."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True)
class BeforeAfter:
    """A test of one group: its two forms, and which phase is open. `salt` hashes its codes."""

    row_id: int
    code: str
    title: str
    facilitator_id: int
    forms: FormPair
    phase: Occasion
    closed: bool
    salt: bytes
    made_at: datetime
    delete_after: datetime


@dataclass(frozen=True)
class SheetCounts:
    """How many sheets were handed in."""

    before: int
    after: int


def open_test(
    facilitator_id: int, forms: FormPair, title: str, keep_days: int, now: datetime
) -> BeforeAfter:
    """A new test, open for “before”, with a fresh join code and a salt of its own."""
    code = free_code()
    with writing():
        db.session.add(
            BeforeAfterRow(
                code=code,
                facilitator_id=facilitator_id,
                pack_a_id=forms.a.row_id,
                pack_b_id=forms.b.row_id,
                title=title[:MAX_TITLE],
                phase="before",
                salt=secrets.token_bytes(SALT_BYTES),
                made_at=now,
                delete_after=now + timedelta(days=keep_days),
            )
        )
    found = load(code)
    assert found is not None
    return found


def load(code: str) -> BeforeAfter | None:
    """The test with this join code."""
    row = queries.before_after_by_code(code)
    return _test(row) if row is not None else None


def own_tests(facilitator_id: int) -> list[BeforeAfter]:
    """A facilitator's tests, newest first."""
    return [_test(row) for row in queries.tests_of(facilitator_id)]


def counts(test: BeforeAfter) -> SheetCounts:
    """How many sheets each phase has."""
    found = queries.sheet_counts(test.row_id)
    return SheetCounts(found.get("before", 0), found.get("after", 0))


def stage(test: BeforeAfter) -> GroupStage:
    """What comes next for this test."""
    found = counts(test)
    return stage_of(test.phase, found.before, found.after, closed=test.closed)


def make_step(test: BeforeAfter, step: GroupStep) -> None:
    """Switch to “after” or back, close for now or open again. Raises StepRefused."""
    with writing():
        row = queries.before_after_by_code(test.code)
        if row is None:
            raise StepRefused("gone")
        _take_step(row, step)


def _take_step(row: BeforeAfterRow, step: GroupStep) -> None:
    if step is GroupStep.CLOSE:
        row.closed = True
    elif step is GroupStep.OPEN:
        row.closed = False
    elif step is GroupStep.AFTER:
        row.phase, row.closed = "after", False
    elif row.phase == "after" and queries.sheet_counts(row.id).get("after"):
        raise StepRefused("handed_in_after")
    else:
        row.phase, row.closed = "before", False


def keep_until(test: BeforeAfter, day: date, now: datetime) -> None:
    """Keep a test longer: until this day, a year from now at most. Raises StepRefused."""
    with writing():
        row = queries.before_after_by_code(test.code)
        if row is None:
            raise StepRefused("gone")
        later = (day - row.delete_after.date()).days
        if later <= 0:
            raise StepRefused("not_longer")
        if day > now.date() + timedelta(days=MAX_KEEP_DAYS):
            raise StepRefused("too_long")
        row.delete_after += timedelta(days=later)


def delete(test: BeforeAfter) -> None:
    """Delete a test with everything that was begun or handed in, now and for good."""
    _delete(test.row_id)
    scrub()


def purge(now: datetime) -> int:
    """Delete the tests whose date has come; how many."""
    due = queries.tests_due(now)
    for row_id in due:
        _delete(row_id)
    if due:
        scrub()
    return len(due)


def _delete(row_id: int) -> None:
    """What was begun goes first: were this cut short, the next call would do the rest."""
    attempts.erase_all(queries.token_hashes(row_id))
    with writing():
        queries.delete_test(row_id)


def _test(row: BeforeAfterRow) -> BeforeAfter:
    return BeforeAfter(
        row_id=row.id,
        code=row.code,
        title=row.title,
        facilitator_id=row.facilitator_id,
        forms=FormPair(bank_pack(row.pack_a_id), bank_pack(row.pack_b_id)),
        phase="after" if row.phase == "after" else "before",
        closed=row.closed,
        salt=row.salt,
        made_at=row.made_at,
        delete_after=row.delete_after,
    )
