"""A class without phones: cards are counted, and no count is lost by pressing on."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect
from room import moved, open_session, primary, tell

pytestmark = pytest.mark.browser
FIELD = '[data-tally] [name="{}"]'


def kept(fatima: Page, base: str, code: str) -> Any:
    """What the server holds."""
    return fatima.request.get(f"{base}/api/live/{code}/results").json()["tally"]


def begin(fatima: Page, base: str) -> str:
    """A session that counts hands, its first question open."""
    code = open_session(fatima, base, "d-ou-ca-sort", ways="hands")
    primary(fatima, "open")
    primary(fatima, "close")
    expect(fatima.locator("[data-tally]")).to_be_visible()
    return code


def test_counts_that_were_typed_are_kept_and_wrong_ones_are_told(
    kit, screens, fatima: Page
) -> None:
    code = begin(fatima, kit.base)
    fatima.fill(FIELD.format("a"), "7")
    fatima.fill(FIELD.format("b"), "12")
    primary(fatima, "reveal")
    assert kept(fatima, kit.base, code) == {"a": 7, "b": 12}

    fatima.fill(FIELD.format("b"), "1200")
    fatima.click("[data-primary]")
    expect(fatima.locator("p[data-trouble]")).to_be_visible()
    expect(fatima.locator("[data-primary]")).to_have_attribute("data-move", "reveal")
    fatima.fill(FIELD.format("b"), "13")
    assert tell(fatima) == "next"
    expect(fatima.locator("p[data-trouble]")).to_be_hidden()
    expect(fatima.locator('[data-count="b"]')).to_have_text("13")

    fatima.click(".tally summary")  # a slip that the wall shows: mended, and on
    fatima.fill(FIELD.format("b"), "3")
    while fatima.get_attribute("[data-primary]", "data-move") != "open":
        moved(fatima, lambda: fatima.click("[data-primary]"))
    assert kept(fatima, kit.base, code) == {}, "the next question has counts of its own"


def test_a_round_is_typed_without_touching_the_mouse(kit, screens, fatima: Page) -> None:
    code = begin(fatima, kit.base)
    for key in ("9", "Enter", "1", "4", "ArrowDown", "2"):
        fatima.keyboard.press(key)
    expect(fatima.locator("[data-total]")).to_contain_text("25")
    expect(fatima.locator(FIELD.format("c"))).to_be_focused()
    with fatima.expect_response(lambda one: one.url.endswith("/tally") and one.ok):
        fatima.keyboard.press("+")
    assert kept(fatima, kit.base, code) == {"a": 9, "b": 14, "c": 3}

    fatima.reload()
    expect(fatima.locator(FIELD.format("b"))).to_have_value("14")
    fatima.keyboard.press("Space")
    expect(fatima.locator("[data-primary]")).to_have_attribute("data-move", "reveal")
    expect(fatima.locator(FIELD.format("b"))).to_have_value("14")


def test_two_who_count_see_each_other(kit, screens, fatima: Page) -> None:
    begin(fatima, kit.base)
    other = fatima.context.new_page()
    other.goto(fatima.url)
    expect(other.locator("[data-tally]")).to_be_visible()
    fatima.locator('[data-tally] [data-step="1"]').first.click()
    expect(other.locator(FIELD.format("a"))).to_have_value("1")
    other.fill(FIELD.format("b"), "5")
    expect(fatima.locator(FIELD.format("b"))).to_have_value("5")
    expect(fatima.locator(FIELD.format("a"))).to_have_value("1")
