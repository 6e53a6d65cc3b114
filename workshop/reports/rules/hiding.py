"""What a report does not tell, so that nobody is found in it.

Counts of an item's options are told as the room saw them, from five people on: they lay one
question beside nothing. What lays two things beside each other (how sure and how right, the first
vote and the second) may point at one person, so each of its cells holds nobody or five people, also
those that could be found by subtraction from what else is told.
"""

from __future__ import annotations

from quizzes.items.discernment import LEAST_GROUP
from quizzes.items.itemstats import Flow

SMALLEST_TEAM = 2


def is_few(answers: int, *, by_teams: bool) -> bool:
    """Whether so many answers came from fewer than five people; a team is two people at least."""
    return answers * (SMALLEST_TEAM if by_teams else 1) < LEAST_GROUP


def is_cell_told(count: int) -> bool:
    """Whether a cell of two things laid beside each other may be told: nobody, or five and more."""
    return count == 0 or count >= LEAST_GROUP


def sure_and_wrong_told(sure: int | None, wrong: int | None) -> int | None:
    """How many were sure and mistaken; None where they, or the other mistaken ones, are few."""
    if sure is None or wrong is None or sure < LEAST_GROUP:
        return None
    return sure if is_cell_told(wrong - sure) else None


def matched_votes(flow: Flow | None, first: int, last: int) -> Flow | None:
    """Both votes of the same people, where everybody who voted did so twice.

    Else whoever voted only once would be found by subtraction from the two votes.
    """
    if flow is None or flow.n < LEAST_GROUP:
        return None
    return flow if flow.n == first == last else None


def flow_told(flow: Flow | None, first: int, last: int) -> Flow | None:
    """Who changed between two votes; None where a change, or what stayed, is that of a few.

    With both votes known each cell gives the other three, so all four are told or none.
    """
    found = matched_votes(flow, first, last)
    cells = (
        (found.kept_right, found.became_right, found.became_wrong, found.stayed_wrong)
        if found
        else ()
    )
    return found if all(is_cell_told(one) for one in cells) else None
