"""The start page in a real browser: what is on its first screen, in every language and light."""

from __future__ import annotations

from typing import Any

import pytest
from browser import check
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
W1 = "w1-pub-ou-pas-pub"
FIRST_SCREEN = 768


def top_of(page: Page, what: str) -> float:
    box = page.locator(what).first.bounding_box()
    assert box
    return box["y"]


def looks(kit: Any, page: Page, path: str) -> None:
    """Nothing to find for axe, wide and narrow, in both languages and by day and night."""
    for language in ("fr", "en"):
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            for width, height in ((1366, FIRST_SCREEN), (320, 640)):
                page.set_viewport_size({"width": width, "height": height})
                page.goto(f"{kit.base}{path}?lang={language}")
                check(page, what=f"{path} {language} {scheme} {width}")


def test_a_newcomer_plays_the_demo_and_then_leads_a_class(kit, screens, fatima: Page) -> None:
    fatima.set_viewport_size({"width": 1366, "height": FIRST_SCREEN})
    fatima.goto(f"{kit.base}/facilitate/?lang=en")
    assert top_of(fatima, "#lead .tile") < FIRST_SCREEN - 150, "Lead begins on the first screen"
    looks(kit, fatima, "/facilitate/")
    fatima.set_viewport_size({"width": 1366, "height": FIRST_SCREEN})
    fatima.goto(f"{kit.base}/facilitate/?lang=en")
    fatima.get_by_role("button", name="Play the demo in five minutes").click()
    fatima.wait_for_selector("[data-primary]")
    fatima.goto(f"{kit.base}/facilitate/")
    expect(fatima.locator(".running-now")).to_contain_text("rehearsal")
    fatima.click(f"#lead a[href='/plans/{W1}/lead']")
    fatima.click("main [type=submit]:not([name=rehearse])")
    fatima.wait_for_selector("[data-primary]")
    code = fatima.url.rsplit("/", 1)[1]
    fatima.goto(f"{kit.base}/facilitate/")
    assert fatima.get_attribute(".running-now .big", "href") == f"/facilitate/{code}"
    assert top_of(fatima, "#lead .tile") < FIRST_SCREEN - 100
    looks(kit, fatima, "/facilitate/")
    for path in ("/plans", f"/plans/{W1}", f"/facilitate/{code}/delete"):
        looks(kit, fatima, path)


def test_a_session_is_deleted_without_script_and_in_the_other_language(
    kit, screens, fatima
) -> None:
    made = fatima.request.post(
        f"{kit.base}/plans/{W1}/lead",
        form={"csrf_token": fatima.locator("[name=csrf_token]").first.get_attribute("value"),
              "part": "0", "ways": "phones", "cap": "100", "keep_days": "30", "seconds": "0"},
        headers={"Origin": kit.base},
    )  # fmt: skip
    code = made.url.rsplit("/", 1)[1]
    bare = screens.open(
        390, 844, "fr-BE", storage_state=fatima.context.storage_state(), java_script_enabled=False
    )
    bare.goto(f"{kit.base}/facilitate/")
    bare.click(f"#mine a[href='/facilitate/{code}/delete']")
    bare.click(".langs a[lang=en]")
    expect(bare.locator("h1")).to_contain_text("for good?")
    bare.click("main .danger")
    bare.wait_for_url("**/facilitate/?deleted=1")
    expect(bare.locator(f"a[href='/facilitate/{code}']")).to_have_count(0)


def test_a_colleague_is_invited_with_two_presses(kit, screens, fatima: Page) -> None:
    fatima.goto(f"{kit.base}/facilitate/?lang=en")
    fatima.get_by_role("button", name="Make an invitation link").click()
    link = fatima.input_value("#link")
    check(fatima)
    fatima.get_by_role("button", name="Copy the link").click()
    expect(fatima.get_by_role("button", name="Copied")).to_be_visible()
    colleague = screens.open(390, 844, "fr-BE")
    colleague.goto(f"{kit.base}/first/{link.rsplit('/', 1)[1]}")
    colleague.fill("[name=name]", "Amina")
    colleague.fill("[name=password]", "une phrase assez longue")
    colleague.click("main [type=submit]")
    expect(colleague.locator("h1")).to_have_text("Mon bureau")
    expect(colleague.locator("#welcome")).to_be_visible()
