"""A test before and after, from its opening to its report: every page is fit for everybody."""

from __future__ import annotations

from typing import Any

import pytest
from browser import axe
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def take(phone: Page, address: str, code: str) -> None:
    """Somebody answers every page, and hands in."""
    phone.goto(address)
    phone.fill("#pseudonym", code)
    phone.get_by_role("button", name="Begin").click()
    for number in range(1, 5):
        expect(phone.locator("#way")).to_have_text(f"Page {number} of 4")
        assert axe(phone) == []
        names = phone.locator('[name^="value"]').evaluate_all(
            "boxes => [...new Set(boxes.map((box) => box.name))]"
        )
        for name in names:
            phone.locator(f'[name="{name}"]').nth(1).check()
        phone.get_by_role("button", name="Keep and go on").click()
    expect(phone.locator("h1")).to_have_text("Hand in your sheet?")
    assert axe(phone) == []
    phone.get_by_role("button", name="Hand in").click()
    expect(phone.locator("h1")).to_have_text("Thank you, it is handed in.")
    assert axe(phone) == []


def test_a_class_is_tested_before_and_after(kit: Any, screens: Any, fatima: Page) -> None:
    kit.offer("essai-a")
    kit.offer("essai-b")
    fatima.goto(f"{kit.base}/facilitate/tests")
    fatima.fill("#title", "3B")
    fatima.check('input[name=forms][value="essai-a"]')
    assert axe(fatima) == []
    fatima.click("main form button")
    code = fatima.inner_text(".test-code").replace(" ", "")
    assert axe(fatima) == []
    page = fatima.url

    phone = screens.open(320, 640, "en")
    address = f"{kit.base}/j/{code}"
    phone.goto(address)
    assert axe(phone) == []
    suggested = phone.input_value("#pseudonym")
    phone.fill("#pseudonym", "Léa")
    phone.get_by_role("button", name="Begin").click()
    expect(phone.get_by_role("alert")).to_contain_text("Never a name.")
    assert axe(phone) == []
    take(phone, address, suggested)

    fatima.goto(page)
    fatima.click('a[href$="/after"]')
    assert axe(fatima) == []
    fatima.click("button[value=after]")
    take(phone, address, suggested.upper())
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not phone.evaluate(wide)

    fatima.goto(page)
    fatima.click("button[value=close]")
    fatima.goto(f"{page}/report")
    assert axe(fatima) == []
    assert fatima.locator(".test-counts").first.locator("dd").all_text_contents() == ["1", "1", "1"]
    assert "%" not in (
        fatima.locator(".measures").first.text_content() or ""
    )  # one person is hidden
