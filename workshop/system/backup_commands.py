"""Commands about the database as a whole: save it, put a saved one back."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from flask import Flask
from flask_babel import format_decimal, to_user_timezone
from flask_babel import gettext as _
from sqlalchemy.exc import SQLAlchemyError

from quizzes.store.db import db
from workshop.system import backup as backups
from workshop.system import databasefile
from workshop.system.backup import Content
from workshop.system.commands import in_one_line, in_terminal, made
from workshop.system.databasefile import DatabaseRefused

Create = Callable[[Mapping[str, Any] | None], Flask]
Migrate = Callable[[Flask], None]


def install(main: click.Group, create_app: Create, migrate: Migrate) -> None:
    """Add `backup` and `restore` to the command line."""

    @main.command()
    @click.argument("file", type=click.Path(path_type=Path))
    @click.option("--force", is_flag=True, help="Replace FILE if it is there already.")
    def backup(file: Path, *, force: bool) -> None:
        """Save the database to FILE, even while the kit runs."""
        with own_database(create_app) as database:
            content = backups.save(database, file.absolute(), datetime.now(UTC), replace=force)
            click.echo(_("Saved: %(file)s (%(size)s)", file=file, size=_megabytes(content)))
            _tell(content)
            click.echo(_("It holds names and answers: keep it safe, and no longer than you need."))

    @main.command()
    @click.argument("file", type=click.Path(path_type=Path))
    def restore(file: Path) -> None:
        """Put the backup FILE in place of the database; the kit must be stopped."""

        def bring_up(copy: Path) -> None:
            other = create_app({"DATABASE_URL": f"sqlite:///{copy}"})
            try:
                migrate(other)
            except SQLAlchemyError as error:
                raise DatabaseRefused(databasefile.not_ours(file)) from error
            finally:
                with other.app_context():
                    db.session.remove()
                    db.engine.dispose()

        with own_database(create_app) as database:
            taken = _(
                "Recoupe runs on %(folder)s. Stop it first (Ctrl+C), then restore.",
                folder=database.parent,
            )
            with databasefile.running_lock(database, taken=taken):
                here = to_user_timezone(datetime.now(UTC))
                content, kept = backups.restore(file.absolute(), database, here, bring_up)
            click.echo(_("Restored: %(file)s (%(size)s)", file=file, size=_megabytes(content)))
            _tell(content)
            if kept is not None:
                click.echo(_("What was there before is kept: %(file)s", file=kept))
                click.echo(
                    _("It still holds names and answers: delete it when you can do without.")
                )


@contextmanager
def own_database(create_app: Create) -> Iterator[Path]:
    """The file of the kit's SQLite database, with the app and the terminal's language around it."""
    elsewhere = not (os.environ.get("RECOUPE_DATABASE_URL") or "sqlite").startswith("sqlite")
    app = made(create_app, {"DATABASE_URL": "sqlite://"} if elsewhere else None)
    with in_one_line(), in_terminal(app):
        database = databasefile.sqlite_file()
        if database is None:
            raise DatabaseRefused(
                _(
                    "RECOUPE_DATABASE_URL names a database that is no SQLite file. "
                    "Use its own tools, such as pg_dump and pg_restore."
                )
            )
        yield database


def _megabytes(content: Content) -> str:
    return str(_("%(size)s MB", size=format_decimal(round(content.size / 1_000_000, 1))))


def _tell(content: Content) -> None:
    click.echo(_("Live sessions: %(count)s", count=format_decimal(content.lives)))
    click.echo(_("Responses: %(count)s", count=format_decimal(content.responses)))
