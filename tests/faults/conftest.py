"""What the tests of faults share: a data folder made once, and servers that are always ended.

The faults are those of the table of faults for the live session, numbered in its order. Its rows
about Redis and about a database server that is gone have no number, and no test here: the kit is
one process on SQLite.

    F1   kill -9 while responses arrive              test_kill.py
    F2   the reply is lost after the commit          test_kill.py
    F3   power cut                                   test_power.py
    F4   the lid is closed                           test_people.py
    F5   the facilitator’s browser is closed         test_people.py
    F6   two tabs, a double click                    test_people.py
    F7   a phone’s clock is wrong by a day           test_people.py
    F8   the disk is full, or it fails               test_disk.py
    F9   all phones return at once                   test_kill.py
    F10  no Internet at all                          test_offline.py
    F11  another process locks the database          test_lock.py

Two at once: test_pairs.py. That the harness finds what it should: test_canaries.py. For hours
instead of minutes: run.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults import powercut
from tests.faults.powercut import Disk, Unusable
from tests.faults.server import Server, Template, make_template

Launch = Callable[..., Server]


@pytest.fixture(scope="session")
def ready_folder(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """A data folder with the shipped packs and Fatima."""
    return make_template(tmp_path_factory.mktemp("faults") / "template")


class Servers:
    """Starts servers, each on a copy of the data folder, and ends them."""

    def __init__(self, template: Template, folder: Path) -> None:
        self.template, self.folder = template, folder
        self.all: list[Server] = []

    @property
    def token(self) -> str:
        """Fatima’s API token: the same in every copy."""
        return self.template.token

    def start(self, **more: Any) -> Server:
        """The kit as it is."""
        return self._started(Server(self.new_folder(), **more))

    def start_on_disk(self, sabotage: str = "", folder: Path | None = None) -> tuple[Server, Disk]:
        """The kit with the model of a disk under it."""
        try:
            powercut.library()
        except Unusable as error:
            pytest.skip(f"NO POWER CUT AND NO FULL DISK WAS TESTED: {error}")
        data = folder or self.new_folder()
        disk = Disk(data)
        module = "tests.faults.powercut"
        return self._started(Server(data, module=module, **disk.settings(sabotage))), disk

    def new_folder(self) -> Path:
        return self.template.copy_to(self.folder / f"data-{len(list(self.folder.iterdir()))}")

    def _started(self, server: Server) -> Server:
        self.all.append(server)
        server.start()
        return server

    def end(self) -> None:
        for server in self.all:
            if server.is_running():
                server.kill()
        for server in self.all:
            assert "the model of the disk failed" not in server.log(), server.log()


@pytest.fixture
def servers(ready_folder: Template, tmp_path: Path) -> Iterator[Servers]:
    """Servers of one test."""
    made = Servers(ready_folder, tmp_path)
    yield made
    made.end()


@pytest.fixture(scope="session")
def calm(ready_folder: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """One server for all tests that leave it as they found it: `calm.all[0]`."""
    made = Servers(ready_folder, tmp_path_factory.mktemp("calm"))
    made.start()
    yield made
    made.end()
    assert "Traceback" not in made.all[0].log(), made.all[0].log()
