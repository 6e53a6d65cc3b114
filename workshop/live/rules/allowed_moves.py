"""Which move may be made in which phase."""

from __future__ import annotations

from workshop.live.rules.phase import Move, Phase

_ITEM = frozenset({Phase.READING, Phase.OPEN, Phase.CLOSED, Phase.DISCUSS, Phase.REVEALED})
_STOP = _ITEM | {Phase.ACTIVITY}
_RUNNING = _STOP | {Phase.LOBBY}
_ANY = frozenset(Phase)

ALLOWED: dict[Move, frozenset[Phase]] = {
    Move.START: frozenset({Phase.LOBBY}),
    Move.OPEN: frozenset({Phase.READING}),
    Move.CLOSE: frozenset({Phase.OPEN}),
    Move.DISCUSS: frozenset({Phase.CLOSED}),
    Move.REOPEN: frozenset({Phase.CLOSED, Phase.DISCUSS}),
    Move.REVEAL: frozenset({Phase.CLOSED, Phase.DISCUSS}),
    Move.NEXT: frozenset({Phase.REVEALED, Phase.ACTIVITY, Phase.CLOSED}),
    Move.BACK: frozenset({Phase.READING, Phase.REVEALED, Phase.ACTIVITY, Phase.FINISHED}),
    Move.SKIP: _STOP - {Phase.REVEALED},
    Move.TURN: frozenset({Phase.ACTIVITY, Phase.REVEALED}),
    Move.REORDER: _RUNNING,
    Move.ADD: _RUNNING,
    Move.PAUSE: _STOP,
    Move.RESUME: _STOP,
    Move.EXTEND: _RUNNING,
    Move.UNDO: _ANY,
    Move.LOCK: _RUNNING,
    Move.UNLOCK: _RUNNING,
    Move.BLANK: _ANY,
    Move.UNBLANK: _ANY,
    Move.REMOVE: _ANY,
    Move.RENAME: _ANY,
    Move.FINISH: _RUNNING,
}
"""The table of moves: a move in a phase that is not listed is refused."""
