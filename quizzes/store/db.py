"""The database: its conventions, its safety settings, and how a use case writes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, Connection, Dialect, Engine, MetaData, event
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


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
        if value is None:
            return None
        seconds, rest = divmod(value, 1_000_000)
        return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest)


def microseconds(moment: datetime) -> int:
    """Whole microseconds since 1970 of an aware datetime."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    delta = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return (delta.days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds


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
    cursor.close()
    if not memory and (mode != "wal" or level != 2):
        raise UnsafeDatabase(f"SQLite runs with journal_mode={mode}, synchronous={level}.")


def _begin_sqlite(connection: Connection) -> None:
    """A writing transaction takes its lock at once, so that it never fails half-way."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


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
        cursor.execute("PRAGMA busy_timeout=5000")
        cursor.close()
    finally:
        connection.close()
    return not busy


@contextmanager
def writing() -> Iterator[None]:
    """One transaction that writes: all of it is kept, or none of it."""
    db.session.commit()  # ends the reading transaction of this request, if any
    db.session.connection(execution_options={"writes": True})
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
