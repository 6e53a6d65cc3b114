"""Recoupe's composition root: settings, extensions, blueprints, error pages, commands.

It sees everything and nothing imports it.
"""

from __future__ import annotations

import sys

if __name__ != "__main__" and sys.argv[1:2] == ["run"]:
    from gevent import monkey

    monkey.patch_all()

from collections.abc import Mapping
from datetime import timedelta
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import click
from flask import Flask, has_request_context
from flask_babel import Babel
from flask_compress import Compress
from flask_login import LoginManager
from flask_wtf.csrf import CSRFProtect
from platformdirs import user_data_dir

from quizzes.adapting import pages as adapting
from quizzes.alone.pages import packs, take
from quizzes.bank import commands as bank_commands
from quizzes.gate import access, errors, filters, headers, language, limits
from quizzes.glossary import pages as glossary
from quizzes.items.text import LANGUAGES
from quizzes.store import db as database
from quizzes.store import disk, driver
from workshop.before_after.pages import sitting, tests
from workshop.desk import pages as desk
from workshop.guide import pages as guide
from workshop.live import lifetime, shortway
from workshop.live.pages import (
    console,
    facilitate,
    inviting,
    join,
    notes,
    pairing,
    peers,
    phone,
    picker,
    present,
    preview,
    room_questions,
    teams,
    ways_back,
)
from workshop.live.rules.joincode import spaced
from workshop.live.screens import drawing
from workshop.paper import commands as paper_commands
from workshop.paper import documents
from workshop.paper import pages as paper
from workshop.people import accounts
from workshop.people import pages as people
from workshop.plans.pages import again, book, editor, ownplans, prepare, steps, trying, workshops
from workshop.push.hub import Hub
from workshop.reports import pages as reports
from workshop.system import backup_commands, commands, databasefile, identify, showcase
from workshop.system import pages as system
from workshop.system.settings import (
    base_address,
    default_language,
    kept_secret,
    read_settings,
    time_zone,
    whole,
)

ROOT = Path(__file__).parent
PAGES = (adapting, again, book, console, desk, editor, facilitate, glossary, guide, inviting,
         join, notes, ownplans, packs, pairing, paper, peers, people, phone, picker, prepare,
         present, preview, reports, room_questions, showcase, sitting, steps, system, take,
         teams, tests, trying, workshops)  # fmt: skip
PACKED = ["text/html", "text/css", "text/javascript", "image/svg+xml", "application/json"]
MIGRATIONS = ROOT / "workshop" / "system" / "migrations"


def kit_version() -> str:
    """The version of the installed kit."""
    try:
        return version("recoupe")
    except PackageNotFoundError:
        return "0"


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """The whole kit. `config` holds settings by name and Flask's own keys."""
    app = Flask(__name__, static_folder="static", template_folder="templates")
    settings = read_settings(config)
    data_dir = Path(settings["DATA_DIR"] or user_data_dir("recoupe", appauthor=False))
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    url = settings["DATABASE_URL"] or f"sqlite:///{data_dir / 'recoupe.db'}"
    app.config.update(
        settings,
        DATA_DIR=str(data_dir),
        MIGRATIONS=str(MIGRATIONS),
        PORT=whole(settings, "PORT", 1, 65_535),
        BASE_URL=base_address(settings),
        KEEP_DAYS=whole(settings, "KEEP_DAYS", 1, 365),
        TEST_KEEP_DAYS=whole(settings, "TEST_KEEP_DAYS", 1, 365),
        TRUST_PROXY=whole(settings, "TRUST_PROXY", 0, 9),
        SECRET_KEY=settings["SECRET_KEY"] or kept_secret(data_dir / "secret"),
        SQLALCHEMY_DATABASE_URI=url,
        SQLALCHEMY_ENGINE_OPTIONS={"hide_parameters": True},  # no name or answer in a log
        KIT_VERSION=kit_version(),
        MAX_CONTENT_LENGTH=64_000,
        MAX_FORM_PARTS=400,
        SESSION_COOKIE_NAME="recoupe",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings["BASE_URL"].startswith("https://"),
        PERMANENT_SESSION_LIFETIME=timedelta(days=14),
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=None,
        BABEL_TRANSLATION_DIRECTORIES=str(ROOT / "templates" / "translations"),
        BABEL_DEFAULT_LOCALE=default_language(settings),
        BABEL_DEFAULT_TIMEZONE=time_zone(settings),
        COMPRESS_ALGORITHM=["gzip"],
        COMPRESS_MIMETYPES=PACKED,
        COMPRESS_STREAMS=True,
    )
    app.config.update({key: value for key, value in (config or {}).items() if key not in settings})
    install_extensions(app)
    for one in PAGES:
        app.register_blueprint(one.blueprint)
    app.extensions[take.HELD_BACK] = lifetime.is_being_played
    app.extensions[packs.WAYS_BACK] = ways_back.ways_back
    return app


def install_extensions(app: Flask) -> None:
    """Everything that stands between a request and a view."""
    database.install(app)
    disk.install(app)
    driver.install(app)
    Babel(app, locale_selector=language.visitor_locale)
    Compress(app)
    csrf = CSRFProtect(app)
    login = LoginManager(app)
    login.user_loader(accounts.find)
    app.extensions["recoupe.hub"] = Hub()
    drawing.install(app)
    documents.install(app)
    shortway.install(app)
    headers.install(app)
    limits.install(app)
    access.install(app, identify.identify)
    headers.install_csrf(app, csrf)
    errors.install(app)
    filters.install(app)
    app.jinja_env.filters["spaced"] = spaced
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": True}

    @app.context_processor
    def everywhere() -> dict[str, Any]:
        said = language.visitor_language() if has_request_context() else "fr"
        return {"language": said, "languages": LANGUAGES, "kit_version": app.config["KIT_VERSION"]}


def migrate(app: Flask) -> None:
    """Bring the database up to date; nobody else may read its file."""
    with app.app_context():
        if database.revision() != databasefile.revisions(MIGRATIONS)[-1]:
            import_module("workshop.system.upgrading").upgrade(app, MIGRATIONS)
        url = database.db.engine.url
        if url.drivername.startswith("sqlite") and url.database:
            for file in Path(url.database).parent.glob(f"{Path(url.database).name}*"):
                file.chmod(0o600)


@click.group()
@click.version_option(kit_version(), prog_name="recoupe")
def main() -> None:
    """Recoupe: a media-literacy quiz and workshop kit."""


for one in (bank_commands, commands, paper_commands, backup_commands):
    one.install(main, create_app, migrate)
if (ROOT / "tests" / "bench").is_dir():  # measurements come with the source, not with the kit
    import_module("tests.bench.commands").install(main)
