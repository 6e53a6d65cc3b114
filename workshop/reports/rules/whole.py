"""What a report says of the whole session: its steps, what to take up again, what was said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from quizzes.items.discernment import INDICATIVE_BELOW
from workshop.reports.rules.figures import ItemReport, OptionCount
from workshop.reports.rules.glance import Glance, glance_of

MOST_TO_TAKE_UP = 3


@dataclass(frozen=True)
class StepReport:
    """One step: planned and used seconds, `used` None where it was not entered. `left_out`: none
    of it was kept in the running order. `again`: codes of items whose second vote it took."""

    number: int
    title: str
    kind: str
    planned: int
    used: int | None
    items: tuple[ItemReport, ...] = ()
    left_out: bool = False
    again: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def asked(self) -> list[ItemReport]:
        """The items that were asked in it."""
        return [one for one in self.items if one.asked]


@dataclass(frozen=True)
class Turnout:
    """How people answered. `counted`: the most answers that one count by hand gave."""

    phones: bool
    teams: bool
    hands: bool
    devices: int
    team_devices: int = 0
    counted: int = 0
    class_size: int = 0

    @property
    def is_mixed(self) -> bool:
        """Whether there is more to say of it than how many people had a phone."""
        return self.teams or self.hands or bool(self.class_size)

    @property
    def people(self) -> int:
        """How many answers there were at most to one question."""
        return self.devices + self.counted


@dataclass(frozen=True)
class NextQuestion:
    """A question on offer that takes the same thing up again and was not asked yet."""

    pack: str
    pack_title: str
    code: str
    stem: str
    seconds: int


@dataclass(frozen=True)
class TakeUp:
    """A question to take up again, the wrong answer that tempted most, and what to ask next."""

    item: ItemReport
    wrong: OptionCount | None
    next_items: tuple[NextQuestion, ...] = ()


@dataclass(frozen=True)
class RaisedQuestion:
    """A question from the room that was approved, and how many said that they have it too."""

    text: str
    voices: int


@dataclass(frozen=True)
class TicketLine:
    """What exit tickets say, and how many: `coded` where the facilitator gave it a short name."""

    text: str
    count: int
    coded: bool


@dataclass(frozen=True)
class TicketGroup:
    """The exit tickets that answer one of the printed prompts, the most frequent first."""

    prompt: str
    lines: tuple[TicketLine, ...]

    @property
    def count(self) -> int:
        """How many answers there are."""
        return sum(one.count for one in self.lines)

    @property
    def most(self) -> int:
        """The count of its most frequent line."""
        return max((one.count for one in self.lines), default=0)


@dataclass(frozen=True)
class Report:
    """A live session in figures. A rehearsal has none."""

    title: str
    code: str
    pack_title: str
    turnout: Turnout
    steps: tuple[StepReport, ...]
    take_up: tuple[TakeUp, ...] = ()
    questions: tuple[RaisedQuestion, ...] = ()
    note: str = ""
    tickets: tuple[TicketGroup, ...] = ()
    rehearsal: bool = False
    begun_at: datetime | None = field(default=None, compare=False)

    @property
    def items(self) -> tuple[ItemReport, ...]:
        """Every item of every step."""
        return tuple(one for step in self.steps for one in step.items)

    @property
    def asked(self) -> list[ItemReport]:
        """The items that were asked."""
        return [one for one in self.items if one.asked]

    @property
    def glance(self) -> Glance:
        """Every question at a glance."""
        return glance_of(self.items)

    @property
    def is_small(self) -> bool:
        """Whether the figures are too few to be more than a hint."""
        return self.turnout.people < INDICATIVE_BELOW

    @property
    def planned(self) -> int:
        """Seconds planned for the steps that were led."""
        return sum(one.planned for one in self.steps if one.used is not None)

    @property
    def used(self) -> int:
        """Seconds used in all."""
        return sum(one.used or 0 for one in self.steps)

    @property
    def longest(self) -> int:
        """The longest time of any step, planned or used: the whole width of its bar."""
        return max((max(one.planned, one.used or 0) for one in self.steps), default=0)


def least_understood(items: Sequence[ItemReport]) -> list[ItemReport]:
    """At most three items that were asked and missed, the least understood first."""
    missed = [one for one in items if one.asked and one.missed and not one.few]
    return sorted(missed, key=lambda one: one.facility or 0)[:MOST_TO_TAKE_UP]
