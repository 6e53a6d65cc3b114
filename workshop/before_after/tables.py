"""Tables of tests that are taken before and after: the test, who has begun, what was handed in."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from quizzes.store.db import Base, Instant
from workshop.live.tables import HasJoinCode

UNORDERED = BigInteger().with_variant(Integer, "sqlite")
"""Numbers of rows that say nothing of which came first."""


def any_number() -> int:
    """A number of a row, at random among 2^62."""
    return secrets.randbelow(2**62)


class BeforeAfterRow(HasJoinCode, Base):
    """One group that takes the two forms of a test. `salt` makes its codes its own."""

    __tablename__ = "before_after"
    entrance = "sitting.start"
    __table_args__ = (CheckConstraint("phase IN ('before', 'after')", name="phase"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    facilitator_id: Mapped[int] = mapped_column(ForeignKey("facilitator.id"), index=True)
    pack_a_id: Mapped[int] = mapped_column(ForeignKey("pack.id"))
    pack_b_id: Mapped[int] = mapped_column(ForeignKey("pack.id"))
    title: Mapped[str] = mapped_column(String(120))
    phase: Mapped[str] = mapped_column(String(6), default="before")
    closed: Mapped[bool] = mapped_column(default=False)
    salt: Mapped[bytes] = mapped_column(LargeBinary(32))
    made_at: Mapped[datetime] = mapped_column(Instant)
    delete_after: Mapped[datetime] = mapped_column(Instant, index=True)


class BeginningRow(Base):
    """A code that has begun in a phase. `token_hash` is that of an attempt that shows no answer,
    which holds what was ticked until it is handed in. `on_paper`: the facilitator types a sheet."""

    __tablename__ = "before_after_beginning"

    id: Mapped[int] = mapped_column(UNORDERED, primary_key=True, default=any_number)
    test_id: Mapped[int] = mapped_column(ForeignKey("before_after.id"), index=True)
    phase: Mapped[str] = mapped_column(String(6))
    form: Mapped[str] = mapped_column(String(1))
    code_hash: Mapped[str] = mapped_column(String(64))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    on_paper: Mapped[bool] = mapped_column(default=False)
    handed_in: Mapped[bool] = mapped_column(default=False)


class AnswerSheetRow(Base):
    """What a code handed in: one sheet for each phase.

    It says no time, and its number is random, so that nobody can tell who it was by the order.
    `answers` maps an item's code to its `value` and `certainty`.
    """

    __tablename__ = "answer_sheet"
    __table_args__ = (UniqueConstraint("test_id", "phase", "code_hash"),)

    id: Mapped[int] = mapped_column(UNORDERED, primary_key=True, default=any_number)
    test_id: Mapped[int] = mapped_column(ForeignKey("before_after.id"), index=True)
    phase: Mapped[str] = mapped_column(String(6))
    form: Mapped[str] = mapped_column(String(1))
    code_hash: Mapped[str] = mapped_column(String(64))
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
