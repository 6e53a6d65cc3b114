"""Honest, light phones for the wire of a live session, many in one thread.

A phone does what the page’s own script does (static/js/connection.js and answers.js): it keeps a
stream open, polls where no stream passes, comes back after a pause with some chance in it, keeps
the response that was not acknowledged and sends it until the server says that it is kept. It
notes a response only after the whole 2xx reply was read.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench.game import a_value

PATIENCE = 120.0  # seconds that anything may take before it counts as not happening
SCRIPTS = Path(__file__).parents[2] / "static" / "js"


def of_the_script(file: str, name: str) -> float:
    """Seconds that the page’s own script says, so that these phones are as patient as it is."""
    found = re.search(rf"^const {name} = (\d+);", (SCRIPTS / file).read_text(), re.MULTILINE)
    assert found, f"{file} has no {name} any more"
    return int(found[1]) / 1000


FIRST_WITHIN = of_the_script("connection.js", "FIRST_WITHIN")
SILENT_AFTER = of_the_script("connection.js", "SILENT_AFTER")
LONGEST_PAUSE = of_the_script("connection.js", "LONGEST_PAUSE")
REPLY_WITHIN = of_the_script("answers.js", "PATIENCE")
LOST = (OSError, EOFError, ValueError, asyncio.IncompleteReadError)


@dataclass(frozen=True)
class Note:
    """A response that the server said it keeps. `sent` is what the phone asked it to keep."""

    round: int
    seat: str
    sent: Any
    value: Any
    certainty: int | None
    status: int
    kept_at: str


@dataclass
class Letter:
    """A response that waits to be acknowledged."""

    round: int
    value: Any
    certainty: int | None
    tries: int = 0


@dataclass(frozen=True)
class Reply:
    status: int
    body: dict[str, Any]
    seconds: float


class Phone:
    """One participant’s phone. Everything here runs in the crowd’s own thread."""

    def __init__(self, crowd: Crowd, number: int) -> None:
        self.crowd, self.number = crowd, number
        self.random = random.Random(f"{crowd.seed} {number}")
        self.language = "en" if number % 3 == 0 else "fr"
        self.seat = self.token = ""
        self.snapshot: dict[str, Any] = {"version": -1, "round": None, "phase": ""}
        self.heard_at = 0.0  # monotonic; when the last snapshot came
        self.connected = False
        self.polling = False
        self.gone = False  # the server says that there is no such seat
        self.failures = self.refusals = 0
        self.waiting: Letter | None = None
        self.busy = False
        self.thinking = 0
        self.writer: asyncio.StreamWriter | None = None
        self.lines: set[asyncio.StreamWriter] = set()  # of calls that wait for their reply
        self.answered: set[int] = set()

    # Requests -----------------------------------------------------------------------

    async def ask(self, method: str, path: str, body: Any = None) -> Reply:
        """One call: the whole reply, or an error. Nothing is half read."""
        begun = time.monotonic()
        async with asyncio.timeout(REPLY_WITHIN + 25):
            reader, writer = await asyncio.open_connection("127.0.0.1", self.crowd.port)
            self.lines.add(writer)
            try:
                writer.write(self.head(method, path, body, close=True))
                await writer.drain()
                status, headers = await read_head(reader)
                length = int(headers.get("content-length", "0"))
                data = await reader.readexactly(length)
            finally:
                self.lines.discard(writer)
                writer.close()
        reply = Reply(status, json.loads(data or b"{}"), time.monotonic() - begun)
        self.crowd.replies[method, path.split("?", 1)[0].rsplit("/", 1)[-1], status] += 1
        return reply

    def head(self, method: str, path: str, body: Any = None, *, close: bool = False) -> bytes:
        data = b"" if body is None else json.dumps(body).encode()
        lines = [
            f"{method} /api/live/{self.crowd.code}{path} HTTP/1.1",
            "Host: 127.0.0.1",
            f"Accept-Language: {self.language}",
            *self.crowd.extra_headers,
        ]
        if self.token:
            lines.append(f"Authorization: Bearer {self.token}")
        if body is not None:
            lines += ["Content-Type: application/json", f"Content-Length: {len(data)}"]
        if close:
            lines.append("Connection: close")
        return "\r\n".join([*lines, "", ""]).encode() + data

    def pause(self, failures: int) -> float:
        """Seconds until the next try: longer each time, and never the same for everyone."""
        longest = min(LONGEST_PAUSE, 0.5 * 2**failures)
        return longest * (0.5 + self.random.random())

    # A seat and what it watches ------------------------------------------------------

    async def live(self) -> None:
        """Join, then follow the session until the crowd goes home."""
        while not self.token:
            with suppress(*LOST):
                reply = await self.ask("POST", "/seats", {"language": self.language})
                if reply.status == 201:
                    self.seat, self.token = reply.body["seat"], reply.body["token"]
                    break
            self.failures += 1
            await asyncio.sleep(self.pause(self.failures))
        self.failures = 0
        while not self.gone:
            try:
                await (self.poll() if self.polling else self.stream())
            except LOST:
                pass
            finally:
                self.connected = False
            if self.gone:
                return
            self.failures += 1
            await asyncio.sleep(self.pause(self.failures))
            with suppress(*LOST):
                await self.poll_once(0)

    async def stream(self) -> None:
        async with asyncio.timeout(FIRST_WITHIN):
            reader, self.writer = await asyncio.open_connection("127.0.0.1", self.crowd.port)
        try:
            self.writer.write(self.head("GET", "/stream"))
            try:
                async with asyncio.timeout(FIRST_WITHIN):
                    status, _headers = await read_head(reader)
                    if status in (401, 403, 404):
                        self.gone = True
                    if status != 200:
                        self.crowd.replies["GET", "stream", status] += 1
                        raise EOFError
                    await self.take_event(reader)
            except TimeoutError:
                self.polling = True  # something on the way eats streams
                raise
            while True:
                async with asyncio.timeout(SILENT_AFTER):
                    await self.take_event(reader)
        finally:
            self.writer.close()

    async def take_event(self, reader: asyncio.StreamReader) -> None:
        """Read chunks up to the next snapshot or heartbeat, and take it."""
        while True:
            size = int(await reader.readuntil(b"\r\n"), 16)
            if size == 0:
                raise EOFError
            data = (await reader.readexactly(size + 2))[:-2]
            taken = False
            for event in data.split(b"\n\n"):
                lines = dict(line.split(b": ", 1) for line in event.split(b"\n") if b": " in line)
                if lines.get(b"event") == b"snapshot":
                    self.take(json.loads(lines[b"data"]))
                    taken = True
                taken = taken or b"event" in lines
            if taken:
                return

    async def poll(self) -> None:
        while not self.gone:
            await self.poll_once(0 if self.snapshot["version"] < 0 else 20)

    async def poll_once(self, wait: int) -> None:
        after = self.snapshot["version"]
        reply = await self.ask("GET", f"/snapshot?after={after}&wait={wait}")
        if reply.status in (401, 403, 404):
            self.gone = True
        elif reply.status == 200:
            self.take(reply.body)
        elif reply.status != 204:
            raise EOFError

    def take(self, snapshot: dict[str, Any]) -> None:
        self.failures = 0
        self.heard_at = time.monotonic()
        self.connected = True
        if snapshot["version"] < self.snapshot["version"]:
            return
        self.snapshot = snapshot
        if snapshot["paused"] or snapshot["phase"] != "open":
            return
        self.crowd.start(self.flush())
        if self.crowd.answers and snapshot["round"] not in self.answered:
            self.answered.add(snapshot["round"])
            self.crowd.start(self.answer(snapshot["round"], snapshot["item"]))

    # What it answers -----------------------------------------------------------------

    async def answer(self, number: int, item: dict[str, Any]) -> None:
        """Think, answer, and now and then change one’s mind."""
        changes = self.random.random() < self.crowd.changes
        self.thinking += 1
        for _ in range(2 if changes else 1):
            await asyncio.sleep(self.random.uniform(0, self.crowd.think))
            if self.snapshot["round"] != number or self.snapshot["phase"] != "open":
                break  # it is not on the screen any more
            sure = self.random.choice((1, 2, 3, None)) if item["asks_certainty"] else None
            self.send(number, a_value(item["accepts"], self.random), sure)
        self.thinking -= 1

    def send(self, number: int, value: Any, certainty: int | None = None) -> None:
        self.waiting = Letter(number, value, certainty)
        self.crowd.start(self.flush())

    async def flush(self) -> None:
        """Send what waits until the server has said what becomes of it."""
        letter = self.waiting
        if letter is None or self.busy:
            return
        self.busy = True
        letter.tries += 1
        body = {"value": letter.value}
        if letter.certainty is not None:
            body["certainty"] = letter.certainty
        try:
            async with asyncio.timeout(REPLY_WITHIN):
                reply = await self.ask("PUT", f"/rounds/{letter.round}/response", body)
        except LOST:
            reply = None
        finally:
            self.busy = False
        if reply is not None and reply.status in (200, 201):
            self.note(letter, reply)
        if self.waiting is not letter:
            self.crowd.start(self.flush())
        elif reply is None or reply.status >= 500 or reply.body.get("reason") == "paused":
            self.refusals += 1
            await asyncio.sleep(self.pause(self.refusals))
            self.crowd.start(self.flush())
        else:
            self.refusals = 0
            self.waiting = None
            if reply.status not in (200, 201):
                self.crowd.refused.append((self.seat, letter, reply))

    def note(self, letter: Letter, reply: Reply) -> None:
        said = reply.body
        self.crowd.waits.append(reply.seconds)
        self.crowd.notes.append(
            Note(letter.round, self.seat, letter.value, said["value"], said["certainty"],
                 reply.status, said["kept_at"])
        )  # fmt: skip

    def drop(self) -> None:
        """The network is gone for a moment: no goodbye is said, and every reply is lost."""
        for writer in [*self.lines, *([self.writer] if self.writer else [])]:
            writer.transport.abort()


async def read_head(reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
    """Status and headers, their names in small letters."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = dict(line.split(": ", 1) for line in head[1:] if ": " in line)
    return int(head[0].split()[1]), {name.lower(): value for name, value in headers.items()}


@dataclass
class Crowd:
    """Phones in one live session, in a thread of their own.

    `think`: seconds within which each answers; `changes`: the share that changes its mind once.
    """

    port: int
    code: str
    size: int
    seed: int = 1
    think: float = 2.0
    changes: float = 0.2
    answers: bool = True
    extra_headers: tuple[str, ...] = ()
    notes: list[Note] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    refused: list[tuple[str, Letter, Reply]] = field(default_factory=list)
    replies: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    errors: list[BaseException] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.phones = [Phone(self, number) for number in range(self.size)]
        self.loop = asyncio.new_event_loop()
        self.tasks: set[asyncio.Task[Any]] = set()
        self.thread = threading.Thread(target=self._run, name="crowd", daemon=True)

    def __enter__(self) -> Crowd:
        self.thread.start()
        for phone in self.phones:
            self.do(self.start, phone.live())
        return self

    def __exit__(self, *_: object) -> None:
        self.go_home()

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.run_forever()
        for task in list(self.tasks):
            task.cancel()
        self.loop.run_until_complete(asyncio.gather(*self.tasks, return_exceptions=True))
        self.loop.close()

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Begin something in the crowd’s thread."""
        task = self.loop.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self.tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self.errors.append(error)

    def do(self, call: Callable[..., object], *given: object) -> None:
        """Call something in the crowd’s thread, from outside of it."""
        self.loop.call_soon_threadsafe(call, *given)

    def go_home(self) -> None:
        """Everybody leaves; nothing is sent any more."""
        if self.thread.is_alive():
            self.loop.call_soon_threadsafe(self.loop.stop)
            self.thread.join(20)
        assert not self.errors, self.errors

    # What one sees from outside -------------------------------------------------------

    def wait(self, check: Callable[[], bool], what: str) -> float:
        """Wait until something is true of the crowd, on a busy machine too; how long it took."""
        begun = time.monotonic()
        while not check():
            assert time.monotonic() - begun < PATIENCE, f"{what}: not within {PATIENCE} s"
            assert not self.errors, self.errors
            time.sleep(0.02)
        return time.monotonic() - begun

    def all_in(self, since: float = 0.0) -> bool:
        """Whether every phone has a live connection and got a snapshot after `since`."""
        return all(one.connected and one.heard_at > since for one in self.phones)

    def wait_until_in(self, since: float = 0.0) -> float:
        return self.wait(lambda: self.all_in(since), "every phone is in")

    def unsettled(self) -> int:
        """Phones that still think, or whose response waits for its reply."""
        return sum(bool(one.waiting or one.busy or one.thinking) for one in self.phones)

    def answered(self, number: int) -> int:
        """How many have noted a response in a round."""
        return len({note.seat for note in list(self.notes) if note.round == number})

    def wait_until_answered(self, number: int) -> float:
        """Every phone has noted its response in a round, and none waits for a reply."""
        return self.wait(
            lambda: self.answered(number) == self.size and not self.unsettled(),
            f"every phone has answered round {number}",
        )

    def drop_all(self) -> None:
        """The access point restarts: every connection breaks at once."""
        for phone in self.phones:
            self.do(phone.drop)

    def server_errors(self) -> dict[tuple[str, str, int], int]:
        """Replies of 500 and above, by call."""
        return {call: count for call, count in self.replies.items() if call[2] >= 500}
