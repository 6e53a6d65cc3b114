"""What a report says of one item: counts of the group, never a name."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from quizzes.items.discernment import INDICATIVE_BELOW
from quizzes.items.itemstats import Flow, NextStep

MISSED = 0.7
"""Up to this share of the mark, a question is worth coming back to."""


@dataclass(frozen=True)
class OptionCount:
    """An option and how often it was chosen, in the last vote and in the first of two.

    `row` and `cell`: in a grid, the line and what was chosen in it.
    """

    letter: str
    text: str
    count: int
    percent: int
    is_key: bool
    first_count: int | None
    first_percent: int | None
    rationale: str = ""
    row: str = ""
    cell: str = ""


@dataclass(frozen=True)
class GridCounts:
    """Lines of a grid that have the same cells: one row of counts for each line."""

    cells: tuple[str, ...]
    rows: tuple[tuple[OptionCount, ...], ...]


@dataclass(frozen=True)
class TextCount:
    """An approved text and how many wrote it, or a kind of page and how many opened it."""

    text: str
    count: int
    percent: int


@dataclass(frozen=True)
class Discernment:
    """How well the room told reliable from unreliable (d′), and which way it leans (c)."""

    d_prime: float
    bias: float
    answered: int

    @property
    def indicative(self) -> bool:
        """Whether fewer people answered than make a measure."""
        return self.answered < INDICATIVE_BELOW


@dataclass(frozen=True)
class RightShare:
    """How many of the group were wholly right, and between which shares, 0 to 1, that lies in 19
    of 20 such groups (Wilson's interval)."""

    right: int
    of: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """The share itself, 0 to 1."""
        return self.right / self.of


@dataclass(frozen=True)
class ResponseRate:
    """How many answered the last vote, of how many. `of_class`: of the class as its size was said,
    else of the devices that had joined when the vote ended; 0 where nothing says it."""

    answered: int
    of: int
    of_class: bool = False


@dataclass(frozen=True)
class ItemReport:
    """One item as the room answered it. Facilities are 0 to 1, None for opinions.

    `aloud`: nobody had a device and it is not counted by hand: it was answered on paper or aloud.
    `few`: too few people answered for any count to be told. `sure_hidden`: it was asked how sure
    one is, and what that gave would point at a few. `planned` and `used`: in seconds.
    """

    code: str
    stem: str
    kind: str
    asked: bool
    revealed: bool
    votes: int
    answered: int
    facility: float | None
    first_facility: float | None
    flow: Flow | None
    sure_and_wrong: int | None
    options: tuple[OptionCount, ...]
    key: str
    median: str
    next_step: NextStep | None
    texts: tuple[TextCount, ...] = ()
    pages: tuple[TextCount, ...] = ()
    spread: tuple[TextCount, ...] = ()
    moderated: bool = False
    judges: bool = False
    discernment: Discernment | None = None
    first_discernment: Discernment | None = None
    right_share: RightShare | None = None
    gain: Flow | None = None
    rate: ResponseRate | None = None
    by_hand: int = 0
    aloud: bool = False
    few: bool = False
    sure_hidden: bool = False
    scored: bool = True
    explanation: str = ""
    pack: str = ""
    planned: int = 0
    used: int | None = None
    notes: tuple[str, ...] = ()

    @property
    def missed(self) -> bool:
        """Whether less than 70 % of the mark was earned: worth coming back to."""
        return self.facility is not None and self.facility <= MISSED

    @property
    def twice(self) -> bool:
        """Whether the counts of a first vote stand beside those of the last."""
        return any(one.first_count is not None for one in self.options)

    @property
    def grids(self) -> tuple[GridCounts, ...]:
        """The counts as tables, where the item is a grid: lines with the same cells share one."""
        if not self.options or not self.options[0].row:
            return ()
        rows = [tuple(line) for _, line in groupby(self.options, key=lambda one: one.letter)]
        tables = groupby(rows, key=lambda line: tuple(one.cell for one in line))
        return tuple(GridCounts(cells, tuple(lines)) for cells, lines in tables)

    @property
    def most_wrong(self) -> OptionCount | None:
        """The wrong option that most people chose last; in a grid, of the lines that have a key."""
        marked = {one.row for one in self.options if one.is_key}
        wrong = [one for one in self.options if not one.is_key and one.row in marked and one.count]
        return max(wrong, key=lambda one: one.count, default=None)
