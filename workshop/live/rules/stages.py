"""The stages in which a result is told: what the room answered, what is right, why, where from."""

from __future__ import annotations

from enum import IntEnum

from quizzes.items.item import Item


class Stage(IntEnum):
    """How far a result was told. Where reasons stand, the last stage puts what to talk about and
    the sources; the votes and the key stay beside both."""

    VOTES = 0
    KEY = 1
    WHY = 2
    SOURCES = 3


STAGES = tuple(Stage)


def stages_of(item: Item, *, counted: bool = True) -> tuple[Stage, ...]:
    """The stages that a result of this item has. `counted`: whether there are votes to show."""
    explained = bool(item.explanation or item.moderated)
    there = {
        Stage.VOTES: counted,
        Stage.KEY: item.scored,
        Stage.WHY: explained,
        Stage.SOURCES: bool(item.sources or item.prompts),
    }
    return tuple(stage for stage in STAGES if there[stage]) or (Stage.VOTES,)


def after(stages: tuple[Stage, ...], page: int) -> Stage | None:
    """The stage that comes after `page`; None where all was told."""
    return next((stage for stage in stages if stage > page), None)
