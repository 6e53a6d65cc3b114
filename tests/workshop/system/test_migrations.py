"""The migrations bring any kept database to what the code says, and lose nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text

import app as recoupe
from quizzes.store.db import Base, db
from quizzes.store.db import revision as db_revision
from workshop.system.databasefile import revisions
from workshop.system.upgrading import prepare


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Flask]:
    """A kit whose database has no table yet."""
    made = recoupe.create_app({"DATA_DIR": tmp_path, "SECRET_KEY": "test", "TESTING": True})
    prepare(made, recoupe.MIGRATIONS)
    with made.app_context():
        yield made
        db.session.remove()
        db.engine.dispose()


def to(revision: str) -> None:
    upgrade(directory=str(recoupe.MIGRATIONS), revision=revision)


def differences() -> list[Any]:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        return list(compare_metadata(context, Base.metadata))


def test_the_newest_migration_makes_the_tables_of_the_code(empty: Flask) -> None:
    to("head")
    assert differences() == []


def test_a_database_of_the_first_version_keeps_what_it_holds(empty: Flask) -> None:
    to("0001")
    assert differences() != []  # the comparison notices what is missing
    with db.engine.connect().execution_options(writes=True) as connection:
        connection.execute(text("INSERT INTO clock (id, alive_at) VALUES (1, 42)"))
        connection.commit()
    to("head")
    assert differences() == []
    with db.engine.connect() as connection:
        assert connection.execute(text("SELECT alive_at FROM clock")).scalar() == 42


def test_written_words_can_be_taken_out_again(empty: Flask) -> None:
    to("0003")
    assert {"approval", "peer_reading"} <= set(inspect(db.engine).get_table_names())
    downgrade(directory=str(recoupe.MIGRATIONS), revision="0002")
    assert not {"approval", "peer_reading"} & set(inspect(db.engine).get_table_names())


def test_tests_before_and_after_can_be_taken_out_again(empty: Flask) -> None:
    tables = {"before_after", "before_after_beginning", "answer_sheet"}
    to("0004")
    assert tables <= set(inspect(db.engine).get_table_names())
    downgrade(directory=str(recoupe.MIGRATIONS), revision="0003")
    assert not tables & set(inspect(db.engine).get_table_names())


def test_the_newest_migration_is_known_without_loading_any(empty: Flask) -> None:
    assert db_revision() is None
    to("head")
    assert db_revision() == revisions(recoupe.MIGRATIONS)[-1]
