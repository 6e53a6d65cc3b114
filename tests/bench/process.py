"""A real server process of this kit on loopback, with a data folder of its own, and its cost."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

KIT = (sys.executable, "-c", "from app import main; main()")
ROOT = Path(__file__).parents[2]
START_WITHIN = 60.0
STOP_WITHIN = 20.0


def own_cores() -> tuple[set[int], set[int]]:
    """Cores for the server and for the client: one each where there are two, else any."""
    if not hasattr(os, "sched_getaffinity"):
        return set(), set()
    cores = sorted(os.sched_getaffinity(0))
    return ({cores[1]}, {cores[0]}) if len(cores) > 1 else (set(cores), set(cores))


def pin(pid: int, cores: set[int]) -> None:
    """Keep a process on its cores, where the system allows it."""
    if cores and hasattr(os, "sched_setaffinity"):
        with suppress(OSError):
            os.sched_setaffinity(pid, cores)


class ServerProcess:
    """`recoupe run` on a free port of loopback."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.address: tuple[str, int] = ("127.0.0.1", probe.getsockname()[1])
        self._process: subprocess.Popen[bytes] | None = None

    def _environment(self) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith("RECOUPE_")}
        own = {"RECOUPE_DATA_DIR": str(self.folder), "RECOUPE_PORT": str(self.address[1])}
        return {**kept, **own, "LANG": "C"}

    def token(self) -> str:
        """A facilitator's API token."""
        made = subprocess.run(
            [*KIT, "token", "Bench"],
            env=self._environment(),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        return made.stdout.strip()

    def start(self) -> None:
        """Start it and wait until it listens. Raises RuntimeError with what it printed."""
        log = self.folder / "server.log"
        with log.open("wb") as out:
            self._process = subprocess.Popen(
                [*KIT, "run"], env=self._environment(), cwd=ROOT, stdout=out, stderr=out
            )
        until = time.monotonic() + START_WITHIN
        while time.monotonic() < until and self._process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(self.address) == 0:
                    return
            time.sleep(0.1)
        raise RuntimeError(f"the kit did not start: {log.read_text(errors='replace')[-2000:]}")

    @property
    def pid(self) -> int:
        """Its process id."""
        assert self._process is not None
        return self._process.pid

    def stop(self) -> str:
        """End it by its process id; what it printed."""
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(STOP_WITHIN)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        return (self.folder / "server.log").read_text(errors="replace")

    def cpu_seconds(self) -> float | None:
        """CPU seconds so far, of user and system; None where the system does not say."""
        try:
            fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return None
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> tuple[int, int] | None:
        """Present and peak resident memory in bytes; None where the system does not say."""
        try:
            lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        except OSError:
            return None
        found = {line.split(":")[0]: line.split()[1] for line in lines if line.startswith("Vm")}
        return int(found["VmRSS"]) * 1024, int(found["VmHWM"]) * 1024
