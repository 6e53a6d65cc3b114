"""Phases of a live session, and the moves from one to another."""

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
    ACTIVITY = "activity"
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
    TURN = "turn"
    REORDER = "reorder"
    ADD = "add"
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


class MoveRefused(Exception):
    """A move that may not be made now. `reason` is a key that the screens translate."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)
