"""Plans, paper, glossary, sources, note and review on a small phone: nothing for axe-core to find,
no sideways scrolling, and the plan reached by keyboard from any page."""

from __future__ import annotations

import pytest
from browser import check
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
PAGES = ["/plans", "/plans/w2-fil-et-sources", "/plans/w4-stand", "/handouts/", "/sources",
         "/glossary", "/guide/management-note", "/handouts/management-note.html",
         "/plans/w1-pub-ou-pas-pub/plan.html", "/plans/w2-fil-et-sources/cards.html",
         "/plans/w3-trois-tables/certificate.html",
         "/handouts/d-ou-ca-sort/counting.html", "/handouts/exit-ticket.html",
         "/handouts/vote-cards.html", "/handouts/parents-card.html", "/handouts/glossary.html",
         "/handouts/sources.html"]  # fmt: skip


def test_the_answers_to_the_cards_are_for_facilitators(kit, screens, fatima: Page) -> None:
    stranger = screens.open(320, 640, "fr-BE")
    for path in ("/plans/w2-fil-et-sources", "/plans/w2-fil-et-sources/answers.html"):
        fatima.set_viewport_size({"width": 320, "height": 640})
        fatima.goto(kit.base + path)
        check(fatima)
        for folded in fatima.locator("details:has(table) > summary").all():
            folded.click()
        expect(fatima.locator("table").first).to_be_visible()
        stranger.goto(kit.base + path)
    assert "/login" in stranger.url


@pytest.mark.parametrize(
    ("locale", "language", "scheme"), [("fr-BE", "fr", "light"), ("en-GB", "en", "dark")]
)
def test_written_pages_on_a_small_phone(
    kit, screens, locale: str, language: str, scheme: str
) -> None:
    page = screens.open(320, 640, locale, color_scheme=scheme)
    for path in PAGES:
        page.goto(kit.base + path)
        expect(page.locator("html")).to_have_attribute("lang", language)
        assert page.locator("h1").count() == 1, path
        check(page)


def test_the_glossary_has_three_columns_and_on_a_phone_one(kit, screens) -> None:
    page = screens.open(1366, 768, "fr-BE")
    page.goto(f"{kit.base}/glossary")
    cells = page.locator("#feed [role=cell]")

    def tops() -> list[float]:
        return [cells.nth(n).bounding_box()["y"] for n in range(3)]

    assert len(set(tops())) == 1
    page.set_viewport_size({"width": 390, "height": 844})
    assert len(set(tops())) == 3
    expect(cells.nth(2).locator(".tongue")).to_be_visible()
    check(page)


def test_what_is_to_be_read_again(kit, screens, fatima: Page) -> None:
    fatima.goto(f"{kit.base}/facilitate/")
    fatima.click('main a[href="/facilitate/review"]')
    fatima.fill("#days", "3650")
    fatima.click("main .days button")
    fatima.wait_for_url("**days=3650")
    assert fatima.locator(".due").count() > 30
    fatima.locator("details summary").first.click()
    check(fatima)
    fatima.set_viewport_size({"width": 320, "height": 640})
    check(fatima)


def test_a_plan_is_one_step_from_any_page(kit, screens) -> None:
    page = screens.open(390, 844, "en-GB")
    page.goto(f"{kit.base}/login")
    page.locator('.colophon a[href="/plans"]').focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/plans")
    page.locator(".tiles .tile-title a").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".running").first).to_be_visible()
