"""A few short words, gathered into a list with counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Literal

from pydantic import Field

from quizzes.items.kind import Given
from quizzes.items.plausible import Chance, some_words
from quizzes.items.problems import refuse
from quizzes.items.text import Language, Text
from quizzes.items.written import read_writing, wording, writing_schema
from quizzes.kinds.bases.openitem import OpenItem


class WordList(OpenItem):
    """Up to `most` words of up to `longest` characters each.

    `least`: how many people must have given a word before it stands on the big screen.
    """

    shape: ClassVar[Literal["words"]] = "words"
    own_fields = ("most", "longest", "least")
    kind: Literal["word_list"]
    most: int = Field(default=3, ge=1, le=3)
    longest: int = Field(default=24, ge=5, le=40)
    least: int = Field(default=1, ge=1, le=5)

    def accepts(self) -> dict[str, Any]:
        """A list of one to `most` short texts."""
        one_word = writing_schema(self.longest)
        return {"type": "array", "items": one_word, "minItems": 1, "maxItems": self.most}

    def read_response(self, value: object) -> list[str]:
        """The words, each once."""
        if not isinstance(value, list) or not 1 <= len(value) <= self.most:
            raise refuse(f"A list of 1 to {self.most} words is expected.", field="value")
        read = [read_writing(one, longest=self.longest) for one in value]
        firsts: dict[str, str] = {}
        for one in read:
            firsts.setdefault(wording(one), one)
        return list(firsts.values())

    def plausible(self, chance: Chance, skill: float, language: Language) -> list[str]:
        """A few neutral words."""
        return some_words(chance, self.most, self.longest, language)

    def summarise(self, given: Sequence[Given]) -> dict[str, Any]:
        """How many words, and how many different ones; never which."""
        said = [wording(one) for answer in given for one in answer.value]
        return {
            **super().summarise(given),
            "words": len(said),
            "different": len(set(said)),
        }

    def without_devices(self, language: Language) -> str:
        """On paper."""
        return Text(
            fr="Écris-le sur une feuille, en grandes lettres.", en="Write it on paper, in capitals."
        ).say(language)

    def heard_aloud(self, language: Language) -> str:
        """A few words, and who has the same."""
        return Text(
            fr="Quelques mots sont lus à voix haute. Lève la main si tu as écrit le même.",
            en="A few words are read aloud. Raise your hand if you wrote the same.",
        ).say(language)

    def how_to_answer(self, language: Language) -> str:
        """How long a word may be."""
        most = self.longest
        return Text(
            fr=f"Écris au moins un mot, de {most} signes au plus, en caractères ordinaires.",
            en=f"Write at least one word, of at most {most} characters, in ordinary signs.",
        ).say(language)

    def texts(self, value: Any) -> tuple[str, ...]:
        """Each word is approved by itself."""
        return tuple(value)

    def said_by_at_least(self) -> int:
        """As the author asks."""
        return self.least

    def say_value(self, value: Any, language: Language) -> str:
        """The words."""
        return " · ".join(value)

    def question_view(self, language: Language) -> dict[str, Any]:
        """How many words, how long, and how often one must be said to be shown."""
        return {"most": self.most, "longest": self.longest, "least": self.least}

    def answer_view(self, language: Language) -> dict[str, Any]:
        """Nothing of its own: the room's words are the answer."""
        return {}
