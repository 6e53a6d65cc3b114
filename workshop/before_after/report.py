"""Operation: the report of a test before and after."""

from __future__ import annotations

import random

from quizzes.formats.pack import Form
from quizzes.items.text import Language
from workshop.before_after import queries
from workshop.before_after.rules.gains import FORMS, AnswerSheet, Gains, gains_of
from workshop.before_after.rules.measures import Draw
from workshop.before_after.rules.pseudonym import Occasion
from workshop.before_after.rules.scores import scores
from workshop.before_after.tests import BeforeAfter

SEED = 20261121


def gains(test: BeforeAfter, language: Language) -> Gains:
    """The report of `test` as it stands.

    Without the sheets of a part that still goes on: two reports, before and after one more sheet
    came in, would tell what is on it.
    """
    items = {form: [one.item for one in test.forms.form(form).items] for form in FORMS}
    sheets = []
    for row in queries.sheets_of(test.row_id):
        form: Form = "b" if row.form == "b" else "a"
        phase: Occasion = "after" if row.phase == "after" else "before"
        if phase == test.phase and not test.closed:
            continue
        sheets.append(AnswerSheet(phase, form, row.code_hash, scores(items[form], row.answers)))
    return gains_of(sheets, items, language, _drawing)


def _drawing() -> Draw:
    chance = random.Random(SEED)  # noqa: S311  (resampling, not a secret)
    return lambda n: chance.choices(range(n), k=n)
