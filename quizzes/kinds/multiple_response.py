"""Several right options among more."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from quizzes.items.problems import Problem
from quizzes.kinds.bases.options import ManyOptionItem, key_count_problem


class MultipleResponse(ManyOptionItem):
    """Mark max(0, (right ticks - wrong ticks) / number of keys)."""

    kind: Literal["multiple_response"]

    def mark(self, value: Any) -> float:
        """Ticking everything earns less than thinking; never below 0."""
        keys = self.keys()
        right = len(keys & set(value))
        wrong = len(set(value) - keys)
        return max(0.0, (right - wrong) / len(keys))

    def kind_problems(self) -> Iterable[Problem]:
        """Two keys or more, one distractor or more."""
        yield from super().kind_problems()
        yield from key_count_problem(self, least=2, most=len(self.options) - 1)
