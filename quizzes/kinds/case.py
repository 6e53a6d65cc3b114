"""A case to answer in one's own words, with a rubric that is shown afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from pydantic import Field

from quizzes.items.problems import Problem
from quizzes.items.text import Language
from quizzes.kinds.bases.openitem import Rubric, TextItem, rubric_problems, rubric_view


class Case(TextItem):
    """Open text; the facilitator or the learner compares it with the rubric."""

    kind: Literal["case"]
    max_length: int = Field(default=400, ge=20, le=600)
    rubric: Rubric = Field(min_length=3, max_length=3)

    def answer_view(self, language: Language) -> dict[str, Any]:
        """One good answer, and the levels."""
        return {**super().answer_view(language), "rubric": rubric_view(self.rubric, language)}

    def kind_problems(self) -> Iterable[Problem]:
        """Three levels."""
        yield from rubric_problems(self.rubric)
