"""Terms and the definition that goes with each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from pydantic import Field

from quizzes.items.item import LETTERS, OptionId
from quizzes.items.problems import MISSING, Problem, repeated_ids
from quizzes.items.text import Language, Text, Value
from quizzes.kinds.bases.grids import Cells, GridItem, numbered


class MatchTerm(Value):
    """What is to be matched: `key` is the id of its definition."""

    id: OptionId
    text: Text
    key: OptionId
    rationale: Text


class Definition(Value):
    """What a term may be matched with. One that fits no term says why it tempts."""

    id: OptionId
    text: Text
    rationale: Text | None = None


class Matching(GridItem):
    """Mark: right pairs over all terms. A definition may serve several terms, or none."""

    kind: Literal["matching"]
    terms: tuple[MatchTerm, ...] = Field(min_length=2, max_length=8)
    definitions: tuple[Definition, ...] = Field(min_length=2, max_length=8)

    def definition_ids(self) -> tuple[str, ...]:
        """Their ids in the order shown."""
        return tuple(one.id for one in self.definitions)

    def cells(self) -> Cells:
        """Every definition for each term."""
        return {term.id: self.definition_ids() for term in self.terms}

    def right(self) -> Mapping[str, frozenset[str]]:
        """One definition for each term."""
        return {term.id: frozenset({term.key}) for term in self.terms}

    def letter(self, definition: str) -> str:
        """A, B, C … by position, the same on screens and on paper."""
        return LETTERS[self.definition_ids().index(definition)]

    def question_view(self, language: Language) -> dict[str, Any]:
        """Terms, and definitions with their letters."""
        return {
            "rows": [
                {"id": term.id, "number": number, "text": term.text.say(language)}
                for number, term in enumerate(self.terms, start=1)
            ],
            "columns": [
                {"id": one.id, "letter": self.letter(one.id), "text": one.text.say(language)}
                for one in self.definitions
            ],
        }

    def answer_view(self, language: Language) -> dict[str, Any]:
        """The right pairs, why, and what the definitions that fit no term are about."""
        used = {term.key for term in self.terms}
        return {
            **super().answer_view(language),
            "rationales": {term.id: term.rationale.say(language) for term in self.terms},
            "extras": {
                one.id: one.rationale.say(language) if one.rationale else ""
                for one in self.definitions
                if one.id not in used
            },
        }

    def row_name(self, row: str, language: Language) -> str:
        """The term."""
        return next(term.text.say(language) for term in self.terms if term.id == row)

    def cell_name(self, row: str, cell: str, language: Language) -> str:
        """The definition with its letter."""
        text = next(one.text.say(language) for one in self.definitions if one.id == cell)
        return f"{self.letter(cell)}. {text}"

    def short_key(self) -> str:
        """`1 C · 2 A · 3 D`."""
        return numbered(self.letter(term.key) for term in self.terms)

    def kind_problems(self) -> Iterable[Problem]:
        """Keys that exist, and no pair that is found by counting."""
        yield from repeated_ids([term.id for term in self.terms], "terms")
        yield from repeated_ids(self.definition_ids(), "definitions")
        keys = [term.key for term in self.terms]
        for term in self.terms:
            if term.key not in self.definition_ids():
                yield Problem(
                    f"The key of {term.id} is no definition.",
                    "Give the id of one of the definitions.",
                    field="terms",
                )
                return
        extras = [one for one in self.definitions if one.id not in keys]
        if not extras and len(set(keys)) == len(keys):
            yield Problem(
                "The last pair is found by elimination.",
                "Add a definition that fits no term.",
                field="definitions",
            )
        if keys == [one.id for one in self.definitions if one.id in keys]:
            yield Problem(
                "The definitions stand in the order of the terms.", "Mix them.", field="definitions"
            )
        for place, one in enumerate(self.definitions):
            if one in extras and one.rationale is None:
                yield Problem(
                    f"The definition {one.id} fits no term and has no rationale.",
                    "Say why it tempts.",
                    field=f"definitions.{place}.rationale",
                    rule=MISSING,
                )
