"""Commands about the room: run the kit, invite, make a token."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click
from flask import Flask
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.exc import SQLAlchemyError

from quizzes.alone import attempts as selfpaced
from quizzes.bank import catalogue
from quizzes.items.text import as_language
from quizzes.store.db import db
from workshop.before_after import tests as before_after
from workshop.live import lifetime as live
from workshop.live import rehearsal, seats, timekeeping
from workshop.live.screens import announcing, drawing
from workshop.network import lan, qr
from workshop.people import accounts
from workshop.people.accounts import AccountRefused
from workshop.push.server import CannotListen, Every, serve
from workshop.push.sse import BEAT, HEARTBEAT
from workshop.system import databasefile

Create = Callable[[Mapping[str, Any] | None], Flask]
Migrate = Callable[[Flask], None]
RARELY = (20_000, 20, 50)
"""How much is made before Python looks for rings of dead objects; thousands of phones' sockets are
none, and looking through them takes as long as a move."""
GAP = timedelta(seconds=5)
ALIVE_EVERY = timedelta(seconds=2)


class CommandFailed(click.ClickException):
    """One line that says what is wrong and what to do."""

    def show(self, file: Any = None) -> None:
        """Print just the line."""
        click.echo(self.message, err=True)


def install(main: click.Group, create_app: Create, migrate: Migrate) -> None:
    """Add `run` and `token` to the command line."""

    @main.command()
    @click.option("--lan", "on_lan", is_flag=True, help="Let phones on the same network in.")
    @click.option("--port", type=int, default=None, help="Instead of RECOUPE_PORT.")
    def run(on_lan: bool, port: int | None) -> None:
        """Start the kit; this machine only, unless --lan."""
        app = made(create_app, {"PORT": port} if port else None)
        with alone(app):
            bring_up(app, migrate)
            lead(app, on_lan=on_lan)

    @main.command()
    def invite() -> None:
        """Print a one-time link with which another facilitator makes an account."""
        app = prepared(create_app, migrate)
        with app.app_context():
            base = app.config["BASE_URL"].rstrip("/") or f"http://127.0.0.1:{app.config['PORT']}"
            click.echo(f"{base}/first/{accounts.invite(datetime.now(UTC))}")

    @main.command()
    @click.argument("name")
    def token(name: str) -> None:
        """Print an API token for the facilitator NAME, who is made if missing."""
        app = prepared(create_app, migrate)
        with app.app_context():
            try:
                click.echo(accounts.token_for_name(name, datetime.now(UTC)))
            except AccountRefused as error:
                raise CommandFailed("A name has 1 to 60 characters.") from error


def lead(app: Flask, *, on_lan: bool) -> None:
    """Serve until the kit is stopped."""
    app.config["LAN"] = on_lan
    everywhere = "0.0.0.0"  # noqa: S104  (asked for with --lan)
    host = app.config["BIND"] or (everywhere if on_lan else "127.0.0.1")
    with in_one_line(), app.app_context():
        drawing.warm()
        gc.freeze()  # what is there now stays: nobody waits while it is looked through
        gc.set_threshold(*RARELY)
        wake(datetime.now(UTC))
        rehearsal.wake(as_language(app.config["BABEL_DEFAULT_LOCALE"]) or "fr")
    ticker = Ticker(app)
    tasks = [
        Every(0.2, ticker.counts, rest=9),
        Every(1, ticker.tick, rest=0),
        Every(1, ticker.rehearse),
        Every(HEARTBEAT, ticker.beat),
        Every(3600, ticker.purge),
    ]
    try:
        serve(app, host, app.config["PORT"], tasks, lambda: banner(app, on_lan=on_lan))
    except CannotListen as error:
        raise CommandFailed(str(error)) from error


def prepared(create_app: Create, migrate: Migrate) -> Flask:
    """The app with its database up to date and the shipped packs in it, or one line of trouble."""
    app = made(create_app, None)
    bring_up(app, migrate)
    return app


def made(create_app: Create, settings: Mapping[str, Any] | None) -> Flask:
    """The app, its database not yet opened, or one line of trouble."""
    try:
        with in_one_line():
            return create_app(settings)
    except ModuleNotFoundError as error:
        package = f"RECOUPE_DATABASE_URL needs the Python package {error.name}"
        raise CommandFailed(f"{package}, which is not installed.") from error


def bring_up(app: Flask, migrate: Migrate) -> None:
    """Bring the database up to date and offer the shipped packs, or one line of trouble."""
    with in_one_line():
        migrate(app)
        with app.app_context():
            catalogue.import_shipped(datetime.now(UTC))


@contextmanager
def in_one_line() -> Iterator[None]:
    """What is wrong with a setting, the folder or the database becomes one line of trouble."""
    try:
        yield
    except databasefile.DatabaseRefused as error:
        raise CommandFailed(str(error)) from error
    except OSError as error:
        where = error.filename or os.environ.get("RECOUPE_DATA_DIR", "")
        what = f"The folder {where} cannot be written ({error.strerror})."
        raise CommandFailed(f"{what} Set RECOUPE_DATA_DIR to another folder.") from error
    except SQLAlchemyError as error:
        first = str(error).splitlines()[0][:200]
        mend = "Check RECOUPE_DATABASE_URL and the file recoupe.db in the data folder."
        raise CommandFailed(f"The database cannot be used: {first}. {mend}") from error
    except ValueError as error:
        raise CommandFailed(str(error)) from error


@contextmanager
def alone(app: Flask) -> Iterator[None]:
    """The only kit on this database, whose file is fit to start on; else one line of trouble."""
    with ExitStack() as held:
        with in_one_line(), in_terminal(app):
            database = databasefile.sqlite_file()
            if database is not None:
                taken = _(
                    "Recoupe already runs on %(folder)s. "
                    "Use that one, or set RECOUPE_DATA_DIR to another folder.",
                    folder=database.parent,
                )
                held.enter_context(databasefile.running_lock(database, taken=taken))
                look_at(database)
        yield


def look_at(database: Path) -> None:
    """Refuse a database that is damaged or of something else, and say what helps."""
    try:
        if not databasefile.fit_to_start(database):
            said = _("%(file)s is large: it is not checked at the start.", file=database)
            click.echo(said)
    except databasefile.Unfit as error:
        mend = _("To put a backup in its place: recoupe restore FILE")
        raise CommandFailed(f"{error} {mend}") from error


def wake(now: datetime) -> None:
    """After a restart, rounds that were open have the time that they had left."""
    alive_at = timekeeping.alive_mark()
    if alive_at is not None and now > alive_at:
        timekeeping.after_gap(now, alive_at, pause=False)
    timekeeping.keep_alive_mark(now)


class Ticker:
    """What the server does by itself: end rounds, notice sleep, send counts, delete by date."""

    def __init__(self, app: Flask) -> None:
        self.app, self.flushing = app, announcing.Flushing()
        self.seen = self.marked = datetime.now(UTC)

    def tick(self) -> None:
        """Once a second. A gap is what passes between two ticks; one that waits is awake."""
        seen, now = self.seen, datetime.now(UTC)
        try:
            with self.app.app_context():
                self._look(seen, now)
        finally:
            self.seen = datetime.now(UTC)

    def _look(self, seen: datetime, now: datetime) -> None:
        changed = timekeeping.after_gap(now, seen, pause=True) if now - seen > GAP else []
        changed += timekeeping.close_due_rounds(now)
        for one in changed:
            announcing.announce(one, now)
        if now - self.marked >= ALIVE_EVERY and timekeeping.timers_running():
            timekeeping.keep_alive_mark(now)
            self.marked = now

    def rehearse(self) -> None:
        """Once a second: what simulated classes do."""
        with self.app.app_context():
            for code in rehearsal.take_part(datetime.now(UTC)):
                announcing.hub().mark(code)

    def counts(self) -> None:
        """Five times a second at most: counts, and what will be wanted next."""
        with self.app.app_context():
            self.flushing.flush()

    def beat(self) -> None:
        """A sign of life on every stream."""
        self.app.extensions["recoupe.hub"].beat(BEAT)

    def purge(self) -> None:
        """Delete what is due."""
        with self.app.app_context():
            purge_all(datetime.now(UTC))


def purge_all(now: datetime) -> None:
    """Delete what is due: tokens of seats, sessions, tests, attempts of learners alone."""
    seats.purge_tokens(now)
    live.purge(now)
    before_after.purge(now)
    selfpaced.purge(now)


def banner(app: Flask, *, on_lan: bool) -> None:
    """Say where the kit is, for this machine, for phones, and for the first facilitator."""
    port = app.config["PORT"]
    here = f"http://127.0.0.1:{port}"
    address = lan.address() if on_lan else None
    phones = app.config["BASE_URL"] or (f"http://{address}:{port}" if address else "")
    with in_terminal(app):
        purge_all(datetime.now(UTC))
        click.echo(f"\nRecoupe {app.config['KIT_VERSION']}\n")
        click.echo(_("On this machine:      %(url)s", url=here))
        if phones:
            click.echo(_("For phones:           %(url)s", url=phones))
            if app.config["WIFI"]:
                click.echo(_("Wi-Fi: %(name)s", name=app.config["WIFI"]))
            click.echo(qr.qr_terminal(phones))
        elif on_lan:
            click.echo(_("This machine is on no network: phones cannot join."))
        else:
            click.echo(_("Phones cannot join. To let them in: recoupe run --lan"))
        if accounts.needs_first():
            link = f"{here}/first/{accounts.invite(datetime.now(UTC))}"
            click.echo(_("First facilitator (one-time link, 24 hours): %(url)s", url=link))
        click.echo(_("Data: %(folder)s", folder=Path(app.config["DATA_DIR"])))
        click.echo(_("Stop with Ctrl+C."))
        db.session.remove()


@contextmanager
def in_terminal(app: Flask) -> Iterator[None]:
    """With the app, in the language of the terminal."""
    with app.app_context(), force_locale(terminal_language(app.config["LANGUAGE"])):
        yield


def terminal_language(default: str) -> str:
    """French or English, as the terminal's locale says, else the kit's default."""
    said = os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return said[:2] if said[:2] in ("fr", "en") else default
