"""Which move a lesson usually makes next: what the console's one button says."""

from __future__ import annotations

from workshop.live.rules.phase import Move, Phase
from workshop.live.rules.state import LiveState

_AFTER = {
    Phase.LOBBY: Move.START,
    Phase.READING: Move.OPEN,
    Phase.OPEN: Move.CLOSE,
    Phase.DISCUSS: Move.REOPEN,
}


def next_move(state: LiveState, *, second_vote: bool) -> Move | None:
    """The usual next move; None once the session is finished.

    `second_vote`: the current item gains from a vote before and one after a discussion.
    """
    if state.paused_at and state.phase is not Phase.LOBBY:
        return Move.RESUME
    if state.phase is Phase.CLOSED:
        return Move.DISCUSS if second_vote and state.vote == 1 else Move.REVEAL
    if state.phase is Phase.REVEALED:
        return Move.FINISH if state.is_last else Move.NEXT
    return _AFTER.get(state.phase)
