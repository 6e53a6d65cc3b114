"""A learner takes a pack alone, closes the browser, goes on later, and prints the recap."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from room import fill_grid, unfold_zones

from quizzes.bank.catalogue import SHIPPED
from quizzes.formats.pack_folder import read_folder

pytestmark = pytest.mark.browser
FRENCH = re.compile("fr")


def answer_item(page: Page) -> None:
    """Give some answer to the item on the page, and send it."""
    kinds = page.locator('[name="value"]')
    if not kinds.count():
        fill_grid(page, 0)
    elif kinds.first.get_attribute("type") in ("radio", "checkbox"):
        unfold_zones(page)
        page.locator(".option:has([name=value])").first.click()
        if page.locator("[name=certainty]").count():
            page.locator(".option:has([name=certainty])").nth(1).click()
    elif kinds.first.get_attribute("type") == "hidden":
        page.locator('[data-move="down"]').first.click()
    else:
        kinds.first.fill("12,5")
    page.click("main form[action*='/take/'] .actions button.button")


def begin(page: Page, base: str, slug: str, reveal: str) -> None:
    page.goto(f"{base}/packs/{slug}")
    page.locator(f"input[name=reveal][value={reveal}]").check()
    page.click("form[action$='/begin'] button.button")
    page.wait_for_selector(".stem")


def test_why_after_each_item_and_going_on_later(kit, screens) -> None:
    page = screens.open(390, 844, "en-GB")
    begin(page, kit.base, "pub-ou-pas-pub", "each")
    for _ in range(3):
        answer_item(page)
        expect(page.locator(".results, .numbers, .result").first).to_be_visible()
        page.locator("main .actions a.button:not(.quiet)").first.click()
        page.wait_for_selector(".stem")
    fourth = page.inner_text(".stem")
    kept = page.context.storage_state()

    later = screens.open(1366, 768, "en-GB", storage_state=kept)
    later.goto(f"{kit.base}/take/pub-ou-pas-pub")
    expect(later.locator(".stem")).to_have_text(fourth)
    stranger = screens.open(1366, 768, "fr-BE")
    stranger.goto(f"{kit.base}/take/pub-ou-pas-pub")
    assert "/packs/" in stranger.url, "an attempt belongs to one browser"


def test_to_the_end_with_the_recap(kit, screens) -> None:
    page = screens.open(390, 844, "fr-BE")
    begin(page, kit.base, "d-ou-ca-sort", "end")
    items = read_folder(SHIPPED / "d-ou-ca-sort").pack.items
    for _ in items:
        assert page.locator(".why").count() == 0, "the answers come at the end"
        answer_item(page)
        page.wait_for_selector(".stem, form[action$='/finish']")
    page.click("form[action$='/finish'] button")
    page.wait_for_url("**/recap")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    text = page.inner_text("main")
    assert "Lateral Reading" in text
    scored = sum(1 for item in items if item.scored)
    assert re.search(rf"\d+ bonnes? réponses? sur {scored}\b", text), text[:400]
    pdf = page.pdf(format="A4")
    assert pdf.startswith(b"%PDF")
