"""One statement at a time by SQLite's own driver, for what a whole room asks in the same second.

Each statement is a transaction of its own: all of it or nothing, and on the disk before it
returns. What would need waiting or explaining is not done here; whoever asked goes the usual way,
which waits for locks and words every trouble.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from flask import Flask, current_app

from quizzes.store.db import db, if_free
from quizzes.store.disk import TROUBLE

Found = TypeVar("Found")
_NAME = "recoupe.at_once"


class AtOnce:
    """The driver's connections of one app's SQLite database, lent from its pool."""

    def __init__(self, app: Flask) -> None:
        with app.app_context():
            self._engine = db.engine
        self._trouble = app.extensions[TROUBLE]
        self.url = str(self._engine.url)

    def read(self, sql: str, given: Mapping[str, Any]) -> list[Any] | None:
        """The rows; None when the database cannot say just now."""
        return self._do(lambda driver: list(driver.execute(sql, given)))

    def write(self, sql: str, given: Mapping[str, Any]) -> int | None:
        """How many rows were written, for good; None when it cannot be done just now."""
        return self._write(lambda driver: driver.execute(sql, given).rowcount)

    def add(self, sql: str, given: Mapping[str, Any]) -> list[Any] | None:
        """What the statement returns of the rows that it wrote; None as for `write`."""
        return self._write(lambda driver: driver.execute(sql, given).fetchall())

    def _write(self, work: Callable[[sqlite3.Connection], Found]) -> Found | None:
        if self._trouble.kind is not None:
            return None
        with if_free() as mine:
            return self._do(work) if mine else None

    def _do(self, work: Callable[[sqlite3.Connection], Found]) -> Found | None:
        lent = self._engine.raw_connection()
        try:
            driver: Any = lent.driver_connection
            return work(driver)
        except sqlite3.Error:
            return None
        finally:
            lent.close()


def install(app: Flask) -> None:
    """Give the app its short way to the database, where it has one: not to a server."""
    with app.app_context():
        is_file = db.engine.dialect.name == "sqlite"
    app.extensions[_NAME] = AtOnce(app) if is_file else None


def at_once(app: Flask | None = None) -> AtOnce | None:
    """The short way to the database of this app, or of the one that answers the request."""
    found: AtOnce | None = (app or current_app).extensions[_NAME]
    return found
