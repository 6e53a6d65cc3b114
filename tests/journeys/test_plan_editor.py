"""Fatima changes a plan of her own, in both languages and at two widths; then leads it again."""

from __future__ import annotations

from typing import Any

import pytest
from browser import check
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
SIZES = ((390, 844), (1366, 768))


def copied(page: Page, base: str) -> str:
    page.goto(f"{base}/plans/w1-pub-ou-pas-pub")
    page.locator('form[action$="/copy"] button').click()
    expect(page.locator(".plan-editor")).to_be_visible()
    return page.url.partition("?")[0]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_editor_of_a_plan_is_fit_for_everybody(
    kit: Any, screens: Any, fatima: Page, language: str
) -> None:
    address = copied(fatima, kit.base)
    for width, height in SIZES:
        fatima.set_viewport_size({"width": width, "height": height})
        for path in ("/edit", "/parts/0/steps/1", "/parts/0/steps/3", "/parts/0/questions?step=1"):
            link = address.removesuffix("/edit") + path
            fatima.goto(f"{link}{'&' if '?' in link else '?'}lang={language}")
            fatima.evaluate(
                "() => document.querySelectorAll('details').forEach((one) => { one.open = true; })"
            )
            check(fatima)
        fatima.goto(f"{kit.base}/facilitate/plans")
        check(fatima)
        fatima.goto(address)
        fatima.locator("#f-step\\.0\\.1\\.minutes").fill("soon")
        fatima.locator(".save-bar button").click()
        expect(fatima.get_by_role("alert").locator("li")).to_have_count(1)
        check(fatima)


def test_minutes_add_up_while_one_types_and_the_server_says_the_same(
    kit: Any, screens: Any, fatima: Page
) -> None:
    address = copied(fatima, kit.base)
    fatima.goto(f"{address}?lang=en")
    total = fatima.locator("[data-total]")
    expect(total).to_have_text("50 min · fits exactly")
    fatima.locator("#f-step\\.0\\.1\\.minutes").fill("6")
    expect(total).to_have_text("54 min · 4 min over 50")
    fatima.locator(".save-bar button").click()
    expect(fatima.get_by_role("status")).to_be_visible()
    expect(total).to_have_text("54 min · 4 min over 50")
    fatima.locator('button[value="out 0 3"]').click()
    expect(total).to_have_text("47 min · 3 min under 50")
    fatima.locator('button[value="back 0 0"]').click()
    expect(total).to_have_text("54 min · 4 min over 50")


def test_a_session_is_led_again_from_its_end(kit: Any, screens: Any, fatima: Page) -> None:
    copied(fatima, kit.base)
    fatima.goto(f"{kit.base}/facilitate/plans")
    fatima.locator(".plan-list.own .button").first.click()
    fatima.locator(".lead-form .big[type=submit]").click()
    fatima.wait_for_selector("[data-primary]")
    code = fatima.url.rsplit("/", 1)[1]
    fatima.goto(f"{kit.base}/facilitate/{code}/again")
    check(fatima)
    fatima.locator(".lead-form .big[type=submit]").click()
    fatima.wait_for_selector("[data-primary]")
    assert fatima.url.rsplit("/", 1)[1] != code
