"""Fatima’s script: she opens a live session and makes its moves, whatever happens meanwhile."""

from __future__ import annotations

import http.client
import json
import time
from typing import Any

from tests.faults.server import Server, speak

PACK = "d-ou-ca-sort"
LEADS_TO = {
    "open": "open", "reopen": "open", "close": "closed", "discuss": "discuss",
    "reveal": "revealed", "start": "reading", "next": "reading", "finish": "finished",
}  # fmt: skip


class Room:
    """A live session, as its facilitator’s script sees it."""

    def __init__(self, server: Server, token: str, *, pack: str = PACK, **settings: Any) -> None:
        self.server, self.token, self.pack = server, token, pack
        self.replies: list[tuple[str, int]] = []
        body = {"pack": pack, "settings": {"cap": 1000, **settings}}
        self.code = self._until_done("POST", "/api/live", body)["code"]
        self.snapshot: dict[str, Any] = self.look()

    def call(self, method: str, path: str, body: Any = None, timeout: float = 10) -> Any:
        """One call below the session’s address: status, JSON and headers."""
        path = f"/api/live/{self.code}{path}"
        return speak(self.server.port, method, path, body, token=self.token, timeout=timeout)

    def _until_done(self, method: str, path: str, body: Any, seconds: float = 60) -> Any:
        """The JSON of the first 2xx: a script that is told to wait, waits."""
        until = time.monotonic() + seconds
        while True:
            try:
                status, said, _ = speak(self.server.port, method, path, body, token=self.token)
            except (OSError, http.client.HTTPException):
                status, said = 0, {}
            if 200 <= status < 300:
                return said
            assert status == 0 or status >= 500, (path, status, said)
            assert time.monotonic() < until, (path, status, said)
            time.sleep(0.1)

    def look(self) -> dict[str, Any]:
        """The screen as it is now."""
        path = f"/api/live/{self.code}/snapshot?as=facilitator&lang=en"
        self.snapshot = self._until_done("GET", path, None)
        return self.snapshot

    def results(self) -> dict[str, Any]:
        """Counts so far."""
        found: dict[str, Any] = self._until_done("GET", f"/api/live/{self.code}/results", None)
        return found

    def move(self, name: str, seconds: float = 60, **more: Any) -> dict[str, Any]:
        """Make a move; where its reply is lost, see first whether it was made.

        A session that was paused by a gap in the clock is resumed: she is asked, and says yes.
        """
        until = time.monotonic() + seconds
        position = self.snapshot["item_position"]
        while True:
            body = {"move": name, "version": self.snapshot["version"], **more}
            try:
                status, said, _ = self.call("POST", "/moves", body)
            except (OSError, http.client.HTTPException):
                status, said = 0, {}
            self.replies.append((name, status))
            if status == 200:
                self.snapshot = said
                return said
            assert time.monotonic() < until, (name, status, said)
            assert status in (0, 409) or status >= 500, (name, status, said)
            now = self.look()
            there = now["phase"] == LEADS_TO.get(name)
            if there and (name != "next" or now["item_position"] > position):
                return now
            if now["paused"] and name != "resume":
                self.move("resume")
            elif status != 409:
                time.sleep(0.2)

    def moves(self, *names: str) -> dict[str, Any]:
        """Several moves; the last screen."""
        return [self.move(name) for name in names][-1]

    def tell(self) -> dict[str, Any]:
        """Show the result, and at once what is right, so that phones have their marks."""
        shown = self.move("reveal")
        hidden = shown["stage"] == "votes" and shown["item"]["scored"]
        return self.move("turn", page=1) if hidden else shown


class Console:
    """A facilitator’s open console: the events of its stream, one after the other."""

    def __init__(self, room: Room) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", room.server.port, timeout=20)
        path = f"/api/live/{room.code}/stream?as=facilitator&lang=en"
        self.line.request("GET", path, headers={"Authorization": f"Bearer {room.token}"})
        self.answer = self.line.getresponse()
        assert self.answer.status == 200

    def next(self, name: str) -> dict[str, Any]:
        """The data of the next event of that name."""
        current = ""
        while True:
            line = self.answer.readline().decode()
            assert line, "the stream has ended"
            if line.startswith("event: "):
                current = line[7:].strip()
            elif line.startswith("data: ") and current == name:
                return dict(json.loads(line[6:]))

    def close(self) -> None:
        self.answer.close()
        self.line.close()
