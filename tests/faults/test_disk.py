"""F8: the disk is full, or it fails."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.faults.phones import Crowd
from tests.faults.proof import compare, prove
from tests.faults.room import Console, Room
from tests.faults.server import PASSWORD, Server, speak

FULL = "The disk of the computer that runs the kit is full."
ERROR = "The disk of the computer that runs the kit reports an error."


@pytest.mark.parametrize(
    ("what", "kind", "code", "sentence"),
    [("full", "full", 507, FULL), ("failing", "failing", 503, ERROR), ("sync", "failing", 503, ERROR)],
)  # fmt: skip
def test_f8_nothing_is_acknowledged_and_everything_is_told(
    servers: Any, what: str, kind: str, code: int, sentence: str
) -> None:
    server, disk = servers.start_on_disk()
    room = Room(server, servers.token)
    with Crowd(server.port, room.code, 12, answers=False) as crowd:
        crowd.wait_until_in()
        opened = room.moves("start", "open")
        number = opened["round"]
        console = Console(room)
        console.next("snapshot")
        disk.say(what)
        for phone in crowd.phones:
            crowd.do(phone.send, number, "b")
        crowd.wait(lambda: all(one.refusals for one in crowd.phones), "everybody is refused")
        wait_for_trouble(console, kind)

        assert crowd.notes == []
        assert compare(server.database, [], room.pack).rows == 0
        assert {call[2] for call in crowd.replies if call[:2] == ("PUT", "response")} == {code}
        check_refusals(room, crowd, number, code, sentence)
        check_reading(room, crowd, opened)

        disk.mend()
        wait_for_trouble(console, None)
        console.close()
        crowd.wait_until_answered(number)
        room.moves("close", "reveal")
        found = prove(server.database, crowd, room.pack)
    assert found.clean, found
    assert found.acknowledged == 12


def wait_for_trouble(console: Console, kind: str | None) -> None:
    """The console is told without asking."""
    until = time.monotonic() + 60
    while console.next("results")["trouble"] != kind:
        assert time.monotonic() < until, f"the console was not told: {kind}"


def check_refusals(room: Room, crowd: Crowd, number: int, code: int, sentence: str) -> None:
    """Whoever wants something kept is told that it is not, and what becomes of it."""
    port, token = room.server.port, crowd.phones[0].token
    path = f"/api/live/{room.code}"
    body = {"move": "close", "version": room.snapshot["version"]}
    for status, said, headers in (
        speak(port, "PUT", f"{path}/rounds/{number}/response", {"value": "b"}, token=token),
        speak(port, "POST", f"{path}/moves", body, token=room.token),
        speak(port, "POST", f"{path}/seats", {}),
    ):
        assert status == code, said
        assert headers["Content-Type"] == "application/problem+json"
        assert headers["Retry-After"] == "2"
        assert said["title"] == "This is not kept yet."
        assert said["detail"] == f"{sentence} Answers are sent again by themselves."


def check_reading(room: Room, crowd: Crowd, opened: dict[str, Any]) -> None:
    """Whoever reads notices nothing."""
    port, token = room.server.port, crowd.phones[0].token
    found = room.look()
    assert (found["version"], found["phase"]) == (opened["version"], "open"), "no move was made"
    for path in ("snapshot", "me"):
        assert speak(port, "GET", f"/api/live/{room.code}/{path}", token=token)[0] == 200
    for page in ("/", f"/j/{room.code}", "/packs/d-ou-ca-sort", "/guide", "/healthz"):
        assert room.server.get(page)[0] in (200, 308), page
    again = Console(room)
    assert again.next("snapshot")["round"] == opened["round"]
    again.close()


def test_f8_the_console_says_so_until_it_is_over(servers: Any, chromium: Browser) -> None:
    server, disk = servers.start_on_disk()
    with chromium.new_context(locale="en-GB") as context:
        fatima = context.new_page()
        fatima.goto(f"{server.base}/login")
        fatima.fill("#name", "Fatima")
        fatima.fill("#password", PASSWORD)
        fatima.click("main button[type=submit]")
        fatima.goto(f"{server.base}/facilitate/new/d-ou-ca-sort")
        fatima.click("main button[type=submit]")
        fatima.click('[data-primary][data-move="start"]')
        fatima.wait_for_selector('[data-primary][data-move="open"]')
        line, refusal = fatima.locator("[data-disk]"), fatima.locator("p[data-trouble]")
        expect(line).to_be_hidden()
        disk.say("full")
        fatima.click("[data-primary]")
        expect(line).to_contain_text(
            "is full: answers cannot be kept. Free some space", timeout=60_000
        )
        expect(refusal).to_contain_text("This is not kept yet.")
        expect(fatima.locator('[data-primary][data-move="open"]')).to_be_visible()
        disk.mend()
        expect(line).to_be_hidden(timeout=60_000)
        expect(refusal).to_be_hidden()
        fatima.click("[data-primary]")
        fatima.wait_for_selector('[data-primary][data-move="close"]')
        expect(line).to_be_hidden()


def test_f8_a_kit_that_starts_on_a_full_disk_says_one_line(servers: Any) -> None:
    server, disk = servers.start_on_disk()
    Room(server, servers.token, seconds=60).moves("start", "open")
    server.kill()
    disk.say("full")
    before = len(server.log())
    with pytest.raises(AssertionError, match="did not start"):
        server.start()
    said = server.log()[before:].strip()
    assert "full" in said and "Traceback" not in said, said
    disk.mend()
    server.start()


SIZE = 24_000_000


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A real disk of 24 MB, in memory."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    line = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)]
    if os.geteuid() != 0:
        pytest.skip("NO REAL FULL DISK WAS TESTED: only root may mount one")
    made = subprocess.run(line, capture_output=True, text=True, check=False)
    if made.returncode:
        pytest.skip(f"NO REAL FULL DISK WAS TESTED: {made.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder: Path) -> Path:
    """Take all the space that is left."""
    filler = folder / "somebody-elses-film.mp4"
    with filler.open("wb", buffering=0) as file:
        try:
            while file.write(b"\0" * 4096):
                pass
        except OSError:
            return filler
    raise AssertionError("the disk does not fill up")


def test_f8_a_real_disk_that_is_full(servers: Any, tiny_disk: Path) -> None:
    server = Server(servers.template.copy_to(tiny_disk / "data"))
    server.log_file = tiny_disk.parent / "server.log"
    servers.all.append(server)
    server.start()
    room = Room(server, servers.token)
    with Crowd(server.port, room.code, 30, answers=False) as crowd:
        crowd.wait_until_in()
        opened = room.moves("start", "open")
        number = opened["round"]
        console = Console(room)
        filler = fill(tiny_disk)
        for phone in crowd.phones:
            crowd.do(phone.send, number, "b")
        crowd.wait(lambda: any(one.refusals for one in crowd.phones), "somebody is refused")
        wait_for_trouble(console, "full")
        assert compare(server.database, list(crowd.notes), room.pack).clean
        check_reading(room, crowd, opened)
        filler.unlink()
        wait_for_trouble(console, None)
        console.close()
        crowd.wait_until_answered(number)
        room.moves("close", "reveal")
        found = prove(server.database, crowd, room.pack)
    assert found.clean, found
    assert found.acknowledged == 30
    server.stop()
