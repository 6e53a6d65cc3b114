"""The page of one question, alone or in a test: what its form said, and what it shows."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from quizzes.alone import fields
from quizzes.alone.attempts import Attempt
from quizzes.gate.replies import Refused
from quizzes.items.item import Item
from quizzes.items.problems import Problems
from quizzes.items.text import Language

LONGEST_SHOWN = 40
"""So much of a number that was refused is shown again."""


@dataclass(frozen=True)
class Typed:
    """What a form said, as far as it can be read; `errors` by field, once it was refused."""

    value: object
    certainty: object
    text: str
    errors: dict[str, str] = field(default_factory=dict)

    def refused(self, item: Item, problems: Problems, language: Language) -> Typed:
        """The same with a sentence beside each refused field."""
        return replace(self, errors=fields.sentences(item, language, problems))


def read_form(item: Item, form: MultiDict[str, str], language: Language) -> Typed:
    """The value and the certainty that were typed."""
    return Typed(
        value=fields.read_value(item, form, item.public_view(language)),
        certainty=fields.read_certainty(form),
        text=form.get("value", "")[:LONGEST_SHOWN],
    )


def position_of(attempt: Attempt, number: int, back: str) -> int:
    """The place from 0 of a question that is counted from 1. Raises Refused, with the way back."""
    if not 1 <= number <= len(attempt.pack.items):
        raise Refused(404, _("There is no such question."), back)
    return number - 1


def is_spelt(item: Item) -> bool:
    """Whether an answer is written out rather than chosen."""
    return item.shape == "number" or item.moderated


def page_of(
    attempt: Attempt, position: int, language: Language, refused: Typed | None
) -> dict[str, Any]:
    """The question with what was refused, else with what is kept, as templates want it."""
    one = attempt.pack.items[position]
    said = refused or attempt.given.get(one.row_id)
    value = said.value if said else None
    typed = refused.text if refused else fields.said_digits(value, language)
    return {
        "number": position + 1,
        "view": one.item.public_view(language),
        "given": value,
        "given_text": typed if is_spelt(one.item) else "",
        "certainty": said.certainty if said else None,
        "errors": refused.errors if refused else None,
        "media_base": f"/media/{attempt.pack.row_id}",
    }
