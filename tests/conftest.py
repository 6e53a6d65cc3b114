"""The cast and the stage: Fatima facilitates, Pavel and Priya take part, Sam is a stranger.

What costs time and proves nothing is done once: a database is migrated once and copied, a template
is compiled once for all apps, and a password costs next to nothing to hash
(`test_a_password_is_costly_to_guess` sees that the kit’s own are not cheap).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

import app as recoupe
from quizzes.bank import catalogue
from quizzes.gate import clock, limits
from quizzes.gate.wire import Call, call_of
from quizzes.store.db import db
from workshop.live.pages.wire.told import Refusal
from workshop.people import accounts

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PASSWORD = "une phrase assez longue"
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync",
         "--disable-component-update", "--no-first-run", "--disable-background-timer-throttling",
         "--disable-renderer-backgrounding", "--disable-backgrounding-occluded-windows"]  # fmt: skip
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)

# Random examples: few, unless `--hypothesis-profile=long` asks for many, as `make long` does.
settings.register_profile("short", max_examples=40, deadline=None)
settings.register_profile("long", max_examples=400, deadline=None)
settings.load_profile("short")


class Compiled(BytecodeCache):
    """Compiled templates, for every app of this process: they cannot change meanwhile."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """Nobody attacks the passwords of tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(accounts, "_hasher", CHEAP)
        patch.setattr(accounts, "_NOBODY", CHEAP.hash("nobody has this password"))
        yield


HANDS = 4
SLOW = re.compile(r"tests/(bench|faults|journeys)/|test_(backup|contents|documents|secrecy)\.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Deal the files, so that each process begins with its share of those that wait for a browser,
    and works on the others while they wait."""
    files: dict[Path, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(item.path, []).append(item)
    slow = [tests for path, tests in files.items() if SLOW.search(path.as_posix())]
    rest = [tests for path, tests in files.items() if not SLOW.search(path.as_posix())]
    dealt = (one for hand in range(HANDS) for pile in (slow, rest) for one in pile[hand::HANDS])
    items[:] = [item for tests in dealt for item in tests]


class FakeClock:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **parts: float) -> datetime:
        """Let time pass, such as `pass_(seconds=30)`."""
        self.now += timedelta(**parts)
        return self.now


class WireClient(FlaskClient):
    """A browser that holds each call of the wire to what its view says of its replies."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        answer = super().open(*args, **kwargs)
        method, path = answer.request.method, answer.request.path
        try:
            endpoint, _ = self.application.url_map.bind("").match(path, method)
        except HTTPException:
            return answer
        call = call_of(self.application, endpoint)
        if call is not None and method not in ("HEAD", "OPTIONS"):
            self._check(call, answer)
        return answer

    def _check(self, call: Call, answer: TestResponse) -> None:
        if answer.status_code >= 400:
            assert answer.mimetype == "application/problem+json"
            Refusal.model_validate_json(answer.data)
            return
        said = call.replies[answer.status_code]
        if isinstance(said, str):
            assert answer.data == b""
        elif answer.mimetype == "application/json":
            said.model_validate_json(answer.data)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests of this process; each person in it has cookies of their own."""
    from playwright.sync_api import sync_playwright

    if not Path(CHROMIUM).exists():
        pytest.fail(f"{CHROMIUM} is missing: run `make test`, which installs it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def template_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database with the shipped packs, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("template")
    app = recoupe.create_app({"DATA_DIR": folder, "SECRET_KEY": "test", "TESTING": True})
    recoupe.migrate(app)
    with app.app_context():
        catalogue.import_shipped(datetime(2026, 11, 21, tzinfo=UTC))
        db.session.remove()
        db.engine.dispose()
    return folder / "recoupe.db"


@pytest.fixture
def time() -> FakeClock:
    """The fake clock of the app."""
    return FakeClock()


@pytest.fixture
def app(template_database: Path, tmp_path: Path, time: FakeClock) -> Iterator[Flask]:
    """The whole kit on a real database of its own."""
    for suffix in ("", "-wal"):
        source = Path(f"{template_database}{suffix}")
        if source.exists():
            (tmp_path / f"recoupe.db{suffix}").write_bytes(source.read_bytes())
    made = recoupe.create_app({"DATA_DIR": tmp_path, "SECRET_KEY": "test", "TESTING": True})
    made.jinja_env.bytecode_cache = COMPILED
    made.test_client_class = WireClient
    made.extensions[clock.KEY] = time
    limits.limiter.reset()
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Sam, a stranger."""
    return app.test_client()


class Facilitator:
    """Fatima, who signs in with a cookie and also has a token for scripts."""

    def __init__(self, app: Flask, name: str, now: datetime) -> None:
        self.app, self.name = app, name
        with app.app_context():
            token = accounts.invite(now)
            self.person = accounts.accept(token, name, PASSWORD, now)
            self.token = accounts.make_token(self.person.row_id, now)
        self.browser = app.test_client()
        with self.browser.session_transaction() as kept:
            kept["_user_id"] = self.person.get_id()
            kept["_fresh"] = True
        self.headers = {"Authorization": f"Bearer {self.token}"}

    def open(self, pack: str = "d-ou-ca-sort", **settings: Any) -> Room:
        """Open a live session through the wire."""
        answer = self.app.test_client().post(
            "/api/live", json={"pack": pack, "settings": settings}, headers=self.headers
        )
        assert answer.status_code == 201, answer.text
        return Room(self, answer.json["code"])


class Room:
    """A live session, as the facilitator's script sees it."""

    def __init__(self, owner: Facilitator, code: str) -> None:
        self.owner, self.code = owner, code
        self.http = owner.app.test_client()
        self.version = 1

    def move(self, move: str, *, expect: int = 200, **more: Any) -> dict[str, Any]:
        """Make a move on the newest version known."""
        answer = self.http.post(
            f"/api/live/{self.code}/moves",
            json={"move": move, "version": self.version, **more},
            headers=self.owner.headers,
        )
        assert answer.status_code == expect, answer.text
        if answer.status_code == 200:
            self.version = answer.json["version"]
        return dict(answer.json)

    def moves(self, *names: str) -> dict[str, Any]:
        """Several moves; the last snapshot."""
        return [self.move(name) for name in names][-1]

    def tell(self) -> dict[str, Any]:
        """Show the result, and at once what is right, so that phones see it too."""
        shown = self.move("reveal")
        hidden = shown["stage"] == "votes" and shown["item"]["scored"]
        return self.move("turn", page=1) if hidden else shown

    def results(self) -> dict[str, Any]:
        """Counts so far."""
        answer = self.http.get(f"/api/live/{self.code}/results", headers=self.owner.headers)
        return dict(answer.json)

    def join(self, language: str = "fr", *, expect: int = 201, **more: Any) -> Participant:
        """A new participant with a phone of their own."""
        return Participant(self, language, expect, more)


class Participant:
    """Pavel or Priya, with a phone."""

    def __init__(self, room: Room, language: str, expect: int, more: dict[str, Any]) -> None:
        self.room = room
        self.phone = room.owner.app.test_client()
        self.joined = self.phone.post(
            f"/api/live/{room.code}/seats", json={"language": language, **more}
        )
        assert self.joined.status_code == expect, self.joined.text

    def get(self, path: str) -> Any:
        """GET below the live session's address."""
        return self.phone.get(f"/api/live/{self.room.code}/{path}")

    def snapshot(self) -> dict[str, Any]:
        """The screen."""
        return dict(self.get("snapshot").json)

    def respond(self, value: Any, *, round_id: int | None = None, **more: Any) -> Any:
        """Answer the current round."""
        number = round_id or self.snapshot()["round"]
        path = f"/api/live/{self.room.code}/rounds/{number}/response"
        return self.phone.put(path, json={"value": value, **more})


@pytest.fixture
def fatima(app: Flask, time: FakeClock) -> Facilitator:
    """She facilitates."""
    return Facilitator(app, "Fatima", time.now)


@pytest.fixture
def other_facilitator(app: Flask, time: FakeClock) -> Facilitator:
    """Karim, who facilitates elsewhere."""
    return Facilitator(app, "Karim", time.now)


@pytest.fixture
def room(fatima: Facilitator) -> Room:
    """Fatima's live session on “D'où ça sort ?”, in its lobby."""
    return fatima.open()


@pytest.fixture
def pavel(room: Room) -> Participant:
    """He takes part in French."""
    return room.join("fr")


@pytest.fixture
def priya(room: Room) -> Participant:
    """She takes part in English."""
    return room.join("en")
