"""Recoupe's composition root: settings, extensions, blueprints, error pages, commands.

It sees everything and nothing imports it.
"""

from __future__ import annotations

import sys

if __name__ != "__main__" and sys.argv[1:2] == ["run"]:
    from gevent import monkey

    monkey.patch_all()

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import click
from babel.dates import get_timezone
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
from workshop.guide import pages as guide
from workshop.live import sessions, shortway
from workshop.live.pages import console, facilitate, join, peers, phone, present
from workshop.live.rules.joincode import spaced
from workshop.live.screens import drawing
from workshop.paper import commands as paper_commands
from workshop.paper import documents
from workshop.paper import pages as paper
from workshop.people import accounts
from workshop.people import pages as people
from workshop.plans import pages as plans
from workshop.push.hub import Hub
from workshop.reports import pages as reports
from workshop.system import backup_commands, commands, databasefile, identify
from workshop.system import pages as system

ROOT = Path(__file__).parent
PAGES = (adapting, console, facilitate, glossary, guide, join, packs, paper, peers, people,
         phone, plans, present, reports, sitting, system, take, tests)  # fmt: skip
PACKED = ["text/html", "text/css", "text/javascript", "image/svg+xml", "application/json"]
MIGRATIONS = ROOT / "workshop" / "system" / "migrations"


@dataclass(frozen=True)
class Setting:
    """One RECOUPE_* variable."""

    name: str
    default: str
    what: str

    @property
    def variable(self) -> str:
        """Its name in the environment."""
        return f"RECOUPE_{self.name}"


SETTINGS = (
    Setting("PORT", "8080", "port the server listens on"),
    Setting("BIND", "", "address the server listens on (default: this machine, or all with --lan)"),
    Setting("DATA_DIR", "", "folder of the database and the secret (default: your data folder)"),
    Setting("DATABASE_URL", "", "another database (default: SQLite in the data folder)"),
    Setting("BASE_URL", "", "address that phones use, such as https://quiz.example.org"),
    Setting("SECRET_KEY", "", "signs cookies (default: made at the first start and kept)"),
    Setting("LANGUAGE", "fr", "language where the browser asks for none of ours: fr or en"),
    Setting("TIMEZONE", "Europe/Brussels", "time zone of the dates and hours that are shown"),
    Setting("KEEP_DAYS", "30", "days after which a live session or a test deletes itself"),
    Setting("WIFI", "", "name of the network that phones join, shown beside the QR code"),
    Setting("TRUST_PROXY", "0", "number of proxies in front whose headers are believed"),
)


def read_settings(given: Mapping[str, Any] | None = None) -> dict[str, str]:
    """Every setting as text: what is given wins, then the environment, then the default."""
    found = {one.name: os.environ.get(one.variable, "") or one.default for one in SETTINGS}
    return {**found, **{key: str(value) for key, value in (given or {}).items() if key in found}}


def whole(settings: Mapping[str, str], name: str, least: int, most: int) -> int:
    """A setting that is a whole number from `least` to `most`. Raises ValueError."""
    text = settings[name].strip()
    if not text.isdecimal() or not least <= int(text) <= most:
        what = f"a whole number from {least} to {most}"
        raise ValueError(f"RECOUPE_{name} is {what}, not “{text}”.")
    return int(text)


def base_address(settings: Mapping[str, str]) -> str:
    """RECOUPE_BASE_URL without its last slash. Raises ValueError when it is no web address."""
    text = settings["BASE_URL"].strip().rstrip("/")
    if text and not text.startswith(("http://", "https://")):
        raise ValueError(f"RECOUPE_BASE_URL begins with http:// or https://, unlike “{text}”.")
    return text


def default_language(settings: Mapping[str, str]) -> str:
    """RECOUPE_LANGUAGE. Raises ValueError when it is not one of ours."""
    name = settings["LANGUAGE"].strip()
    if name not in LANGUAGES:
        raise ValueError(f"RECOUPE_LANGUAGE is {' or '.join(LANGUAGES)}, not “{name}”.")
    return name


def time_zone(settings: Mapping[str, str]) -> str:
    """RECOUPE_TIMEZONE. Raises ValueError when there is no such zone."""
    name = settings["TIMEZONE"].strip()
    try:
        get_timezone(name)
    except LookupError as error:
        raise ValueError(f"RECOUPE_TIMEZONE is no time zone: “{name}”.") from error
    return name


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
    app.extensions[take.HELD_BACK] = sessions.is_being_played
    return app


def kept_secret(path: Path) -> str:
    """The secret of this installation, made once and readable by its owner only."""
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32))
    return path.read_text().strip()


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
