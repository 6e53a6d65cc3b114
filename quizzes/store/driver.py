"""A statement is written once, as SQL, and run in one of two ways.

`Driver` runs it by SQLite's own driver, for what a whole room asks in the same second: each
statement is a transaction of its own, all of it or nothing, and on the disk before it returns.
What would need waiting or explaining it does not do. `Usual` runs it in the session of the
request, which waits for locks and raises for every trouble.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Protocol, TypeVar

from flask import Flask, current_app
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from quizzes.store.db import db, if_free
from quizzes.store.disk import TROUBLE

Found = TypeVar("Found")
Given = Mapping[str, Any]
_NAME = "recoupe.driver"
_text = lru_cache(maxsize=64)(text)


class Way(Protocol):
    """How a statement is run. None says that it could not be done just now."""

    def read(self, sql: str, given: Given) -> list[Any] | None:
        """The rows."""

    def write(self, sql: str, given: Given) -> int | None:
        """How many rows were written."""

    def add(self, sql: str, given: Given) -> list[Any] | None:
        """What the statement returns of the rows that it wrote."""


class Usual:
    """In the session of the request; what is written becomes part of its transaction."""

    def read(self, sql: str, given: Given) -> list[Any]:
        """The rows."""
        return list(db.session.connection().execute(_text(sql), dict(given)))

    def write(self, sql: str, given: Given) -> int:
        """How many rows were written."""
        return int(db.session.connection().execute(_text(sql), dict(given)).rowcount)

    def add(self, sql: str, given: Given) -> list[Any]:
        """What the statement returns of the rows that it wrote."""
        return self.read(sql, given)


class Driver:
    """By connections of its own to the SQLite database of one app."""

    def __init__(self, app: Flask) -> None:
        with app.app_context():
            self._engine = db.engine
        self._pool = self._engine.pool.recreate()  # who waits in a request keeps none of these
        self._trouble = app.extensions[TROUBLE]
        self.url = str(self._engine.url)

    def read(self, sql: str, given: Given) -> list[Any] | None:
        """The rows; None when the database cannot say just now."""
        return self._do(lambda connection: list(connection.execute(sql, given)))

    def write(self, sql: str, given: Given) -> int | None:
        """How many rows were written, for good; None when it cannot be done just now."""
        return self._write(lambda connection: connection.execute(sql, given).rowcount)

    def add(self, sql: str, given: Given) -> list[Any] | None:
        """What the statement returns of the rows that it wrote; None as for `write`."""
        return self._write(lambda connection: connection.execute(sql, given).fetchall())

    def _write(self, work: Callable[[sqlite3.Connection], Found]) -> Found | None:
        if self._trouble.kind is not None:
            return None
        with if_free() as mine:
            return self._do(work) if mine else None

    def _do(self, work: Callable[[sqlite3.Connection], Found]) -> Found | None:
        try:
            lent = self._pool.connect()
        except (sqlite3.Error, SQLAlchemyError):
            return None
        try:
            connection: Any = lent.driver_connection
            return work(connection)
        except sqlite3.Error:
            return None
        finally:
            lent.close()


def install(app: Flask) -> None:
    """Give the app its database's driver, where it can be used: not with a server."""
    with app.app_context():
        is_file = db.engine.dialect.name == "sqlite" and bool(db.engine.url.database)
    app.extensions[_NAME] = Driver(app) if is_file else None


def driver_of(app: Flask) -> Driver | None:
    """The driver of the app's database."""
    found: Driver | None = app.extensions[_NAME]
    return found


class Quickly(Usual):
    """Reads what was last committed by the driver where that is possible; writes the usual way."""

    def read(self, sql: str, given: Given) -> list[Any]:
        """The rows."""
        driver = driver_of(current_app)
        rows = driver.read(sql, given) if driver else None
        return super().read(sql, given) if rows is None else rows

    def add(self, sql: str, given: Given) -> list[Any]:
        """What the statement returns of the rows that it wrote."""
        return super().read(sql, given)
