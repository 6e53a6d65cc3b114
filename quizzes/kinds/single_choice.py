"""One right option among several."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Literal

from quizzes.items.kind import Given
from quizzes.items.problems import Problem
from quizzes.kinds.bases.options import OptionItem, key_count_problem


class SingleChoice(OptionItem):
    """Mark 1 for the key, 0 for a distractor."""

    shape: ClassVar[Literal["one"]] = "one"
    kind: Literal["single_choice"]

    def accepts(self) -> dict[str, Any]:
        """An option's id."""
        return {"type": "string", "enum": self.option_ids()}

    def read_response(self, value: object) -> str:
        """An option's id."""
        return self.read_option(value)

    def mark(self, value: Any) -> float:
        """1 for the key, 0 otherwise."""
        return 1.0 if value in self.keys() else 0.0

    def summarise(self, given: Sequence[Given]) -> dict[str, Any]:
        """Counts for each option."""
        counts = self.count(one.value for one in given)
        return {"n": len(given), "facility": self.facility(given), "counts": counts}

    def kind_problems(self) -> Iterable[Problem]:
        """One key, and what all options need."""
        yield from super().kind_problems()
        yield from key_count_problem(self, least=1, most=1)
