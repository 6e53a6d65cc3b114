"""One room's whole game, played by an honest client: each phone has its own stream and its own
kept-alive connection, notes a response only after the whole reply, and asks for its own marks after
each reveal, spread over two seconds, as the phone's script does.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any

from tests.bench.wire import Address, Line, Stream, WireError

LANGUAGES = ("fr", "en")
MARKS_WITHIN = 2.0
MOVE_WITHIN = 20.0
JOINERS = 64
KEY = 1
"""The stage of a result from which phones see the answer."""


@dataclass
class Noted:
    """What the client saw, in seconds; `acknowledged` maps (round, seat) to the value."""

    moves: list[float] = field(default_factory=list)
    by_move: dict[str, list[float]] = field(default_factory=dict)
    acks: list[float] = field(default_factory=list)
    joins: list[float] = field(default_factory=list)
    marks: list[float] = field(default_factory=list)
    acknowledged: dict[tuple[int, str], Any] = field(default_factory=dict)
    payloads: list[tuple[bytes, bytes]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    drops: int = 0
    joined: float = 0.0


def a_value(accepts: dict[str, Any], chance: random.Random) -> Any:
    """Some response to an item, from the JSON Schema that it gives."""
    if "enum" in accepts:
        return chance.choice(accepts["enum"])
    if accepts["type"] == "object":
        return {name: a_value(accepts["properties"][name], chance) for name in accepts["required"]}
    if accepts["type"] == "array" and "enum" in accepts["items"]:
        ids = accepts["items"]["enum"]
        least, most = max(1, accepts.get("minItems", 1)), accepts.get("maxItems", len(ids))
        return chance.sample(ids, chance.randint(least, most))
    if accepts["type"] == "array":
        return [a_value(accepts["items"], chance)]
    if accepts["type"] == "string":
        return f"source {chance.randint(1, 99)}"
    return chance.randint(int(accepts["minimum"]), int(accepts["maximum"]))


class Phone:
    """A participant."""

    def __init__(self, game: Game, language: str) -> None:
        self.game, self.language = game, language
        self.line = Line(game.address)
        self.stream = Stream(game.address, self._event, self._ended)
        self.seat = ""

    async def join(self) -> None:
        """Take a seat and open the stream."""
        code, noted = self.game.code, self.game.noted
        path, body, key = f"/api/live/{code}/seats", {"language": self.language}, token_hex(16)
        taken = await self.line.ask("POST", path, body, key=key)
        if taken.status != 201:
            raise WireError(f"no seat: {taken.status} {taken.body}")
        noted.joins.append(taken.seconds)
        self.seat, self.line.token = taken.body["seat"], taken.body["token"]
        await self.stream.open_room(code, self.line.token)

    def _event(self, name: str, version: int, moment: float, event: bytes) -> None:
        if name == "snapshot":
            self.game.arrived(self.language, version, moment, event)

    def _ended(self) -> None:
        self.game.noted.drops += 1

    async def respond(self, round_id: int, value: Any, after: float) -> None:
        """Send a response after a while, again until it is kept."""
        await asyncio.sleep(after)
        path = f"/api/live/{self.game.code}/rounds/{round_id}/response"
        for _attempt in range(4):
            try:
                reply = await self.line.ask("PUT", path, {"value": value})
            except WireError as error:
                self.game.noted.errors.append(f"response: {error}")
                continue
            if reply.status in (200, 201):
                self.game.noted.acks.append(reply.seconds)
                self.game.noted.acknowledged[round_id, self.seat] = reply.body["value"]
                return
            self.game.noted.errors.append(f"response: {reply.status} {reply.body}")
        self.game.noted.errors.append("response: given up")

    async def ask_marks(self, after: float) -> None:
        """Ask for one's own responses and marks; they must be those that were acknowledged."""
        await asyncio.sleep(after)
        try:
            reply = await self.line.ask("GET", f"/api/live/{self.game.code}/me")
        except WireError as error:
            self.game.noted.errors.append(f"me: {error}")
            return
        self.game.noted.marks.append(reply.seconds)
        for one in reply.body["responses"] if reply.status == 200 else ():
            if self.game.noted.acknowledged.get((one["round"], self.seat)) != one["value"]:
                self.game.noted.errors.append("me: another value than the one acknowledged")
        if reply.status != 200:
            self.game.noted.errors.append(f"me: {reply.status}")


class Game:
    """A room with its facilitator, projector and phones."""

    def __init__(self, address: Address, token: str, phones: int, chance: random.Random) -> None:
        self.address, self.chance = address, chance
        self.owner = Line(address, token)
        self.phones = [Phone(self, LANGUAGES[number % 2]) for number in range(phones)]
        self.screens = [Stream(address, lambda *_: None, lambda: None) for _ in range(2)]
        self.noted = Noted()
        self.code, self.version, self.asked = "", 0, 0
        self._awaited = 0
        self._times: list[float] = []
        self._all_here: asyncio.Future[None] | None = None
        self._bytes: dict[str, bytes] = {}

    def arrived(self, language: str, version: int, moment: float, event: bytes) -> None:
        """A phone has the whole snapshot of a version."""
        if version < self._awaited or self._all_here is None:
            return
        self._times.append(moment)
        self._bytes[language] = event
        if len(self._times) >= len(self.phones) and not self._all_here.done():
            self._all_here.set_result(None)

    def _await_version(self, version: int) -> asyncio.Future[None]:
        self._awaited, self._times = version, []
        self._all_here = asyncio.get_running_loop().create_future()
        return self._all_here

    async def open(self, pack: str, items: Sequence[str] = (), *, plan: str = "") -> None:
        """Open the room, let everybody in, and connect the two big screens.

        `items`: the codes of those to play; all where none is named. `plan`: its first part instead.
        """
        settings = {"cap": max(100, len(self.phones))}
        wanted = {"pack": pack, "settings": settings, **({"items": list(items)} if items else {})}
        if plan:
            made = await self._owner("POST", f"/api/plans/{plan}/lead", {"settings": settings})
        else:
            made = await self._owner("POST", "/api/live", wanted)
        self.code, self.version = made["code"], made["version"]
        for screen, role in zip(self.screens, ("facilitator", "projector"), strict=True):
            await screen.open_room(self.code, self.owner.token, f"?as={role}&lang=fr")
        everybody = self._await_version(self.version)
        gate, began = asyncio.Semaphore(JOINERS), time.perf_counter()

        async def join(phone: Phone) -> None:
            async with gate:
                await phone.join()

        await asyncio.gather(*(join(phone) for phone in self.phones))
        self.noted.joined = time.perf_counter() - began
        await asyncio.wait_for(everybody, MOVE_WITHIN)

    async def _owner(self, method: str, path: str, body: Any = None) -> Any:
        reply = await self.owner.ask(method, path, body)
        if reply.status >= 400:
            raise WireError(f"{method} {path}: {reply.status} {reply.body}")
        return reply.body

    async def move(self, name: str, **more: int) -> dict[str, Any]:
        """Make a move and wait until every phone has it; notes how long it took to each."""
        everybody = self._await_version(self.version + 1)
        began = time.perf_counter()
        body = {"move": name, "version": self.version, **more}
        snapshot: dict[str, Any] = await self._owner("POST", f"/api/live/{self.code}/moves", body)
        self.version = snapshot["version"]
        try:
            await asyncio.wait_for(everybody, MOVE_WITHIN)
        except TimeoutError:
            missing = len(self.phones) - len(self._times)
            self.noted.errors.append(f"{name}: {missing} phones were not reached")
        found = [moment - began for moment in self._times]
        self.noted.moves += found
        self.noted.by_move.setdefault(name, []).extend(found)
        self.noted.payloads.append((self._bytes.get("fr", b""), self._bytes.get("en", b"")))
        return snapshot

    async def tell(self) -> dict[str, Any]:
        """Show the result, and what is right: for phones the moment that used to be one move."""
        shown = await self.move("reveal")
        hidden = shown["stage"] == "votes" and shown["item"]["scored"]
        return await self.move("turn", page=KEY) if hidden else shown

    async def play(self, rounds: int, window: float) -> None:
        """`rounds` items: responses spread over `window` seconds, then the reveal and marks."""
        await self.move("start")
        for number in range(rounds):
            await self._round(window)
            if number < rounds - 1:
                await self.move("next")
        await self.move("finish")

    async def play_steps(self, window: float) -> None:
        """The same for a plan, questions and activities, until nothing comes any more."""
        snapshot = await self.move("start")
        while True:
            if snapshot["phase"] != "activity":
                await self._round(window)
            try:
                snapshot = await self.move("next")
            except WireError as error:
                if "409" not in str(error):
                    raise
                break
        await self.move("finish")

    async def _round(self, window: float) -> None:
        """A question from its opening to its marks."""
        self.asked += 1
        snapshot = await self.move("open")
        accepts = snapshot["item"]["accepts"]
        await asyncio.gather(
            *(
                phone.respond(
                    snapshot["round"],
                    a_value(accepts, self.chance),
                    self.chance.random() * window,
                )
                for phone in self.phones
            )
        )
        await self.move("close")
        await self.tell()
        waits = (self.chance.random() * MARKS_WITHIN for _ in self.phones)
        pairs = zip(self.phones, waits, strict=True)
        await asyncio.gather(*(phone.ask_marks(wait) for phone, wait in pairs))

    async def show_all(self) -> dict[str, list[tuple[bytes, bytes]]]:
        """Every item of the room, unanswered: what phones are sent when it opens and is revealed."""
        found: dict[str, list[tuple[bytes, bytes]]] = {"open": [], "reveal": []}
        await self.move("start")
        while True:
            await self.move("open")
            found["open"].append(self.noted.payloads[-1])
            await self.move("close")
            shown = await self.tell()
            found["reveal"].append(self.noted.payloads[-1])
            if shown["item_position"] == shown["items_total"]:
                return found
            await self.move("next")

    def close(self) -> None:
        """Everybody leaves."""
        for stream in (*self.screens, *(phone.stream for phone in self.phones)):
            stream.close()
        for line in (self.owner, *(phone.line for phone in self.phones)):
            line.close()
