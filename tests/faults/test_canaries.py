"""The harness must fail when it should: each thing broken here on purpose is found by it."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.faults import proof
from tests.faults.phones import Crowd
from tests.faults.proof import compare, prove
from tests.faults.room import Room


def drop_the_unique_key(database: Path) -> None:
    """Make the table of responses anew without its constraint; nothing is in it yet."""
    with closing(sqlite3.connect(database)) as opened:
        (made,) = opened.execute("SELECT sql FROM sqlite_master WHERE name = 'response'").fetchone()
        indexes = opened.execute(
            "SELECT sql FROM sqlite_master WHERE tbl_name = 'response' AND type = 'index' AND sql > ''"
        ).fetchall()
        without, count = re.subn(r",\s*CONSTRAINT \S+ UNIQUE \([^)]*\)", "", made)
        assert count == 1, made
        opened.execute("DROP TABLE response")
        opened.execute(without)
        for (index,) in indexes:
            opened.execute(index)
        opened.commit()


def test_without_the_unique_key_doubles_are_found(servers: Any) -> None:
    folder = servers.new_folder()
    drop_the_unique_key(folder / "recoupe.db")
    server, disk = servers.start_on_disk("no unique key", folder)
    room = Room(server, servers.token)
    with Crowd(server.port, room.code, 8, think=1.0, changes=0) as crowd:
        crowd.wait_until_in()
        disk_dies_at_the_first_response(room, server, disk)
        crowd.wait_until_in()
        crowd.wait(lambda: len(crowd.notes) >= 8, "everybody has answered")
        found = compare(server.database, list(crowd.notes), room.pack)
    assert found.doubled, "the response whose reply was lost was sent again"
    assert found.lost == []
    assert not found.clean


def disk_dies_at_the_first_response(room: Room, server: Any, disk: Any) -> None:
    """Its commit is on the disk, its reply never comes."""
    room.moves("start", "open")  # without a timer nothing else is written
    disk.say("after")
    server.wait_for_death()
    server.start()


@pytest.mark.parametrize("level", ["OFF", "NORMAL"])
def test_with_a_weaker_synchronous_losses_are_found(servers: Any, level: str) -> None:
    server, disk = servers.start_on_disk(level)
    room = Room(server, servers.token)
    with Crowd(server.port, room.code, 8, think=0.5, changes=0) as crowd:
        crowd.wait_until_in()
        number = room.moves("start", "open")["round"]
        crowd.wait_until_answered(number)
        assert compare(server.database, list(crowd.notes), room.pack).clean
        server.kill()
        assert disk.cut() > 0
        notes = list(crowd.notes)
    found = compare(server.database, notes, room.pack)
    assert (found.acknowledged, len(found.lost)) == (8, 8)
    assert not found.clean


def test_a_wrong_value_a_missing_row_and_a_wrong_mark_are_found(
    servers: Any, calm: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    server = calm.all[0]
    room = Room(server, calm.token)
    with Crowd(server.port, room.code, 5, think=0.2, changes=0) as crowd:
        crowd.wait_until_in()
        room.move("start")
        room.move("skip")  # the first item is an opinion, without marks
        number = room.move("open")["round"]
        crowd.wait_until_answered(number)
        room.move("close")
        room.tell()
        assert prove(server.database, crowd, room.pack).clean
        copy = tmp_path / "copy.db"
        with (
            closing(sqlite3.connect(server.database)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
            first, second = target.execute(
                "SELECT id FROM response WHERE round_id = ? ORDER BY id LIMIT 2", (number,)
            ).fetchall()
            target.execute("UPDATE response SET value = '\"z\"' WHERE id = ?", first)
            target.execute("DELETE FROM response WHERE id = ?", second)
            target.commit()
        found = compare(copy, crowd.notes, room.pack)
        assert (len(found.different), len(found.lost)) == (1, 1)

        class Generous:
            """Gives every response the full mark."""

            read_response = staticmethod(lambda value: value)
            mark = staticmethod(lambda value: 2.0)

        items = dict.fromkeys(proof.pack_items(room.pack), Generous())
        monkeypatch.setattr(proof, "pack_items", lambda pack: items)
        assert len(proof.check_marks(crowd, room.pack).wrong_marks) == 5
