"""Several right options among more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Literal

from quizzes.domain.item import Given
from quizzes.domain.options import OptionItem, key_count_problem, perfect
from quizzes.domain.problems import Problem, refuse


class MultipleResponse(OptionItem):
    """Mark max(0, (right ticks - wrong ticks) / number of keys)."""

    shape: ClassVar[Literal["many"]] = "many"
    kind: Literal["multiple_response"]

    def accepts(self) -> dict[str, Any]:
        """A list of different option ids, at least one."""
        return {
            "type": "array",
            "items": {"type": "string", "enum": self.option_ids()},
            "uniqueItems": True,
            "minItems": 1,
            "maxItems": len(self.options),
        }

    def read_response(self, value: object) -> list[str]:
        """Option ids, kept in the order shown."""
        chosen = self.read_options(value)
        if not chosen:
            raise refuse("Tick at least one option.", field="value")
        return sorted(chosen, key=self.option_ids().index)

    def mark(self, value: Any) -> float:
        """Ticking everything earns less than thinking; never below 0."""
        keys = self.keys()
        right = len(keys & set(value))
        wrong = len(set(value) - keys)
        return max(0.0, (right - wrong) / len(keys))

    def summarise(self, given: Sequence[Given]) -> dict[str, Any]:
        """Counts for each option, and how many were exactly right."""
        counts = self.count(option for one in given for option in one.value)
        return {
            "n": len(given),
            "facility": self.facility(given),
            "counts": counts,
            "exact": perfect(self, [one.value for one in given]),
        }

    def kind_problems(self) -> Iterable[Problem]:
        """Two keys or more, one distractor or more."""
        yield from super().kind_problems()
        yield from key_count_problem(self, least=2, most=len(self.options) - 1)
