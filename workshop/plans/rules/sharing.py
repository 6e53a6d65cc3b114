"""What colleagues of the kit may do with a plan of somebody's own."""

from __future__ import annotations

from enum import StrEnum


class Sharing(StrEnum):
    """`read`: see, print and copy it; `lead`: lead it as it is, too."""

    NO = "no"
    READ = "read"
    LEAD = "lead"


def may_read(sharing: Sharing, *, owner: bool) -> bool:
    """Whether somebody sees the plan."""
    return owner or sharing is not Sharing.NO


def may_lead(sharing: Sharing, *, owner: bool) -> bool:
    """Whether somebody leads the plan as it is."""
    return owner or sharing is Sharing.LEAD
