"""F3: the power is cut, and only what was synced is there."""

from __future__ import annotations

import random
from typing import Any

from tests.faults.phones import Crowd
from tests.faults.proof import compare, prove
from tests.faults.room import Room
from tests.faults.run import settle

SEED = 20261122
CUTS = ("at a random moment", "just before a sync", "just after a sync", "just before a sync")


def test_f3_power_cuts_lose_nothing_that_was_acknowledged(servers: Any) -> None:
    server, disk = servers.start_on_disk()
    room = Room(server, servers.token, seconds=600)
    chance = random.Random(SEED)
    unsynced = []
    # Nobody changes an answer: the phones go on while their notes are compared.
    with Crowd(server.port, room.code, 24, seed=SEED, think=8.0, changes=0) as crowd:
        crowd.wait_until_in()
        number = room.moves("start", "open")["round"]
        for count, cut in enumerate(CUTS, 1):
            crowd.wait(lambda: crowd.answered(number) >= 3 * count, "responses arrive")  # noqa: B023
            if cut == "at a random moment":
                server.kill()
            else:
                disk.say(cut.split()[1])
                server.wait_for_death()
            unsynced.append(disk.cut(chance if count != len(CUTS) else None))
            server.start()
            crowd.wait_until_in()
            found = compare(server.database, list(crowd.notes), room.pack)
            assert found.clean, (cut, found)
            assert found.acknowledged >= 3 * count
        assert unsynced[1] and unsynced[3], "the cut was in the middle of a commit"
        settle(room, crowd, number)
        room.moves("close", "reveal")
        found = prove(server.database, crowd, room.pack)
    assert found.clean, found
    assert found.acknowledged == 24
