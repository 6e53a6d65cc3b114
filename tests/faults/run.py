"""Many faults, one after the other or two at once, under responses that arrive steadily.

    python -m tests.faults.run --kills 200 --responses 20000 [--phones 100] [--seed N]
    python -m tests.faults.run --minutes 30 --pairs [--phones 40] [--seed N]

Both print a table and, as their last line, JSON. They end with 1 when something was lost,
doubled, different or wrongly marked. The short versions of both are tests.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import Any

from tests.faults.phones import Crowd
from tests.faults.powercut import Disk
from tests.faults.proof import Findings, compare, prove
from tests.faults.room import Room
from tests.faults.server import Server, Template, make_template

SERVICE_WITHIN, PHONES_WITHIN = 5.0, 10.0
ALIVE_MARK = 3_500  # ms; a round may get so much more than it had: the server’s last sign of life
SHIM = "tests.faults.powercut"
Say = Callable[[str], None]


# Rounds one after the other ---------------------------------------------------------------


class Lesson:
    """Rounds of live sessions, one after the other, with phones that answer each.

    Each item is asked twice; after its last item a session is proved and another one begins.
    """

    def __init__(
        self, server: Server, token: str, *, phones: int, think: float, seed: int, say: Say = print
    ) -> None:
        self.server, self.token, self.say = server, token, say
        self.phones, self.think, self.seed = phones, think, seed
        self.found = Findings()
        self.server_errors: dict[str, int] = {}
        self.refused = 0
        self.waits: list[float] = []
        self.sessions = itertools.count()

    @contextmanager
    def session(self) -> Iterator[tuple[Room, Crowd]]:
        """A session with everybody in it, proved at its end."""
        room = Room(self.server, self.token, seconds=900)
        seed = self.seed * 1000 + next(self.sessions)
        with Crowd(self.server.port, room.code, self.phones, seed=seed, think=self.think) as crowd:
            crowd.wait_until_in()
            room.move("start")
            yield room, crowd
            self.prove(room, crowd)

    def prove(self, room: Room, crowd: Crowd) -> None:
        found = prove(self.server.database, crowd, room.pack)
        self.found.add(found)
        self.refused += len(crowd.refused)
        self.waits += crowd.waits
        for call, count in crowd.server_errors().items():
            name = " ".join(map(str, call))
            self.server_errors[name] = self.server_errors.get(name, 0) + count
        self.say(f"session {room.code}: {found.line()}")

    def rounds(self, enough: Callable[[], bool]) -> Iterator[tuple[Room, Crowd, int]]:
        """Each open round in turn, while the phones think; it is over when all have answered."""
        while not enough():
            with self.session() as (room, crowd):
                while True:
                    for step in ("open", "reopen"):
                        number = room.move(step)["round"]
                        yield room, crowd, number
                        settle(room, crowd, number)
                        room.move("close")
                        if enough():
                            break
                    last = room.tell()
                    if enough() or last["item_position"] == last["items_total"]:
                        break
                    room.move("next")


# F1, many times -----------------------------------------------------------------------------


@dataclass
class Kills:
    """What many kills did. Times in seconds, each since its kill."""

    found: Findings
    kills: int = 0
    service: list[float] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)  # of which others had the core
    phones: list[float] = field(default_factory=list)
    phones_after_service: list[float] = field(default_factory=list)
    other_rounds: int = 0
    wrong_deadlines: list[float] = field(default_factory=list)
    server_errors: dict[str, int] = field(default_factory=dict)
    refused: int = 0
    unanswered_at_kill: list[int] = field(default_factory=list)

    def table(self) -> list[tuple[str, str]]:
        found = self.found
        return [
            ("kills", str(self.kills)),
            ("acknowledged", str(found.acknowledged)),
            ("lost", str(len(found.lost))),
            ("doubled", str(len(found.doubled))),
            ("different", str(len(found.different))),
            ("marks checked / wrong", f"{found.marks} / {len(found.wrong_marks)}"),
            ("other round after a kill", str(self.other_rounds)),
            ("wrong remaining time", str(len(self.wrong_deadlines))),
            ("service is back, s: p50 / max", times(self.service)),
            ("of which it waited for a core", times(self.waited)),
            ("every phone is back, s: p50 / max", times(self.phones)),
            ("the same, since the service is back", times(self.phones_after_service)),
            ("phones still thinking at the kill: p50", str(middle(self.unanswered_at_kill))),
            ("responses refused", str(self.refused)),
            ("replies of 500 and above", json.dumps(self.server_errors)),
        ]

    def best(self, times_since_the_kill: list[float]) -> float:
        """The shortest of some times, without what the server waited for a core."""
        both = zip(times_since_the_kill, self.waited, strict=True)
        return min(taken - waited for taken, waited in both)

    @property
    def clean(self) -> bool:
        wrong = self.other_rounds or self.wrong_deadlines or self.refused or self.server_errors
        return self.found.clean and not wrong

    def as_json(self) -> dict[str, Any]:
        return {
            "kills": self.kills,
            "acknowledged": self.found.acknowledged,
            "lost": len(self.found.lost),
            "doubled": len(self.found.doubled),
            "different": len(self.found.different),
            "marks": self.found.marks,
            "wrong_marks": len(self.found.wrong_marks),
            "wrong_deadlines": self.wrong_deadlines,
            "service_back_s": [middle(self.service), most(self.service)],
            "waited_for_a_core_s": [middle(self.waited), most(self.waited)],
            "phones_back_s": [middle(self.phones), most(self.phones)],
            "refused": self.refused,
            "server_errors": self.server_errors,
        }


def middle(values: list[Any]) -> float:
    return round(statistics.median(values), 2) if values else 0.0


def most(values: list[float]) -> float:
    return round(max(values), 2) if values else 0.0


def times(values: list[float]) -> str:
    return f"{middle(values)} / {most(values)}"


def many_kills(
    server: Server, token: str, *, kills: int, responses: int, phones: int, seed: int, say: Say
) -> Kills:
    """Kill the server at random moments of rounds in which responses arrive."""
    chance = random.Random(seed)
    lesson = Lesson(server, token, phones=phones, think=2.0, seed=seed, say=say)
    done = Kills(lesson.found)
    wanted = -(-responses // phones)
    rounds = 0

    def enough() -> bool:
        return rounds >= wanted and done.kills >= kills

    for room, crowd, number in lesson.rounds(enough):
        rounds += 1
        due = -(-kills * rounds // wanted) - done.kills if done.kills < kills else 0
        for _ in range(due):
            time.sleep(chance.uniform(0.1, 1.6))
            one_kill(room, crowd, number, done)
        say(f"round {rounds} of {wanted}, kill {done.kills} of {kills}")
    done.server_errors, done.refused = lesson.server_errors, lesson.refused
    return done


def one_kill(room: Room, crowd: Crowd, number: int, done: Kills) -> None:
    server = room.server
    before, at = room.look(), time.monotonic()
    done.unanswered_at_kill.append(crowd.size - crowd.answered(number))
    killed = time.monotonic()
    server.kill()
    server.start()
    back = time.monotonic()
    after, seen = room.look(), time.monotonic()
    done.kills += 1
    done.service.append(back - killed)
    done.waited.append(server.waited_for_a_core())
    crowd.wait_until_in(since=killed)
    done.phones.append(time.monotonic() - killed)
    done.phones_after_service.append(time.monotonic() - back)
    done.other_rounds += (after["round"], after["phase"]) != (number, "open")
    # What was left at the kill, less what has passed since the server woke up: it gives the time
    # until then back, and answers a little later.
    given = after["remaining_ms"] - (before["remaining_ms"] - (killed - at) * 1000)
    awake = (seen - back) * 1000 + 1000 + (back - killed) * 400
    if not -awake <= given <= ALIVE_MARK:
        done.wrong_deadlines.append(round(given))


# Two faults at once -----------------------------------------------------------------------


class Stage:
    """A server with the model of a disk under it, and every fault that can be done to it."""

    def __init__(self, server: Server, disk: Disk, chance: random.Random) -> None:
        self.server, self.disk, self.chance = server, disk, chance
        self.hands = threading.Lock()  # only one may start the server
        self.room: Room | None = None
        self.crowd: Crowd | None = None

    def kill(self) -> None:
        """kill -9, and a start."""
        with self.hands:
            self.server.kill()
            self.server.start(patience=60)

    def power_cut(self) -> None:
        """Only what was synced is there."""
        with self.hands:
            self.server.kill()
            self.disk.cut()
            self.server.start(patience=60)

    def torn_power_cut(self) -> None:
        """What was synced, and a part of the rest, just before a sync."""
        self._die("before", cut=self.chance)

    def death_after_commit(self) -> None:
        """The power goes when a commit is on the disk, before its reply is written."""
        self._die("after", cut=None)

    def _die(self, when: str, cut: random.Random | None) -> None:
        with self.hands:
            self.disk.say(when)
            try:
                self.server.wait_for_death(20)
            except subprocess.TimeoutExpired:  # nothing was written: a full disk syncs nothing
                self.server.kill()
            (self.disk.folder / when).unlink(missing_ok=True)
            self.disk.cut(cut)
            self.server.start(patience=60)

    def closed_lid(self) -> None:
        """Nothing runs for six seconds while the clock goes on."""
        self.server.freeze()
        time.sleep(6)
        self.server.thaw()

    def _disk(self, what: str, seconds: float = 2.5) -> None:
        self.disk.say(what)
        time.sleep(seconds)
        (self.disk.folder / what).unlink(missing_ok=True)

    def full_disk(self) -> None:
        self._disk("full")

    def write_error(self) -> None:
        self._disk("failing")

    def sync_error(self) -> None:
        self._disk("sync")

    def locked_database(self) -> None:
        """Another process holds the database for three seconds."""
        with hold(self.server.database):
            time.sleep(3)

    def lost_network(self) -> None:
        """Every connection breaks three times; replies that are under way are lost."""
        assert self.crowd is not None
        for _ in range(3):
            self.crowd.drop_all()
            time.sleep(0.4)

    def two_tabs(self) -> None:
        """Another tab of the facilitator makes moves, and some on a version that is past."""
        assert self.room is not None
        for move in ("pause", "resume", "blank", "unblank"):
            with suppress(OSError, HTTPException):
                path = "/snapshot?as=facilitator"
                version = self.room.call("GET", path)[1].get("version", 0)
                for decided_on in (version - 1, version, version):
                    self.room.call("POST", "/moves", {"move": move, "version": decided_on})

    FAULTS = (
        "kill", "power_cut", "torn_power_cut", "death_after_commit", "closed_lid", "full_disk",
        "write_error", "sync_error", "locked_database", "lost_network", "two_tabs",
    )  # fmt: skip


_HOLD = """
import os, signal, sqlite3, sys, time
held = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=60)
held.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
time.sleep(float(sys.argv[2]))
os.kill(os.getpid(), signal.SIGKILL)
"""


@contextmanager
def hold(database: Path, seconds: float = 600) -> Iterator[Callable[[], bool]]:
    """Another process holds the database’s lock, for some seconds at most; whether it still does.

    It is killed in the end, as it must not put the log in order behind the server’s back.
    """
    line = [sys.executable, "-c", _HOLD, str(database), str(seconds)]
    with subprocess.Popen(line, stdout=subprocess.PIPE) as holder:
        try:
            assert holder.stdout is not None
            assert holder.stdout.readline() == b"held\n"
            yield lambda: holder.poll() is None
        finally:
            holder.kill()


@dataclass
class Pair:
    """What two faults at once did, over all their runs."""

    names: tuple[str, str]
    runs: int = 0
    found: Findings = field(default_factory=Findings)
    recovered: list[float] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        found = self.found
        return {
            "faults": self.names,
            "runs": self.runs,
            "acknowledged": found.acknowledged,
            "lost": len(found.lost),
            "doubled": len(found.doubled),
            "different": len(found.different),
            "all_well_after_s": [middle(self.recovered), most(self.recovered)],
        }


def many_pairs(
    server: Server, disk: Disk, token: str, *, enough: Callable[[int], bool], phones: int,
    seed: int, say: Say,
) -> list[Pair]:  # fmt: skip
    """Draw pairs of faults, do both at once to an open round, and prove what is left."""
    chance = random.Random(seed)
    stage = Stage(server, disk, chance)
    lesson = Lesson(server, token, phones=phones, think=4.0, seed=seed, say=say)
    pairs: dict[tuple[str, str], Pair] = {}

    def made() -> int:
        return sum(one.runs for one in pairs.values())

    for stage.room, stage.crowd, number in lesson.rounds(lambda: enough(made())):
        names = tuple(sorted(chance.sample(Stage.FAULTS, 2)))
        pair = pairs.setdefault(names, Pair(names))  # type: ignore[arg-type]
        say(f"{made() + 1}: {' + '.join(names)}")
        at_once([(chance.uniform(0, 1.5), getattr(stage, name)) for name in names])
        ended = time.monotonic()
        settle(stage.room, stage.crowd, number)
        pair.recovered.append(time.monotonic() - ended)
        pair.runs += 1
        found = compare(server.database, list(stage.crowd.notes), stage.room.pack)
        found.acknowledged = stage.crowd.answered(number)  # in this round; all were looked at
        pair.found.add(found)
        say(f"   {found.line()}; all well after {pair.recovered[-1]:.1f} s")
        if not found.clean:
            raise SystemExit(f"seed {seed}, pair {made()}: {found}")
    if not lesson.found.clean:
        raise SystemExit(f"seed {seed}: {lesson.found}")
    return sorted(pairs.values(), key=lambda one: one.names)


def at_once(faults: list[tuple[float, Callable[[], None]]]) -> None:
    """Each fault after its seconds, all in the same time. What fails in one is raised."""
    wrong: list[BaseException] = []

    def one(seconds: float, fault: Callable[[], None]) -> None:
        time.sleep(seconds)
        try:
            fault()
        except BaseException as error:
            wrong.append(error)

    hands = [threading.Thread(target=one, args=each) for each in faults]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    if wrong:
        raise wrong[0]


def settle(room: Room, crowd: Crowd, number: int, seconds: float = 90) -> None:
    """The facilitator resumes what was paused, until every phone is in and has answered."""
    until = time.monotonic() + seconds
    while not (crowd.all_in() and crowd.answered(number) == crowd.size and not crowd.unsettled()):
        assert time.monotonic() < until, state_of(room, crowd, number)
        assert not crowd.errors, crowd.errors
        if room.look()["paused"]:
            room.move("resume")
        time.sleep(0.2)


def state_of(room: Room, crowd: Crowd, number: int) -> str:
    """What a room looks like that does not come to rest."""
    version = room.snapshot["version"]
    missing = [
        one
        for one in crowd.phones
        if not one.connected or one.waiting or one.thinking or one.snapshot["version"] != version
    ]
    said = [
        (one.number, one.connected, one.gone, one.waiting, one.snapshot["version"])
        for one in missing
    ]
    screen = {key: room.snapshot[key] for key in ("version", "phase", "paused", "round")}
    answered = f"{crowd.answered(number)} of {crowd.size} answered round {number}"
    refused = [(letter.round, reply) for _, letter, reply in crowd.refused]
    return f"{answered}; {screen}; {said}; refused {refused}; {room.server.log()[-1500:]}"


# From the command line ------------------------------------------------------------------


def print_table(rows: list[tuple[str, ...]]) -> None:
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)))


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--responses", type=int, default=20_000)
    parser.add_argument("--pairs", action="store_true", help="two faults at once")
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--phones", type=int, default=0, help="100, or 40 with --pairs")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    asked = parser.parse_args(words)
    print(f"seed {asked.seed}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        template = make_template(Path(folder) / "template")
        data = template.copy_to(Path(folder) / "data")
        return pairs_run(asked, template, data) if asked.pairs else kills_run(asked, template, data)


def kills_run(asked: argparse.Namespace, template: Template, data: Path) -> int:
    server = Server(data)
    server.start()
    try:
        done = many_kills(
            server, template.token, kills=asked.kills, responses=asked.responses,
            phones=asked.phones or 100, seed=asked.seed, say=told,
        )  # fmt: skip
    finally:
        server.stop()
    print_table([("what", "how many"), *done.table()])
    print(json.dumps({"seed": asked.seed, **done.as_json()}))
    # On a machine that others use too, the best of all says what the kit itself needs.
    soon = done.best(done.service) <= SERVICE_WITHIN and done.best(done.phones) <= PHONES_WITHIN
    print(f"service within {SERVICE_WITHIN} s, phones within {PHONES_WITHIN} s: {soon}")
    return 0 if done.clean and soon else 1


def pairs_run(asked: argparse.Namespace, template: Template, data: Path) -> int:
    disk = Disk(data)
    server = Server(data, module=SHIM, **disk.settings())
    server.start()
    until = time.monotonic() + asked.minutes * 60
    try:
        pairs = many_pairs(
            server, disk, template.token, enough=lambda _: time.monotonic() > until,
            phones=asked.phones or 40, seed=asked.seed, say=told,
        )  # fmt: skip
    finally:
        server.stop()
    head = (
        "pair",
        "runs",
        "acknowledged",
        "lost",
        "doubled",
        "different",
        "all well after, s: p50 / max",
    )
    print_table([head, *(row_of(one) for one in pairs)])
    print(json.dumps({"seed": asked.seed, "pairs": [one.as_json() for one in pairs]}))
    return 0


def row_of(pair: Pair) -> tuple[str, ...]:
    found = pair.found
    numbers = (
        pair.runs,
        found.acknowledged,
        len(found.lost),
        len(found.doubled),
        len(found.different),
    )
    return (" + ".join(pair.names), *map(str, numbers), times(pair.recovered))


def told(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
