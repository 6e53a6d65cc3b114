"""Which move a lesson usually makes next: what the console's one button says."""

from __future__ import annotations

from workshop.live.rules.phase import Move, Phase
from workshop.live.rules.stages import Stage, after
from workshop.live.rules.state import LiveState

_AFTER = {
    Phase.LOBBY: Move.START,
    Phase.READING: Move.OPEN,
    Phase.OPEN: Move.CLOSE,
    Phase.DISCUSS: Move.REOPEN,
}


def next_move(
    state: LiveState, *, second_vote: bool, pages: int = 1, stages: tuple[Stage, ...] = ()
) -> Move | None:
    """The usual next move; None once the session is finished.

    `second_vote`: the current item gains from a vote before and one after a discussion, unless its
    stop says otherwise. `pages`: how many the current activity has; `stages`: those of the current
    item’s result.
    """
    if state.paused_at and state.phase is not Phase.LOBBY:
        return Move.RESUME
    on = Move.FINISH if state.is_last else Move.NEXT
    if state.phase is Phase.CLOSED:
        if state.stop and state.stop.hold and not state.is_last:
            return Move.NEXT
        return Move.DISCUSS if votes_again(state, second_vote=second_vote) else Move.REVEAL
    if state.phase is Phase.ACTIVITY:
        return Move.TURN if state.page + 1 < pages else on
    if state.phase is Phase.REVEALED:
        return on if after(stages, state.page) is None else Move.TURN
    return _AFTER.get(state.phase)


def votes_again(state: LiveState, *, second_vote: bool) -> bool:
    """Whether one talks and votes again at the current stop."""
    stop = state.stop
    if stop is None or state.vote > 1 or state.is_taken_again(stop):
        return False
    return second_vote if stop.revote is None else stop.revote
