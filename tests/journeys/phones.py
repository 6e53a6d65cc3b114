"""What tests of returning phones share: Fatima’s script, a bad network, what a phone shows.

The fixtures of the bad network are imported by name; no test lives here.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import httpx
import pytest
from browser import PATIENCE, Screens
from kit import Kit
from netfault import NetFault
from playwright.sync_api import Browser, Locator, Page, expect
from room import LESSON

from workshop.live.rules.stages import Stage

NO_STREAMS = "delete globalThis.EventSource"
STATE = "[data-state]"
KEPT_LINE = "[data-kept-line]"


class Leader:
    """Fatima on one kit: her script, and the cookie with which a browser of hers is signed in."""

    def __init__(self, kit: Kit) -> None:
        self.kit = kit
        self.cookie = self._sign_up()

    @cached_property
    def http(self) -> httpx.Client:
        """Her script."""
        token = self.kit.command("token", "Fatima").stdout.strip()
        headers = {"Authorization": f"Bearer {token}"}
        return httpx.Client(base_url=self.kit.base, headers=headers, timeout=30)

    def close(self) -> None:
        if "http" in vars(self):
            self.http.close()

    def _sign_up(self) -> str:
        found = re.search(r"http://127\S+(/first/\S+)", self.kit.banner)
        assert found, "the banner has no one-time link"
        with httpx.Client(base_url=self.kit.base) as browser:
            token = re.search(r'name="csrf_token" value="(.*?)"', browser.get(found[1]).text)
            assert token
            form = {"csrf_token": token[1], "name": "Fatima", "password": "une phrase assez longue"}
            assert browser.post(found[1], data=form).status_code in (302, 303)
            return browser.cookies["recoupe"]

    def open(self, pack: str = LESSON, **settings: Any) -> Room:
        """A new session; without a time for reading, unless it is asked for."""
        if pack == LESSON:
            self.kit.offer(LESSON)
        settings = {"reading": False, **settings}
        made = self.http.post("/api/live", json={"pack": pack, "settings": settings})
        assert made.status_code == 201, made.text
        return Room(self, made.json()["code"])

    def browser(self, screens: Screens, width: int = 1366, height: int = 768) -> Page:
        """A browser of hers, in French."""
        page = screens.open(width, height, "fr-BE")
        cookie: Any = {"name": "recoupe", "value": self.cookie, "url": screens.base}
        page.context.add_cookies([cookie])
        return page


class Room:
    """A live session, as the script that leads it sees it; never through the bad network."""

    def __init__(self, leader: Leader, code: str) -> None:
        self.leader, self.http, self.code = leader, leader.http, code

    def get(self, path: str) -> dict[str, Any]:
        answer = self.http.get(f"/api/live/{self.code}/{path}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def move(self, *names: str, **more: Any) -> dict[str, Any]:
        """Make moves, one after the other; the last snapshot."""
        for name in names:
            body = {"move": name, "version": self.get("snapshot")["version"], **more}
            answer = self.http.post(f"/api/live/{self.code}/moves", json=body)
            assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def tell(self) -> dict[str, Any]:
        """Close, and show the result and at once what is right, so that phones see it too."""
        shown = self.move("close", "reveal")
        hidden = shown["stage"] == "votes" and shown["item"]["scored"]
        return self.move("turn", page=Stage.KEY) if hidden else shown

    def names(self) -> list[str]:
        """Who is in."""
        return [one["nickname"] for one in self.get("results")["people"]]

    def seats(self) -> list[str]:
        """Who is in, by seat."""
        return [one["seat"] for one in self.get("results")["people"]]

    def go_to(self, kind: str) -> None:
        """Start, and skip to the first item of a kind."""
        found = self.move("start")
        while found["item"]["kind"] != kind:
            found = self.move("skip")

    def counts(self) -> dict[str, int]:
        """The answers that are kept in this round, by option; those that nobody chose left out."""
        found = self.get("results")["summary"]
        counts = {option: count for option, count in found["counts"].items() if count}
        assert sum(counts.values()) == found["n"], "an answer is counted twice"
        return counts

    def rows(self) -> list[tuple[str, int | None]]:
        """Phase and version as they lie in the database file, whether or not the kit runs."""
        with sqlite3.connect(self.leader.kit.folder / "recoupe.db") as database:
            query = "SELECT phase, version FROM live_session WHERE code = ?"
            return database.execute(query, (self.code,)).fetchall()


# On the phone ---------------------------------------------------------------------------


def option(phone: Page, number: int) -> Locator:
    return phone.locator('.options [name="value"]').nth(number)


def wait_open(phone: Page) -> None:
    phone.wait_for_selector('form[data-phase="open"]')


def outcome(phone: Page, wanted: str) -> None:
    """What the line under the options says of the answer."""
    expect(phone.locator(KEPT_LINE)).to_have_attribute("data-outcome", wanted)


def choose(phone: Page, number: int) -> None:
    """Choose an option and see that it is kept."""
    option(phone, number).check()
    outcome(phone, "kept")


def is_live(phone: Page, within: float = PATIENCE) -> None:
    """No line says that the connection is lost."""
    expect(phone.locator(STATE)).to_have_attribute("data-name", "live", timeout=within)
    expect(phone.locator(STATE)).to_be_hidden()


def is_lost(phone: Page) -> None:
    expect(phone.locator(STATE)).to_have_attribute("data-name", "lost")
    expect(phone.locator(STATE)).to_be_visible()


def stays(phone: Page) -> None:
    """From now on `stayed` can tell whether the page was loaded again."""
    phone.evaluate("window.stays = true")


def stayed(phone: Page) -> bool:
    return bool(phone.evaluate("window.stays === true"))


COUNTDOWN = """async (code) => {
  const place = document.querySelector('[data-left]');
  const late = [];
  while (late.length < 2) {
    await new Promise((flip, stuck) => {
      setTimeout(() => stuck(new Error('the countdown stands still')), 10000);
      new MutationObserver((_, watcher) => {
        watcher.disconnect();
        flip();
      }).observe(place, {childList: true, characterData: true, subtree: true});
    });
    const flipped = performance.now();
    const [minutes, seconds] = place.textContent.split(':').map(Number);
    const asked = performance.now();
    const said = await (await fetch(`/api/live/${code}/snapshot`, {cache: 'no-store'})).json();
    const answered = performance.now();
    const left = said.remaining_ms + (asked + answered) / 2 - flipped;
    const wrong = Math.abs((minutes * 60 + seconds) * 1000 - left);
    late.push(Math.max(0, wrong - (answered - asked) / 2));
  }
  return late;
}"""


def countdown_errors(phone: Page, code: str) -> list[float]:
    """By how many milliseconds the countdown was wrong, at two moments when it changed. On a busy
    machine one of them may be drawn late; a countdown that is wrong is so at both.

    Measured with the browser’s own clock against what the server says is left; what nobody can
    know, half the time that the question to the server took, is taken off.
    """
    return list(phone.evaluate(COUNTDOWN, code))


# Fixtures -------------------------------------------------------------------------------


@pytest.fixture(name="wire")
def bad_network(kit: Kit) -> Iterator[NetFault]:
    """Between every browser and the kit."""
    made = NetFault(kit.port)
    yield made
    made.close()


@pytest.fixture(name="screens")
def screens_behind_it(chromium: Browser, wire: NetFault) -> Iterator[Screens]:
    made = Screens(chromium, wire.base)
    yield made
    made.close()
    assert made.trouble == [], made.trouble


@pytest.fixture(name="phone")
def one_phone(screens: Screens) -> Page:
    """Priya’s."""
    return screens.open(390, 844, "en-GB")


FIXTURES = (bad_network, screens_behind_it, one_phone)
