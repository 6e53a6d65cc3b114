"""Screens that a review found wrong: late time, edits, other questions, double clicks."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect
from room import join

pytestmark = pytest.mark.browser


class Script:
    """Fatima’s script: opens a session and makes moves at once."""

    def __init__(self, kit: Any, pack: str, **settings: Any) -> None:
        token = kit.command("token", "Script").stdout.strip()
        self.http = httpx.Client(base_url=kit.base, headers={"Authorization": f"Bearer {token}"})
        made = self.http.post("/api/live", json={"pack": pack, "settings": settings})
        self.code, self.version = made.json()["code"], 1

    def move(self, name: str, **more: Any) -> dict[str, Any]:
        body = {"move": name, "version": self.version, **more}
        answer = self.http.post(f"/api/live/{self.code}/moves", json=body)
        assert answer.status_code == 200, answer.text
        self.version = answer.json()["version"]
        return dict(answer.json())

    def go_to(self, kind: str) -> None:
        """Start, and skip to the first item of a kind."""
        found = self.move("start")
        while found["item"]["kind"] != kind:
            found = self.move("skip")

    def seats(self) -> list[str]:
        found = self.http.get(f"/api/live/{self.code}/results").json()
        return [one["seat"] for one in found["people"]]


@pytest.fixture
def phone(screens: Any) -> Page:
    page: Page = screens.open(390, 844, "en-GB")
    return page


def ticks(phone: Page) -> list[bool]:
    found = phone.evaluate(
        "[...document.querySelectorAll('[name=value]')].map((one) => one.checked)"
    )
    return list(found)


def test_time_that_comes_after_the_end_opens_the_form_again(kit: Any, phone: Page) -> None:
    script = Script(kit, "d-ou-ca-sort", seconds=2)
    join(phone, kit.base, script.code)
    script.move("start")
    script.move("extend", seat=script.seats()[0], seconds=1)
    script.http.post(f"/api/live/{script.code}/seats", json={})
    script.move("extend", seat=script.seats()[1], seconds=60)  # keeps the round from closing
    script.move("open")
    expect(phone.locator(".options input").first).to_be_disabled(timeout=8000)
    script.move("extend", seconds=60)
    expect(phone.locator(".options input").first).to_be_enabled()
    phone.locator(".options [name=value]").nth(0).check()
    expect(phone.locator("[data-kept-line]")).to_have_attribute("data-outcome", "kept")


def test_a_seat_with_more_time_may_load_its_page_again(kit: Any, phone: Page) -> None:
    script = Script(kit, "d-ou-ca-sort", seconds=2)
    join(phone, kit.base, script.code)
    script.move("start")
    script.move("extend", seat=script.seats()[0], seconds=60)
    script.move("open")
    phone.wait_for_selector('form[data-phase="open"]')
    phone.wait_for_timeout(2500)
    phone.reload()
    phone.wait_for_selector('form[data-phase="open"]')
    expect(phone.locator(".options input").first).to_be_enabled()


def test_ticks_that_are_not_sent_outlive_a_move_and_are_not_called_kept(
    kit: Any, phone: Page
) -> None:
    script = Script(kit, "qui-range-mon-fil")
    join(phone, kit.base, script.code)
    script.go_to("multiple_response")
    script.move("open")
    phone.wait_for_selector('form[data-phase="open"]')
    phone.locator(".options [name=value]").nth(0).check()
    phone.click(".send button")
    line = phone.locator("[data-kept-line]")
    expect(line).to_have_text("Your answer is kept.")
    phone.locator(".options [name=value]").nth(1).check()
    expect(line).to_have_text("")
    script.move("lock")
    phone.wait_for_timeout(2500)  # within two seconds the phone asks for what is its own
    assert ticks(phone)[:2] == [True, True]
    expect(line).to_have_text("")


def test_what_is_said_of_one_question_does_not_stand_under_the_next(kit: Any, phone: Page) -> None:
    script = Script(kit, "d-ou-ca-sort", reading=False)
    join(phone, kit.base, script.code)
    script.move("start")
    phone.wait_for_selector('form[data-phase="open"]')
    waiting: list[Any] = []

    def hold(route: Any) -> None:
        waiting.append(route)

    phone.route("**/response", hold)
    phone.locator(".options [name=value]").nth(0).check()
    phone.wait_for_timeout(300)
    for name in ("close", "reveal", "next"):
        script.move(name)
    phone.wait_for_selector('form[data-phase="open"] [data-kept-line]', state="attached")
    for route in waiting:
        route.continue_()
    phone.wait_for_timeout(800)
    expect(phone.locator("[data-kept-line]")).to_have_text("")


def test_a_phone_whose_seat_was_removed_is_told(kit: Any, phone: Page) -> None:
    script = Script(kit, "d-ou-ca-sort")
    join(phone, kit.base, script.code)
    script.move("remove", seat=script.seats()[0])
    phone.wait_for_selector("[data-join]")


def test_the_console_by_double_click_key_and_hand(kit: Any, fatima: Page) -> None:
    fatima.goto(f"{kit.base}/facilitate/new/d-ou-ca-sort?lang=en")
    fatima.select_option("#seconds", "60")
    fatima.click("main button[type=submit]")
    fatima.wait_for_selector('[data-primary][data-move="start"]')
    fatima.dblclick("[data-primary]", delay=80)
    fatima.wait_for_timeout(400)
    expect(fatima.locator("[data-primary]")).to_have_attribute("data-move", "open")
    fatima.click("[data-primary]")
    fatima.wait_for_selector('[data-move="extend"]')
    fatima.focus('[data-move="extend"]')
    for _ in range(2):  # a second press gives time again, it does not close the answers
        fatima.keyboard.press("Enter")
        fatima.wait_for_timeout(300)
    expect(fatima.locator("[data-primary]")).to_have_attribute("data-move", "close")
    fatima.click(".tally summary")
    fatima.fill("[data-tally] input >> nth=0", "7")
    fatima.click('[data-move="lock"]')
    fatima.wait_for_selector('[data-move="unlock"]')
    expect(fatima.locator("[data-tally] input").nth(0)).to_have_value("7")
    fatima.click("[data-tally] button")
    fatima.click("[data-primary]")
    fatima.wait_for_selector('[data-primary][data-move="reveal"]')
    expect(fatima.locator("[data-tally] input").nth(0)).to_have_value("7")
