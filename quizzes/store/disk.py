"""Whether the disk takes what is written: full, failing, or well again."""

from __future__ import annotations

import sqlite3
import time
from contextlib import suppress
from typing import Any, Literal

from flask import Flask, current_app
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import OperationalError

from quizzes.store.db import db, writing_connection

TROUBLE = "recoupe.trouble"
_PROBE_EVERY = 1.0

Kind = Literal["full", "failing"]
_KINDS: dict[int, Kind] = {
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_IOERR: "failing",
    sqlite3.SQLITE_READONLY: "failing",
    sqlite3.SQLITE_CANTOPEN: "failing",
}


class DiskTrouble:
    """Whether the disk refuses what is written, told by the last writing transaction."""

    def __init__(self, engine: Engine) -> None:
        self.kind: Kind | None = None
        self.probed = 0.0
        event.listen(engine, "handle_error", self._failed)
        event.listen(engine, "begin", self._begun)
        event.listen(engine, "rollback", self._undone)
        event.listen(engine, "checkin", self._given_back)

    def _failed(self, context: ExceptionContext) -> None:
        code = getattr(context.original_exception, "sqlite_errorcode", 0) & 0xFF
        if context.connection is not None:
            context.connection.info.pop(TROUBLE, None)
        self.kind = _KINDS.get(code, self.kind)

    def _begun(self, connection: Connection) -> None:
        raw: Any = connection.connection.dbapi_connection
        self._given_back(raw, connection)  # where a connection is kept, its last work is over
        connection.info[TROUBLE] = raw.total_changes

    def _undone(self, connection: Connection) -> None:
        connection.info.pop(TROUBLE, None)

    def _given_back(self, raw: Any, record: Any) -> None:
        """What was begun and neither failed nor was undone is kept."""
        before = record.info.pop(TROUBLE, None)
        if before is not None and raw is not None and raw.total_changes != before:
            self.kind = None


def trouble() -> Kind | None:
    """Why nothing can be kept just now: the disk is full, or it fails."""
    found: DiskTrouble | None = current_app.extensions.get(TROUBLE)
    return found.kind if found else None


def try_to_write() -> None:
    """While there is trouble, see once a second whether it is over; else do nothing."""
    found: DiskTrouble | None = current_app.extensions.get(TROUBLE)
    if found is None or found.kind is None or time.monotonic() - found.probed < _PROBE_EVERY:
        return
    found.probed = time.monotonic()
    with suppress(OperationalError):  # it goes on; whoever writes is told
        with writing_connection() as connection:
            number = int(connection.execute(text("PRAGMA user_version")).scalar_one())
            connection.execute(text(f"PRAGMA user_version = {number}"))  # writes a page
        found.kind = None


def install(app: Flask) -> None:
    """Watch the app's SQLite database; a server watches its own disk."""
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            app.extensions[TROUBLE] = DiskTrouble(db.engine)
