"""What to print for a class of some size: which sheets, and how many of each."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from workshop.live.rules.steps import Mode
from workshop.plans.rules.plan import Material, Plan, PlanSheet

IN_A_TEAM = 4
ON_A_PAGE = 4
"""So many tickets or cards for parents stand on one page."""
_EACH = frozenset({PlanSheet.WORKSHEET, PlanSheet.CERTIFICATE, PlanSheet.VOTE_CARDS})
_QUARTERS = frozenset({PlanSheet.EXIT_TICKET, PlanSheet.PARENTS_CARD})
CopiesFor = Literal["each", "team", "quarters", "you"]


@dataclass(frozen=True)
class ToPrint:
    """A sheet with its number of copies, and for whom they are."""

    line: Material
    copies: int
    whose: CopiesFor


def needed(plan: Plan, modes: Collection[Mode]) -> list[Material]:
    """What these ways of taking part need; all of the plan’s ways where none is said."""
    wanted = set(modes) or set(plan.modes)
    return [one for one in plan.material if not one.modes or wanted & set(one.modes)]


def to_print(plan: Plan, modes: Collection[Mode], size: int) -> list[ToPrint]:
    """The sheets among it, in the order of the plan."""
    return [_counted(one, size) for one in needed(plan, modes) if one.sheet]


def _counted(one: Material, size: int) -> ToPrint:
    if one.sheet in _EACH:
        return ToPrint(one, size, "each")
    if one.sheet in _QUARTERS:
        return ToPrint(one, -(-size // ON_A_PAGE), "quarters")
    if one.sheet is PlanSheet.CARDS:
        return ToPrint(one, -(-size // IN_A_TEAM), "team")
    return ToPrint(one, 1, "you")
