"""Bring the tables of an older database up to date. Loaded only when that is to be done."""

from __future__ import annotations

from pathlib import Path

import flask_migrate
from flask import Flask

from quizzes.store.db import db


def prepare(app: Flask, migrations: Path) -> None:
    """Let Flask-Migrate know the app's database."""
    flask_migrate.Migrate(app, db, directory=str(migrations), render_as_batch=True)


def upgrade(app: Flask, migrations: Path) -> None:
    """Make every migration that this database has not seen."""
    prepare(app, migrations)
    flask_migrate.upgrade(directory=str(migrations))
