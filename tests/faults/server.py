"""The real server as a process that can be killed, stopped in its tracks and started again.

Its data folder and its port stay the same all along, as they do on a school’s computer.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree
from typing import Any

ROOT = Path(__file__).parents[2]
START_WITHIN = 60.0
PASSWORD = "une phrase assez longue"
_PREPARE = """
import json, sys
from datetime import UTC, datetime
import app as recoupe
from quizzes.bank import catalogue
from workshop.people import accounts
made = recoupe.create_app()
recoupe.migrate(made)
with made.app_context():
    now = datetime.now(UTC)
    catalogue.import_shipped(now)
    person = accounts.accept(accounts.invite(now), "Fatima", sys.argv[1], now)
    print(json.dumps({"token": accounts.make_token(person.row_id, now)}))
"""


def free_port() -> int:
    """A port on which nobody listens, and that no outgoing connection is given by chance."""
    while True:
        port = random.SystemRandom().randrange(20_000, 32_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def environment(folder: Path, port: int, **more: str) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if "RECOUPE" not in key}
    own = {"RECOUPE_DATA_DIR": str(folder), "RECOUPE_PORT": str(port), "LANG": "C"}
    return {**kept, **own, **more}


@dataclass(frozen=True)
class Template:
    """A data folder with the shipped packs and Fatima in it, and her API token."""

    folder: Path
    token: str

    def copy_to(self, folder: Path) -> Path:
        copytree(self.folder, folder)
        return folder


def make_template(folder: Path) -> Template:
    """Made once, copied for each server: a first start takes longer than the others."""
    folder.mkdir(parents=True)
    line = [sys.executable, "-c", _PREPARE, PASSWORD]
    done = subprocess.run(
        line, cwd=ROOT, env=environment(folder, 8080), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return Template(folder, json.loads(done.stdout.splitlines()[-1])["token"])


class Server:
    """`recoupe run` on loopback. `module` starts it through a wrapper of ours instead."""

    program = "from app import main; main()"

    def __init__(
        self, folder: Path, *, port: int | None = None, module: str | None = None, **more: str
    ) -> None:
        self.folder, self.port, self.module, self.more = folder, port or free_port(), module, more
        self.log_file = folder.parent / f"{folder.name}.log"
        self.process: subprocess.Popen[bytes] | None = None
        self.kills = 0

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, *, patience: float = 0) -> float:
        """Start it; the seconds until it answered.

        With `patience`, start it again while it gives up, as systemd does, for so many seconds.
        """
        begun = time.monotonic()
        while True:
            self._launch()
            if self._wait(START_WITHIN):
                return time.monotonic() - begun
            if self.is_running() or time.monotonic() - begun > patience:
                raise AssertionError(f"the kit did not start: {self.what_it_does()}")
            time.sleep(0.5)

    def _launch(self) -> None:
        own = ["-m", self.module] if self.module else ["-c", self.program]
        with self.log_file.open("ab") as out:
            self.process = subprocess.Popen(
                [sys.executable, *own, "run"],
                cwd=ROOT,
                env=environment(self.folder, self.port, **self.more),
                stdout=out,
                stderr=subprocess.STDOUT,
            )

    def _wait(self, seconds: float) -> bool:
        """Whether it answers within so many seconds, without those that others had the core."""
        begun = time.monotonic()
        while self.is_running() and time.monotonic() - begun - self.waited_for_a_core() < seconds:
            if self.answers():
                return True
            time.sleep(0.03)
        return False

    def answers(self) -> bool:
        try:
            return self.get("/healthz", timeout=1)[0] == 200
        except (OSError, http.client.HTTPException):
            return False

    def get(self, path: str, *, timeout: float = 10, **headers: str) -> tuple[int, str]:
        """Status and text of a page."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            line.request("GET", path, headers=headers)
            answer = line.getresponse()
            return answer.status, answer.read().decode()
        finally:
            line.close()

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def kill(self) -> None:
        """As `kill -9` does: nothing is put in order."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(20)
        self.kills += 1

    def wait_for_death(self, seconds: float = 20) -> None:
        """Wait until it has ended by itself."""
        assert self.process is not None
        self.process.wait(seconds)
        self.kills += 1

    def stop(self) -> None:
        """As Ctrl+C does."""
        if self.is_running():
            assert self.process is not None
            self.process.send_signal(signal.SIGCONT)  # a stopped one does not hear anything
            self.process.terminate()
            self.process.wait(20)

    def freeze(self) -> None:
        """No instruction runs any more, while the clock goes on: a lid was closed."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        assert self.process is not None
        self.process.send_signal(number)

    def what_it_does(self) -> str:
        """The end of its log; started through our wrapper it also says where it stands."""
        waited = self.waited_for_a_core() if self.is_running() else 0.0
        if self.is_running() and self.module:
            self._signal(signal.SIGUSR1)
            time.sleep(0.5)
        assert self.process is not None
        state = f"ended with {self.process.poll()}, waited {waited:.1f} s for a core"
        return f"{state}\n{self.log()[-4000:]}"

    def waited_for_a_core(self) -> float:
        """Seconds that the process so far wanted to run and could not, as others did.

        0 where the system does not say.
        """
        assert self.process is not None
        try:
            found = Path(f"/proc/{self.process.pid}/schedstat").read_text()
        except OSError:
            return 0.0
        return int(found.split()[1]) / 1e9

    def log(self) -> str:
        return self.log_file.read_text(errors="replace") if self.log_file.exists() else ""

    @property
    def database(self) -> Path:
        return self.folder / "recoupe.db"


def speak(
    port: int, method: str, path: str, body: Any = None, *, token: str = "", timeout: float = 10
) -> tuple[int, dict[str, Any], dict[str, str]]:
    """One call of the wire: status, JSON and headers. Raises OSError or HTTPException."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    headers = {"Content-Type": "application/json", "Accept-Language": "en"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    try:
        data = None if body is None else json.dumps(body)
        line.request(method, path, body=data, headers=headers)
        answer = line.getresponse()
        text = answer.read()
        return answer.status, json.loads(text or b"{}"), dict(answer.headers)
    finally:
        line.close()
