"""A whole measurement: server, games, floor, and the count of what was lost or doubled."""

from __future__ import annotations

import asyncio
import json
import os
import platform
import random
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench import floor
from tests.bench.figures import ratio, spread
from tests.bench.game import MARKS_WITHIN, Game, Noted
from tests.bench.process import ROOT, ServerProcess, own_cores, pin
from tests.bench.wire import Stream, WireError, unpacked
from workshop.push.framing import chunked

PACK = "d-ou-ca-sort"
LIGHT_AND_HEAVY = ("C03", "C10")
"""One choice among four, and cards to sort into bins: what a game of two rounds plays."""
SHIPPED = sorted(path.parent.name for path in ROOT.glob("quizzes/packs/*/pack.yaml"))
SHOTS_AT_LEAST = 20
OPEN_FILES = 40_000


@dataclass(frozen=True)
class Measurement:
    """What to play: phones in each room, rooms, items, seconds in which all respond, seed.

    `plan`: the slug of a plan, of which the first part is played instead of so many items.
    """

    phones: int
    rooms: int = 1
    rounds: int = 2
    window: float = 5.0
    seed: int = 1
    plan: str = ""


async def play(
    server: ServerProcess, token: str, plan: Measurement
) -> tuple[list[Game], float | None]:
    """Every room at once; each moves when it is ready, not when others are.

    The games, and the server's CPU seconds when everybody had joined.
    """
    chance = random.Random(plan.seed)
    games = [
        Game(server.address, token, plan.phones, random.Random(chance.random()))
        for _ in range(plan.rooms)
    ]
    for game in games:
        await game.open(PACK, LIGHT_AND_HEAVY if plan.rounds == 2 else (), plan=plan.plan)
    joined = server.cpu_seconds()

    async def run(game: Game) -> None:
        if plan.rooms > 1:  # rooms know nothing of each other
            await asyncio.sleep(game.chance.random() * (plan.window + MARKS_WITHIN))
        if plan.plan:
            await game.play_steps(plan.window)
        else:
            await game.play(plan.rounds, plan.window)

    await asyncio.gather(*(run(game) for game in games))
    return games, joined


async def heaviest(server: ServerProcess, token: str) -> dict[str, Any]:
    """Bytes of the largest snapshot of any shipped item, as it travels and unpacked."""
    found: dict[str, list[tuple[int, int]]] = {"open": [], "reveal": []}
    for slug in SHIPPED:
        game = Game(server.address, token, 2, random.Random(1))
        try:
            await game.open(slug)
        except WireError:  # a form of a test, which is not led
            continue
        for name, pairs in (await game.show_all()).items():
            sizes = [(len(chunk), len(unpacked(chunk))) for pair in pairs for chunk in pair]
            found[name] += sizes
        game.close()
    return {
        name: {"sent": max(sizes)[0], "plain": max(size[1] for size in sizes)}
        for name, sizes in found.items()
    }


async def shoot(count: int, payloads: list[tuple[bytes, bytes]]) -> list[float]:
    """The floor: a bare loop writes the payloads to `count` phones of the same client."""
    server_cores, _client = own_cores()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bench.floor", str(count), cwd=ROOT, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    address = ("127.0.0.1", int(await process.stdout.readline()))
    pin(process.pid, server_cores)
    times: list[float] = []
    everybody: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def arrived(_name: str, _version: int, moment: float, _event: bytes) -> None:
        times.append(moment)
        if len(times) >= count and not everybody.done():
            everybody.set_result(None)

    phones = [Stream(address, arrived, lambda: None) for _ in range(count)]
    for number, phone in enumerate(phones):
        await phone.open(b"en" if number % 2 else b"fr")
    found: list[float] = []
    with socket.create_connection(address) as controller:
        for first, second in payloads:
            chunks = [chunked(one) for one in (first, second)]
            times.clear()
            everybody = asyncio.get_running_loop().create_future()
            began = time.perf_counter()
            controller.sendall(floor.SIZES.pack(*map(len, chunks)) + b"".join(chunks))
            await asyncio.wait_for(everybody, 30)
            found += [moment - began for moment in times]
            await asyncio.sleep(0.05)
    for phone in phones:
        phone.close()
    await process.wait()
    return found


def measure(plan: Measurement) -> dict[str, Any]:
    """Play the plan against a fresh server and say what it cost. Times in milliseconds."""
    _allow_files()
    server_cores, client_cores = own_cores()
    with tempfile.TemporaryDirectory(prefix="recoupe-bench-") as name:
        folder = Path(name)
        server = ServerProcess(folder)
        token = server.token()
        server.start()
        pin(server.pid, server_cores)
        pin(0, client_cores)
        try:
            time.sleep(1)
            empty, cpu = server.memory(), server.cpu_seconds()
            began = time.monotonic()
            games, joined = asyncio.run(play(server, token, plan))
            lasted = time.monotonic() - began
            full, spent = server.memory(), server.cpu_seconds()
            bytes_of = asyncio.run(heaviest(server, token))
            for game in games:
                with suppress(RuntimeError):  # its loop is over
                    game.close()
        finally:
            said = server.stop()
        noted = _together([game.noted for game in games])
        lost, doubled = lost_and_doubled(folder / "recoupe.db", noted)
        bare = floor.commits(folder)
    payloads = games[0].noted.payloads if games else []
    shots = (payloads * SHOTS_AT_LEAST)[: max(SHOTS_AT_LEAST, len(payloads))]
    bare_moves = asyncio.run(shoot(plan.phones, shots))
    to_all = asyncio.run(shoot(plan.phones * plan.rooms, shots)) if plan.rooms > 1 else bare_moves
    total = plan.phones * plan.rooms
    used = spent - cpu if spent is not None and cpu is not None else None
    found: dict[str, Any] = {
        "phones": plan.phones,
        "rooms": plan.rooms,
        "rounds": games[0].asked,
        "plan": plan.plan,
        "window_s": plan.window,
        "machine": machine(),
        "lasted_s": round(lasted, 1),
        "move_floor": spread(bare_moves),
        "move_floor_all": spread(to_all),
        "commit_floor": spread(bare),
        "expected": total * games[0].asked,
        "bytes": bytes_of,
        "joined_s": round(max(game.noted.joined for game in games), 2),
        "empty_mb": None if empty is None else round(empty[0] / 1e6, 1),
        "lost": lost,
        "doubled": doubled,
        "cpu_s": None if used is None else round(used, 2),
        "cpu_ms_per_phone": None if used is None else round(used * 1000 / total, 2),
        "cpu_join_s": None if joined is None or cpu is None else round(joined - cpu, 2),
        "peak_mb": None if full is None else round(full[1] / 1e6, 1),
        "memory_kb_per_phone": (
            None if full is None or empty is None else round((full[1] - empty[0]) / total / 1e3, 1)
        ),
        "said": said[-500:] if "Traceback" in said else "",
        **_of_phones(noted),
    }
    found["move_ratio"] = ratio(found["move"], found["move_floor"])
    found["move_ratio_all"] = ratio(found["move"], found["move_floor_all"])
    return found


def _of_phones(noted: Noted) -> dict[str, Any]:
    """What the phones saw."""
    return {
        "move": spread(noted.moves),
        "moves": {name: spread(times) for name, times in noted.by_move.items()},
        "response": spread(noted.acks),
        "join": spread(noted.joins),
        "marks": spread(noted.marks),
        "acknowledged": len(noted.acknowledged),
        "errors": len(noted.errors),
        "first errors": noted.errors[:5],
        "streams cut": noted.drops,
    }


def machine() -> str:
    """The machine in a few words."""
    model = ""
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                model = line.partition(":")[2].strip()
                break
    cores = os.cpu_count()
    return f"{model or platform.machine()}, {cores} cores, Python {platform.python_version()}"


def _together(all_noted: list[Noted]) -> Noted:
    found = Noted()
    for one in all_noted:
        found.moves += one.moves
        found.acks += one.acks
        found.joins += one.joins
        found.marks += one.marks
        found.errors += one.errors
        found.drops += one.drops
        found.acknowledged |= one.acknowledged
        for name, times in one.by_move.items():
            found.by_move.setdefault(name, []).extend(times)
    return found


def lost_and_doubled(database: Path, noted: Noted) -> tuple[int, int]:
    """How many acknowledged responses are not in the table with their value; how many are twice."""
    query = """SELECT response.round_id, seat.public_id, response.value
                 FROM response JOIN seat ON seat.id = response.seat_id"""
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute(query).fetchall()
    kept = {(round_id, seat): json.loads(value) for round_id, seat, value in rows}
    missing = [key for key, value in noted.acknowledged.items() if kept.get(key, kept) != value]
    return len(missing), len(rows) - len(kept)


def _allow_files() -> None:
    with suppress(ImportError, ValueError, OSError):
        import resource

        soft, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = OPEN_FILES if most == resource.RLIM_INFINITY else min(most, OPEN_FILES)
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), most))
