"""A text to write anew so that it meets criteria that other learners tick."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from pydantic import Field

from quizzes.items.item import OptionId
from quizzes.items.problems import Problem, repeated_ids
from quizzes.items.text import Language, Text, Value
from quizzes.kinds.bases.openitem import TextItem


class Criterion(Value):
    """Something that a reader sees in a text, or does not. Known before one writes."""

    id: OptionId
    text: Text


class Rewrite(TextItem):
    """Open text; after the reveal, peers tick the criteria that they see met."""

    kind: Literal["rewrite"]
    criteria: tuple[Criterion, ...] = Field(min_length=2, max_length=6)

    def criterion_ids(self) -> tuple[str, ...]:
        """What readers may tick."""
        return tuple(one.id for one in self.criteria)

    def question_view(self, language: Language) -> dict[str, Any]:
        """The criteria, so that one knows what readers will look for."""
        criteria = [{"id": one.id, "text": one.text.say(language)} for one in self.criteria]
        return {**super().question_view(language), "criteria": criteria}

    def heard_aloud(self, language: Language) -> str:
        """A neighbour reads with the criteria; then the class hears two."""
        return Text(
            fr="Échange ta feuille et coche les critères que tu y trouves. Deux textes sont lus à "
            "voix haute.",
            en="Swap sheets and tick the criteria that you find. Two texts are read aloud.",
        ).say(language)

    def kind_problems(self) -> Iterable[Problem]:
        """Criteria that can be told apart."""
        yield from repeated_ids(self.criterion_ids(), "criteria")
