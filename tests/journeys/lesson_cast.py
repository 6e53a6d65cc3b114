"""The cast of a shortened lesson: a room whose clock runs faster, those who are in it, what they
do, and the phones that drop. Not tests themselves.
"""

from __future__ import annotations

import math
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from browser import Screens
from kit import Kit
from lesson_clock import FASTER, IN_THE_PAGE, PROGRAM, LessonTime
from lesson_watch import MACHINE, RETURNS, Screen, Truth, Watch, WrongScreen
from netfault import NetFault
from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as WaitedTooLong
from room import LESSON as PACK
from room import join, open_session

from quizzes.items.item import Item
from quizzes.items.text import Language

SECONDS = 180  # for each round
SAMPLE_EVERY, SAMPLE = 20.0, 4  # seconds of lesson, screens

OFFLINE = "offline"  # no network, and the phone knows
CUT = "cut off"  # every connection is refused, and nothing tells the phone when that is over
SILENT = "unheard"  # connections stay, and nothing passes
BROKEN = "broken off"  # its connections break once, new ones are welcome
RELOAD = "reloaded"
ASLEEP = "asleep"  # its scripts stand still; what is sent to it waits
KINDS = (OFFLINE, CUT, SILENT, BROKEN, RELOAD, ASLEEP)
AT_ONCE = (BROKEN, RELOAD)  # the phone may come back in the same moment
KNOWN = (OFFLINE, CUT, ASLEEP)  # its scripts ask; else the browser may, on a new connection
EXTRA = 90  # seconds of lesson that one seat has more than the others, from its turn on


class FastKit(Kit):
    """The kit as a process of its own whose clock runs faster."""

    program = PROGRAM


def faster(screens: Screens, width: int, height: int, locale: str, **more: Any) -> Page:
    """A browser of somebody’s own, with the lesson’s clock and without animations."""
    page = screens.open(width, height, locale, reduced_motion="reduce", **more)
    page.context.add_init_script(IN_THE_PAGE)
    page.set_default_timeout(2 * MACHINE * 1000)
    return page


class Room:
    """Everybody who is in, and what they do."""

    def __init__(self, screens: Screens, kit: FastKit, fatima: Page, luck: random.Random) -> None:
        self.screens, self.kit = screens, kit
        kit.offer(PACK)
        self.lesson = LessonTime()
        fatima.context.add_init_script(IN_THE_PAGE)
        self.code = open_session(fatima, kit.base, PACK, seconds=str(SECONDS))
        token = kit.command("token", "Fatima").stdout.strip()
        database = kit.folder / "recoupe.db"
        self.watch = Watch(kit.base, database, self.code, token, PACK, self.lesson)
        self.console = Screen("console", fatima, "fr", "the console")
        signed_in = fatima.context.storage_state()
        page = faster(screens, 1920, 1080, "fr-BE", storage_state=signed_in)
        page.goto(f"{kit.base}/present/{self.code}")
        self.projector = Screen("projector", page, "fr", "the big screen")
        self.phones: list[Screen] = []
        self.drops: list[Drops] = []
        self.sampled = self.steps = self.answers = self.by_hand = self.by_timer = 0
        self.sample_at = SAMPLE_EVERY
        self.luck = luck

    def join(self, locale: str, width: int, *, bad_network: bool = False) -> Screen:
        """One more phone takes its seat, perhaps over a network that can fail."""
        screens, base = self.screens, self.kit.base
        if bad_network:
            wire = NetFault(self.kit.port)
            base = wire.base
            screens = Screens(self.screens.chromium, base)
        page = faster(screens, width, 740, locale)
        join(page, base, self.code)
        language: Language = "fr" if locale.startswith("fr") else "en"
        name = f"phone {len(self.phones) + 1} ({language}, {width} px)"
        seat = page.get_attribute("[data-room]", "data-seat") or ""
        phone = Screen("phone", page, language, name, seat)
        self.phones.append(phone)
        self.watch.phones.append(phone)
        if bad_network:
            self.drops.append(Drops(self, phone, wire, screens))
        return phone

    @property
    def present(self) -> list[Screen]:
        """Every screen that is connected."""
        here = [phone for phone in self.phones if not phone.away]
        return [self.console, self.projector, *here]

    # Time passes ------------------------------------------------------------------------

    def breathe(self) -> None:
        """What happens by itself: phones drop and come back, screens are looked at."""
        for drop in self.drops:
            drop.breathe()
        if self.lesson() >= self.sample_at:
            some = self.luck.sample(self.present, SAMPLE)
            self.watch.check(some)
            self.sampled += len(some)
            self.sample_at = self.lesson() + SAMPLE_EVERY

    def until(self, moment: float) -> None:
        """Let the lesson go on until a moment, in seconds of lesson."""
        while self.lesson() < moment:
            self.breathe()
            self.console.page.wait_for_timeout(30)

    def pass_(self, seconds: float) -> None:
        """Let some of the lesson pass."""
        self.until(self.lesson() + seconds)

    def until_phase(self, phase: str, seconds: float) -> None:
        """Let the lesson go on until the server changes the phase by itself."""
        limit = self.lesson() + seconds + MACHINE * FASTER
        while self.watch.truth().phase != phase:
            assert self.lesson() < limit, f"the round did not become {phase} by itself"
            self.pass_(1)
        self.by_timer += 1
        self.look()

    # Steps ------------------------------------------------------------------------------

    def look(self) -> None:
        """Compare every screen that is connected."""
        self.watch.check(self.present)
        self.steps += 1
        self.breathe()

    def close_all(self) -> None:
        """End what the room opened besides the screens of the test."""
        self.watch.close()
        for drop in self.drops:
            drop.close()

    def step(self, move: str, *, key: str = "") -> None:
        """Fatima makes a move on her console, by its button or its key; every screen follows."""
        console, before = self.console.page, self.watch.truth().version
        where = f'[data-console] [data-move="{move}"]:not(.stage-bar *)'
        console.wait_for_selector(where, state="attached")
        if key:
            console.locator("h1").click()
            console.keyboard.press(key)
        else:
            button = console.locator(where)
            if not button.is_visible():
                console.click("[data-more-moves]")
            button.click()
        self.follow(before)

    def tell(self) -> None:
        """She shows the result, one stage after the other."""
        self.step("reveal")
        while self.watch.truth().goes_on:
            self.step("turn")

    def close(self, key: str = "") -> None:
        """She closes the answers, unless the time was over before she could."""
        if self.is_open(self.watch.truth()):
            self.by_hand += 1
            self.step("close", key=key)
        else:
            self.until_phase("closed", FASTER + EXTRA)

    def for_seat(self, phone: Screen, what: str) -> None:
        """Fatima opens one seat and chooses something for it."""
        before, page = self.watch.truth().version, self.console.page
        page.click('[data-panel="people"]')
        page.click(f'[data-people] [data-seat="{phone.seat}"]')
        page.click(f'[data-seat-move="{what}"]')
        self.follow(before)

    def follow(self, before: int) -> None:
        """Wait for the move, then compare everything."""
        limit = time.monotonic() + MACHINE
        while (truth := self.watch.truth()).version == before:
            assert time.monotonic() < limit, "the move was not made"
        for phone in self.phones:
            self.promise(phone, truth)
        self.look()

    # Answers ----------------------------------------------------------------------------

    def promise(self, phone: Screen, truth: Truth) -> None:
        """What waits on a phone that is connected, with time left, must be kept now."""
        waiting = phone.unsure.get(truth.round or 0)
        if phone.away or waiting is None or truth.phase != "open" or truth.paused:
            return
        assert truth.left is not None
        left = truth.left - (self.lesson() - truth.at)
        if left > RETURNS + MACHINE * FASTER / 2:
            phone.told[truth.round or 0] = waiting

    def tap(self, phone: Screen, choice: int, truth: Truth, extra: float = 0) -> None:
        """Somebody answers the open question, whatever its kind, if their phone shows it."""
        item, round_ = truth.item, truth.round
        assert item is not None and round_ is not None
        shown = not phone.away or (
            phone.away != ASLEEP and phone.page.evaluate(SHOWS_IT, [item.id, truth.vote])
        )
        if not shown or not self.is_open(truth, extra):
            return
        value = some_answer(item, choice)
        phone.unsure[round_] = value
        phone.told.pop(round_, None)
        try:
            press(phone.page, item, value, sure=choice % 3)
        except WaitedTooLong:  # the round may have ended under the finger
            now = self.watch.truth()
            if (now.round, now.phase) == (round_, "open") and self.is_open(now, extra):
                raise
            return
        self.answers += 1
        self.promise(phone, truth)

    def answer(self, phones: Sequence[Screen], shift: int = 0) -> None:
        """One after another answers, each in their own way, as long as the round is open; then
        every screen is right. On a busy machine, the last ones may be too late."""
        truth = self.watch.truth()
        for phone in phones:
            self.tap(phone, self.phones.index(phone) + shift, truth)
            self.breathe()
        self.look()

    def is_open(self, truth: Truth, extra: float = 0) -> bool:
        """Whether a round is open for one real second more."""
        if truth.phase != "open" or truth.left is None:
            return False
        gone = 0 if truth.paused else self.lesson() - truth.at
        return truth.left + extra - gone > FASTER


def some_answer(item: Item, choice: int) -> Any:
    """One of the answers that an item takes, as the server keeps it."""
    if item.shape == "number":
        return float(7 + 8 * choice)
    ids: list[str] = [one["id"] for one in item.public_view("fr")["options"]]
    if item.shape == "one":
        return ids[choice % len(ids)]
    if item.shape == "many":
        return [ids[at] for at in range(len(ids)) if at in (choice % 4, choice % 3)]
    at = choice % (len(ids) - 1)
    ids[at], ids[at + 1] = ids[at + 1], ids[at]
    return ids


def press(page: Page, item: Item, value: Any, sure: int) -> None:
    """Give this answer by touch."""
    if item.shape == "number":
        page.fill('[name="value"]', str(int(value)))
    elif item.shape == "order":
        ids = [one["id"] for one in item.public_view("fr")["options"]]
        moved = next(old for old, new in zip(ids, value, strict=True) if old != new)
        page.click(f'[data-option="{moved}"] [data-move="down"]')
    else:
        for one in value if item.shape == "many" else [value]:
            page.check(f'.options [name="value"][value="{one}"]')
    if item.asks_certainty:
        page.locator("[name=certainty]").nth(sure).check()
    if item.shape != "one":
        page.click(".send button")


# Phones that drop -------------------------------------------------------------------------

SHOWS_IT = """([item, vote]) =>
  !!document.querySelector(`form[data-item="${item}"] [name=value]:enabled`) &&
  !!document.querySelector(".eyebrow b") === (vote === 2)"""

SECONDS_UNTIL_IT_ASKED = """(back) => {
  const asked = performance.getEntriesByType("resource")
    .filter((one) => one.name.includes("/api/live/")).map((one) => one.startTime * FASTER);
  return (Math.min(...asked.filter((at) => at >= back)) - back) / 1000;
}""".replace("FASTER", str(FASTER))


@dataclass
class Drop:
    """One drop: when it begins and ends, in seconds of lesson."""

    kind: str
    begins: float
    ends: float


class Drops:
    """The bad luck of one phone, all of it drawn beforehand."""

    def __init__(self, room: Room, phone: Screen, wire: NetFault, screens: Screens) -> None:
        self.room, self.phone, self.wire, self.screens = room, phone, wire, screens
        self.plan: list[Drop] = []
        self.told: Counter[str] = Counter()
        self.slowest = self.waited = 0.0
        self.now: Drop | None = None
        self.again = math.inf
        self.debugger = phone.page.context.new_cdp_session(phone.page)

    def draw(self, luck: random.Random, end: float) -> None:
        """Drop again and again from now on, in all ways that there are, until the end."""
        kinds: list[str] = []
        at = self.room.lesson()
        while at < end:
            kinds = kinds or luck.sample(KINDS, len(KINDS))
            begins = at + luck.uniform(15, 75)
            at = begins + luck.uniform(3, 50)
            self.plan.append(Drop(kinds.pop(), begins, at))

    def breathe(self) -> None:
        """Drop, or come back, when it is time to."""
        if self.now and self.room.lesson() >= self.now.ends:
            self.come_back()
        elif not self.now and self.room.lesson() >= self.again:
            self.again = math.inf
            self.room.watch.check([self.phone])  # it may not have noticed before
        elif not self.now and self.plan and self.room.lesson() >= self.plan[0].begins:
            self.leave(self.plan.pop(0))

    def leave(self, drop: Drop) -> None:
        """The phone is gone."""
        page, kind = self.phone.page, drop.kind
        drop.ends += self.room.lesson() - drop.begins
        self.now, self.phone.away = drop, kind
        self.told[kind] += 1
        for round_ in self.phone.told.keys() - self.phone.acknowledged.keys():
            del self.phone.told[round_]  # perhaps it was still under way
        if kind in (OFFLINE, CUT):
            self.wire.down()
        if kind == OFFLINE:
            page.context.set_offline(True)
        if kind == SILENT:
            self.wire.hang()
        if kind == ASLEEP:
            self.debugger.send("Debugger.enable")
            self.debugger.send("Debugger.pause")
        if kind in AT_ONCE:
            self.come_back()

    def come_back(self) -> None:
        """It asks within ten seconds, and is right within ten seconds."""
        assert self.now is not None
        page, kind = self.phone.page, self.now.kind
        if kind in (OFFLINE, CUT):
            page.wait_for_selector("[data-state]:not(:empty)", timeout=MACHINE * 1000)  # it says so
        if kind == ASLEEP:
            self.debugger.send("Debugger.disable")
        back = page.evaluate("() => (performance.clearResourceTimings(), performance.now())")
        began = self.room.lesson()
        self.wire.up()
        if kind == OFFLINE:
            page.context.set_offline(False)
        if kind == ASLEEP:
            page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        if kind == BROKEN:
            self.wire.cut()
        if kind == RELOAD:
            page.reload()
            back = 0
        soon = self.asks(back, began) if kind in KNOWN else 0
        self.now, self.phone.away = None, ""
        self.room.promise(self.phone, self.room.watch.truth())
        rest = max(0.0, RETURNS - (self.room.lesson() - began))
        self.room.watch.check([self.phone], within=rest)
        self.waited = max(self.waited, soon)
        self.slowest = max(self.slowest, self.room.lesson() - began)
        self.again = began + RETURNS

    def asks(self, back: float, began: float) -> float:
        """Seconds of lesson until the phone asks the server for something. Before that it waits
        for nothing but its own timers, so the machine’s work is no excuse."""
        while True:
            soon = float(self.phone.page.evaluate(SECONDS_UNTIL_IT_ASKED, back))
            if soon <= RETURNS:
                return soon
            if soon < math.inf or self.room.lesson() - began > RETURNS + MACHINE * FASTER:
                raise WrongScreen(f"{self.phone.name} was {self.phone.away}, asked after {soon} s")
            time.sleep(0.02)

    def stay(self) -> None:
        """No more drops from here on."""
        self.plan.clear()
        if self.now:
            self.come_back()

    def close(self) -> None:
        """End the bad network, and tell what went wrong in this browser."""
        self.screens.close()
        self.wire.close()
        assert self.screens.trouble == []
