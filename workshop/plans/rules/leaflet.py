"""A sheet of words that belongs to no pack: the note for the management, the parents' card."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from quizzes.items.text import Text, Value
from workshop.plans.rules.factbook import FactKey

Slot = Annotated[str, StringConstraints(pattern=r"^[a-z-]{2,20}$")]


class LeafletLine(Value):
    """A sentence of its own, a fact, or a fact said more shortly in `text`."""

    text: Text | None = None
    fact: FactKey | None = None

    @model_validator(mode="after")
    def _says_something(self) -> LeafletLine:
        if self.text is None and self.fact is None:
            raise ValueError("A line has a text, a fact or both")
        return self


class Block(Value):
    """A heading with its lines; `slot` says where on the sheet it stands."""

    slot: Slot
    title: Text
    lines: tuple[LeafletLine, ...] = Field(min_length=1, max_length=8)


class Leaflet(Value):
    """Title, blocks, and lines to fill in by hand."""

    title: Text
    kicker: Text
    lead: Text
    blocks: tuple[Block, ...] = Field(min_length=1, max_length=10)
    fields: tuple[Text, ...] = Field(default=(), max_length=8)

    def fact_keys(self) -> list[str]:
        """Every fact of the sheet, in order."""
        return [line.fact for block in self.blocks for line in block.lines if line.fact]

    def in_slot(self, slot: str) -> list[Block]:
        """The blocks of one place."""
        return [block for block in self.blocks if block.slot == slot]
