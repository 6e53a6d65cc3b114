"""What one sheet of a test says, in figures: never shown of one person, only of a group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean
from typing import Any

from quizzes.items.discernment import Judgements
from quizzes.items.item import Item
from quizzes.items.kind import NO_JUDGEMENTS, Measures, Outcome
from quizzes.items.text import Language

FULL = 100.0


@dataclass(frozen=True)
class Share:
    """`count` of `of`; nothing of nothing where a form has none."""

    count: int = 0
    of: int = 0

    def __add__(self, other: Share) -> Share:
        return Share(self.count + other.count, self.of + other.of)

    @property
    def percent(self) -> float | None:
        """0 to 100; None of nothing."""
        return FULL * self.count / self.of if self.of else None


@dataclass(frozen=True)
class Scores:
    """One sheet. `right` maps what was asked to whether it was answered right.

    Statements (true or false) are taught knowledge; posts (reliable or not) are discernment.
    What was left empty counts as “I don’t know”: not right, and no lean.
    """

    statements: Share
    statements_unsure: Share
    judged: Judgements
    posts_unsure: Share
    other: Share
    other_unsure: Share
    efficacy: float | None
    right: Mapping[str, bool]


def scores(items: Sequence[Item], answers: Mapping[str, Any]) -> Scores:
    """The figures of one sheet: `answers` maps an item's code to its `value` and `certainty`."""
    values = {one.id: answers[one.id]["value"] for one in items if one.id in answers}
    outcomes = list(_outcomes(items, values))
    return Scores(
        statements=_share(outcomes, "knowledge", "right"),
        statements_unsure=_share(outcomes, "knowledge", "unsure"),
        judged=_judged(items, values),
        posts_unsure=_share(outcomes, "discernment", "unsure"),
        other=_share(outcomes, "other", "right"),
        other_unsure=_share(outcomes, "other", "unsure"),
        efficacy=_efficacy(items, values),
        right={key: outcome == "right" for key, _measures, outcome in outcomes},
    )


def _outcomes(
    items: Sequence[Item], values: Mapping[str, Any]
) -> Iterator[tuple[str, Measures, Outcome]]:
    for item in items:
        outcomes = item.outcomes(values.get(item.id))
        for question, outcome in zip(item.questions(), outcomes, strict=True):
            yield question.key, item.measures(), outcome


def _share(
    outcomes: Sequence[tuple[str, Measures, Outcome]], measures: Measures, wanted: Outcome
) -> Share:
    found = [outcome for _key, what, outcome in outcomes if what == measures]
    return Share(found.count(wanted), len(found))


def _judged(items: Sequence[Item], values: Mapping[str, Any]) -> Judgements:
    shown = [one for one in items if one.id in values and one.measures() == "discernment"]
    return sum((one.judgements(values[one.id]) for one in shown), start=NO_JUDGEMENTS)


def _efficacy(items: Sequence[Item], values: Mapping[str, Any]) -> float | None:
    """The mean of the points that were ticked on short scales, 1 to 5."""
    points = [
        point for one in items if one.id in values for point in one.confidence(values[one.id])
    ]
    return mean(points) if points else None


@dataclass(frozen=True)
class Asked:
    """One thing that a form asks and that can be right, in words. `statement`: not a post."""

    key: str
    text: str
    statement: bool


def asked(items: Sequence[Item], language: Language) -> list[Asked]:
    """Everything that a form marks, in its order."""
    return [
        Asked(one.key, one.text.say(language), statement=item.measures() == "knowledge")
        for item in items
        for one in item.questions()
    ]
