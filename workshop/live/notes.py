"""Operations of private notes: what whoever leads jots down, one for each stop."""

from __future__ import annotations

from quizzes.store.db import writing
from workshop.live.queries import leading_queries
from workshop.live.rules.phase import Phase
from workshop.live.sessions import Live

MAX_NOTE = 2000
WHOLE_SESSION = 0
"""What stands for the whole session among the stops; one notes it in the lobby and at the end."""


def notes_of(live: Live) -> dict[int, str]:
    """The notes of a session by the number of their stop; 0 is the whole session."""
    return leading_queries.notes_in(live.row_id)


def current_stop(live: Live) -> int:
    """The stop that one notes for just now."""
    stop = live.state.stop
    between = stop is None or live.state.phase in (Phase.LOBBY, Phase.FINISHED)
    return WHOLE_SESSION if between or stop is None else stop.number


def keep_note(live: Live, stop: int, text: str) -> None:
    """Keep the note of a stop in place of the one before; an empty one is taken away.

    Raises LookupError for a stop that the session does not have.
    """
    numbers = {one.number for one in (*live.state.order, *live.state.spare)}
    if stop != WHOLE_SESSION and stop not in numbers:
        raise LookupError(stop)
    with writing():
        leading_queries.keep_note(live.row_id, stop, text.strip())
