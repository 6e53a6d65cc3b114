"""Where a test before and after stands, and so what comes next."""

from __future__ import annotations

from enum import StrEnum

from workshop.before_after.rules.pseudonym import Occasion


class GroupStage(StrEnum):
    """What comes next. `PAUSE`: the activity, then three weeks or more; `MISSED`: “after” was
    closed although nobody handed in."""

    INVITE_BEFORE = "invite_before"
    GATHER_BEFORE = "gather_before"
    EMPTY = "empty"
    PAUSE = "pause"
    INVITE_AFTER = "invite_after"
    GATHER_AFTER = "gather_after"
    MISSED = "missed"
    READ = "read"


def stage_of(phase: Occasion, before: int, after: int, *, closed: bool) -> GroupStage:
    """What comes next, from what is open and how many sheets are in."""
    if phase == "before":
        if closed:
            return GroupStage.PAUSE if before else GroupStage.EMPTY
        return GroupStage.GATHER_BEFORE if before else GroupStage.INVITE_BEFORE
    if closed:
        return GroupStage.READ if after else GroupStage.MISSED
    return GroupStage.GATHER_AFTER if after else GroupStage.INVITE_AFTER
