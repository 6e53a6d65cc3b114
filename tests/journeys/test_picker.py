"""Choosing questions in a browser: it finds while one types, adds up, and keeps what is ticked."""

from __future__ import annotations

import pytest
from browser import check
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_from_a_pack_to_the_lobby_in_three_presses(kit, fatima: Page) -> None:
    presses = 1  # the link to the pack's questions, from wherever it stands
    fatima.goto(f"{kit.base}/facilitate/new?pack=demo-cinq-minutes")
    for _ in range(2):
        fatima.click(".standing .button >> nth=0")
        presses += 1
    fatima.wait_for_selector('[data-primary][data-move="start"]')
    assert presses <= 3


def test_questions_are_found_ticked_ordered_and_kept(kit, fatima: Page) -> None:
    fatima.goto(f"{kit.base}/facilitate/new?lang=en")
    check(fatima, what="choosing questions")
    expect(fatima.locator("[data-count]")).to_have_text("No question yet")
    for words, code in (("c20", "C20"), ("b02", "B02"), ("c03", "C03")):
        fatima.fill("[name=words]", words)
        expect(fatima.locator("[data-question]:visible")).to_have_count(1)
        expect(fatima.locator("[data-question]:visible")).to_contain_text(code)
        fatima.check("[data-question]:visible input")
    expect(fatima.locator("[data-count]")).to_have_text("3 questions")
    bar = fatima.locator("[data-standing]").bounding_box()
    size = fatima.viewport_size
    assert bar and size and bar["y"] + bar["height"] <= size["height"] + 1
    fatima.click(".standing button")
    lines = fatima.locator("[data-chosen] > li")
    expect(lines.nth(0)).to_contain_text("C20")  # the order of ticking
    check(fatima, what="the form of a session")
    fatima.click("[data-way=down] >> nth=0")
    expect(lines.nth(0)).to_contain_text("B02")
    fatima.go_back()
    expect(fatima.locator("[data-count]")).to_have_text("3 questions")
    fatima.go_forward()
    expect(fatima.locator("[data-chosen] > li").nth(0)).to_contain_text("B02")
    notice = fatima.locator(".hands-only")
    fatima.fill("[name=wifi]", "Classe 12")
    fatima.uncheck("[value=phones]")
    fatima.check("[value=hands]")
    expect(notice).to_have_count(0)  # all three can be counted
    fatima.click("[value=questions]")
    fatima.fill("[name=words]", "c07")
    fatima.check("[data-question]:visible input")
    fatima.click(".standing button")
    expect(notice).to_contain_text("C07")
    expect(fatima.locator("[name=wifi]")).to_have_value("Classe 12")
    fatima.click("text=Open the session with 4 questions")
    fatima.wait_for_selector('[data-primary][data-move="start"]')
