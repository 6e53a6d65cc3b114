"""Fatima adapts the words of a question, in both languages and at two widths; a phone shows them."""

from __future__ import annotations

from typing import Any

import pytest
from browser import check
from playwright.sync_api import Page, expect
from room import join, open_session, primary

pytestmark = pytest.mark.browser
PACK, CODE = "demo-cinq-minutes", "D01"
WORDS = {"fr": "Cette photo, d’où sort-elle", "en": "Where is this photo from?"}
SIZES = ((390, 844), (1366, 768))


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_editor_is_fit_for_everybody(
    kit: Any, screens: Any, fatima: Page, language: str, scheme: Any
) -> None:
    fatima.emulate_media(color_scheme=scheme)
    for width, height in SIZES:
        fatima.set_viewport_size({"width": width, "height": height})
        fatima.goto(f"{kit.base}/facilitate/packs/{PACK}?lang={language}")
        check(fatima)
        links = fatima.locator(".to-adapt a").evaluate_all("all => all.map((one) => one.href)")
        for link in links:
            fatima.goto(link)
            check(fatima)
        fatima.locator("#f-stem\\.en").fill("word " * 26)
        fatima.locator("#f-seconds").fill("soon")
        fatima.locator("form.editor button[type=submit]").click()
        expect(fatima.get_by_role("alert").locator("li")).to_have_count(1)  # shape comes first
        check(fatima)
        fatima.get_by_role("alert").locator("a").click()
        expect(fatima.locator("#f-seconds")).to_be_in_viewport()
        expect(fatima.locator("#f-stem\\.en")).to_have_value("word " * 26)


@pytest.mark.parametrize(("language", "size"), [("fr", SIZES[0]), ("en", SIZES[1])])
def test_adapted_words_are_on_the_phone_of_the_next_session_only(
    kit: Any, screens: Any, fatima: Page, language: str, size: tuple[int, int]
) -> None:
    running = open_session(fatima, kit.base, PACK)
    old = screens.open(390, 844, "en-GB")
    join(old, kit.base, running)
    fatima.set_viewport_size({"width": size[0], "height": size[1]})
    fatima.goto(f"{kit.base}/facilitate/packs/{PACK}/{CODE}?lang={language}")
    before = fatima.locator("#f-stem\\.en").input_value()
    for said, words in WORDS.items():
        fatima.locator(f"#f-stem\\.{said}").fill(words)
    fatima.locator("form.editor button[type=submit]").click()
    expect(fatima.get_by_role("status")).to_be_visible()
    check(fatima)
    code = open_session(fatima, kit.base, PACK)
    new = screens.open(390, 844, "en-GB")
    join(new, kit.base, code)
    primary(fatima, "open")
    expect(new.locator(".stem")).to_have_text(WORDS["en"])
    fatima.goto(f"{kit.base}/facilitate/{running}")
    fatima.wait_for_selector("[data-primary]")
    primary(fatima, "open")
    expect(old.locator(".stem")).to_have_text(before)

    fatima.goto(f"{kit.base}/facilitate/packs/{PACK}")
    fatima.locator(".actions form button").click()
    check(fatima)
    fatima.locator("main form button").click()
    fatima.goto(f"{kit.base}/facilitate/packs/{PACK}/{CODE}")
    expect(fatima.locator("#f-stem\\.en")).to_have_value(before)


def test_typed_words_outlive_a_reload_and_leaving_asks_first(
    kit: Any, screens: Any, fatima: Page
) -> None:
    asked: list[str] = []
    fatima.on("dialog", lambda one: (asked.append(one.type), one.accept()))
    fatima.set_viewport_size({"width": 390, "height": 844})
    address = f"{kit.base}/facilitate/packs/{PACK}/D02?lang=en"
    fatima.goto(address)
    field, line = fatima.locator("#f-stem\\.en"), fatima.locator("[data-changes]")
    before = field.input_value()
    expect(fatima.locator(".save-bar button")).to_be_in_viewport()  # from the first line on
    expect(line).to_have_text("Nothing changed yet.")
    field.click()
    field.press_sequentially("Well, ")
    typed = field.input_value()
    assert typed != before
    expect(line).to_have_text("1 field changed, not saved yet.")
    check(fatima)
    fatima.reload()
    assert asked == ["beforeunload"]
    expect(field).to_have_value(typed)
    expect(fatima.locator("[data-draft-back]")).to_be_visible()
    check(fatima)
    fatima.click("[data-draft-drop]")
    expect(field).to_have_value(before)
    fatima.goto(f"{kit.base}/facilitate/packs/{PACK}")
    fatima.goto(address)
    expect(field).to_have_value(before)
    assert asked == ["beforeunload"]  # nothing was typed any more
