"""Operations of whoever takes a test: make a code, answer at one's own pace, hand in once."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from quizzes.alone import attempts
from quizzes.alone.attempts import Attempt
from quizzes.formats.pack import Form
from quizzes.gate.tokens import hashed
from quizzes.items.text import Language
from quizzes.store.db import db, scrub, writing
from workshop.before_after import queries
from workshop.before_after.rules.pseudonym import (
    Occasion,
    Suggestion,
    code_hash,
    form_for,
    read_pseudonym,
    suggest,
)
from workshop.before_after.tables import AnswerSheetRow, BeginningRow
from workshop.before_after.tests import BeforeAfter

MOST_BEGINNINGS = 2000
TRIES = 20


class NotTaken(Exception):
    """Nothing was begun or kept. `reason` is a key that the pages translate."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True)
class Sitting:
    """Where one code stands in one phase. `attempt` is None once it was handed in."""

    row_id: int
    test: BeforeAfter
    phase: Occasion
    form: Form
    code_hash: str
    on_paper: bool
    attempt: Attempt | None

    @property
    def is_open(self) -> bool:
        """Whether answers are still taken; a paper sheet may be typed at any time."""
        return self.on_paper or (not self.test.closed and self.test.phase == self.phase)


def suggest_code(test: BeforeAfter, language: Language) -> Suggestion:
    """A code with which nobody has begun yet."""
    found = suggest(language, secrets.choice)
    for _ in range(TRIES):
        if not queries.has_begun(test.row_id, _hash(test, found.text)):
            break
        found = suggest(language, secrets.choice)
    return found


def _hash(test: BeforeAfter, typed: str) -> str:
    read = read_pseudonym(typed)
    if read is None:
        raise NotTaken("no_code")
    return code_hash(read, test.salt)


def begin(test: BeforeAfter, typed: str, now: datetime, *, unmatched: bool = False) -> str:
    """Begin the open phase with a code; the token that the browser keeps.

    `unmatched`: go on “after” with a code that handed nothing in before. Raises NotTaken.
    """
    if test.closed:
        raise NotTaken("closed")
    code = _hash(test, typed)
    before = queries.sheet_of(test.row_id, "before", code)
    if test.phase == "after" and before is None and not unmatched:
        raise NotTaken("unknown")
    form = form_for(test.phase, code, _form(before.form) if before else None)
    return _begin(test, test.phase, form, code, now, on_paper=False)


def begin_paper(test: BeforeAfter, typed: str, phase: Occasion, form: Form, now: datetime) -> str:
    """Begin to type a sheet that was filled in on paper. Raises NotTaken."""
    return _begin(test, phase, form, _hash(test, typed), now, on_paper=True)


def _begin(
    test: BeforeAfter, phase: Occasion, form: Form, code: str, now: datetime, *, on_paper: bool
) -> str:
    if queries.sheet_of(test.row_id, phase, code) is not None:
        raise NotTaken("handed_in")
    if not on_paper and queries.beginnings_of(test.row_id) >= MOST_BEGINNINGS:
        raise NotTaken("full")
    token = attempts.begin(test.forms.form(form), "never", now)
    with writing():
        if queries.before_after_by_code(test.code) is None:
            raise NotTaken("closed")  # deleted in the same moment
        db.session.add(
            BeginningRow(
                test_id=test.row_id,
                phase=phase,
                form=form,
                code_hash=code,
                token_hash=hashed(token),
                on_paper=on_paper,
            )
        )
    return token


def resume(test: BeforeAfter, token: str, now: datetime) -> Sitting | None:
    """Where the browser with this token stands."""
    row = queries.beginning_by_token(test.row_id, hashed(token)) if token else None
    if row is None:
        return None
    attempt = None if row.handed_in else attempts.resume(token, now)
    if attempt is None and not row.handed_in:
        return None  # begun too long ago
    phase: Occasion = "after" if row.phase == "after" else "before"
    return Sitting(row.id, test, phase, _form(row.form), row.code_hash, row.on_paper, attempt)


def _form(name: str) -> Form:
    return "b" if name == "b" else "a"


def respond(
    sitting: Sitting, position: int, value: object, certainty: object, now: datetime
) -> None:
    """Keep the answer to the item at `position`. Raises NotTaken, Problems, IndexError."""
    changed = attempts.respond(_going(sitting), position, value, certainty, now)
    if not changed:
        raise NotTaken("handed_in")


def skip(sitting: Sitting, position: int) -> None:
    """“I don't know”: nothing is kept for this item. Raises NotTaken, IndexError."""
    attempts.take_back(_going(sitting), position)


def _going(sitting: Sitting) -> Attempt:
    if not sitting.is_open:
        raise NotTaken("closed")
    if sitting.attempt is None:
        raise NotTaken("handed_in")
    return sitting.attempt


def hand_in(sitting: Sitting) -> None:
    """Keep the answers as the one sheet of this code and phase. Raises NotTaken.

    The same again changes nothing; other answers under the same code are refused.
    """
    if sitting.attempt is None:
        return
    attempt = _going(sitting)
    with writing():
        _keep_sheet(sitting, answers_of(attempts.take_out(attempt)))
    scrub()


def _keep_sheet(sitting: Sitting, answers: dict[str, Any]) -> None:
    fresh = queries.before_after_by_code(sitting.test.code)
    row = db.session.get(BeginningRow, sitting.row_id, populate_existing=True)
    if fresh is None or row is None:
        raise NotTaken("closed")
    if row.handed_in:
        return  # in another tab
    if not sitting.on_paper and (fresh.closed or fresh.phase != sitting.phase):
        raise NotTaken("closed")  # in the same moment
    sheet = queries.sheet_of(fresh.id, sitting.phase, sitting.code_hash)
    if sheet is not None and (sheet.form, sheet.answers) != (sitting.form, answers):
        raise NotTaken("another")
    row.handed_in = True
    if sheet is None:
        db.session.add(
            AnswerSheetRow(
                test_id=fresh.id,
                phase=sitting.phase,
                form=sitting.form,
                code_hash=sitting.code_hash,
                answers=answers,
            )
        )


def answers_of(attempt: Attempt) -> dict[str, Any]:
    """What an attempt holds, by the codes of its items; what was skipped is left out."""
    codes = {one.row_id: one.item.id for one in attempt.pack.items}
    return {
        codes[row]: {"value": given.value, "certainty": given.certainty}
        for row, given in sorted(attempt.given.items())
    }
