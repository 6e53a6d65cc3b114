"""One statement at a time by SQLite's own driver, for what a whole room asks in the same second.

Each statement is a transaction of its own: all of it or nothing, and on the disk before it
returns. What would need waiting or explaining is not done here; whoever asked goes the usual way,
which waits for locks and words every trouble.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from flask import Flask

from quizzes.store.db import TROUBLE, db, if_free

Found = TypeVar("Found")


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
        if self._trouble.kind is not None:
            return None
        with if_free() as mine:
            return self._do(lambda driver: driver.execute(sql, given).rowcount) if mine else None

    def _do(self, work: Callable[[sqlite3.Connection], Found]) -> Found | None:
        lent = self._engine.raw_connection()
        try:
            driver: Any = lent.driver_connection
            return work(driver)
        except sqlite3.Error:
            return None
        finally:
            lent.close()


def at_once(app: Flask) -> AtOnce | None:
    """The short way to this app's database; None where there is none, as for a server."""
    with app.app_context():
        return AtOnce(app) if db.engine.dialect.name == "sqlite" else None
