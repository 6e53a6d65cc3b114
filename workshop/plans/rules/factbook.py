"""What plans, the note and the cards say as fact: each sentence with its sources."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from quizzes.items.item import Jurisdiction, Source
from quizzes.items.text import Text, Value

FactKey = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]


class Fact(Value):
    """One sentence or two, with the sources that carry it."""

    text: Text
    sources: tuple[FactKey, ...] = Field(min_length=1, max_length=4)
    review_by: date
    jurisdiction: tuple[Jurisdiction, ...] = ()
    volatile: bool = False


class Factbook(Value):
    """Facts and sources by key. Every source that is named is here, and serves a fact."""

    sources: Mapping[FactKey, Source]
    facts: Mapping[FactKey, Fact]

    @model_validator(mode="after")
    def _nothing_missing(self) -> Factbook:
        named = {key for fact in self.facts.values() for key in fact.sources}
        if named - self.sources.keys():
            raise ValueError(f"There is no source {', '.join(sorted(named - self.sources.keys()))}")
        if self.sources.keys() - named:
            unused = ", ".join(sorted(self.sources.keys() - named))
            raise ValueError(f"No fact rests on {unused}")
        return self
