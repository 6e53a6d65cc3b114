"""Operations of backup: save the database while a room plays, and put a saved one back."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from flask_babel import gettext as _

from quizzes.store.db import db
from workshop.system.databasefile import (
    LOGS,
    PATIENCE,
    DatabaseRefused,
    code_of,
    examine,
    give_to_owner_of,
    in_use,
    looks_like_sqlite,
    not_ours,
    reading,
    spoken_errors,
    tables_of,
    with_suffix,
)

LEFT_BEHIND = timedelta(hours=1)


@dataclass(frozen=True)
class Content:
    """What a saved database holds; `size` in bytes."""

    size: int
    lives: int
    responses: int


def save(database: Path, file: Path, now: datetime, *, replace: bool) -> Content:
    """Write a copy of the database to `file`, whole or not at all, while the kit may run.

    `VACUUM INTO` reads in one transaction, which in WAL mode keeps nobody from writing, and
    copies what is there but not what was deleted. Raises DatabaseRefused.
    """
    if not database.exists():
        raise DatabaseRefused(_("There is no database in %(folder)s yet.", folder=database.parent))
    with _room_in(file.parent):
        _may_write(database, file, replace=replace)
        with _workplace(file.parent, "backup", now - LEFT_BEHIND) as folder:
            copy = folder / "copy.db"
            copy.touch(0o600)
            examine(database, database, None)
            with spoken_errors(database), closing(reading(database)) as connection:
                connection.execute("VACUUM INTO ?", (str(copy),))
            examine(copy, file, "integrity_check")
            content = _content(copy)
            _flush(copy)
            _forget_logs(file)
            copy.replace(file)
            _flush(file.parent)
    return content


def _may_write(database: Path, file: Path, *, replace: bool) -> None:
    if file.is_dir():
        raise DatabaseRefused(_("%(file)s is a folder: add the name of the file.", file=file))
    if not file.parent.is_dir():
        raise DatabaseRefused(_("There is no folder %(folder)s.", folder=file.parent))
    its_own = [database, *(with_suffix(database, one) for one in (*LOGS, ".lock"))]
    if file.resolve() in [one.resolve() for one in its_own]:
        raise DatabaseRefused(
            _("%(file)s belongs to the kit itself: choose another name.", file=file)
        )
    if os.path.lexists(file) and not replace:
        there = _("%(file)s is there already: choose another name, or add --force.", file=file)
        raise DatabaseRefused(there)


def restore(
    file: Path, database: Path, now: datetime, bring_up: Callable[[Path], None]
) -> tuple[Content, Path | None]:
    """Put a copy of `file` in place of the database; what it holds, and where the old one went.

    The caller holds the running lock. `bring_up` migrates the database at a path. Everything is
    done to a copy, which takes its place in one step at the end; Raises DatabaseRefused before it.
    """
    with _room_in(database.parent), _workplace(database.parent, "restore", now) as folder:
        copy = folder / "copy.db"
        _fetch(file, copy)
        with spoken_errors(file):
            _fold(copy)
        examine(copy, file, "integrity_check")
        bring_up(copy)
        with spoken_errors(file):
            _go_ahead(copy, file, now)
            _fold(copy)
        content = _content(copy)
        give_to_owner_of(database.parent, copy)
        _flush(copy)
        kept = _keep_aside(database, now)
        _forget_logs(database)
        copy.replace(database)
        _flush(database.parent)
    return content, kept


def _fetch(file: Path, copy: Path) -> None:
    """Copy a database with the log that may lie beside it, byte by byte. Raises DatabaseRefused."""
    try:
        if not file.exists():
            raise DatabaseRefused(_("There is no file %(file)s.", file=file))
        if file.is_dir():
            raise DatabaseRefused(_("%(file)s is a folder, not a backup.", file=file))
        if not looks_like_sqlite(file):
            raise DatabaseRefused(not_ours(file))
        for suffix in ("", "-wal", "-journal"):
            if with_suffix(file, suffix).exists():
                with_suffix(copy, suffix).touch(0o600)
                shutil.copyfile(with_suffix(file, suffix), with_suffix(copy, suffix))
    except PermissionError as error:
        reason = error.strerror
        raise DatabaseRefused(
            _("%(file)s cannot be used (%(reason)s).", file=file, reason=reason)
        ) from error


def _fold(database: Path) -> None:
    """Fold the log into the file, which is then all. Raises DatabaseRefused if it is in use."""
    with closing(sqlite3.connect(database, timeout=PATIENCE, isolation_level=None)) as connection:
        if connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0] != "delete":
            raise DatabaseRefused(in_use(database))


def _fold_if_whole(database: Path) -> None:
    """The same, but what is damaged stays as it is, with its log."""
    try:
        _fold(database)
    except sqlite3.DatabaseError as error:
        if code_of(error) not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise


def _go_ahead(copy: Path, file: Path, now: datetime) -> None:
    """Let phones that saw more than the backup knows follow again: they ignore older versions.

    Seconds since 1970 are more than any session has had moves, even one restored before.
    """
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        if not tables_of(connection) >= db.metadata.tables.keys():
            raise DatabaseRefused(not_ours(file))
        ahead = "UPDATE live_session SET version = max(version + 1, ?)"
        connection.execute(ahead, (int(now.timestamp()),))


def _keep_aside(database: Path, now: datetime) -> Path | None:
    """Give the present database, if any, a second, dated name. Raises DatabaseRefused."""
    if not database.exists():
        return None
    if looks_like_sqlite(database):
        with spoken_errors(database):
            _fold_if_whole(database)
    stem, count = f"{database.stem}-{now:%Y-%m-%d-%H%M%S}", 1
    kept = database.with_name(f"{stem}{database.suffix}")
    while os.path.lexists(kept):
        count += 1
        kept = database.with_name(f"{stem}-{count}{database.suffix}")
    for suffix in ("", "-wal", "-journal"):  # a damaged one keeps its log
        if with_suffix(database, suffix).exists():
            _second_name(with_suffix(database, suffix), with_suffix(kept, suffix))
    return kept


def _second_name(file: Path, name: Path) -> None:
    try:
        os.link(file, name)
    except OSError:  # a stick or share that knows no links
        try:
            shutil.copy2(file, name)
            _flush(name)
        except OSError:
            name.unlink(missing_ok=True)
            raise
    name.chmod(0o600)


def _forget_logs(database: Path) -> None:
    """Take away the logs beside a file that is about to be replaced: they are not the new one's."""
    for suffix in LOGS:
        with_suffix(database, suffix).unlink(missing_ok=True)


@contextmanager
def _workplace(folder: Path, work: str, before: datetime) -> Iterator[Path]:
    """A hidden folder for our eyes only, gone afterwards.

    What a killed command left behind `before` then goes too: it holds answers.
    """
    for left in folder.glob(f".recoupe-{work}-*"):
        if left.stat().st_mtime < before.timestamp():
            shutil.rmtree(left, ignore_errors=True)
    with TemporaryDirectory(dir=folder, prefix=f".recoupe-{work}-") as made:
        yield Path(made)


@contextmanager
def _room_in(folder: Path) -> Iterator[None]:
    """What the system has against writing in `folder`, as DatabaseRefused."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise DatabaseRefused(
                _("There is not enough room in %(folder)s.", folder=folder)
            ) from error
        reason = error.strerror
        said = _(
            "The folder %(folder)s cannot be written (%(reason)s).", folder=folder, reason=reason
        )
        raise DatabaseRefused(said) from error


def _content(copy: Path) -> Content:
    with closing(reading(copy)) as connection:
        ask = "SELECT (SELECT count(*) FROM live_session), (SELECT count(*) FROM response)"
        lives, responses = connection.execute(ask).fetchone()
    return Content(copy.stat().st_size, lives, responses)


def _flush(path: Path) -> None:
    """Have a file, or the names in a folder, on the disk before going on."""
    with suppress(PermissionError):  # Windows opens no folders
        descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
