"""F1, F2 and F9: the server is killed while responses arrive; replies are lost; all come back."""

from __future__ import annotations

import http.client
import json
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.faults.phones import Crowd
from tests.faults.proof import compare, prove
from tests.faults.room import Room
from tests.faults.run import many_kills
from tests.faults.server import Server, speak

SEED = 20261122


def test_f1_three_kills_lose_nothing_double_nothing_and_keep_the_round(servers: Any) -> None:
    server = servers.start()
    done = many_kills(
        server, servers.token, kills=3, responses=120, phones=40, seed=SEED, say=print
    )
    assert done.kills == 3
    assert done.found.acknowledged >= 120
    assert sum(done.unanswered_at_kill) > 0, "no response was on its way at any kill"
    assert done.found.clean, done.found
    assert (done.other_rounds, done.wrong_deadlines) == (0, [])
    assert done.server_errors == {}
    assert "Traceback" not in server.log(), server.log()


def keep_path(room: Room, number: int) -> str:
    return f"/api/live/{room.code}/rounds/{number}/response"


def rows(database: Path, number: int) -> list[tuple[str, int]]:
    """Value and moment of every response of a round."""
    query = "SELECT value, kept_at FROM response WHERE round_id = ?"
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=10)) as opened:
        return opened.execute(query, (number,)).fetchall()


def send_and_hang_up(server: Server, path: str, token: str, value: str, number: int) -> None:
    """Send a response, see that it is in the table, and leave without having read the reply."""
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    line.request("PUT", path, body=json.dumps({"value": value}), headers=headers)
    until = time.monotonic() + 60
    while not rows(server.database, number):
        assert time.monotonic() < until, "it was never kept"
        time.sleep(0.01)
    line.close()


def test_f2_a_reply_that_was_lost_is_given_again(calm: Any) -> None:
    server = calm.all[0]
    room = Room(server, calm.token)
    seat = speak(server.port, "POST", f"/api/live/{room.code}/seats", {})[1]
    number = room.moves("start", "open")["round"]
    path, token = keep_path(room, number), seat["token"]
    send_and_hang_up(server, path, token, "b", number)
    kept = rows(server.database, number)
    again = [speak(server.port, "PUT", path, {"value": "b"}, token=token) for _ in range(2)]
    assert [one[0] for one in again] == [200, 200]
    assert [one[1]["value"] for one in again] == ["b", "b"]
    assert "changed" not in again[0][1]
    assert again[0][1]["kept_at"] == again[1][1]["kept_at"]
    assert rows(server.database, number) == kept, "the row is the first one, untouched"


@pytest.mark.parametrize("power", ["stays", "cut"])
def test_f2_the_server_dies_between_commit_and_reply(servers: Any, power: str) -> None:
    server, disk = servers.start_on_disk()
    room = Room(server, servers.token)
    seat = speak(server.port, "POST", f"/api/live/{room.code}/seats", {})[1]
    number = room.moves("start", "open")["round"]
    path, token = keep_path(room, number), seat["token"]
    disk.say("after")
    with pytest.raises((OSError, http.client.HTTPException)):
        speak(server.port, "PUT", path, {"value": "b"}, token=token)
    server.wait_for_death()
    if power == "cut":
        disk.cut()
    server.start()
    status, said, _ = speak(server.port, "PUT", path, {"value": "b"}, token=token)
    assert (status, said["value"]) == (200, "b"), "it was kept by the first try"
    assert len(rows(server.database, number)) == 1


def test_f9_two_hundred_phones_return_at_once(servers: Any) -> None:
    server = servers.start()
    room = Room(server, servers.token, seconds=300)
    with Crowd(server.port, room.code, 200, seed=SEED, think=1.0, changes=0) as crowd:
        crowd.wait_until_in()
        number = room.moves("start", "open")["round"]
        crowd.wait(lambda: crowd.answered(number) > 20, "some have answered")
        killed = time.monotonic()
        server.kill()
        server.start()
        crowd.wait_until_in(since=killed)
        crowd.wait_until_answered(number)
        assert crowd.server_errors() == {}
        assert crowd.refused == []
        room.moves("close", "reveal")
        found = prove(server.database, crowd, room.pack)
        assert found.clean, found
        assert (found.acknowledged, found.rows) == (200, 200)
        assert compare(server.database, crowd.notes, room.pack).clean
