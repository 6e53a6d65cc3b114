"""Two people lead one session, one of them with a phone; the room asks, and they decide."""

from __future__ import annotations

import re

import pytest
from browser import check
from playwright.sync_api import Page, expect
from room import join, open_session, panel, primary

pytestmark = pytest.mark.browser
PACK = "d-ou-ca-sort"
WORDS = "Qui a pris la photo ? <b>x</b>"


def invite(fatima: Page) -> str:
    """The link for a second facilitator."""
    panel(fatima, "people")
    fatima.click("[data-invite] summary")
    fatima.click("[data-invite-make]")
    fatima.wait_for_selector("[data-invite-link]:not([hidden])")
    return fatima.input_value("#invite-url")


def arrive(screens, fatima: Page, base: str) -> Page:
    """Nour opens the link on her phone, where nobody is signed in."""
    nour: Page = screens.open(390, 844, "fr-BE")
    nour.goto(base + re.sub(r"^https?://[^/]+", "", invite(fatima)))
    nour.wait_for_selector("[data-primary]")
    return nour


def test_both_consoles_move_and_the_second_goes_on_alone(kit, screens, fatima: Page) -> None:
    code = open_session(fatima, kit.base, PACK)
    nour = arrive(screens, fatima, kit.base)
    assert nour.url == f"{kit.base}/facilitate/{code}"
    assert nour.locator("[data-invite]").count() == 0
    check(fatima, nour)
    primary(nour, "open")
    expect(fatima.locator("[data-primary]")).to_have_attribute("data-move", "open")

    for page in (fatima, nour):  # both press at once: one step
        page.evaluate("() => document.querySelector('[data-primary]').click()")
    for page in (fatima, nour):
        expect(page.locator("[data-primary]")).to_have_attribute("data-move", "close")
    titles = [page.inner_text(".console-title") for page in (fatima, nour)]
    assert titles[0] == titles[1]

    panel(fatima, "note")
    fatima.fill("#note", "Nour took over here.")
    expect(fatima.locator("[data-note-state]")).not_to_be_empty()
    expect(nour.locator("#note")).to_have_value("Nour took over here.")
    fatima.context.close()  # the first laptop is gone
    nour.click("[data-primary]")
    expect(nour.locator("[data-primary]")).not_to_have_attribute("data-move", "close")
    wall = nour.context.new_page()
    screens.watch(wall).goto(f"{kit.base}/present/{code}")
    wall.wait_for_selector(".room-line")


def test_a_question_goes_from_a_phone_to_the_wall_and_a_note_is_kept_before_a_move(
    kit, screens, fatima: Page
) -> None:
    code = open_session(fatima, kit.base, PACK)
    nour = arrive(screens, fatima, kit.base)
    wall = screens.watch(fatima.context.new_page())
    wall.set_viewport_size({"width": 1920, "height": 1080})
    wall.goto(f"{kit.base}/present/{code}")
    pavel, priya = screens.open(320, 640, "fr-BE"), screens.open(390, 844, "en-GB")
    for phone in (pavel, priya):
        join(phone, kit.base, code)
        phone.click("nav.centred a")
    pavel.fill("textarea", WORDS)
    pavel.click("main [type=submit] >> nth=0")
    expect(pavel.locator(".notice:not([data-open-now])")).to_be_visible()
    check(pavel)

    waiting = nour.locator('[data-asked-list="waiting"] li p')
    expect(waiting).to_have_text(WORDS)
    expect(nour.locator('[data-badge="questions"]')).to_have_text("1")
    panel(nour, "questions")
    nour.click('[data-asked="show"]')
    expect(fatima.locator('[data-asked-list="shown"] li p')).to_have_text(WORDS)
    priya.reload()
    priya.click(".asked-list button")
    expect(priya.locator(".notice:not([data-open-now])")).to_be_visible()
    check(priya, nour, fatima)

    panel(fatima, "questions")
    fatima.click('[data-asked="screen"]')
    expect(wall.locator("[data-room-question-text]")).to_have_text(WORDS)
    expect(wall.locator("[data-room-question-voices]")).to_contain_text("2")
    check(wall)
    panel(fatima, "note")
    fatima.fill("#note", "Ask Pavel")
    primary(fatima, "open")  # the note is kept first, although a second has not passed
    expect(wall.locator("[data-room-question]")).to_be_hidden()
    expect(fatima.locator("#note")).to_have_value("")
    fatima.click('[data-move="undo"]')
    expect(fatima.locator("#note")).to_have_value("Ask Pavel")
    fatima.click('[data-move="blank"]')  # a screen that is drawn anew leaves the field alone
    fatima.wait_for_selector('[data-move="unblank"]')
    expect(fatima.locator("#note")).to_have_value("Ask Pavel")

    pavel.click(".asked-back")
    pavel.wait_for_selector("[data-room] .wait")
    check(pavel)


def test_a_link_that_is_withdrawn_shuts_its_console(kit, screens, fatima: Page) -> None:
    open_session(fatima, kit.base, PACK)
    nour = arrive(screens, fatima, kit.base)
    fatima.click("[data-invite-withdraw]")
    expect(fatima.locator("[data-invite-state]")).to_be_visible()
    nour.wait_for_url(re.compile("/login"))
