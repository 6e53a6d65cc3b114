"""One right option among several."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from quizzes.items.problems import Problem
from quizzes.kinds.bases.options import OneOptionItem, key_count_problem


class SingleChoice(OneOptionItem):
    """Mark 1 for the key, 0 for a distractor."""

    kind: Literal["single_choice"]

    def kind_problems(self) -> Iterable[Problem]:
        """One key, and what all options need."""
        yield from super().kind_problems()
        yield from key_count_problem(self, least=1, most=1)
