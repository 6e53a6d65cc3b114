"""What lies ready on the tables where nobody has a device, as the lobby shows it."""

from __future__ import annotations

from dataclasses import dataclass

from quizzes.items.item import LETTERS, Item
from workshop.live.rules.steps import StepKind
from workshop.live.sessions import Live

FEWEST_CARDS, MOST_CARDS = 2, 6
"""A set of cards to vote with goes from A to F."""
_WRITING = frozenset({StepKind.PAPER, StepKind.EXIT})


@dataclass(frozen=True)
class TableMaterial:
    """`cards`: the letters that are voted with, empty where nothing is; `sheet`: one writes too."""

    cards: str
    sheet: bool


def material_of(live: Live) -> TableMaterial:
    """What the questions and steps of a session ask for."""
    items = [live.item_of(row) for row in live.state.item_rows()]
    most = max((_letters(item) for item in items), default=0)
    cards = max(FEWEST_CARDS, min(most, MOST_CARDS)) if most else 0
    written = any(item.moderated or not item.hand_groups("fr") for item in items)
    on_paper = any(step.kind in _WRITING for step in live.steps)
    return TableMaterial(cards=LETTERS[:cards], sheet=written or on_paper)


def _letters(item: Item) -> int:
    """How many things an item is voted on with one card; numbers are shown by hand."""
    groups = [group for group in item.hand_groups("fr") if not group.apart]
    return max((len(group.cells) for group in groups), default=0)
