"""Screens that a review found wrong: late time, edits, other questions, double clicks."""

from __future__ import annotations

from typing import Any

import pytest
from browser import Screens, until_seen
from kit import Kit, until
from phones import Leader
from playwright.sync_api import Page, expect
from room import join, rare, unfold_settings

pytestmark = pytest.mark.browser


@pytest.fixture
def phone(screens: Screens) -> Page:
    page: Page = screens.open(390, 844, "en-GB")
    return page


def ticks(phone: Page) -> list[bool]:
    found = phone.evaluate(
        "[...document.querySelectorAll('[name=value]')].map((one) => one.checked)"
    )
    return list(found)


def test_time_that_comes_after_the_end_opens_the_form_again(
    kit: Kit, lead: Leader, phone: Page
) -> None:
    room = lead.open("d-ou-ca-sort", seconds=2, reading=True)
    join(phone, kit.base, room.code)
    room.move("start")
    room.move("extend", seat=room.seats()[0], seconds=1)
    room.http.post(f"/api/live/{room.code}/seats", json={})
    room.move("extend", seat=room.seats()[1], seconds=60)  # keeps the round from closing
    room.move("open")
    expect(phone.locator(".options input").first).to_be_disabled()
    room.move("extend", seconds=60)
    expect(phone.locator(".options input").first).to_be_enabled()
    phone.locator(".options [name=value]").nth(0).check()
    expect(phone.locator("[data-kept-line]")).to_have_attribute("data-outcome", "kept")


def test_a_seat_with_more_time_may_load_its_page_again(kit: Kit, lead: Leader, phone: Page) -> None:
    room = lead.open("d-ou-ca-sort", seconds=2, reading=True)
    join(phone, kit.base, room.code)
    room.move("start")
    room.move("extend", seat=room.seats()[0], seconds=60)
    room.move("open")
    phone.wait_for_selector('form[data-phase="open"]')
    until(lambda: room.get("snapshot")["remaining_ms"] <= 0)
    phone.reload()
    phone.wait_for_selector('form[data-phase="open"]')
    expect(phone.locator(".options input").first).to_be_enabled()


def test_ticks_that_are_not_sent_outlive_a_move_and_are_not_called_kept(
    kit: Kit, lead: Leader, phone: Page
) -> None:
    room = lead.open("qui-range-mon-fil", reading=True)
    join(phone, kit.base, room.code)
    room.go_to("multiple_response")
    room.move("open")
    phone.wait_for_selector('form[data-phase="open"]')
    phone.locator(".options [name=value]").nth(0).check()
    phone.click(".send button")
    line = phone.locator("[data-kept-line]")
    expect(line).to_have_text("Your answer is kept.")
    phone.locator(".options [name=value]").nth(1).check()
    expect(line).to_have_text("")
    with phone.expect_response("**/me"):  # the phone asks again for what is its own
        room.move("lock")
    phone.wait_for_timeout(100)
    assert ticks(phone)[:2] == [True, True]
    expect(line).to_have_text("")


def test_what_is_said_of_one_question_does_not_stand_under_the_next(
    kit: Kit, lead: Leader, phone: Page
) -> None:
    room = lead.open("d-ou-ca-sort", reading=False)
    join(phone, kit.base, room.code)
    room.move("start")
    phone.wait_for_selector('form[data-phase="open"]')
    waiting: list[Any] = []

    def hold(route: Any) -> None:
        waiting.append(route)

    phone.route("**/response", hold)
    phone.locator(".options [name=value]").nth(0).check()
    until_seen(phone, lambda: bool(waiting))
    for name in ("close", "reveal", "next"):
        room.move(name)
    phone.wait_for_selector('form[data-phase="open"] [data-kept-line]', state="attached")
    with phone.expect_response("**/response") as late:
        for route in waiting:
            route.continue_()
    late.value.finished()
    phone.wait_for_timeout(100)
    expect(phone.locator("[data-kept-line]")).to_have_text("")


def test_a_phone_whose_seat_was_removed_is_told(kit: Kit, lead: Leader, phone: Page) -> None:
    room = lead.open("d-ou-ca-sort", reading=True)
    join(phone, kit.base, room.code)
    room.move("remove", seat=room.seats()[0])
    phone.wait_for_selector("[data-join]")


def test_the_console_by_double_click_key_and_hand(kit: Kit, fatima: Page) -> None:
    fatima.goto(f"{kit.base}/facilitate/new/d-ou-ca-sort?lang=en")
    unfold_settings(fatima)
    fatima.select_option("#seconds", "60")
    fatima.click("main button[type=submit]")
    fatima.wait_for_selector('[data-primary][data-move="start"]')
    fatima.dblclick("[data-primary]", delay=80)
    expect(fatima.locator("[data-primary]")).to_have_attribute("data-move", "open")
    fatima.wait_for_timeout(400)  # a second move would be under way by now
    expect(fatima.locator("[data-primary]")).to_have_attribute("data-move", "open")
    fatima.click("[data-primary]")
    fatima.wait_for_selector('[data-move="extend"]')
    fatima.focus('[data-move="extend"]')
    for _ in range(2):  # a second press gives time again, it does not close the answers
        with fatima.expect_response("**/moves"):
            fatima.keyboard.press("Enter")
    expect(fatima.locator("[data-primary]")).to_have_attribute("data-move", "close")
    fatima.click(".tally summary")
    fatima.fill("[data-tally] input >> nth=0", "7")
    rare(fatima, "lock")
    fatima.wait_for_selector('[data-move="unlock"]', state="attached")
    expect(fatima.locator("[data-tally] input").nth(0)).to_have_value("7")
    fatima.keyboard.press("Enter")
    fatima.click("[data-primary]")
    fatima.wait_for_selector('[data-primary][data-move="reveal"]')
    expect(fatima.locator("[data-tally] input").nth(0)).to_have_value("7")
