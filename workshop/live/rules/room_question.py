"""What happens to a question from the room: it waits, is shown, is parked or is hidden."""

from __future__ import annotations

from enum import StrEnum

MAX_QUESTION = 200
MOST_WAITING = 5
"""How many questions of one seat may wait at once."""


class QuestionState(StrEnum):
    """`shown`: others read it and can join in. `parked`: kept for the debrief, off the phones."""

    WAITING = "waiting"
    SHOWN = "shown"
    PARKED = "parked"
    HIDDEN = "hidden"


def may_be_read(state: QuestionState, *, own: bool) -> bool:
    """Whether a seat may read a question: its own always, another’s only once it is shown."""
    return own or state is QuestionState.SHOWN
