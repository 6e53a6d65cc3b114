"""How sure one feels of what one can do, from 1 to 5."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, Literal

from pydantic import Field

from quizzes.items.discernment import INDICATIVE_BELOW, LEAST_GROUP
from quizzes.items.hands import HandGroup
from quizzes.items.item import OptionId
from quizzes.items.kind import Given
from quizzes.items.problems import Problem, repeated_ids
from quizzes.items.text import Language, Text, Value
from quizzes.kinds.bases.grids import Cells, GridItem, brief

POINTS = ("1", "2", "3", "4", "5")


class Statement(Value):
    """One thing that people may feel able to do."""

    id: OptionId
    text: Text


class ShortScale(GridItem):
    """Never marked. Screens show no result of it: people compare themselves with themselves.

    Means are for the facilitator's report, from five people on.
    """

    scored: ClassVar[bool] = False
    kind: Literal["short_scale"]
    statements: tuple[Statement, ...] = Field(min_length=1, max_length=8)
    low: Text = Text(fr="Pas du tout", en="Not at all")
    high: Text = Text(fr="Tout à fait", en="Completely")

    def cells(self) -> Cells:
        """Five points for each statement."""
        return {one.id: POINTS for one in self.statements}

    def right(self) -> Mapping[str, frozenset[str]]:
        """None."""
        return {}

    def summarise(self, given: Sequence[Given]) -> dict[str, Any]:
        """The mean of each statement and its counts, from five people on."""
        if len(given) < LEAST_GROUP:
            return {"n": len(given), "facility": None, "means": None, "indicative": True}
        means = {
            one.id: sum(int(said.value[one.id]) for said in given) / len(given)
            for one in self.statements
        }
        indicative = len(given) < INDICATIVE_BELOW
        return {**super().summarise(given), "means": means, "indicative": indicative}

    def hand_groups(self, language: Language) -> tuple[HandGroup, ...]:
        """None: a raised hand would tell everybody how able somebody feels."""
        return ()

    def without_devices(self, language: Language) -> str:
        """On paper, and for oneself."""
        return Text(
            fr="Réponds sur ta feuille, pour toi : rien n’est compté.",
            en="Answer on your sheet, for yourself: nothing is counted.",
        ).say(language)

    def heard_aloud(self, language: Language) -> str:
        """Nothing: it stays with whoever wrote it."""
        return Text(
            fr="Garde ta feuille : personne ne montre ce qu’il a écrit.",
            en="Keep your sheet: nobody shows what they wrote.",
        ).say(language)

    def confidence(self, value: Any) -> tuple[int, ...]:
        """The point of each statement."""
        return tuple(int(point) for point in value.values())

    def question_view(self, language: Language) -> dict[str, Any]:
        """The statements, the points and what the two ends mean."""
        return {
            "rows": [
                {"id": one.id, "number": number, "text": one.text.say(language)}
                for number, one in enumerate(self.statements, start=1)
            ],
            "columns": [{"id": point, "text": point} for point in POINTS],
            "low": self.low.say(language),
            "high": self.high.say(language),
        }

    def row_name(self, row: str, language: Language) -> str:
        """The first words of the statement."""
        return next(brief(one.text.say(language)) for one in self.statements if one.id == row)

    def cell_name(self, row: str, cell: str, language: Language) -> str:
        """A point of five."""
        return f"{cell}/5"

    def short_key(self) -> str:
        """None."""
        return ""

    def kind_problems(self) -> Iterable[Problem]:
        """Different ids, and one vote."""
        yield from repeated_ids([one.id for one in self.statements], "statements")
        if self.second_vote:
            yield Problem(
                "A scale of what one feels able to do is not voted on twice.",
                "Remove second_vote; ask it again at the end.",
                field="second_vote",
            )
