"""An opinion or a habit: no right answer."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from quizzes.items.problems import Problem
from quizzes.kinds.bases.options import OneOptionItem, key_count_problem


class Poll(OneOptionItem):
    """Never marked, never coloured as right."""

    scored: ClassVar[bool] = False
    kind: Literal["poll"]

    def mark(self, value: Any) -> None:
        """An opinion has no mark."""

    def kind_problems(self) -> list[Problem]:
        """No key."""
        return [*super().kind_problems(), *key_count_problem(self, least=0, most=0)]
