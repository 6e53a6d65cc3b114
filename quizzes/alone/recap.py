"""What a learner's recap shows, as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from quizzes.alone.attempts import Attempt
from quizzes.items.certainty import LEVELS, certainty_mark
from quizzes.items.item import MOSTLY, Item
from quizzes.items.kind import Given
from quizzes.items.text import Language

Outcome = Literal["right", "partly", "wrong", "opinion", "none"]


@dataclass(frozen=True)
class RecapLine:
    """One item: what was answered, what was right, and why."""

    number: int
    view: dict[str, Any]
    answer: dict[str, Any]
    given: str
    certainty: int | None
    key: str
    outcome: Outcome
    tempting: tuple[str, ...]


@dataclass(frozen=True)
class Recap:
    """Every item, and calm totals. `certainty_points` is never below 0."""

    lines: tuple[RecapLine, ...]
    right: int
    partly: int
    scored: int
    certainty_points: int
    certainty_most: int


def outcome(item: Item, given: Given | None) -> Outcome:
    """How an answer fared; opinions and missing answers are neither right nor wrong."""
    if given is None:
        return "none"
    return fared(item.mark(given.value))


def fared(mark: float | None) -> Outcome:
    """What a mark is called; none is that of an opinion."""
    if mark is None:
        return "opinion"
    if mark == 1:
        return "right"
    return "partly" if mark >= MOSTLY else "wrong"


def _tempting(given: Given | None, answer: dict[str, Any], *, shape: str) -> tuple[str, ...]:
    if given is None or shape not in ("one", "many"):
        return ()
    chosen = given.value if isinstance(given.value, list) else [given.value]
    reasons = answer.get("rationales", {})
    return tuple(reasons[one] for one in chosen if one not in answer["keys"] and reasons.get(one))


def _line(number: int, item: Item, given: Given | None, language: Language) -> RecapLine:
    answer = item.revealed_view(language)
    return RecapLine(
        number=number,
        view=item.public_view(language),
        answer=answer,
        given=item.say_value(given.value, language) if given else "",
        certainty=given.certainty if given else None,
        key=item.say_key(language),
        outcome=outcome(item, given),
        tempting=_tempting(given, answer, shape=item.shape),
    )


def recap_of(attempt: Attempt, language: Language) -> Recap:
    """The recap of an attempt that is finished."""
    lines = tuple(
        _line(number, one.item, attempt.given.get(one.row_id), language)
        for number, one in enumerate(attempt.pack.items, start=1)
    )
    sure = [line for line in lines if line.certainty is not None]
    points = sum(
        certainty_mark(right=line.outcome == "right", certainty=line.certainty or 1)
        for line in sure
    )
    return Recap(
        lines=lines,
        right=sum(line.outcome == "right" for line in lines),
        partly=sum(line.outcome == "partly" for line in lines),
        scored=sum(line.view["scored"] for line in lines),
        certainty_points=max(0, points),
        certainty_most=max(LEVELS) * len(sure),
    )
