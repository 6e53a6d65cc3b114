"""Put options in order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from quizzes.items.item import OptionId
from quizzes.items.kind import Given
from quizzes.items.plausible import Chance, arrange
from quizzes.items.problems import Problem, refuse
from quizzes.items.text import Language, Text
from quizzes.kinds.bases.options import OptionItem, perfect


class Ordering(OptionItem):
    """Mark: pairs in the right order over all pairs, which is (Kendall's tau + 1) / 2.

    Options that tie in the key may stand either way round: their pair is not counted.
    """

    shape: ClassVar[Literal["order"]] = "order"
    kind: Literal["ordering"]
    key: tuple[OptionId | Annotated[tuple[OptionId, ...], Field(min_length=1)], ...] = Field(
        min_length=2
    )
    first: Text
    last: Text

    def groups(self) -> list[tuple[str, ...]]:
        """The key as groups of tied ids, first to last."""
        return [(group,) if isinstance(group, str) else group for group in self.key]

    def accepts(self) -> dict[str, Any]:
        """Every option's id once, first to last."""
        return {
            "type": "array",
            "items": {"type": "string", "enum": self.option_ids()},
            "uniqueItems": True,
            "minItems": len(self.options),
            "maxItems": len(self.options),
        }

    def read_response(self, value: object) -> list[str]:
        """Every option's id once."""
        chosen = self.read_options(value)
        if len(chosen) != len(self.options):
            raise refuse("Every option needs its place.", field="value")
        return chosen

    def plausible(self, chance: Chance, skill: float, language: Language) -> list[str]:
        """About the right order."""
        return arrange(chance, [one for group in self.groups() for one in group], skill)

    def _pairs(self) -> list[tuple[str, str]]:
        pairs = combinations(self.groups(), 2)
        return [(a, b) for before, after in pairs for a in before for b in after]

    def mark(self, value: list[str]) -> float:
        """1 for the key, 0 for its reverse."""
        pairs = self._pairs()
        return sum(value.index(a) < value.index(b) for a, b in pairs) / len(pairs)

    def summarise(self, given: Sequence[Given]) -> dict[str, Any]:
        """Mean rank (from 1) of each option, and how many were exactly right."""
        ranks = {
            option_id: [one.value.index(option_id) + 1 for one in given]
            for option_id in self.option_ids()
        }
        means = {key: sum(found) / len(found) if found else None for key, found in ranks.items()}
        return {
            "n": len(given),
            "facility": self.facility(given),
            "mean_ranks": means,
            "exact": perfect(self, [one.value for one in given]),
        }

    def question_view(self, language: Language) -> dict[str, Any]:
        """Options and the names of both ends."""
        ends = {"first": self.first.say(language), "last": self.last.say(language)}
        return {**super().question_view(language), **ends}

    def answer_view(self, language: Language) -> dict[str, Any]:
        """The right order, with ties, and why for each option."""
        order = [option for group in self.groups() for option in group]
        return {
            **super().answer_view(language),
            "keys": order,
            "order": order,
            "groups": [list(group) for group in self.groups()],
        }

    def say_value(self, value: Any, language: Language) -> str:
        """The letters in the order given."""
        return " › ".join(self.letter(one) for one in value)

    def say_key(self, language: Language) -> str:
        """The options in the right order."""
        order = [option for group in self.groups() for option in group]
        return super().say_value(order, language)

    def how_to_answer(self, language: Language) -> str:
        """Every option has its place."""
        return Text(fr="Donne une place à chaque ligne.", en="Give every line its place.").say(
            language
        )

    def without_devices(self, language: Language) -> str:
        """On paper: nobody counts orders."""
        return Text(
            fr="Note ton ordre sur une feuille : les lettres, de la première à la dernière.",
            en="Write your order on paper: the letters, from the first to the last.",
        ).say(language)

    def heard_aloud(self, language: Language) -> str:
        """Both ends of the order, held up together."""
        return Text(
            fr="Montre la lettre que tu as mise en premier, puis celle que tu as mise en dernier.",
            en="Hold up the letter that you put first, then the one that you put last.",
        ).say(language)

    def kind_problems(self) -> Iterable[Problem]:
        """The key names each option once and differs from the order shown."""
        yield from super().kind_problems()
        order = [option for group in self.groups() for option in group]
        if sorted(order) != sorted(self.option_ids()):
            yield Problem("The key does not name every option once.", "List all ids.", field="key")
        elif self.mark(self.option_ids()) == 1:
            yield Problem("The options stand in the right order already.", "Mix them.")
        if len(self.groups()) < 2:
            yield Problem("Everything ties.", "An order needs two ranks at least.", field="key")
