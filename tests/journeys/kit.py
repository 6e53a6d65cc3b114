"""The kit as a person starts it, on loopback and in a data folder of its own."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.faults.server import ROOT, Server, environment

PACKS = ROOT / "tests" / "packs"


class Kit(Server):
    """`recoupe run` as a process of its own. Phones would open it at 192.168.1.20."""

    def __init__(self, folder: Path, **settings: str) -> None:
        super().__init__(folder)
        self.more = {"RECOUPE_BASE_URL": f"http://192.168.1.20:{self.port}", **settings}
        self.banner = ""
        self.log_file = folder / "server.log"
        self._offered: set[str] = set()

    def environment(self, **settings: str) -> dict[str, str]:
        """What its processes see, perhaps with other settings."""
        return environment(self.folder, self.port, **{**self.more, **settings})

    def command(self, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Another `recoupe` command on the same data."""
        own = self.environment(**settings)
        line = [sys.executable, "-c", "from app import main; main()", *words]
        return subprocess.run(line, cwd=ROOT, env=own, capture_output=True, text=True, check=False)

    def start(self, *, patience: float = 0) -> float:
        """Start it and read its banner to the end; the seconds until it answered."""
        before = len(self.log())
        took = super().start(patience=patience)
        until(lambda: "Ctrl+C" in self.log()[before:])
        self.banner = self.log()[before:]
        return took

    def offer(self, name: str) -> None:
        """Import a pack of the tests, unless it is on offer already."""
        if name not in self._offered:
            done = self.command("packs", "import", str(PACKS / name))
            assert done.returncode == 0, done.stderr
            self._offered.add(name)


def until(check: Callable[[], bool], seconds: float = 30) -> None:
    """Wait until something is true, on a busy machine too."""
    end = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < end, "it did not become true"
        time.sleep(0.05)
