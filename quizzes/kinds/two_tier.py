"""An answer and the reason for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, Literal

from pydantic import Field

from quizzes.items.hands import Hands
from quizzes.items.item import LETTERS
from quizzes.items.kind import Given
from quizzes.items.problems import MISSING, Problem, repeated_ids
from quizzes.items.text import Language, Text
from quizzes.kinds.bases.grids import Cells, GridItem
from quizzes.kinds.bases.options import Option

ANSWER, REASON = "answer", "reason"


class TwoTier(GridItem):
    """Mark: 1 for the right answer with the right reason, ½ for the right answer alone, else 0.

    A right reason for a wrong answer earns nothing (Treagust 1988, International Journal of
    Science Education 10, 159-169, for the format).
    """

    numbered_rows: ClassVar[bool] = False
    kind: Literal["two_tier"]
    answers: tuple[Option, ...] = Field(min_length=2, max_length=5)
    why: Text = Text(fr="Pourquoi ?", en="Why?")
    reasons: tuple[Option, ...] = Field(min_length=2, max_length=5)

    def tiers(self) -> dict[str, tuple[Option, ...]]:
        """Both lists of options by the name of their row."""
        return {ANSWER: self.answers, REASON: self.reasons}

    def cells(self) -> Cells:
        """The answers, then the reasons."""
        return {tier: tuple(one.id for one in options) for tier, options in self.tiers().items()}

    def right(self) -> Mapping[str, frozenset[str]]:
        """The key of each tier."""
        return {
            tier: frozenset(one.id for one in options if one.key)
            for tier, options in self.tiers().items()
        }

    def mark(self, value: Any) -> float:
        """1 for both, ½ for the answer alone, 0 otherwise."""
        right = self.right()
        if value[ANSWER] not in right[ANSWER]:
            return 0.0
        return 1.0 if value[REASON] in right[REASON] else 0.5

    def summarise(self, given: Sequence[Given]) -> dict[str, Any]:
        """Counts for each tier, and for each answer the reasons that went with it."""
        pairs = [(one.value[ANSWER], one.value[REASON]) for one in given]
        cells = self.cells()
        crossed = {
            answer: {reason: pairs.count((answer, reason)) for reason in cells[REASON]}
            for answer in cells[ANSWER]
        }
        other_reason = sum(self.mark(one.value) == 0.5 for one in given)
        return {**super().summarise(given), "crossed": crossed, "other_reason": other_reason}

    def without_devices(self, language: Language) -> str:
        """Hands, twice."""
        return Text(
            fr="D’abord la réponse, puis la raison : lève la main quand la tienne est nommée.",
            en="First the answer, then the reason: raise your hand when yours is called.",
        ).say(language)

    def join_hands(self, given: Sequence[Given], hands: Hands, people: int) -> dict[str, Any]:
        """Answers and reasons, each added. Which reason went with which answer, hands do not tell:
        the table of both is None."""
        found = super().join_hands(given, hands, people)
        return {**found, "crossed": None, "other_reason": None}

    def facility_of_rows(self, cells: Mapping[str, Mapping[str, int]]) -> None:
        """None: a reason counts only with its answer."""

    def label(self, tier: str, option_id: str) -> str:
        """A, B … for answers, 1, 2 … for reasons, the same on screens and on paper."""
        place = self.cells()[tier].index(option_id)
        return LETTERS[place] if tier == ANSWER else str(place + 1)

    def question_view(self, language: Language) -> dict[str, Any]:
        """Answers, what is asked next, and reasons, without keys."""
        shown = {
            tier: [
                {
                    "id": one.id,
                    "letter": self.label(tier, one.id),
                    "text": one.text.say(language),
                }
                for one in options
            ]
            for tier, options in self.tiers().items()
        }
        return {"answers": shown[ANSWER], "why": self.why.say(language), "reasons": shown[REASON]}

    def answer_view(self, language: Language) -> dict[str, Any]:
        """Both keys, and why for every option of each tier."""
        rationales = {
            one.id: one.rationale.say(language) if one.rationale else ""
            for one in (*self.answers, *self.reasons)
        }
        return {**super().answer_view(language), "rationales": rationales}

    def row_name(self, row: str, language: Language) -> str:
        """What the tier asks, in a word."""
        names = {ANSWER: Text(fr="Réponse", en="Answer"), REASON: Text(fr="Raison", en="Reason")}
        return names[row].say(language)

    def cell_name(self, row: str, cell: str, language: Language) -> str:
        """The option with its letter or number."""
        text = next(one.text.say(language) for one in self.tiers()[row] if one.id == cell)
        return f"{self.label(row, cell)}. {text}"

    def short_key(self) -> str:
        """`B 3`."""
        keys = self.right_in_order()
        return " ".join(self.label(tier, keys[tier][0]) for tier in (ANSWER, REASON))

    def kind_problems(self) -> Iterable[Problem]:
        """One key in each tier, different ids, a rationale everywhere."""
        both = [one.id for one in (*self.answers, *self.reasons)]
        yield from repeated_ids(both, "answers or reasons")
        for tier, options in self.tiers().items():
            name = f"{tier}s"
            found = sum(one.key for one in options)
            if found != 1:
                yield Problem(
                    f"The {name} have {found} keys.", "Mark exactly one with key: true.", field=name
                )
            for place, one in enumerate(options):
                if one.rationale is None:
                    yield Problem(
                        f"The {tier} {one.id} has no rationale.",
                        "Say why it tempts, and why it is right or not.",
                        field=f"{name}.{place}.rationale",
                        rule=MISSING,
                    )
