"""Cards to sort into bins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from pydantic import Field

from quizzes.items.item import LETTERS, OptionId
from quizzes.items.problems import Problem, repeated_ids
from quizzes.items.text import Language, Text, Value
from quizzes.kinds.bases.grids import Cells, GridItem, numbered


class Bin(Value):
    """Where a card may go."""

    id: OptionId
    text: Text


class Card(Value):
    """What is sorted. `keys`: the bins that count as right; more than one where it is debatable."""

    id: OptionId
    text: Text
    keys: tuple[OptionId, ...] = Field(min_length=1, max_length=4)
    rationale: Text


class Classification(GridItem):
    """Mark: cards in a bin that counts as right, over all cards."""

    kind: Literal["classification"]
    bins: tuple[Bin, ...] = Field(min_length=2, max_length=5)
    cards: tuple[Card, ...] = Field(min_length=3, max_length=12)

    def bin_ids(self) -> tuple[str, ...]:
        """Their ids in the order shown."""
        return tuple(one.id for one in self.bins)

    def cells(self) -> Cells:
        """Every bin for each card."""
        return {card.id: self.bin_ids() for card in self.cards}

    def right(self) -> Mapping[str, frozenset[str]]:
        """One bin for each card, or several where it is debatable."""
        return {card.id: frozenset(card.keys) for card in self.cards}

    def letter(self, bin_id: str) -> str:
        """A, B, C … by position, the same on screens and on paper."""
        return LETTERS[self.bin_ids().index(bin_id)]

    def letters(self, card: Card) -> str:
        """`A`, or `A/B` where both count as right."""
        return "/".join(sorted(map(self.letter, card.keys)))

    def question_view(self, language: Language) -> dict[str, Any]:
        """Cards, and bins with their letters."""
        return {
            "rows": [
                {"id": card.id, "number": number, "text": card.text.say(language)}
                for number, card in enumerate(self.cards, start=1)
            ],
            "columns": [
                {"id": one.id, "letter": self.letter(one.id), "text": one.text.say(language)}
                for one in self.bins
            ],
        }

    def answer_view(self, language: Language) -> dict[str, Any]:
        """The right bins, and why for each card."""
        rationales = {card.id: card.rationale.say(language) for card in self.cards}
        return {**super().answer_view(language), "rationales": rationales}

    def row_name(self, row: str, language: Language) -> str:
        """The card."""
        return next(card.text.say(language) for card in self.cards if card.id == row)

    def cell_name(self, row: str, cell: str, language: Language) -> str:
        """The bin."""
        return next(one.text.say(language) for one in self.bins if one.id == cell)

    def short_key(self) -> str:
        """`1 A · 2 C · 3 A/B`."""
        return numbered(map(self.letters, self.cards))

    def kind_problems(self) -> Iterable[Problem]:
        """Keys that are bins, and no card that goes anywhere."""
        yield from repeated_ids(self.bin_ids(), "bins")
        yield from repeated_ids([card.id for card in self.cards], "cards")
        for card in self.cards:
            if unknown := sorted(set(card.keys) - set(self.bin_ids())):
                yield Problem(
                    f"Card {card.id} goes into {', '.join(unknown)}, which is no bin.",
                    "Give ids of bins.",
                    field="cards",
                )
            elif set(card.keys) == set(self.bin_ids()):
                yield Problem(
                    f"Card {card.id} is right in every bin.",
                    "Leave out at least one, or the card.",
                    field="cards",
                )
        if len({frozenset(card.keys) for card in self.cards}) == 1:
            yield Problem("Every card has the same key.", "Add other cards.", field="cards")
