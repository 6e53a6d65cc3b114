"""How Alembic reaches the kit's database."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from flask import current_app

from quizzes.store.db import Instant

database = current_app.extensions["migrate"].db


def render(kind: str, thing: Any, _context: Any) -> str | Literal[False]:
    """Moments are written as what they are in the database."""
    return "sa.BigInteger()" if kind == "type" and isinstance(thing, Instant) else False


def run() -> None:
    """One transaction: the schema is changed whole or not at all.

    SQLite changes a table by writing it anew; meanwhile what points at it is not checked, and all
    of it before the end. https://www.sqlite.org/lang_altertable.html#otheralter
    """
    engine = database.engine
    sqlite = engine.dialect.name == "sqlite"
    with engine.connect().execution_options(writes=True) as connection:
        raw: Any = connection.connection.dbapi_connection
        if sqlite:
            raw.execute("PRAGMA foreign_keys=OFF")
        try:
            context.configure(
                connection=connection,
                target_metadata=database.metadata,
                render_as_batch=True,
                render_item=render,
                compare_type=True,
            )
            with context.begin_transaction():
                context.run_migrations()
                if sqlite and raw.execute("PRAGMA foreign_key_check").fetchall():
                    raise RuntimeError("A row points at another one that is not there.")
        finally:
            if sqlite:
                raw.execute("PRAGMA foreign_keys=ON")


run()
