"""Operations of a learner alone: begin an attempt, respond, resume, finish."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from quizzes.alone import queries
from quizzes.alone.tables import AttemptResponseRow, AttemptRow
from quizzes.bank.catalogue import BankPack, bank_pack
from quizzes.gate.tokens import hashed
from quizzes.items.certainty import read_certainty
from quizzes.items.kind import Given
from quizzes.store.db import db, scrub, writing

KEPT_FOR = timedelta(days=30)
Reveal = Literal["each", "end", "never"]
"""When answers are shown: after each question, all at the end, or never, as in a test."""
_REVEALS: dict[str, Reveal] = {"each": "each", "end": "end"}


@dataclass(frozen=True)
class Attempt:
    """Where a learner alone stands. `given` maps an item's row to what they answered."""

    row_id: int
    pack: BankPack
    reveal: Reveal
    given: dict[int, Given]
    finished: bool
    delete_after: datetime

    def next_position(self) -> int | None:
        """The first item without an answer, from 0; None when all have one."""
        for position, one in enumerate(self.pack.items):
            if one.row_id not in self.given:
                return position
        return None

    def may_see_answer(self, row_id: int) -> bool:
        """Whether the key of this item may be shown to this learner now."""
        if self.reveal == "never":
            return False
        return self.finished or (self.reveal == "each" and row_id in self.given)


def begin(pack: BankPack, reveal: Reveal, now: datetime) -> str:
    """A new attempt; the token that the browser keeps is its only name."""
    token = secrets.token_urlsafe(16)
    with writing():
        db.session.add(
            AttemptRow(
                token_hash=hashed(token),
                pack_id=pack.row_id,
                reveal=reveal,
                begun_at=now,
                delete_after=now + KEPT_FOR,
            )
        )
    return token


def resume(token: str, now: datetime) -> Attempt | None:
    """The attempt of this token, if it is still kept."""
    row = queries.attempt_by_hash(hashed(token)) if token else None
    if row is None or row.delete_after <= now:
        return None
    given = _given(row)
    reveal = _REVEALS.get(row.reveal, "never")
    pack = bank_pack(row.pack_id)
    return Attempt(row.id, pack, reveal, given, row.finished_at is not None, row.delete_after)


def _given(row: AttemptRow) -> dict[int, Given]:
    return {one.item_id: Given(one.value, one.certainty) for one in row.responses}


def respond(
    attempt: Attempt, position: int, value: object, certainty: object, now: datetime
) -> bool:
    """Keep the answer to the item at `position`; False when its answer was already shown.

    Raises Problems when it is no response to this item, IndexError when there is no such item.
    """
    if position < 0:
        raise IndexError(position)
    one = attempt.pack.items[position]
    read: Any = one.item.read_response(value)
    sure = read_certainty(certainty, asked=one.item.asks_certainty)
    with writing():
        begun = db.session.get(AttemptRow, attempt.row_id, populate_existing=True)
        row = queries.attempt_response(attempt.row_id, one.row_id)
        shown = row is not None and attempt.reveal == "each"
        if begun is None or begun.finished_at is not None or shown:
            return False  # another tab may have shown, finished or erased since
        if row is None:
            row = AttemptResponseRow(attempt_id=attempt.row_id, item_id=one.row_id)
            db.session.add(row)
        row.value, row.certainty, row.kept_at = read, sure, now
    return True


def take_back(attempt: Attempt, position: int) -> None:
    """Forget the answer to the item at `position`, as long as the attempt goes on.

    Raises IndexError when there is no such item.
    """
    if position < 0:
        raise IndexError(position)
    one = attempt.pack.items[position]
    with writing():
        begun = db.session.get(AttemptRow, attempt.row_id, populate_existing=True)
        row = queries.attempt_response(attempt.row_id, one.row_id)
        if row is not None and begun is not None and begun.finished_at is None:
            db.session.delete(row)


def finish(attempt: Attempt, now: datetime) -> None:
    """End the attempt: every answer may be shown, none may be changed."""
    with writing():
        row = db.session.get(AttemptRow, attempt.row_id)
        if row is not None and row.finished_at is None:
            row.finished_at = now


def take_out(attempt: Attempt) -> Attempt:
    """The attempt as it stands in this moment, deleted. Part of a transaction."""
    row = db.session.get(AttemptRow, attempt.row_id, populate_existing=True)
    if row is None:
        return replace(attempt, given={})
    db.session.refresh(row, ["responses"])
    given = _given(row)
    db.session.delete(row)
    return replace(attempt, given=given)


def erase(attempt: Attempt) -> None:
    """Delete the attempt and its answers now."""
    with writing():
        row = db.session.get(AttemptRow, attempt.row_id)
        if row is not None:
            db.session.delete(row)
    scrub()


def erase_all(token_hashes: Sequence[str]) -> None:
    """Delete the attempts of these hashed tokens now."""
    with writing():
        for one in token_hashes:
            row = queries.attempt_by_hash(one)
            if row is not None:
                db.session.delete(row)
    scrub()


def purge(now: datetime) -> int:
    """Delete attempts whose date has come; how many."""
    with writing():
        gone = queries.delete_attempts_due(now)
    scrub()
    return gone
