"""An opinion or a habit: no right answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Literal

from quizzes.items.kind import Given
from quizzes.items.problems import Problem
from quizzes.kinds.bases.options import OptionItem, key_count_problem


class Poll(OptionItem):
    """Never marked, never coloured as right."""

    shape: ClassVar[Literal["one"]] = "one"
    scored: ClassVar[bool] = False
    kind: Literal["poll"]

    def accepts(self) -> dict[str, Any]:
        """An option's id."""
        return {"type": "string", "enum": self.option_ids()}

    def read_response(self, value: object) -> str:
        """An option's id."""
        return self.read_option(value)

    def mark(self, value: Any) -> None:
        """An opinion has no mark."""

    def summarise(self, given: Sequence[Given]) -> dict[str, Any]:
        """Counts for each option."""
        counts = self.count(one.value for one in given)
        return {"n": len(given), "facility": None, "counts": counts}

    def kind_problems(self) -> list[Problem]:
        """No key."""
        return [*super().kind_problems(), *key_count_problem(self, least=0, most=0)]
