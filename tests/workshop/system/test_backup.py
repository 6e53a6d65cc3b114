"""A copy while a room plays, a copy put back, one kit for each database, and damaged files."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
import time as real_time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask_babel import force_locale
from flask_migrate import upgrade
from kit import Kit, until

import app as recoupe
from quizzes.store.db import db
from workshop.system import backup as backups
from workshop.system import commands as cli
from workshop.system import databasefile
from workshop.system.upgrading import prepare

ROOT = Path(__file__).parents[3]
ENGLISH = {"LC_ALL": "en_GB.UTF-8", "LANG": "en_GB.UTF-8"}
PASSWORD = "une phrase assez longue"
STARTS_OR_REFUSES_WITHIN = 60


def rows(file: Path, query: str) -> list[tuple[Any, ...]]:
    """What a query finds in a database file; nothing is changed."""
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
        return list(connection.execute(query))


@contextmanager
def writing_to(file: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(file, isolation_level=None, timeout=10)) as connection:
        yield connection


def is_whole(file: Path) -> bool:
    return rows(file, "PRAGMA integrity_check") == [("ok",)] and not rows(
        file, "PRAGMA foreign_key_check"
    )


def mode(file: Path) -> str:
    return oct(stat.S_IMODE(file.stat().st_mode))


def only_sentence(said: str) -> str:
    """What a command said when it refused: one line, and no Python."""
    (line,) = said.strip().splitlines()
    assert "Traceback" not in line and len(line) < 400, line
    return line


def responses_in(file: Path) -> dict[str, Any]:
    """Each seat’s answer; a seat that has two makes this fail."""
    found = rows(
        file,
        "SELECT seat.public_id, response.round_id, response.value FROM response"
        " JOIN seat ON seat.id = response.seat_id",
    )
    assert len({one[:2] for one in found}) == len(found)
    return {seat: json.loads(value) for seat, _round, value in found}


# ---- a room that plays on a real server ------------------------------------------------------


@pytest.fixture
def kit(tmp_path: Path) -> Iterator[Any]:
    """A real server process with a data folder of its own."""
    (tmp_path / "data").mkdir()
    made = Kit(tmp_path / "data", **ENGLISH)
    made.start()
    yield made
    made.stop()
    assert "Traceback" not in made.log(), made.log()


@pytest.fixture
def other_kit(tmp_path: Path) -> Iterator[Any]:
    """Another computer: nothing on it yet, and not started."""
    (tmp_path / "other").mkdir()
    made = Kit(tmp_path / "other", **ENGLISH)
    yield made
    made.stop()


def database_of(kit: Any) -> Path:
    return Path(kit.folder / "recoupe.db")


def refused(kit: Any, *words: str) -> str:
    """The one sentence of a command that must not go on; one that does go on is ended."""
    line = [sys.executable, "-c", "from app import main; main()", *words]
    done = subprocess.run(
        line,
        cwd=ROOT,
        env=kit.environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=STARTS_OR_REFUSES_WITHIN,
    )
    assert done.returncode == 1, (done.returncode, done.stdout, done.stderr)
    return only_sentence(done.stderr)


class Lesson:
    """A live session on a kit, led by a script, with pupils who join and answer without end."""

    def __init__(self, kit: Any, *, seconds: int = 0) -> None:
        self.kit = kit
        self.token = kit.command("token", "Script").stdout.strip()
        self.lead = {"Authorization": f"Bearer {self.token}"}
        body = {"pack": "d-ou-ca-sort", "settings": {"cap": 5000, "seconds": seconds}}
        self.code = self.call("POST", "", self.lead, json=body).json()["code"]
        for version, move in enumerate(("start", "open"), 1):
            moved = self.move(move, version)
        self.round, self.version = moved["round"], moved["version"]
        self.options = [one["id"] for one in moved["item"]["options"]]
        self.kept: dict[str, str] = {}  # seat and answer, noted after the whole reply
        self.tokens: dict[str, str] = {}
        self.troubles: list[str] = []
        self.over = threading.Event()

    def call(
        self, verb: str, path: str, headers: dict[str, str] | None = None, **more: Any
    ) -> httpx.Response:
        address = f"{self.kit.base}/api/live{path}"
        return httpx.request(verb, address, headers=headers, timeout=30, **more)

    def move(self, move: str, version: int) -> dict[str, Any]:
        moved = self.call(
            "POST", f"/{self.code}/moves", self.lead, json={"move": move, "version": version}
        )
        assert moved.status_code == 200, moved.text
        return dict(moved.json())

    def snapshot(self, headers: dict[str, str]) -> dict[str, Any]:
        found = self.call("GET", f"/{self.code}/snapshot", headers)
        assert found.status_code == 200, found.text
        return dict(found.json())

    def join(self) -> tuple[str, dict[str, str]]:
        """A new phone: its seat, and what it shows to be let in."""
        seat = self.call("POST", f"/{self.code}/seats", json={}).json()
        self.tokens[seat["seat"]] = seat["token"]
        return seat["seat"], {"Authorization": f"Bearer {seat['token']}"}

    def pupils(self, first: int) -> None:
        """One after the other: join, answer, note it."""
        http = httpx.Client(base_url=f"{self.kit.base}/api/live/{self.code}", timeout=30)
        number = first
        while not self.over.is_set():
            number += 1
            value = self.options[number % len(self.options)]
            try:
                joined = http.post("/seats", json={})
                joined.raise_for_status()
                seat, token = joined.json()["seat"], joined.json()["token"]
                http.cookies.clear()
                kept = http.put(
                    f"/rounds/{self.round}/response",
                    json={"value": value},
                    headers={"Authorization": f"Bearer {token}"},
                )
                kept.raise_for_status()
            except httpx.HTTPError as error:
                self.troubles.append(repr(error))
                return
            self.tokens[seat] = token
            self.kept[seat] = value

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Three pupils at a time, from before the block until after it."""
        threads = [threading.Thread(target=self.pupils, args=(one,)) for one in range(3)]
        for one in threads:
            one.start()
        try:
            until(lambda: len(self.kept) >= 30 or bool(self.troubles), 60)
            yield
            after = len(self.kept)
            until(lambda: len(self.kept) >= after + 10 or bool(self.troubles), 60)
        finally:
            self.over.set()
            for one in threads:
                one.join(60)


def fill(database: Path, code: str, seats: int) -> int:
    """Give a session `seats` seats that have answered every item twice; the responses."""
    with writing_to(database) as connection:
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("BEGIN IMMEDIATE")
        ((live, order),) = connection.execute(
            "SELECT id, running_order FROM live_session WHERE code = ?", (code,)
        ).fetchall()
        items = [(stop["item"],) for stop in json.loads(order)]
        connection.executemany(
            "INSERT INTO round (live_id, item_id, vote, closed_at) VALUES (?, ?, ?, 1)",
            [(live, item, vote) for (item,) in items for vote in (1, 2)],
        )
        connection.executemany(
            "INSERT INTO seat (public_id, live_id, token_hash, nickname, name_key, language,"
            " extra_seconds, joined_at) VALUES (?, ?, ?, ?, ?, 'fr', 0, 1)",
            [(f"filled{n}", live, f"hash{n}", f"Loutre {n}", f"loutre {n}") for n in range(seats)],
        )
        connection.execute(
            "INSERT INTO response (round_id, seat_id, value, kept_at)"
            " SELECT round.id, seat.id, '\"b\"', 1 FROM round JOIN seat USING (live_id)"
            " WHERE live_id = ? AND round.closed_at = 1",
            (live,),
        )
        connection.execute("COMMIT")
    return seats * len(items) * 2


@pytest.mark.parametrize("seats", [0, 2000], ids=["a class", "two thousand seats"])
def test_a_backup_while_phones_answer_has_all_that_was_kept_before_and_nobody_notices(
    kit: Any, tmp_path: Path, seats: int
) -> None:
    older = 0
    if seats:
        filled = httpx.post(
            f"{kit.base}/api/live",
            json={"pack": "d-ou-ca-sort", "settings": {"cap": 5000}},
            headers={"Authorization": f"Bearer {kit.command('token', 'Script').stdout.strip()}"},
        ).json()
        older = fill(database_of(kit), filled["code"], seats)
    lesson, file = Lesson(kit), tmp_path / "copy.db"
    with lesson.answering():
        before = dict(lesson.kept)
        done = kit.command("backup", str(file))
        after = dict(lesson.kept)
    assert lesson.troubles == []
    assert done.returncode == 0, done.stderr
    assert len(after) > len(before), "the phones answered while it was made"
    assert is_whole(file) and mode(file) == "0o600"
    saved = {
        seat: value for seat, value in responses_in(file).items() if not seat.startswith("filled")
    }
    assert before.items() <= saved.items()
    assert {seat: value for seat, value in saved.items() if seat in lesson.kept}.items() <= (
        lesson.kept.items()
    )
    count = rows(file, "SELECT count(*) FROM response")[0][0]
    assert count == len(saved) + older
    assert f"Responses: {count:,}" in done.stdout
    assert f"Live sessions: {2 if seats else 1}" in done.stdout
    assert sorted(tmp_path.iterdir()) == [file, kit.folder], "nothing else is left"


def test_a_restored_kit_knows_seats_answers_accounts_and_tokens(
    kit: Any, other_kit: Any, tmp_path: Path
) -> None:
    file = tmp_path / "holiday.db"
    link = re.search(r"http://127\S+/first/\S+", kit.banner)
    assert link
    sign_up(link[0], name="Fatima", password=PASSWORD, again=PASSWORD)
    lesson = Lesson(kit)
    seat, pupil = lesson.join()
    path = f"/{lesson.code}/rounds/{lesson.round}/response"
    value = lesson.options[1]
    assert lesson.call("PUT", path, pupil, json={"value": value}).status_code == 201
    assert kit.command("backup", str(file)).returncode == 0
    kit.stop()
    done = other_kit.command("restore", str(file))
    assert done.returncode == 0, done.stderr
    assert "kept" not in done.stdout, "there was nothing before"
    assert mode(database_of(other_kit)) == "0o600"
    other_kit.start()
    lesson.kit = other_kit
    me = lesson.call("GET", f"/{lesson.code}/me", pupil).json()
    assert [(one["round"], one["value"]) for one in me["responses"]] == [(lesson.round, value)]
    assert me["seat"] == seat
    assert lesson.call("PUT", path, pupil, json={"value": value}).status_code == 200
    late, newcomer = lesson.join()
    assert lesson.call("PUT", path, newcomer, json={"value": value}).status_code == 201
    leading = lesson.snapshot(lesson.lead)
    assert leading["phase"] == "open"
    assert lesson.move("close", leading["version"])["phase"] == "closed"
    assert late in responses_in(database_of(other_kit))
    signed_in = sign_up(f"{other_kit.base}/login", name="Fatima", password=PASSWORD)
    assert signed_in.url.path == "/facilitate/"


def sign_up(address: str, **fields: str) -> httpx.Response:
    """Fill a form of the kit in and send it; the page after it."""
    with httpx.Client(follow_redirects=True, timeout=30) as browser:
        page = browser.get(address)
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
        assert token, page.text
        names = set(re.findall(r'<input[^>]* name="(\w+)"', page.text))
        kept = {name: value for name, value in fields.items() if name in names}
        answer = browser.post(address, data={"csrf_token": token[1], **kept})
        assert answer.status_code == 200, answer.text
        return answer


def test_an_open_round_comes_back_with_the_time_that_it_had(
    kit: Any, other_kit: Any, tmp_path: Path
) -> None:
    file = tmp_path / "copy.db"
    lesson = Lesson(kit, seconds=120)
    _seat, pupil = lesson.join()
    before = lesson.snapshot(pupil)
    assert kit.command("backup", str(file)).returncode == 0
    kit.stop()
    three_hours = 3 * 3600 * 1_000_000
    with writing_to(file) as connection:  # as if it had been made three hours ago
        connection.execute(
            "UPDATE round SET opened_at = opened_at - ?, deadline = deadline - ?"
            " WHERE opened_at IS NOT NULL",
            (three_hours, three_hours),
        )
        connection.execute("UPDATE clock SET alive_at = alive_at - ?", (three_hours,))
    assert other_kit.command("restore", str(file)).returncode == 0
    other_kit.start()
    lesson.kit = other_kit
    after = lesson.snapshot(pupil)
    assert (after["phase"], after["round"]) == ("open", lesson.round)
    # the mark of the running server is at most a few seconds older than the copy
    assert before["remaining_ms"] - 20_000 < after["remaining_ms"] <= before["remaining_ms"] + 1_000
    told = lesson.snapshot({**lesson.lead, "Accept-Language": "en"})["html"]
    assert "goes on with the time it had left" in told
    path = f"/{lesson.code}/rounds/{lesson.round}/response"
    kept = lesson.call("PUT", path, pupil, json={"value": lesson.options[0]})
    assert kept.status_code == 201, kept.text


def test_phones_that_saw_more_than_the_backup_knows_follow_again(kit: Any, tmp_path: Path) -> None:
    file = tmp_path / "copy.db"
    lesson = Lesson(kit)
    _seat, pupil = lesson.join()
    seen = lesson.version
    for moves in (("lock", "unlock", "lock", "unlock"), ("lock",)):
        assert kit.command("backup", "--force", str(file)).returncode == 0
        for move in moves:
            seen = lesson.move(move, seen)["version"]
        kit.stop()
        assert kit.command("restore", str(file)).returncode == 0
        kit.start()
        newer = lesson.call("GET", f"/{lesson.code}/snapshot?after={seen}", pupil)
        assert newer.status_code == 200, "the screen of the phone would stand still"
        assert newer.json()["phase"] == "open"
        seen = newer.json()["version"]
    assert lesson.move("close", seen)["phase"] == "closed"


# ---- one kit for each database ---------------------------------------------------------------


def test_a_second_kit_on_the_same_data_is_refused_and_other_commands_are_not(
    kit: Any, tmp_path: Path
) -> None:
    second = Kit(kit.folder, **ENGLISH)
    assert second.port != kit.port
    said = refused(second, "run")
    assert "already runs" in said and str(kit.folder) in said and "RECOUPE_DATA_DIR" in said
    for words in (["token", "Karim"], ["invite"], ["packs", "list"], ["backup", "/dev/null/x"]):
        done = kit.command(*words)
        assert done.returncode == (words[0] == "backup"), (words, done.stderr)
    pack = ROOT / "quizzes" / "packs" / "d-ou-ca-sort"
    assert kit.command("packs", "import", str(pack)).returncode == 0
    assert kit.command("backup", str(tmp_path / "copy.db")).returncode == 0
    assert httpx.get(f"{kit.base}/healthz").json()["status"] == "ok"


def test_a_restore_is_refused_while_the_kit_runs(kit: Any, tmp_path: Path) -> None:
    file = tmp_path / "copy.db"
    assert kit.command("backup", str(file)).returncode == 0
    inode = database_of(kit).stat().st_ino
    said = refused(kit, "restore", str(file))
    assert "Stop it first" in said and str(kit.folder) in said
    assert database_of(kit).stat().st_ino == inode
    assert httpx.get(f"{kit.base}/healthz").json()["status"] == "ok"
    kit.stop()
    assert kit.command("restore", str(file)).returncode == 0
    assert database_of(kit).stat().st_ino != inode


def test_a_killed_kit_frees_its_lock(kit: Any, tmp_path: Path) -> None:
    file = tmp_path / "copy.db"
    assert kit.command("backup", str(file)).returncode == 0
    kit.kill()
    assert kit.command("restore", str(file)).returncode == 0
    kit.start()
    kit.kill()
    kit.start()
    assert httpx.get(f"{kit.base}/healthz").json()["status"] == "ok"


# ---- commands in this process, on folders of their own ---------------------------------------


class Home:
    """A data folder, and the commands that are typed for it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = folder / "recoupe.db"

    def type(self, *words: object, **settings: str) -> Result:
        own = {"RECOUPE_DATA_DIR": str(self.folder), "RECOUPE_DATABASE_URL": "", **ENGLISH}
        return CliRunner().invoke(recoupe.main, [*map(str, words)], env={**own, **settings})

    def done(self, *words: object, **settings: str) -> str:
        result = self.type(*words, **settings)
        assert result.exit_code == 0, (result.output, result.exception)
        return result.output

    def refused(self, *words: object, **settings: str) -> str:
        result = self.type(*words, **settings)
        assert result.exit_code == 1, (result.output, result.exception)
        return only_sentence(result.stderr)

    def files(self) -> dict[str, str]:
        """Every file below the folder but the lock, with what is in it."""
        return {
            str(one.relative_to(self.folder)): hashlib.sha256(one.read_bytes()).hexdigest()
            for one in self.folder.rglob("*")
            if one.is_file() and one.suffix != ".lock"
        }

    def names(self) -> set[str]:
        """The facilitators."""
        return {one for (one,) in rows(self.database, "SELECT name FROM facilitator")}


def add_facilitator(database: Path, name: str) -> None:
    """A new facilitator; nobody has the database open afterwards."""
    with writing_to(database) as connection:
        connection.execute(
            "INSERT INTO facilitator (name, name_key, login_epoch, made_at) VALUES (?, ?, 0, 0)",
            (name, name.lower()),
        )


@pytest.fixture
def home(template_database: Path, tmp_path: Path) -> Home:
    """Karim’s computer, with a database of its own."""
    made = Home(tmp_path / "home")
    made.folder.mkdir()
    for suffix in ("", "-wal"):
        source = Path(f"{template_database}{suffix}")
        if source.exists():
            (made.folder / f"recoupe.db{suffix}").write_bytes(source.read_bytes())
    (made.folder / "secret").write_text("of this computer")
    add_facilitator(made.database, "Karim")
    return made


@pytest.fixture
def saved(app: Flask, room: Any, pavel: Any, tmp_path: Path) -> Path:
    """A backup of Fatima’s kit, with a lesson in it."""
    room.moves("start", "open")
    assert pavel.respond("b").status_code == 201
    file = tmp_path / "saved.db"
    Home(tmp_path).done("backup", file)
    return file


PAGE = 4096


def cut_in_half(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def lose_a_page(file: Path) -> None:
    """Zero the first page from the middle on that holds rows, as a dying disk does."""
    data = bytearray(file.read_bytes())
    middle = len(data) // PAGE // 2 * PAGE
    at = next(one for one in range(middle, len(data), PAGE) if data[one] == 0x0D)
    data[at : at + PAGE] = bytes(PAGE)
    file.write_bytes(data)


def write_text(file: Path) -> None:
    file.write_text("Chère Fatima,\nvoici le devoir pour demain.\n" * 400)


def empty(file: Path) -> None:
    os.truncate(file, 0)


def be_something_else(file: Path) -> None:
    file.unlink()
    with writing_to(file) as connection:
        connection.execute("CREATE TABLE bookmark (id INTEGER PRIMARY KEY, address TEXT)")
        connection.execute("INSERT INTO bookmark (address) VALUES ('https://example.org')")


def be_a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def be_missing(file: Path) -> None:
    file.unlink()


def sql(statement: str) -> Callable[[Path], None]:
    def change(file: Path) -> None:
        with writing_to(file) as connection:
            connection.execute(statement)

    return change


DAMAGED = "is damaged"
FOREIGN = "is no Recoupe database"
NEWER = "newer Recoupe"
FAULTS: dict[str, tuple[Callable[[Path], None], str]] = {
    "truncated": (cut_in_half, DAMAGED),
    "a page lost": (lose_a_page, DAMAGED),
    "text": (write_text, FOREIGN),
    "empty": (empty, FOREIGN),
    "something else": (be_something_else, FOREIGN),
    "no revision": (sql("DELETE FROM alembic_version"), FOREIGN),
    "newer": (sql("UPDATE alembic_version SET version_num = '9999'"), NEWER),
}
RESTORE_FAULTS = {
    **FAULTS,
    "a folder": (be_a_folder, "is a folder"),
    "missing": (be_missing, "There is no file"),
    "without seats": (sql("DROP TABLE seat"), FOREIGN),
    "without tables": (lambda file: (be_missing(file), sql("VACUUM")(file)), FOREIGN),
}
START_FAULTS = {**FAULTS, "a folder": (be_a_folder, FOREIGN)}


@pytest.mark.parametrize("fault", RESTORE_FAULTS)
def test_a_file_that_is_no_backup_is_refused_and_nothing_is_changed(
    fault: str, home: Home, saved: Path
) -> None:
    spoil, words = RESTORE_FAULTS[fault]
    spoil(saved)
    before = home.files()
    said = home.refused("restore", saved)
    assert words in said and str(saved) in said
    assert home.files() == before
    assert home.names() == {"Karim"}


@pytest.mark.parametrize("fault", START_FAULTS)
def test_the_kit_does_not_start_on_a_damaged_database_and_leaves_it_as_it_is(
    fault: str, saved: Path, other_kit: Any
) -> None:
    spoil, words = START_FAULTS[fault]
    database = database_of(other_kit)
    shutil.copy(saved, database)
    spoil(database)
    before = database.read_bytes() if database.is_file() else b""
    said = refused(other_kit, "run")
    assert words in said and str(database) in said
    assert ("recoupe restore FILE" in said) is (words is not NEWER)
    assert database.is_dir() or database.read_bytes() == before


def test_a_restore_mends_a_kit_that_does_not_start(saved: Path, other_kit: Any) -> None:
    shutil.copy(saved, database_of(other_kit))
    lose_a_page(database_of(other_kit))
    refused(other_kit, "run")
    assert other_kit.command("restore", str(saved)).returncode == 0
    other_kit.start()
    assert httpx.get(f"{other_kit.base}/healthz").json()["status"] == "ok"


def test_an_emptied_database_keeps_the_log_that_holds_everything(
    saved: Path, other_kit: Any, tmp_path: Path
) -> None:
    """SQLite itself deletes the log of an empty database, so it may not get to see one."""
    database = database_of(other_kit)
    shutil.copy(saved, database)
    log = database.with_name("recoupe.db-wal")
    with writing_to(database) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("UPDATE facilitator SET name = 'in the log'")
        held = log.read_bytes()
    assert b"in the log" in held
    log.write_bytes(held)
    empty(database)
    assert FOREIGN in refused(other_kit, "run")
    assert log.read_bytes() == held
    done = other_kit.command("restore", str(saved))
    assert done.returncode == 0, done.stderr
    (kept,) = other_kit.folder.glob("recoupe-*.db-wal")
    assert kept.read_bytes() == held
    assert not log.exists()


def test_a_database_whose_first_write_was_cut_off_is_mended_by_sqlite(
    app: Flask, saved: Path, tmp_path: Path
) -> None:
    database = tmp_path / "cut" / "recoupe.db"
    database.parent.mkdir()
    journal = database.with_name("recoupe.db-journal")
    with writing_to(saved) as connection:
        connection.execute("PRAGMA cache_size=1")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("CREATE TABLE half (filler)")
        connection.execute("INSERT INTO half VALUES (zeroblob(200000))")
        shutil.copy(saved, database)
        shutil.copy(f"{saved}-journal", journal)
        connection.execute("ROLLBACK")
    with app.app_context():
        assert databasefile.fit_to_start(database)
    with writing_to(database) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert "half" not in databasefile.tables_of(connection)


def test_a_very_large_database_is_not_read_through_at_the_start(
    app: Flask, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lose_a_page(saved)
    with app.app_context(), force_locale("en"):
        with pytest.raises(databasefile.Unfit):
            databasefile.fit_to_start(saved)
        monkeypatch.setattr(databasefile, "CHECKED_AT_START", saved.stat().st_size - 1)
        assert databasefile.fit_to_start(saved) is False
        write_text(saved)
        monkeypatch.setattr(databasefile, "CHECKED_AT_START", 1)
        with pytest.raises(databasefile.Unfit):
            databasefile.fit_to_start(saved)


# ---- backup ----------------------------------------------------------------------------------


def test_a_backup_says_what_it_holds(home: Home, saved: Path, tmp_path: Path) -> None:
    said = Home(tmp_path).done("backup", tmp_path / "again.db")
    size = (tmp_path / "again.db").stat().st_size / 1_000_000
    assert f"({round(size, 1):g} MB)" in said
    assert "Live sessions: 1\nResponses: 1\n" in said
    assert "keep it safe" in said


def test_nothing_is_overwritten_unless_asked_for(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "copy.db"
    file.write_text("my thesis")
    log = tmp_path / "copy.db-wal"
    log.write_text("of an older database of this name")
    said = home.refused("backup", file)
    assert "--force" in said and str(file) in said
    assert file.read_text() == "my thesis" and log.exists()
    home.done("backup", "--force", file)
    assert is_whole(file) and mode(file) == "0o600"
    assert not log.exists(), "it would be read as a part of the new one"


def test_the_kits_own_files_are_no_place_for_a_backup(home: Home) -> None:
    before = home.files()
    for name in ("recoupe.db", "recoupe.db-wal", "recoupe.db-shm", "recoupe.db.lock"):
        assert "belongs to the kit" in home.refused("backup", "--force", home.folder / name)
    detour = home.folder.parent / "detour"
    detour.symlink_to(home.folder)
    assert "belongs to the kit" in home.refused("backup", "--force", detour / "recoupe.db")
    assert home.files() == before


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("/proc/copy.db", "The folder /proc cannot be written"),
        ("/dev/null/copy.db", "There is no folder /dev/null"),
        ("/nowhere/copy.db", "There is no folder /nowhere"),
        ("/tmp", "/tmp is a folder"),
    ],
)
def test_a_place_that_cannot_be_written_is_one_sentence(home: Home, place: str, words: str) -> None:
    assert words in home.refused("backup", place)


def test_without_a_database_there_is_nothing_to_save(tmp_path: Path) -> None:
    said = Home(tmp_path / "new").refused("backup", tmp_path / "copy.db")
    assert "There is no database" in said
    assert not (tmp_path / "copy.db").exists()
    assert not (tmp_path / "new" / "recoupe.db").exists()


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_another_database_has_tools_of_its_own(home: Home, saved: Path, command: str) -> None:
    url = "postgresql://kit@192.0.2.1/recoupe"
    said = home.refused(command, saved, RECOUPE_DATABASE_URL=url)
    assert "pg_dump" in said
    assert home.names() == {"Karim"}


def test_a_missing_driver_is_one_sentence() -> None:
    def create(_settings: Any) -> Flask:
        raise ModuleNotFoundError("No module named 'psycopg'", name="psycopg")

    with pytest.raises(cli.CommandFailed, match=r"RECOUPE_DATABASE_URL needs .* psycopg"):
        cli.made(create, None)


def test_an_sqlite_database_elsewhere_is_saved_and_restored_there(
    home: Home, saved: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere" / "school.db"
    elsewhere.parent.mkdir()
    url = f"sqlite:///{elsewhere}"
    home.done("restore", saved, RECOUPE_DATABASE_URL=url)
    home.done("backup", tmp_path / "school-copy.db", RECOUPE_DATABASE_URL=url)
    for one in (elsewhere, tmp_path / "school-copy.db"):
        assert rows(one, "SELECT name FROM facilitator") == [("Fatima",)]
    assert home.names() == {"Karim"}


def test_a_damaged_database_gives_no_backup(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "copy.db"
    home.done("backup", file)
    good = file.read_bytes()
    with writing_to(home.database) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    lose_a_page(home.database)
    said = home.refused("backup", "--force", file)
    assert DAMAGED in said and str(home.database) in said
    assert file.read_bytes() == good, "the good one stays"
    assert [one.name for one in tmp_path.glob(".recoupe-*")] == []


def test_a_backup_is_its_owners_only_whatever_the_umask(home: Home, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        home.done("backup", tmp_path / "copy.db")
        home.done("restore", tmp_path / "copy.db")
    finally:
        os.umask(before)
    assert mode(tmp_path / "copy.db") == "0o600"
    assert {mode(one) for one in home.folder.glob("recoupe*")} == {"0o600"}


def test_what_was_deleted_does_not_travel(home: Home, tmp_path: Path) -> None:
    secret = b"Zebulon Deleted"
    with writing_to(home.database) as connection:
        connection.execute("PRAGMA secure_delete=OFF")
        connection.execute("PRAGMA foreign_keys=OFF")
        add = "INSERT INTO facilitator (name, name_key, login_epoch, made_at) VALUES (?, ?, 0, 0)"
        connection.executemany(add, [(f"{secret.decode()} {n}", f"z{n}") for n in range(300)])
        connection.execute("DELETE FROM facilitator WHERE name LIKE 'Zebulon%'")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert secret in home.database.read_bytes(), "else this test proves nothing"
    home.done("backup", tmp_path / "copy.db")
    assert secret not in (tmp_path / "copy.db").read_bytes()


def make_heavy(database: Path, megabytes: int) -> None:
    with writing_to(database) as connection:
        pack = connection.execute("SELECT min(id) FROM pack").fetchone()[0]
        for number in range(megabytes):
            connection.execute(
                "INSERT INTO media (pack_id, name, data) VALUES (?, ?, randomblob(1000000))",
                (pack, f"heavy-{number}"),
            )


def test_a_writer_who_does_not_wait_at_all_is_never_kept_waiting(
    home: Home, app: Flask, tmp_path: Path
) -> None:
    make_heavy(home.database, 40)
    refusals: list[str] = []
    written: list[float] = []
    over = threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(home.database, isolation_level=None, timeout=0)) as one:
            one.execute("PRAGMA synchronous=FULL")
            while not over.is_set():
                try:
                    one.execute("BEGIN IMMEDIATE")
                    one.execute("UPDATE clock SET alive_at = alive_at + 1")
                    one.execute("COMMIT")
                    written.append(real_time.monotonic())
                except sqlite3.Error as error:
                    refusals.append(str(error))
                over.wait(0.002)

    thread = threading.Thread(target=write)
    thread.start()
    until(lambda: len(written) > 5)
    begun = real_time.monotonic()
    with app.app_context():
        backups.save(home.database, tmp_path / "copy.db", app_now(), replace=False)
    ended = real_time.monotonic()
    over.set()
    thread.join(30)
    assert refusals == []
    assert [one for one in written if begun < one < ended], "it wrote while the copy was made"
    assert is_whole(tmp_path / "copy.db")


def app_now() -> Any:
    from datetime import UTC, datetime

    return datetime.now(UTC)


def test_a_killed_backup_leaves_no_half_file(home: Home, tmp_path: Path) -> None:
    make_heavy(home.database, 60)
    folder = tmp_path / "stick"
    folder.mkdir()
    file = folder / "copy.db"
    file.write_text("the one of last week")
    environment = {**os.environ, **ENGLISH, "RECOUPE_DATA_DIR": str(home.folder)}
    line = [sys.executable, "-c", "from app import main; main()", "backup", "--force", str(file)]
    command = subprocess.Popen(line, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    deadline = real_time.monotonic() + 60
    while not any(one.stat().st_size for one in folder.glob(".recoupe-backup-*/copy.db")):
        assert command.poll() is None and real_time.monotonic() < deadline
        real_time.sleep(0.002)
    command.send_signal(signal.SIGKILL)
    assert command.wait(20) == -signal.SIGKILL
    assert file.read_text() == "the one of last week"
    (left,) = folder.glob(".recoupe-backup-*")
    assert mode(left) == "0o700", "what is left is for nobody else’s eyes"
    home.done("backup", "--force", file)
    assert left.exists(), "another backup may be at work there"
    long_ago = real_time.time() - 4000
    os.utime(left, (long_ago, long_ago))
    home.done("backup", "--force", file)
    assert sorted(folder.iterdir()) == [file]
    assert is_whole(file)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte."""
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("NOT TESTED: a full disk; only root may mount the small one that it takes")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_is_one_sentence_and_leaves_nothing(
    home: Home, saved: Path, small_disk: Path
) -> None:
    make_heavy(home.database, 2)
    said = home.refused("backup", small_disk / "copy.db")
    assert "not enough room" in said
    assert list(small_disk.iterdir()) == []
    there = Home(small_disk)
    there.done("restore", saved)
    before = there.files()
    with writing_to(saved) as connection:
        connection.execute("CREATE TABLE filler AS SELECT randomblob(900000) AS data")
    said = there.refused("restore", saved)
    assert "not enough room" in said
    assert there.files() == before
    assert is_whole(there.database)


# ---- restore ---------------------------------------------------------------------------------


def test_restoring_twice_keeps_both_that_were_there(home: Home, saved: Path) -> None:
    first = home.done("restore", saved)
    assert home.names() == {"Fatima"}
    add_facilitator(home.database, "Priya")
    second = home.done("restore", saved)
    assert home.names() == {"Fatima"}
    kept = [re.search(r"is kept: (\S+)", said) for said in (first, second)]
    files = [Path(one[1]) for one in kept if one]
    assert len(set(files)) == 2 and {one.parent for one in files} == {home.folder}
    names = [rows(one, "SELECT name FROM facilitator ORDER BY id") for one in files]
    assert names == [[("Karim",)], [("Fatima",), ("Priya",)]]
    for one in files:
        assert is_whole(one) and mode(one) == "0o600"
        assert re.fullmatch(r"recoupe-\d{4}-\d\d-\d\d-\d{6}(-\d)?\.db", one.name)
    assert "delete it" in first, "they are told that it holds answers"
    assert is_whole(saved), "the backup itself is as it was"


def test_what_is_kept_aside_has_the_part_that_was_only_in_the_log(
    home: Home, saved: Path, tmp_path: Path
) -> None:
    crashed = Home(tmp_path / "crashed")
    crashed.folder.mkdir()
    with writing_to(home.database) as connection:
        connection.execute("UPDATE facilitator SET name = 'Karim of the log'")
        for suffix in ("", "-wal"):
            shutil.copy(f"{home.database}{suffix}", f"{crashed.database}{suffix}")
    assert b"Karim of the log" not in crashed.database.read_bytes()
    crashed.done("restore", saved)
    (kept,) = crashed.folder.glob("recoupe-*.db")
    assert rows(kept, "SELECT name FROM facilitator") == [("Karim of the log",)]
    assert [one.name for one in crashed.folder.glob("*-wal")] == []


def test_a_folder_that_was_copied_with_its_log_can_be_restored(
    home: Home, saved: Path, tmp_path: Path
) -> None:
    copied = tmp_path / "copied.db"
    with writing_to(home.database) as connection:
        connection.execute("UPDATE facilitator SET name = 'Karim of the log'")
        for suffix in ("", "-wal"):
            shutil.copy(f"{home.database}{suffix}", f"{copied}{suffix}")
    before = {one: one.read_bytes() for one in tmp_path.glob("copied.db*")}
    fresh = Home(tmp_path / "fresh")
    fresh.done("restore", copied)
    assert fresh.names() == {"Karim of the log"}
    assert {one: one.read_bytes() for one in tmp_path.glob("copied.db*")} == before


def test_a_damaged_database_is_kept_aside_as_it_is(home: Home, saved: Path) -> None:
    write_text(home.database)
    home.database.with_name("recoupe.db-wal").write_text("its log")
    spoilt = home.database.read_bytes()
    home.done("restore", saved)
    (kept,) = home.folder.glob("recoupe-*.db")
    assert kept.read_bytes() == spoilt
    assert kept.with_name(f"{kept.name}-wal").read_text() == "its log"
    assert home.names() == {"Fatima"}


def test_a_restore_waits_for_nobody_who_reads_the_database(home: Home, saved: Path) -> None:
    with writing_to(home.database) as connection:
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM facilitator").fetchone()
        said = home.refused("restore", saved)
    assert "Another program uses" in said and str(home.database) in said
    assert home.names() == {"Karim"}
    assert list(home.folder.glob("recoupe-*.db")) == []


def test_a_stick_without_hard_links_is_good_enough(
    home: Home, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_any: Any, **_more: Any) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "link", no_links)
    home.done("restore", saved)
    (kept,) = home.folder.glob("recoupe-*.db")
    assert rows(kept, "SELECT name FROM facilitator") == [("Karim",)]
    assert mode(kept) == "0o600"


def test_an_older_backup_is_brought_up_to_date_and_a_newer_one_refused(
    home: Home, saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        later = tmp_path / "migrations"
        shutil.copytree(recoupe.MIGRATIONS, later)
        newest = rows(saved, "SELECT version_num FROM alembic_version")[0][0]
        (later / "versions" / "9999_later.py").write_text(
            f"from alembic import op\nrevision = '9999'\ndown_revision = '{newest}'\n"
            "def upgrade():\n    op.execute('CREATE TABLE later (id INTEGER PRIMARY KEY)')\n"
        )
        patch.setattr(recoupe, "MIGRATIONS", later)
        home.done("restore", saved)
        assert rows(home.database, "SELECT version_num FROM alembic_version") == [("9999",)]
        assert rows(home.database, "SELECT count(*) FROM later") == [(0,)]
        assert home.names() == {"Fatima"}
        home.done("backup", tmp_path / "newer.db")
    older = Home(tmp_path / "older")
    assert NEWER in older.refused("restore", tmp_path / "newer.db")
    assert not older.database.exists()


def test_a_backup_before_an_upgrade_is_of_the_version_before_and_fits_the_new_one(
    home: Home, tmp_path: Path
) -> None:
    old = Home(tmp_path / "old")
    app = recoupe.create_app({"DATA_DIR": old.folder, "SECRET_KEY": "test", "DATABASE_URL": ""})
    prepare(app, recoupe.MIGRATIONS)
    with app.app_context():
        upgrade(directory=str(recoupe.MIGRATIONS), revision="0001")
        db.session.remove()
        db.engine.dispose()
    add_facilitator(old.database, "Fatima")
    revision = "SELECT version_num FROM alembic_version"
    newest = rows(home.database, revision)
    old.done("backup", tmp_path / "before.db")
    for one in (old.database, tmp_path / "before.db"):
        assert rows(one, revision) == [("0001",)], "a backup changes no table"
    home.done("restore", tmp_path / "before.db")
    assert rows(home.database, revision) == newest
    assert home.names() == {"Fatima"} and is_whole(home.database)


KILLED = """
import os, signal, sys
from pathlib import Path
import workshop.system.backup as backup
def last_act(*_any, **_more):
    os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[1] == "replace":
    Path.replace = last_act
else:
    setattr(backup, sys.argv[1], last_act)
sys.argv = ["recoupe", *sys.argv[2:]]
from app import main
main()
"""


@pytest.mark.parametrize(
    "moment", ["examine", "_go_ahead", "_keep_aside", "_forget_logs", "replace"]
)
def test_a_killed_restore_leaves_the_old_database_and_can_be_done_again(
    moment: str, home: Home, saved: Path
) -> None:
    environment = {**os.environ, **ENGLISH, "RECOUPE_DATA_DIR": str(home.folder)}
    line = [sys.executable, "-c", KILLED, moment, "restore", str(saved)]
    done = subprocess.run(line, cwd=ROOT, env=environment, capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert home.names() == {"Karim"} and is_whole(home.database)
    assert list(home.folder.glob(".recoupe-restore-*")), "it was killed at work"
    home.done("restore", saved)
    assert home.names() == {"Fatima"} and is_whole(home.database)
    assert list(home.folder.glob(".recoupe-restore-*")) == []
