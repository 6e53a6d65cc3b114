"""Phases of a live session, and which move may be made in which."""

from __future__ import annotations

from enum import StrEnum


class Phase(StrEnum):
    """Where a live session stands. Screens are computed from it, never kept."""

    LOBBY = "lobby"
    READING = "reading"
    OPEN = "open"
    CLOSED = "closed"
    DISCUSS = "discuss"
    REVEALED = "revealed"
    FINISHED = "finished"


class Move(StrEnum):
    """What a facilitator may ask for."""

    START = "start"
    OPEN = "open"
    CLOSE = "close"
    DISCUSS = "discuss"
    REOPEN = "reopen"
    REVEAL = "reveal"
    NEXT = "next"
    BACK = "back"
    SKIP = "skip"
    REORDER = "reorder"
    PAUSE = "pause"
    RESUME = "resume"
    EXTEND = "extend"
    UNDO = "undo"
    LOCK = "lock"
    UNLOCK = "unlock"
    BLANK = "blank"
    UNBLANK = "unblank"
    REMOVE = "remove"
    RENAME = "rename"
    FINISH = "finish"


_ITEM = frozenset({Phase.READING, Phase.OPEN, Phase.CLOSED, Phase.DISCUSS, Phase.REVEALED})
_RUNNING = _ITEM | {Phase.LOBBY}
_ANY = frozenset(Phase)

ALLOWED: dict[Move, frozenset[Phase]] = {
    Move.START: frozenset({Phase.LOBBY}),
    Move.OPEN: frozenset({Phase.READING}),
    Move.CLOSE: frozenset({Phase.OPEN}),
    Move.DISCUSS: frozenset({Phase.CLOSED}),
    Move.REOPEN: frozenset({Phase.CLOSED, Phase.DISCUSS}),
    Move.REVEAL: frozenset({Phase.CLOSED, Phase.DISCUSS}),
    Move.NEXT: frozenset({Phase.REVEALED}),
    Move.BACK: frozenset({Phase.READING, Phase.REVEALED, Phase.FINISHED}),
    Move.SKIP: _ITEM - {Phase.REVEALED},
    Move.REORDER: _RUNNING,
    Move.PAUSE: _ITEM,
    Move.RESUME: _ITEM,
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
