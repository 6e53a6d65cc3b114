"""F4 to F7: what people and their machines do to a session."""

from __future__ import annotations

import json
import re
import threading
import time
from typing import Any

from tests.faults.phones import Crowd
from tests.faults.room import Console, Room
from tests.faults.server import speak


def test_f4_a_closed_lid_pauses_the_round_at_the_moment_the_clock_stopped(calm: Any) -> None:
    server = calm.all[0]
    room = Room(server, calm.token, seconds=120)
    with Crowd(server.port, room.code, 5, answers=False) as crowd:
        crowd.wait_until_in()
        number = room.moves("start", "open")["round"]
        begun = time.monotonic()
        before = room.look()["remaining_ms"]
        server.freeze()
        passed = (time.monotonic() - begun) * 1000
        time.sleep(6.5)
        server.thaw()
        crowd.wait(lambda: all(one.snapshot["paused"] for one in crowd.phones), "all paused")
        found = room.look()
        assert (found["paused"], found["phase"], found["round"]) == (True, "open", number)
        # It was stopped at the last second in which the server knew that it was awake.
        assert before - passed - 2_500 < found["remaining_ms"] < before + 1_500
        assert "This computer slept" in found["html"], "she is told and asked"
        status, said, _ = respond(crowd, number, "a")
        assert (status, said["reason"]) == (409, "paused")
        begun = time.monotonic()
        room.move("resume")
        crowd.wait(lambda: not any(one.snapshot["paused"] for one in crowd.phones), "resumed")
        assert respond(crowd, number, "a")[0] == 201
        left = room.look()["remaining_ms"]
        passed = (time.monotonic() - begun) * 1000
        assert left >= found["remaining_ms"] - passed - 500, "it goes on with what was left"


def respond(crowd: Crowd, number: int, value: Any) -> Any:
    phone = crowd.phones[0]
    path = f"/api/live/{crowd.code}/rounds/{number}/response"
    return speak(crowd.port, "PUT", path, {"value": value}, token=phone.token)


def test_f5_a_session_goes_on_while_its_facilitator_is_away(calm: Any) -> None:
    server = calm.all[0]
    room = Room(server, calm.token, seconds=6)
    with Crowd(server.port, room.code, 8, think=1, changes=0) as crowd:
        crowd.wait_until_in()
        console = Console(room)
        room.move("start")
        number = room.move("open")["round"]
        console.close()  # her browser is closed; nobody leads now
        crowd.wait_until_answered(number)
        closed = all_in_phase(crowd, "closed")
        crowd.wait(closed, "the round ended by itself")
        again = Console(room)
        found = again.next("snapshot")
        assert (found["phase"], found["round"], found["item_position"]) == ("closed", number, 1)
        assert again.next("results")["answered"] == 8
        again.close()
        room.snapshot = found
        room.move("reveal")
        crowd.wait(all_in_phase(crowd, "revealed"), "she leads again")


def all_in_phase(crowd: Crowd, phase: str) -> Any:
    return lambda: all(one.snapshot["phase"] == phase for one in crowd.phones)


def test_f6_two_tabs_and_a_double_click_make_one_step(calm: Any) -> None:
    room = Room(calm.all[0], calm.token)
    room.moves("start", "open", "close")
    before = room.move("reveal")
    found: list[tuple[int, dict[str, Any]]] = []
    together = threading.Barrier(8)

    def click() -> None:
        together.wait()
        status, said, _ = room.call(
            "POST", "/moves", {"move": "next", "version": before["version"]}
        )
        found.append((status, said))

    tabs = [threading.Thread(target=click) for _ in range(8)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    assert sorted(status for status, _ in found) == [200] + [409] * 7
    after = room.look()
    assert after["item_position"] == before["item_position"] + 1
    assert after["version"] == before["version"] + 1
    late = [said for status, said in found if status == 409]
    assert {said["snapshot"]["version"] for said in late} == {after["version"]}
    assert {said["reason"] for said in late} == {"stale"}


def test_f7_a_phone_with_a_wrong_clock_is_told_the_time_that_is_left(calm: Any) -> None:
    room = Room(calm.all[0], calm.token, seconds=100)
    tomorrow = "Date: Fri, 01 Jan 2100 00:00:00 GMT"
    with Crowd(calm.all[0].port, room.code, 1, answers=False, extra_headers=(tomorrow,)) as crowd:
        crowd.wait_until_in()
        opened = time.monotonic()
        room.moves("start", "open")
        phone = crowd.phones[0]
        crowd.wait(lambda: phone.snapshot["phase"] == "open", "the round is open")
        began, first = phone.heard_at, phone.snapshot
        path = f"/api/live/{room.code}/snapshot"
        time.sleep(1)
        asked = time.monotonic()
        status, second, _ = speak(crowd.port, "GET", path, token=phone.token)
        answered = time.monotonic()
    assert status == 200
    assert 100_000 - (began - opened) * 1000 <= first["remaining_ms"] <= 100_000
    gone = first["remaining_ms"] - second["remaining_ms"]
    assert (asked - began) * 1000 - 300 <= gone <= (answered - began) * 1000 + 300
    # Nothing in it is a time of day that a phone would have to compare with its own clock.
    assert set(second) == {
        "version", "phase", "paused", "round", "vote", "item_position", "items_total",
        "remaining_ms", "item", "html", "step", "stage",
    }  # fmt: skip
    assert not re.search(r"\d{4}-\d\d-\d\dT\d\d:|deadline", json.dumps(second))
