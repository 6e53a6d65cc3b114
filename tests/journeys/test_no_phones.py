"""Nobody has a phone: hands counted by keyboard for a whole lesson, and a rehearsal before it."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from browser import check
from kit import until
from playwright.sync_api import Page, expect
from room import moved, primary, proposed, rare
from test_lesson import open_projector, read_csv
from test_workshops import WAYS, counted_by_hand, expected_stops, lead

from workshop.plans import planbook

pytestmark = pytest.mark.browser

W1 = planbook.find_plan("w1-pub-ou-pas-pub")
W6 = planbook.find_plan("w6-sans-ecran")
CLASS = 24
TYPED = {1: (9, 5), 2: (3, 5)}
"""What is typed for the first two answers of each vote; the last key fills in the rest."""
DEVICES = re.compile("phone|Wi-Fi|QR", re.IGNORECASE)


class Lesson:
    """Fatima’s console and the wall; she touches keys only."""

    def __init__(self, fatima: Page, wall: Page, results: str) -> None:
        self.fatima, self.wall, self.results = fatima, wall, results

    def press(self) -> str:
        """The one button by its key; the move that it proposes next."""
        moved(self.fatima, lambda: self.fatima.keyboard.press("Space"))
        self.says_nothing_of_devices()
        return proposed(self.fatima)

    def says_nothing_of_devices(self) -> None:
        """What the kit itself says; a question may well be about phones."""
        assert self.wall.locator("img[src*=qr]").count() == 0
        assert self.fatima.locator("img[src*=qr]").count() == 0
        said = self.wall.locator(
            ".join-strip, .room-line, .by-hand, .hands-lobby, .ending"
        ).all_inner_texts()
        said += self.fatima.locator(
            ".console-bar, .secondary, .console-people > :not([data-invite]), .tally"
        ).all_inner_texts()
        assert not DEVICES.search(" ".join(said)), said

    def count(self, vote: int) -> dict[str, int]:
        """Numbers for the first two answers, the rest by R; what was counted, by answer."""
        fields = self.fatima.locator("[data-tally] input")
        names = fields.evaluate_all("all => all.map((one) => one.name)")
        typed = TYPED[vote][: len(names) - 1]
        for number in typed:
            self.fatima.keyboard.type(str(number))
            self.fatima.keyboard.press("Enter")
        self.fatima.keyboard.press("r")
        expect(self.fatima.locator("[data-total]")).to_contain_text(f"{CLASS} sur {CLASS}")
        counts = [*typed, CLASS - sum(typed)]
        return dict(zip(names, counts, strict=False))

    def question(self) -> dict[str, int]:
        """One question to its result; what was counted last."""
        move, counted, vote = self.press(), {}, 1
        while move not in ("next", "finish"):
            if move == "close" and self.fatima.locator("[data-tally]").count():
                counted = self.count(vote)
                vote += 1
            move = self.press()
        self.is_true(counted)
        return counted

    def is_true(self, counted: dict[str, int]) -> None:
        """The server and the big screen say what was counted, and nothing where nothing was."""
        found = self.fatima.request.get(self.results).json()
        assert found["answered"] == found["joined"] == sum(counted.values())
        shown = self.wall.locator(".is-revealed .count").all_inner_texts()
        if not counted:
            assert not shown, "nothing was counted, so there are no figures"
        elif self.wall.locator(".is-revealed").count():
            given = {key: count for key, count in found["summary"]["counts"].items() if count}
            assert given == counted
            for count in counted.values():
                assert any(re.search(rf"\b{count} vo", one) for one in shown), shown


def test_a_lesson_with_hands_only_from_the_lobby_to_its_report(kit, screens, fatima: Page) -> None:
    code = lead(fatima, kit.base, W6, ways=("hands",), size=CLASS)
    wall = open_projector(screens, fatima, kit.base, code)
    fatima.bring_to_front()
    room = Lesson(fatima, wall, f"{kit.base}/api/live/{code}/results")
    expect(wall.locator(".hands-lobby h1")).to_be_visible()
    room.says_nothing_of_devices()
    check(fatima, wall, what="lobby without devices")
    room.press()
    counted: dict[str, Any] = {}
    stops = expected_stops(W6.parts[0])
    for place, (_step, item) in enumerate(stops):
        if item:
            expect(wall.locator(".eyebrow").first).to_contain_text(item)
            counted[item] = room.question()
        room.press() if place < len(stops) - 1 else None
    assert {code for code, counts in counted.items() if counts} == set(counted) & counted_by_hand(
        W6
    )
    room.press()
    room.says_nothing_of_devices()
    fatima.keyboard.press("Space")
    expect(fatima).to_have_url(re.compile(f"/facilitate/{code}/report"))
    check(fatima, what="report of counted hands")
    assert not DEVICES.search(fatima.locator(".facts").first.inner_text())
    rows = read_csv(fatima, f"{kit.base}/facilitate/{code}/report.csv?lang=en")
    for item in ("C03", "C12"):
        told = [row for row in rows if row["item"] == item]
        assert [(row["first_count"], row["count"]) for row in told] == [
            ("9", "3"), ("5", "5"), ("10", "16"), ("0", "0"),
        ]  # fmt: skip
        assert {row["answered"] for row in told} == {f"{CLASS}"}


def test_a_rehearsal_joins_and_answers_by_itself_and_says_what_it_was(
    kit, screens, fatima: Page
) -> None:
    fatima.goto(f"{kit.base}/plans/{W1.slug}")
    for way in WAYS:
        fatima.set_checked(f"input[name=ways][value={way}]", way == "phones")
    fatima.click(".rehearse summary")
    fatima.check("[name=speed][value='5']")
    began = time.monotonic()
    fatima.click(".lead-panel [name=rehearse]")
    fatima.wait_for_selector("[data-primary]")
    code = fatima.url.rstrip("/").rsplit("/", 1)[1]
    wall = open_projector(screens, fatima, kit.base, code)
    expect(wall.locator(".strip-rehearsal")).to_be_visible()

    def found() -> Any:
        return fatima.request.get(f"{kit.base}/api/live/{code}/results").json()

    until(lambda: found()["joined"] >= 20)
    for leads_to in ("open", "close"):
        primary(fatima, leads_to)
    expect(wall.locator(".eyebrow").first).to_contain_text("B01")
    until(lambda: found()["answered"] >= 20)
    took = time.monotonic() - began
    print(f"from the press to twenty simulated answers: {took:.1f} s")
    assert took < 30
    check(fatima, wall, what="rehearsal")
    rare(fatima, "finish")
    fatima.click("[data-yes]")
    fatima.click("a[data-primary]")
    expect(fatima.locator(".notice").first).to_contain_text("répétition")
    assert fatima.locator(".report-item").count() == 0
    check(fatima, what="report of a rehearsal")
