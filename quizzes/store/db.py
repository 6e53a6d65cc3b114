"""The database: its conventions, its safety settings, and how a operation writes."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, Connection, Dialect, Engine, MetaData, event, inspect, text
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


LOCKED_AT_MOST = 5.0
"""Seconds that a transaction waits for another process that holds the database."""
_ATTEMPT_MS = 5  # how long one attempt holds up everybody else in this process
_PAUSE = 0.02
_TURN = threading.RLock()


class Base(DeclarativeBase):
    """Base of every row; constraint names are the same on every database."""

    metadata = MetaData(naming_convention=CONVENTION)


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})


class Instant(TypeDecorator[datetime]):
    """A moment in UTC, kept as whole microseconds since 1970: exact, comparable, no time zone."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Microseconds for an aware datetime."""
        return None if value is None else microseconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """An aware datetime in UTC."""
        return None if value is None else moment(value)


_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def microseconds(when: datetime) -> int:
    """Whole microseconds since 1970 of an aware datetime."""
    if when.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    delta = when - _BEGINNING
    return (delta.days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds


def moment(whole: int) -> datetime:
    """The aware datetime of whole microseconds since 1970."""
    return _BEGINNING + timedelta(microseconds=whole)


class UnsafeDatabase(RuntimeError):
    """The database does not keep what it acknowledges."""


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """What was acknowledged survives a power cut (WAL and FULL); deleted data is overwritten."""
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None  # transactions are begun below, not guessed by the driver
    cursor = connection.cursor()
    cursor.execute("PRAGMA busy_timeout=5000")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA secure_delete=ON")
    mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
    level = cursor.execute("PRAGMA synchronous").fetchone()[0]
    memory = not cursor.execute("PRAGMA database_list").fetchone()[2]
    cursor.execute(f"PRAGMA busy_timeout={_ATTEMPT_MS}")
    cursor.close()
    if not memory and (mode != "wal" or level != 2):
        raise UnsafeDatabase(f"SQLite runs with journal_mode={mode}, synchronous={level}.")


def _begin_sqlite(connection: Connection) -> None:
    """A writing transaction takes its lock at once, so that it never fails half-way."""
    options = connection.get_execution_options()
    if not options.get("writes", False):
        connection.exec_driver_sql("BEGIN")
        return
    _take_lock(connection, options.get("until") or time.monotonic() + LOCKED_AT_MOST)


def _take_lock(connection: Connection, until: float) -> None:
    """Wait for another process, such as a backup, without holding up who reads meanwhile.

    SQLite's own waiting would stop every greenlet. Raises OperationalError after `until`.
    """
    raw: Any = connection.connection.dbapi_connection
    while time.monotonic() < until:
        try:
            raw.execute("BEGIN IMMEDIATE")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                break
        time.sleep(_PAUSE)
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def install(app: Flask) -> None:
    """Bind the database to the app, with the settings above on every connection."""
    db.init_app(app)
    with app.app_context():
        _guard(db.engine)


def _guard(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "connect", _check_postgres)


def _check_postgres(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("SHOW synchronous_commit")
    level = cursor.fetchone()[0]
    cursor.close()
    connection.rollback()
    if level not in ("on", "remote_apply", "remote_write", "local"):
        raise UnsafeDatabase(f"PostgreSQL runs with synchronous_commit={level}.")


def revision() -> str | None:
    """Which migration the tables have come to; None for an empty database."""
    if not inspect(db.engine).has_table("alembic_version"):
        return None
    found = db.session.scalar(text("SELECT version_num FROM alembic_version"))
    db.session.rollback()
    return str(found) if found else None


def scrub() -> bool:
    """Take what was deleted off the disk: SQLite's log is folded into the database and emptied.

    False when somebody is reading just now; what is left then goes with the next call.
    """
    if db.engine.dialect.name != "sqlite":
        return True
    connection = db.engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("PRAGMA busy_timeout=0")  # nobody waits for this
        busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout={_ATTEMPT_MS}")
        cursor.close()
    finally:
        connection.close()
    return not busy


@contextmanager
def turn() -> Iterator[float]:
    """Wait to be the one writer of this process, before a connection is taken from the pool.

    SQLite has one writer at a time. Whoever waits here for it, behind a writer that waits for
    another process, keeps no connection from those who read. Gives the moment (monotonic, in
    seconds) until which the database's lock may be waited for: the execution option `until`.
    """
    until = time.monotonic() + LOCKED_AT_MOST
    if db.engine.dialect.name != "sqlite":
        yield until
        return
    taken = _TURN.acquire(timeout=LOCKED_AT_MOST)
    try:
        yield until  # without its turn it tries the lock once, and fails as it should
    finally:
        if taken:
            _TURN.release()


@contextmanager
def if_free() -> Iterator[bool]:
    """The turn for one statement if nobody has it now; else False, and nobody waits."""
    taken = _TURN.acquire(blocking=False)
    try:
        yield taken
    finally:
        if taken:
            _TURN.release()


@contextmanager
def writing() -> Iterator[None]:
    """One transaction that writes: all of it is kept, or none of it."""
    db.session.commit()  # ends the reading transaction of this request, if any
    with turn() as until:
        db.session.connection(execution_options={"writes": True, "until": until})
        try:
            yield
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise


@contextmanager
def writing_connection() -> Iterator[Connection]:
    """The same without a session, for the one statement that a room sends most."""
    with turn() as until, db.engine.connect() as connection:
        options: dict[str, Any] = {"writes": True, "until": until}
        with connection.execution_options(**options).begin():
            yield connection
