"""Items whose answer is a grid, one cell for each row: what they share."""

from __future__ import annotations

from abc import abstractmethod
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, Literal

from quizzes.items.hands import HandCell, HandGroup, Hands
from quizzes.items.item import Item
from quizzes.items.kind import Choice, Given, SaidRow
from quizzes.items.plausible import Chance, pick
from quizzes.items.problems import refuse
from quizzes.items.text import WIDE, Language, Text
from quizzes.kinds.bases.options import perfect

Cells = Mapping[str, Sequence[str]]
SURE = ":"
"""Between a cell and how sure one is of it, as in `reliable:3`."""


class GridItem(Item):
    """An item with rows, each answered with one cell: `{row_id: cell_id}`.

    A kind says its rows and their cells, which of them are right, and how they are said. Every
    row needs its cell. Where a kind asks how sure one is of each row, a cell may be followed by
    that, as in `reliable:3`.
    """

    shape: ClassVar[Literal["grid"]] = "grid"
    numbered_rows: ClassVar[bool] = True
    """Whether screens show its rows with a number."""

    @abstractmethod
    def cells(self) -> Cells:
        """The ids of the cells that each row may have, rows in the order shown."""

    @abstractmethod
    def right(self) -> Mapping[str, frozenset[str]]:
        """The cells that are right for each row that is marked; empty where there is no key."""

    @abstractmethod
    def row_name(self, row: str, language: Language) -> str:
        """A row in a few words, for recaps and reports."""

    @abstractmethod
    def cell_name(self, row: str, cell: str, language: Language) -> str:
        """A cell of that row in words, for recaps and reports."""

    @abstractmethod
    def short_key(self) -> str:
        """The key in a few signs, for the correction grid on paper; empty where there is none."""

    def spellings(self, cell: str) -> tuple[str, ...]:
        """The ways in which a response may say a cell; `plain` brings them back to it."""
        return (cell,)

    def accepts(self) -> dict[str, Any]:
        """An object with one cell for every row."""
        return {
            "type": "object",
            "properties": {
                row: {
                    "type": "string",
                    "enum": [way for one in cells for way in self.spellings(one)],
                }
                for row, cells in self.cells().items()
            },
            "required": list(self.cells()),
            "additionalProperties": False,
        }

    def read_response(self, value: object) -> dict[str, str]:
        """Every row with its cell, in the order shown."""
        rows = self.cells()
        if not isinstance(value, dict) or value.keys() != rows.keys():
            raise refuse("Every row needs one cell, and there are no other rows.", field="value")
        return {row: self._read_cell(value[row], cells) for row, cells in rows.items()}

    def _read_cell(self, said: object, cells: Sequence[str]) -> str:
        known = {way for one in cells for way in self.spellings(one)}
        if not isinstance(said, str) or said not in known:
            raise refuse("This is not one of the cells of its row.", field="value")
        return said

    def plausible(self, chance: Chance, skill: float, language: Language) -> dict[str, str]:
        """Row by row, a right cell or another."""
        right = self.right()
        chosen = {
            row: pick(chance, cells, right.get(row, ()), skill)
            for row, cells in self.cells().items()
        }
        return {row: chance.choice(self.spellings(cell)) for row, cell in chosen.items()}

    def mark(self, value: Any) -> float | None:
        """The share of rows whose cell is right, 0 to 1; None where there is no key."""
        right = self.right()
        if not self.scored:
            return None
        return sum(plain(value[row]) in keys for row, keys in right.items()) / len(right)

    def summarise(self, given: Sequence[Given]) -> dict[str, Any]:
        """How often each cell was chosen in each row, and how many were exactly right."""
        return {
            "n": len(given),
            "facility": self.facility(given),
            "cells": self.count(given),
            **({"exact": perfect(self, [one.value for one in given])} if self.scored else {}),
        }

    def count(self, given: Sequence[Given]) -> dict[str, dict[str, int]]:
        """Responses for each row and cell, zeros included."""
        found = {}
        for row, cells in self.cells().items():
            counts = Counter(plain(one.value[row]) for one in given)
            found[row] = {cell: counts[cell] for cell in cells}
        return found

    def hand_rows(self) -> tuple[str, ...]:
        """The rows that can be counted by hand: all of them, for most kinds."""
        return tuple(self.cells())

    def hand_groups(self, language: Language) -> tuple[HandGroup, ...]:
        """Row by row, one hand for one of its cells."""
        cells, rows = self.cells(), self.hand_rows()
        return tuple(
            HandGroup(
                cells=tuple(
                    HandCell(hand_key(row, one), "", self.cell_name(row, one, language))
                    for one in cells[row]
                ),
                number=str(number) if self.numbered_rows else "",
                name=self.row_name(row, language),
            )
            for number, row in enumerate(rows, start=1)
        )

    def without_devices(self, language: Language) -> str:
        """Hands, row by row."""
        return Text(
            fr="Ligne par ligne, lève la main quand ta réponse est nommée.",
            en="Line by line, raise your hand when your answer is called.",
        ).say(language)

    def join_hands(self, given: Sequence[Given], hands: Hands, people: int) -> dict[str, Any]:
        """Counts added, row by row. How many had everything right is None where there are several
        rows: hands of one row do not tell whose they are in the next."""
        found = self.summarise(given)
        cells = {
            row: {cell: count + hands.get(hand_key(row, cell), 0) for cell, count in counts.items()}
            for row, counts in self.count(given).items()
        }
        joined = {"n": len(given) + people, "facility": self.facility_of_rows(cells)}
        exact = {"exact": self._exact(cells)} if self.scored else {}
        return {**found, **joined, "cells": cells, **exact}

    def facility_of_rows(self, cells: Mapping[str, Mapping[str, int]]) -> float | None:
        """The mean over the marked rows of the share that is right, which is the mean mark where
        each row counts by itself; None while a row is not counted."""
        right = self.right()
        totals = [sum(cells[row].values()) for row in right]
        if not right or not all(totals):
            return None
        shares = [
            sum(cells[row][one] for one in keys) / total
            for (row, keys), total in zip(right.items(), totals, strict=True)
        ]
        return sum(shares) / len(shares)

    def _exact(self, cells: Mapping[str, Mapping[str, int]]) -> int | None:
        right = self.right()
        if len(right) > 1:
            return None
        return sum(cells[row][one] for row, keys in right.items() for one in keys)

    def answer_view(self, language: Language) -> dict[str, Any]:
        """The right cells of each row."""
        return {"right": self.right_in_order(), "short": self.short_key()}

    def how_to_answer(self, language: Language) -> str:
        """Every row has its cell."""
        return Text(fr="Réponds à chaque ligne.", en="Answer every line.").say(language)

    def choices(self, summary: Mapping[str, Any], language: Language) -> tuple[Choice, ...]:
        """Each cell of each row, by the number of its row; none where the counts are hidden."""
        right = self.right()
        why = self.answer_view(language).get("rationales", {})
        return tuple(
            Choice(
                letter=str(number),
                text=self.say_row(row, [cell], language),
                count=count,
                is_key=cell in right.get(row, ()),
                rationale=why.get(row) or why.get(cell, ""),
                row=self.row_name(row, language),
                cell=self.cell_name(row, cell, language),
                of=sum(cells.values()),
            )
            for number, (row, cells) in enumerate(summary.get("cells", {}).items(), start=1)
            for cell, count in cells.items()
        )

    def say_row(self, row: str, cells: Sequence[str], language: Language) -> str:
        """One row with its cell, or with all that are right, in words."""
        names = " / ".join(self.cell_name(row, cell, language) for cell in cells)
        return f"{self.row_name(row, language)} → {names}"

    def say_value(self, value: Any, language: Language) -> str:
        """Every row with its cell in words."""
        rows = self.cells()
        return " · ".join(self.say_row(row, [plain(value[row])], language) for row in rows)

    def say_key(self, language: Language) -> str:
        """Every marked row with its right cells in words."""
        right = self.right_in_order().items()
        return " · ".join(self.say_row(row, cells, language) for row, cells in right)

    def say_rows(self, value: Any, language: Language) -> tuple[SaidRow, ...]:
        """Every row with what was said there and what is right."""
        given = {row: plain(value[row]) for row in self.cells()} if value else {}
        right = self.right_in_order()
        return tuple(
            SaidRow(
                row=self.row_name(row, language),
                said=self.cell_name(row, given[row], language) if row in given else "",
                right=" / ".join(self.cell_name(row, one, language) for one in right.get(row, [])),
                is_right=given.get(row) in right.get(row, []),
            )
            for row in self.cells()
        )

    def right_in_order(self) -> dict[str, list[str]]:
        """The right cells of each marked row, both in the order shown."""
        order, right = self.cells(), self.right()
        return {
            row: [one for one in order[row] if one in right[row]] for row in order if row in right
        }


def hand_key(row: str, cell: str) -> str:
    """The key of a cell in counts by hand."""
    return f"{row}:{cell}"


def plain(said: str) -> str:
    """The cell of a response's `reliable:3`, which is `reliable`."""
    return said.partition(SURE)[0]


def certainty_of(said: str) -> int | None:
    """How sure `reliable:3` is; None where nothing was said."""
    level = said.partition(SURE)[2]
    return int(level) if level else None


def brief(text: str, most: int = 48) -> str:
    """The first words of a text, to name it by.

    >>> brief("one two three", 9)
    'one two…'
    """
    if len(text) <= most:
        return text
    return text[:most].rpartition(" ")[0].rstrip(" ,;:.\u00a0\u202f") + "…"


def numbered(keys: Iterable[str]) -> str:
    """`1 B · 2 A`: a short key that does not break between a number and its sign."""
    return " · ".join(f"{number}{WIDE}{key}" for number, key in enumerate(keys, start=1))
