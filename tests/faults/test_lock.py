"""F11: another process, such as a backup, holds the database."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.faults.phones import Crowd
from tests.faults.proof import prove
from tests.faults.room import Console, Room
from tests.faults.run import hold
from tests.faults.server import speak


def test_f11_a_lock_of_three_seconds_is_seen_by_nobody(calm: Any) -> None:
    server = calm.all[0]
    room = Room(server, calm.token, seconds=300)
    with Crowd(server.port, room.code, 40, think=0.5, changes=0) as crowd:
        crowd.wait_until_in()
        room.move("start")
        with hold(server.database, 3) as held:
            opening = threading.Thread(target=room.move, args=("open",))
            opening.start()  # her move waits too
            assert read_on(room, crowd, held), "whoever reads waits for nobody"
        opening.join()
        number = room.look()["round"]
        crowd.wait_until_answered(number)
        with hold(server.database, 3) as held:
            for phone in crowd.phones:  # more than the pool has connections
                crowd.do(phone.send, number, other_value(crowd, phone))
            crowd.wait(lambda: sum(phone.busy for phone in crowd.phones) == 40, "all of them wait")
            assert held()
            assert read_on(room, crowd, held), "whoever reads waits for nobody"
            released = time.time()
        crowd.wait(lambda: not crowd.unsettled(), "all of them are kept")
        assert_nobody_took_it_for_sleep(room, crowd, released)
        assert crowd.server_errors() == {} and crowd.refused == []
        assert {status for _, status in room.replies} == {200}
        room.moves("close", "reveal")
        found = prove(server.database, crowd, room.pack)
        assert found.clean, found
        assert found.acknowledged == 40


def other_value(crowd: Crowd, phone: Any) -> str:
    """What the phone has not answered so far, to a question with one answer."""
    (kept,) = [note.value for note in crowd.notes if note.seat == phone.seat]
    return str(next(one for one in phone.snapshot["item"]["accepts"]["enum"] if one != kept))


def read_on(room: Room, crowd: Crowd, held: Callable[[], bool]) -> int:
    """Read in every way while the lock is held; how often all of it was read before its end."""
    port, token = room.server.port, crowd.phones[0].token
    rounds = 0
    while held():
        for path in ("snapshot", "me"):
            assert speak(port, "GET", f"/api/live/{room.code}/{path}", token=token)[0] == 200
        assert room.server.get(f"/j/{room.code}")[0] == 200
        room.results()
        first_event(room)
        rounds += held()
        time.sleep(0.1)
    return rounds


def first_event(room: Room) -> None:
    """A stream that opens now has its snapshot at once."""
    console = Console(room)
    console.next("snapshot")
    console.close()


def assert_nobody_took_it_for_sleep(room: Room, crowd: Crowd, released: float) -> None:
    """Once the server has looked at its clock again, the round still goes on as before."""
    version = room.snapshot["version"]
    crowd.wait(lambda: alive_at(room.server.database) > released, "the clock was looked at")
    found = room.look()
    assert not found["paused"], "waiting for the database was taken for sleep"
    assert found["version"] == version


def alive_at(database: Path) -> float:
    """When the server last said that it runs, in seconds since 1970."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=10)) as opened:
        return float(opened.execute("SELECT alive_at FROM clock").fetchone()[0]) / 1e6


def test_f11_a_lock_that_lasts_is_told_and_nothing_is_lost(servers: Any) -> None:
    server = servers.start()
    room = Room(server, servers.token, seconds=120)
    with Crowd(server.port, room.code, 20, answers=False) as crowd:
        crowd.wait_until_in()
        number = room.moves("start", "open")["round"]
        path = f"/api/live/{room.code}/rounds/{number}/response"
        with hold(server.database, 8) as held:
            for phone in crowd.phones[1:]:
                crowd.do(phone.send, number, "b")
            token = crowd.phones[0].token
            status, said, headers = speak(
                server.port, "PUT", path, {"value": "a"}, token=token, timeout=60
            )
            assert (status, headers["Retry-After"]) == (503, "2"), said
            assert crowd.notes == []
            read_on(room, crowd, held)
            released = time.time()
        crowd.do(crowd.phones[0].send, number, "a")
        crowd.wait_until_answered(number)
        assert prove(server.database, crowd, room.pack, marks=False).clean
        assert_nobody_took_it_for_sleep(room, crowd, released)
