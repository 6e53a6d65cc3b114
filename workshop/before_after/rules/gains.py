"""The report of a test before and after. Figures of the group, never of one person.

Groups of fewer than five people are hidden, and fewer than twenty are called indicative.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import mean

from quizzes.formats.pack import Form
from quizzes.items.discernment import INDICATIVE_BELOW, LEAST_GROUP, suppressed
from quizzes.items.item import Item
from quizzes.items.text import Language
from workshop.before_after.rules.effects import (
    d_av,
    g_av,
    hake_gain,
    mcnemar_exact,
    mean_normalised_change,
)
from workshop.before_after.rules.measures import (
    DISCERNMENT,
    KNOWLEDGE,
    OTHERS,
    Drawing,
    Matched,
    Measure,
    Wanted,
    measure,
)
from workshop.before_after.rules.pseudonym import Occasion
from workshop.before_after.rules.scores import Asked, Scores, asked

FORMS: tuple[Form, Form] = ("a", "b")
PHASES: tuple[Occasion, Occasion] = ("before", "after")


@dataclass(frozen=True)
class AnswerSheet:
    """One sheet, as it is counted."""

    phase: Occasion
    form: Form
    code_hash: str
    scores: Scores


@dataclass(frozen=True)
class Moved:
    """How far matched people moved on the statements; see rules.effects."""

    people: int
    hake: float | None
    mean_change: float | None
    d_av: float | None
    g_av: float | None


@dataclass(frozen=True)
class SameQuestion:
    """A question that both forms ask, answered twice by matched people. None hides a small cell."""

    text: str
    people: int
    became_right: int | None
    became_wrong: int | None
    stayed_right: int | None
    stayed_wrong: int | None
    p: float | None


@dataclass(frozen=True)
class FormLine:
    """What a form asks, with the percent of right answers before and after; None hides few."""

    text: str
    statement: bool
    before: float | None
    after: float | None


@dataclass(frozen=True)
class Gains:
    """The report of a test. `by_form`: sheets for each phase and form."""

    before: int
    after: int
    matched: int
    by_form: Mapping[str, Mapping[str, int]]
    knowledge: tuple[Measure, ...]
    discernment: tuple[Measure, ...]
    others: tuple[Measure, ...]
    moved: Moved | None
    same: tuple[SameQuestion, ...]
    lines: Mapping[str, tuple[FormLine, ...]]

    @property
    def is_indicative(self) -> bool:
        """Whether fewer than twenty people stand behind any of its groups."""
        return min(self.before, self.after, self.matched) < INDICATIVE_BELOW


def gains_of(
    sheets: Sequence[AnswerSheet],
    items: Mapping[Form, Sequence[Item]],
    language: Language,
    drawing: Drawing,
) -> Gains:
    """The report of these sheets; `items` are those of each form."""
    before = [one.scores for one in sheets if one.phase == "before"]
    after = [one.scores for one in sheets if one.phase == "after"]
    pairs = matched(sheets)
    questions = {form: asked(items[form], language) for form in FORMS}

    def measures(wanted: Sequence[Wanted]) -> tuple[Measure, ...]:
        return tuple(measure(one, before, after, pairs, drawing) for one in wanted)

    return Gains(
        before=len(before),
        after=len(after),
        matched=len(pairs),
        by_form=_by_form(sheets),
        knowledge=measures(KNOWLEDGE),
        discernment=measures(DISCERNMENT),
        others=measures(OTHERS),
        moved=_moved(pairs),
        same=_same_questions(pairs, questions["a"], questions["b"]),
        lines={form: _form_lines(sheets, form, questions[form]) for form in FORMS},
    )


def matched(sheets: Sequence[AnswerSheet]) -> list[Matched]:
    """Both sheets of everybody who handed in two."""
    after = {one.code_hash: one.scores for one in sheets if one.phase == "after"}
    first = [one for one in sheets if one.phase == "before" and one.code_hash in after]
    return [(one.scores, after[one.code_hash]) for one in first]


def _by_form(sheets: Sequence[AnswerSheet]) -> dict[str, dict[str, int]]:
    places = [(one.phase, one.form) for one in sheets]
    return {phase: {form: places.count((phase, form)) for form in FORMS} for phase in PHASES}


def _moved(pairs: Sequence[Matched]) -> Moved | None:
    """Gains on the statements; None for fewer than five people or without statements."""
    both = [(one.statements.percent, other.statements.percent) for one, other in pairs]
    found = [(one, other) for one, other in both if one is not None and other is not None]
    if len(found) < LEAST_GROUP:
        return None
    before, after = [one for one, _ in found], [other for _, other in found]
    return Moved(
        people=len(found),
        hake=hake_gain(before, after),
        mean_change=mean_normalised_change(before, after),
        d_av=d_av(before, after),
        g_av=g_av(before, after),
    )


def _same_questions(
    pairs: Sequence[Matched], first: Sequence[Asked], other: Sequence[Asked]
) -> tuple[SameQuestion, ...]:
    """What both forms ask word for word: only there can an answer be compared with itself."""
    if len(pairs) < LEAST_GROUP:
        return ()
    both = {one.key for one in other}
    return tuple(_same_question(pairs, one) for one in first if one.key in both)


def _same_question(pairs: Sequence[Matched], question: Asked) -> SameQuestion:
    told = [(one.right[question.key], other.right[question.key]) for one, other in pairs]
    became_right, became_wrong = told.count((False, True)), told.count((True, False))
    shown = suppressed(
        {
            "became_right": became_right,
            "became_wrong": became_wrong,
            "stayed_right": told.count((True, True)),
            "stayed_wrong": told.count((False, False)),
        }
    )
    hidden = shown["became_right"] is None or shown["became_wrong"] is None
    p = None if hidden else mcnemar_exact(became_right, became_wrong)  # it would tell them
    return SameQuestion(question.text, len(told), **shown, p=p)


def _form_lines(
    sheets: Sequence[AnswerSheet], form: Form, questions: Sequence[Asked]
) -> tuple[FormLine, ...]:
    by_phase = {phase: _of_form(sheets, phase, form) for phase in PHASES}
    return tuple(
        FormLine(
            text=one.text,
            statement=one.statement,
            before=_right_percent(by_phase["before"], one.key),
            after=_right_percent(by_phase["after"], one.key),
        )
        for one in questions
    )


def _of_form(sheets: Sequence[AnswerSheet], phase: Occasion, form: Form) -> list[Scores]:
    """Who took this form in this phase; nobody where few people took the other one.

    Their figures could be found by subtracting these from those of everybody.
    """
    own = [one.scores for one in sheets if (one.phase, one.form) == (phase, form)]
    others = sum((one.phase, one.form) == (phase, _other(form)) for one in sheets)
    return [] if 0 < others < LEAST_GROUP else own


def _other(form: Form) -> Form:
    return "b" if form == "a" else "a"


def _right_percent(people: Sequence[Scores], key: str) -> float | None:
    if len(people) < LEAST_GROUP:
        return None
    return 100 * mean(one.right[key] for one in people)
