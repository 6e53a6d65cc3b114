"""The kit's SQLite database as a file: who may use it, and whether it is whole and ours."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout
from flask import current_app
from flask_babel import gettext as _

from quizzes.store.db import db

Check = Literal["quick_check", "integrity_check"]
FIRST_BYTES = b"SQLite format 3\x00"
TABLES = frozenset({"alembic_version", "facilitator", "live_session", "response"})
CHECKED_AT_START = 200_000_000  # bytes; a larger file would keep a class waiting
PATIENCE = 5.0  # seconds to wait for somebody else's lock
LOGS = ("-wal", "-shm", "-journal")


class DatabaseRefused(Exception):
    """It was not done, and nothing was changed. The message says why, in the reader's language."""


class Unfit(DatabaseRefused):
    """The file is damaged, or something else than a database of ours."""


def sqlite_file() -> Path | None:
    """The file of the app's database; None when it is no file of SQLite."""
    url = db.engine.url
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
        return None
    return Path(str(url.database)).resolve()


def with_suffix(file: Path, suffix: str) -> Path:
    """The file that SQLite or the kit keeps beside `file`, such as its log `-wal`."""
    return file.with_name(file.name + suffix)


@contextmanager
def running_lock(database: Path, *, taken: str) -> Iterator[None]:
    """Be the only kit on this database. Raises DatabaseRefused, saying `taken`, if it is not.

    The system itself frees the lock when its process ends, whatever ended it.
    """
    path = with_suffix(database, ".lock")
    lock = FileLock(path, timeout=0, mode=0o600)
    try:
        lock.acquire()
    except Timeout as error:
        raise DatabaseRefused(taken) from error
    give_to_owner_of(path.parent, path)
    try:
        yield
    finally:
        lock.release()


def give_to_owner_of(folder: Path, file: Path) -> None:
    """What root made for the kit belongs to the kit's user, who could not open it otherwise."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        owner = folder.stat()
        with suppress(PermissionError):  # root of a container may not
            os.chown(file, owner.st_uid, owner.st_gid)


def fit_to_start(database: Path) -> bool:
    """Whether the file was read through; a very large one is not. Raises Unfit for a bad one.

    Nothing is written: what is damaged stays as it is, for whoever may save something from it.
    """
    if not database.exists():
        return True
    if with_suffix(database, "-journal").exists():
        return True  # its first write was cut off: SQLite mends that when it opens the file
    small = database.stat().st_size <= CHECKED_AT_START
    examine(database, database, "quick_check" if small else None, may_be_new=True)
    return small


def looks_like_sqlite(file: Path) -> bool:
    """Whether it begins as SQLite's files do.

    This is asked before SQLite opens a file: it would take an empty one for a new database, and
    delete the log that lies beside it and may hold everything.
    """
    if not file.is_file():
        return False
    with file.open("rb") as opened:
        return opened.read(len(FIRST_BYTES)) == FIRST_BYTES


def examine(file: Path, name: Path, check: Check | None, *, may_be_new: bool = False) -> None:
    """Raises DatabaseRefused unless `file` is whole, Recoupe's, and no newer than this kit.

    `name` is what its owner calls it. `check` is how its pages are read, if at all. A database
    without any table passes with `may_be_new`.
    """
    if not looks_like_sqlite(file):
        raise Unfit(not_ours(name))
    with spoken_errors(name), closing(reading(file)) as connection:
        if check and connection.execute(f"PRAGMA {check}(1)").fetchone()[0] != "ok":
            raise Unfit(_damaged(name))
        tables = tables_of(connection)
        if may_be_new and not tables:
            return
        if not tables >= TABLES:
            raise Unfit(not_ours(name))
        found = {row[0] for row in connection.execute("SELECT version_num FROM alembic_version")}
    if not found:
        raise Unfit(not_ours(name))
    if not found <= set(revisions(Path(current_app.config["MIGRATIONS"]))):
        raise DatabaseRefused(
            _(
                "%(file)s was made by a newer Recoupe. Nothing was changed. "
                "Install that version, then try again.",
                file=name,
            )
        )


def revisions(migrations: Path) -> list[str]:
    """The revisions that this kit knows, oldest first, by the names of their files."""
    files = (migrations / "versions").glob("*.py")
    return sorted(file.name.split("_")[0] for file in files)


def reading(file: Path) -> sqlite3.Connection:
    """A connection that cannot write."""
    address = f"{file.absolute().as_uri()}?mode=ro"
    return sqlite3.connect(address, uri=True, timeout=PATIENCE, isolation_level=None)


def tables_of(connection: sqlite3.Connection) -> set[str]:
    """The names of all tables."""
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return {row[0] for row in found}


@contextmanager
def spoken_errors(name: Path) -> Iterator[None]:
    """What SQLite has against the file that its owner calls `name`, as DatabaseRefused."""
    try:
        yield
    except sqlite3.Error as error:
        unfit = code_of(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
        raise (Unfit if unfit else DatabaseRefused)(_said(error, name)) from error


def code_of(error: sqlite3.Error) -> int:
    """SQLite's primary result code, such as sqlite3.SQLITE_CORRUPT."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _said(error: sqlite3.Error, name: Path) -> str:
    match code_of(error):
        case sqlite3.SQLITE_CORRUPT:
            return _damaged(name)
        case sqlite3.SQLITE_NOTADB:
            return not_ours(name)
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return in_use(name)
        case sqlite3.SQLITE_FULL:
            return str(_("There is not enough room for a copy of %(file)s.", file=name))
    return str(_("%(file)s cannot be used (%(reason)s).", file=name, reason=error))


def in_use(name: Path) -> str:
    """The sentence for a database that somebody else holds."""
    return str(_("Another program uses %(file)s. Close it, then try again.", file=name))


def _damaged(name: Path) -> str:
    return str(_("The database %(file)s is damaged. Nothing was changed.", file=name))


def not_ours(name: Path) -> str:
    """The sentence for a file of something else, or of nothing."""
    return str(_("%(file)s is no Recoupe database. Nothing was changed.", file=name))
