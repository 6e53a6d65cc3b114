"""True or false, with how sure one is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Literal

from pydantic import Field

from quizzes.items.certainty import LEVELS
from quizzes.items.hands import Hands
from quizzes.items.kind import Given
from quizzes.items.problems import Problem
from quizzes.items.text import Text
from quizzes.kinds.bases.options import OneOptionItem, Option, key_count_problem

_LABELS = {"true": Text(fr="Vrai", en="True"), "false": Text(fr="Faux", en="False")}


class Verdict(Option):
    """`true` or `false`, with the kit's own words."""

    id: Literal["true", "false"]
    text: Text = Text(fr="-", en="-")

    def model_post_init(self, _context: Any) -> None:
        """The words follow from the id."""
        object.__setattr__(self, "text", _LABELS[self.id])


class TrueFalse(OneOptionItem):
    """Mark 1 or 0; certainty is asked and reported beside it."""

    asks_certainty: ClassVar[bool] = True
    kind: Literal["true_false"]
    options: tuple[Verdict, ...] = Field(min_length=2, max_length=2)

    def kit_words(self) -> tuple[str, ...]:
        """“True” and “false”."""
        return tuple(f"options.{place}.text" for place in range(len(self.options)))

    def summarise(self, given: Sequence[Given]) -> dict[str, Any]:
        """Counts for each option, split by certainty; who was sure and mistaken."""
        by_certainty = {
            str(level): self.count(one.value for one in given if one.certainty == level)
            for level in LEVELS
        }
        mistaken = [one for one in given if not self.mark(one.value)]
        return {
            "n": len(given),
            "facility": self.facility(given),
            "counts": self.count(one.value for one in given),
            "by_certainty": by_certainty,
            "sure_and_wrong": sum(one.certainty == max(LEVELS) for one in mistaken),
        }

    def join_hands(self, given: Sequence[Given], hands: Hands, people: int) -> dict[str, Any]:
        """Counts added. How sure one is, only devices say: without them it is None."""
        found = super().join_hands(given, hands, people)
        return found if given else {**found, "by_certainty": None, "sure_and_wrong": None}

    def kind_problems(self) -> Iterable[Problem]:
        """One key."""
        yield from super().kind_problems()
        yield from key_count_problem(self, least=1, most=1)
