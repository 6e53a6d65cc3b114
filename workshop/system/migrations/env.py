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
    """One transaction: the schema is changed whole or not at all."""
    engine = database.engine
    with engine.connect().execution_options(writes=True) as connection:
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            render_as_batch=True,
            render_item=render,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
