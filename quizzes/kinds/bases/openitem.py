"""Items that learners answer in their own words: no mark, but criteria or a rubric to compare."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Literal

from pydantic import Field

from quizzes.items.item import Item
from quizzes.items.kind import Given
from quizzes.items.plausible import Chance, sentence
from quizzes.items.problems import Problem
from quizzes.items.text import Language, Text, Value
from quizzes.items.written import read_writing, writing_schema

POINTS = (0, 1, 2)


class Level(Value):
    """One level of a rubric: how many points, and what an answer of that level shows."""

    points: int = Field(ge=POINTS[0], le=POINTS[-1])
    text: Text


Rubric = tuple[Level, ...]
"""The three levels, 0 to 2. Nobody is marked by the kit: the reader of an answer uses it."""


def rubric_view(rubric: Rubric, language: Language) -> list[dict[str, Any]]:
    """The levels in one language, best first, as one compares."""
    return [
        {"points": level.points, "text": level.text.say(language)} for level in reversed(rubric)
    ]


def rubric_problems(rubric: Rubric) -> Iterable[Problem]:
    """A problem unless the levels are 0, 1 and 2, in this order."""
    if tuple(level.points for level in rubric) != POINTS:
        yield Problem(
            "The rubric needs the points 0, 1 and 2.", "List them in this order.", field="rubric"
        )


class OpenItem(Item):
    """Never marked. What was written waits for the facilitator before others see it."""

    scored: ClassVar[bool] = False
    moderated: ClassVar[bool] = True

    def mark(self, value: Any) -> None:
        """A person reads it; the kit does not mark it."""

    def summarise(self, given: Sequence[Given]) -> dict[str, Any]:
        """How many answered. The texts are never in it: they wait for approval."""
        return {"n": len(given), "facility": None}

    def say_key(self, language: Language) -> str:
        """There is no key."""
        return ""


class TextItem(OpenItem):
    """One text. `example`: one good answer, shown after the reveal."""

    shape: ClassVar[Literal["text"]] = "text"
    own_fields = ("max_length",)
    max_length: int = Field(default=200, ge=20, le=600)
    example: Text

    def accepts(self) -> dict[str, Any]:
        """A text of at most `max_length` characters."""
        return writing_schema(self.max_length)

    def read_response(self, value: object) -> str:
        """The text on one line, trimmed and normalised."""
        return read_writing(value, longest=self.max_length)

    def plausible(self, chance: Chance, skill: float, language: Language) -> str:
        """A neutral sentence."""
        return sentence(chance, self.max_length, language)

    def how_to_answer(self, language: Language) -> str:
        """How long it may be."""
        most = self.max_length
        return Text(
            fr=f"Écris une réponse de {most} signes au plus, en caractères ordinaires.",
            en=f"Write an answer of at most {most} characters, in ordinary signs.",
        ).say(language)

    def texts(self, value: Any) -> tuple[str, ...]:
        """The text."""
        return (value,)

    def say_value(self, value: Any, language: Language) -> str:
        """The text as it was written."""
        return str(value)

    def question_view(self, language: Language) -> dict[str, Any]:
        """How long it may be."""
        return {"max_length": self.max_length}

    def answer_view(self, language: Language) -> dict[str, Any]:
        """One good answer."""
        return {"example": self.example.say(language)}
