"""People write, the facilitator decides, the room sees: in real browsers."""

from __future__ import annotations

import pytest
from browser import check
from playwright.sync_api import Page, expect
from room import join, open_session, primary, tell

pytestmark = pytest.mark.browser
SLUG = "en-tes-mots"
HOSTILE = '<img src="//evil.example/x" onerror="document.title=1"><b>gras</b>'
KIND = "PUBLICITÉ pour Courvite, qui m’a offert ces chaussures."


def to_item(fatima: Page, code: str) -> None:
    """Skip on until the item is read, then open its answers."""
    while code not in fatima.inner_text(".console-now .eyebrow"):
        before = fatima.inner_text(".console-now .eyebrow")
        fatima.click('[data-move="skip"]')
        expect(fatima.locator(".console-now .eyebrow")).not_to_have_text(before)
    primary(fatima, "close")


def send(phone: Page) -> None:
    phone.click(".send button")
    phone.wait_for_selector('[data-kept-line][data-outcome="kept"]')


def text_of(page: Page, where: str) -> str:
    """What is there, shown or not."""
    return str(page.locator(where).evaluate("(place) => place.innerHTML"))


def test_nothing_is_shown_before_it_is_approved_and_then_as_text(
    kit, screens, fatima: Page
) -> None:
    kit.offer(SLUG)
    code = open_session(fatima, kit.base, SLUG)
    phones = [screens.open(320, 640, "fr-BE"), screens.open(390, 844, "en-GB")]
    for phone in phones:
        join(phone, kit.base, code)
    with fatima.expect_popup() as popup:
        fatima.click("[data-present]")
    wall = screens.watch(popup.value)
    wall.set_viewport_size({"width": 1280, "height": 720})
    primary(fatima, "open")
    to_item(fatima, "B15")

    for phone, words in zip(phones, (HOSTILE, KIND), strict=True):
        phone.wait_for_selector('form[data-phase="open"]')
        check(phone)
        phone.fill('[name="value"]', words)
        left = phone.locator("[data-characters]")
        expect(left).to_contain_text(str(200 - len(words)))
        send(phone)
    waiting = fatima.locator('[data-list="waiting"] li')
    expect(waiting).to_have_count(2)
    expect(waiting.locator("span").first).to_have_text(HOSTILE)
    check(fatima)
    fatima.click("[data-primary]")
    main = fatima.locator("[data-primary]")
    expect(main).to_have_text("Lire les 2 textes qui attendent")
    expect(fatima.locator('.secondary [data-move="reveal"]')).to_be_visible()
    main.click()
    expect(waiting.locator("button").first).to_be_focused()
    expect(main).to_have_attribute("data-move", "reveal")  # who has looked may go on
    main.click()
    wall.wait_for_selector(".is-revealed")
    assert "Courvite, qui m’a offert ces chaussures.<" not in text_of(wall, "[data-texts]")
    assert text_of(wall, "[data-texts]") == ""
    for phone in phones:
        phone.wait_for_selector("[data-peer]")
        assert "gras" not in phone.inner_text("[data-peer]")

    # By keyboard: the second text first, then the other.
    fatima.locator('[data-list="waiting"] [data-decide="show"]').nth(1).focus()
    fatima.keyboard.press("Enter")
    expect(wall.locator("[data-texts] li")).to_have_text([KIND])
    fatima.locator('[data-list="waiting"] [data-decide="show"]').first.focus()
    fatima.keyboard.press("Space")
    expect(wall.locator("[data-texts] li")).to_have_text([HOSTILE, KIND])
    assert wall.locator("[data-texts] :is(img, b, a)").count() == 0
    expect(fatima.locator('[data-none="waiting"]')).to_be_visible()
    fatima.click('[data-list="shown"] li:nth-child(2) [data-decide="first"]')
    expect(wall.locator("[data-texts] li")).to_have_text([KIND, HOSTILE])

    first, second = phones
    for phone, other in ((first, KIND), (second, HOSTILE)):
        phone.click("[data-peer-again]")
        expect(phone.locator("[data-peer-text]")).to_have_text(other)
    first.locator("[name=ticked]").nth(1).check()
    first.click("[data-peer-form] button")
    expect(first.locator("[data-peer-said]")).to_have_attribute("data-outcome", "kept")
    expect(wall.locator('[data-ticks="clear"]')).to_have_text("✓ 1/1")
    expect(fatima.locator('[data-ticked="clear"]')).to_have_text("1")
    second.click("[data-peer-again]")
    expect(second.locator("[data-peer-own]")).to_be_visible()
    check(first, second, fatima, wall)

    fatima.locator('[data-list="shown"] [data-decide="hide"]').nth(1).click()
    expect(wall.locator("[data-texts] li")).to_have_text([KIND])
    first.reload()
    first.wait_for_selector("[data-own-line]:not([hidden])")
    assert HOSTILE in first.inner_text("[data-own-line]")
    assert first.title() != "1" and wall.title() != "1"


def test_words_and_a_search_are_sent_kept_and_counted(kit, screens, fatima: Page) -> None:
    kit.offer(SLUG)
    code = open_session(fatima, kit.base, SLUG)
    phones = [screens.open(320, 640, "en-GB"), screens.open(390, 844, "fr-BE")]
    for phone in phones:
        join(phone, kit.base, code)
    primary(fatima, "open")
    to_item(fatima, "B16")
    for phone, words in zip(phones, (["Pub", "rêve"], ["pub"]), strict=True):
        phone.wait_for_selector('form[data-phase="open"]')
        phone.click(".send button")
        expect(phone.locator("[data-kept-line]")).to_have_attribute("data-outcome", "choose")
        for place, word in enumerate(words):
            phone.locator('[name="value"]').nth(place).fill(word)
        send(phone)
    expect(fatima.locator('[data-list="waiting"] li').first).to_contain_text("× 2")
    fatima.click('[data-decide="all"]')
    expect(fatima.locator('[data-list="shown"] li')).to_have_count(2)
    phones[0].reload()
    expect(phones[0].locator('[name="value"]').nth(1)).to_have_value("rêve")
    primary(fatima, "reveal")
    assert tell(fatima) == "next"
    primary(fatima, "open")
    to_item(fatima, "C20")
    phone = phones[0]
    phone.wait_for_selector('form[data-item="C20"][data-phase="open"]')
    phone.locator(".found summary").nth(1).focus()
    phone.keyboard.press("Enter")
    expect(phone.locator(".found details").nth(1)).to_have_attribute("open", "")
    phone.locator('[name="value.found"][value="b"]').check()
    phone.click(".send button")
    expect(phone.locator("[data-kept-line]")).to_have_attribute("data-outcome", "choose")
    phone.locator('[name="value.pages"][value="press"]').check()
    phone.fill('[name="value.line"]', "their partners page")
    send(phone)
    check(phone, fatima)
    expect(fatima.locator('[data-count="b"]')).to_have_text("1")
    expect(fatima.locator('[data-page="press"]')).to_have_text("1")
    phone.reload()
    expect(phone.locator('[name="value.line"]')).to_have_value("their partners page")
    expect(phone.locator('[name="value.found"][value="b"]')).to_be_checked()
