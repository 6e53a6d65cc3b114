"""Facts in the order in which they are told, with their sources numbered as in an article."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from quizzes.items.item import Source
from quizzes.items.text import Text
from workshop.plans.rules.factbook import Factbook


@dataclass(frozen=True)
class CitedFact:
    """A fact with the numbers of its sources."""

    text: Text
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Citations:
    """What one sheet says as fact. `sources` count from 1."""

    facts: Mapping[str, CitedFact]
    sources: tuple[Source, ...]

    def of(self, facts: Iterable[CitedFact]) -> list[tuple[int, Source]]:
        """The sources of these facts with their numbers, in order."""
        numbers = {number for fact in facts for number in fact.numbers}
        return [(number, self.sources[number - 1]) for number in sorted(numbers)]


def cite(book: Factbook, keys: Iterable[str]) -> Citations:
    """The facts of these keys, sources numbered by first use. KeyError for an unknown fact."""
    numbers: dict[str, int] = {}
    facts: dict[str, CitedFact] = {}
    for key in keys:
        fact = book.facts[key]
        found = tuple(numbers.setdefault(source, len(numbers) + 1) for source in fact.sources)
        facts[key] = CitedFact(fact.text, found)
    return Citations(facts, tuple(book.sources[key] for key in numbers))
