"""Leading a workshop in every way that a classroom asks for."""

from __future__ import annotations

import json
import re
import sqlite3
import time
from contextlib import closing
from datetime import datetime, timedelta

import pytest
from browser import check
from playwright.sync_api import Page, expect
from room import join, moved, primary, tell
from test_lesson import open_projector
from test_workshops import lead

from workshop.plans import planbook

pytestmark = pytest.mark.browser

W1 = planbook.find_plan("w1-pub-ou-pas-pub")
FIRST_CLICKS = 3
"""From the plan’s page to the first open question."""


def to_activity(fatima: Page, press) -> None:
    """Go on until the first step without a question."""
    for _ in range(40):
        if fatima.locator(".console-now .eyebrow").inner_text() in ("Cartes", "Cards"):
            return
        moved(fatima, press)
    raise AssertionError("no activity came")


def test_three_clicks_lead_from_a_plan_to_its_first_open_question(kit, screens, fatima) -> None:
    clicks = []
    fatima.expose_function("clicked", lambda: clicks.append(1))
    fatima.add_init_script(
        "addEventListener('click', (event) => event.isTrusted && clicked(), true)"
    )
    began = time.monotonic()
    fatima.goto(f"{kit.base}/plans/{W1.slug}")
    fatima.click(".lead-panel [type=submit]")
    fatima.wait_for_selector("[data-primary]")
    for leads_to in ("open", "close"):
        primary(fatima, leads_to)
    print(f"from the plan to the first open question: {time.monotonic() - began:.1f} s")
    assert len(clicks) == FIRST_CLICKS


@pytest.mark.long
def test_four_clicks_lead_from_the_start_page_to_the_first_open_question(kit, fatima) -> None:
    fatima.goto(f"{kit.base}/facilitate/")
    fatima.click(f"#lead a[href='/plans/{W1.slug}/lead']")
    fatima.click("main [type=submit]:not([name=rehearse])")
    fatima.wait_for_selector("[data-primary]")
    for leads_to in ("open", "close"):
        primary(fatima, leads_to)


@pytest.mark.parametrize(
    "key",
    [
        pytest.param("Space", id="keyboard"),
        pytest.param("PageDown", id="clicker", marks=pytest.mark.long),
    ],
)
def test_keys_alone_lead_through_questions_and_cards(kit, screens, fatima, key) -> None:
    code = lead(fatima, kit.base, W1)
    wall = open_projector(screens, fatima, kit.base, code)
    fatima.bring_to_front()
    to_activity(fatima, lambda: fatima.keyboard.press(key))
    expect(wall.locator(".activity h1")).to_be_visible()
    clicker = key == "PageDown"
    for one in (key, "+", "." if clicker else "b"):
        moved(fatima, lambda one=one: fatima.keyboard.press(one))
    expect(wall.locator("[data-blank]")).to_be_visible()
    moved(fatima, lambda: fatima.keyboard.press("b"))
    expect(wall.locator("[data-blank]")).to_be_hidden()
    moved(fatima, lambda: fatima.keyboard.press("PageUp" if clicker else "ArrowLeft"))
    expect(fatima.locator(".console-now .eyebrow")).to_have_text("Cartes")


def test_one_hand_leads_from_a_phone(kit, screens, fatima) -> None:
    code = lead(fatima, kit.base, W1)
    hand = screens.open(
        390, 844, "fr-BE", has_touch=True, storage_state=fatima.context.storage_state()
    )
    hand.goto(f"{kit.base}/facilitate/{code}")
    hand.wait_for_selector("[data-primary]")
    check(hand, what="console on a phone")

    def press() -> None:
        button = hand.locator("[data-primary]")
        box = button.bounding_box()
        assert box and box["y"] + box["height"] <= 844, "the thumb reaches it without scrolling"
        assert box["height"] >= 48
        hand.wait_for_timeout(600)  # two taps at once are one step
        button.tap()

    to_activity(hand, press)
    check(hand, what="an activity on a phone")
    hand.locator('[data-panel="order"]').tap()
    hand.locator("[data-open-add]").tap()
    hand.wait_for_selector("[data-question]")
    check(hand, what="adding a question")
    hand.fill("[name=words]", "c20")
    hand.locator("[data-question]:not([hidden]) button").tap()
    expect(hand.locator(".running")).to_contain_text("C20")


@pytest.mark.long
def test_what_is_left_out_when_late_shortens_the_workshop(own_kit, screens) -> None:
    from phones import Leader

    leader = Leader(own_kit)
    fatima = leader.browser(screens_of(screens, own_kit))
    code = lead(fatima, own_kit.base, W1)
    fatima.click("[data-primary]")
    fatima.wait_for_selector('[data-primary][data-move="open"]')
    expect(fatima.locator("[data-clock]")).not_to_contain_text("retard")
    own_kit.stop()
    begin_earlier(own_kit.folder, code, timedelta(minutes=16))
    own_kit.start()
    fatima.reload()
    clock = fatima.locator("[data-clock]")
    expect(clock).to_contain_text(re.compile("[89] min de retard"))
    offered = clock.locator("button")
    expect(offered).to_have_text(re.compile("B11"))
    offered.click()
    expect(clock.locator("button")).to_have_count(0)
    expect(fatima.locator(".is-spare")).to_contain_text("B11")
    fatima.click(".spare summary")
    fatima.click('[data-order="in"]')
    expect(fatima.locator(".is-spare")).to_have_count(0)
    leader.close()


def screens_of(screens, kit):
    """The same browsers for another kit."""
    screens.base = kit.base
    return screens


def begin_earlier(folder, code: str, by: timedelta) -> None:
    """As if the workshop had begun, and joined its first stop, so much earlier."""
    with closing(sqlite3.connect(next(folder.rglob("recoupe.db")))) as database, database:
        ((visits,),) = database.execute(
            "SELECT visits FROM live_session WHERE code = ?", (code,)
        ).fetchall()
        moved = [
            [stop, (datetime.fromisoformat(at) - by).isoformat()] for stop, at in json.loads(visits)
        ]
        database.execute(
            "UPDATE live_session SET visits = ? WHERE code = ?", (json.dumps(moved), code)
        )


def test_the_network_is_gone_in_the_middle_of_a_workshop(kit, screens, fatima) -> None:
    code = lead(fatima, kit.base, W1)
    wall = open_projector(screens, fatima, kit.base, code)
    phone = screens.open(390, 844, "fr-BE")
    join(phone, kit.base, code)
    fatima.click("[data-primary]")
    fatima.click('[data-primary][data-move="open"]')
    fatima.wait_for_selector('[data-primary][data-move="close"]')
    phone.wait_for_selector('form[data-phase="open"]')
    phone.context.set_offline(True)
    expect(phone.locator("[data-state]")).to_be_visible()
    phone.locator('.options [name="value"]').first.check()  # kept on the phone, sent later
    expect(phone.locator("[data-kept-line]")).to_contain_text("Pas encore envoyé")
    wall.context.set_offline(True)
    expect(wall.locator("[data-state]")).to_be_visible()
    for page in (phone, wall):
        page.context.set_offline(False)
    expect(fatima.locator("[data-answered]")).to_contain_text("1 sur 1")
    to_activity(fatima, lambda: fatima.click("[data-primary]"))
    expect(wall.locator(".activity h1")).to_be_visible()
    expect(phone.locator("h1")).to_have_text("Au grand écran.")


@pytest.mark.long
def test_a_phone_that_comes_late_or_slept_says_what_is_going_on(kit, screens, fatima) -> None:
    code = lead(fatima, kit.base, W1)
    to_activity(fatima, lambda: fatima.click("[data-primary]"))
    late = screens.open(320, 640, "en-GB")
    join(late, kit.base, code)
    expect(late.locator("h1")).to_have_text("Look up.")
    expect(late.locator("[data-timer]")).to_be_visible()
    check(late, what="an activity on a small phone")


@pytest.mark.long
def test_a_room_where_nobody_answers_and_nobody_is(kit, screens, fatima) -> None:
    code = lead(fatima, kit.base, W1)
    wall = open_projector(screens, fatima, kit.base, code)
    for leads_to in ("open", "close", "reveal"):
        primary(fatima, leads_to)
    assert tell(fatima) == "next"
    check(wall, what="a result without any answer")


def test_who_reads_the_screen_aloud_takes_part_and_leads(kit, screens, fatima) -> None:
    """Roles and names alone: what is going on, what comes, and where one is."""
    code = lead(fatima, kit.base, W1)
    phone = screens.open(390, 844, "en-GB")
    phone.goto(f"{kit.base}/j/{code}")
    phone.get_by_role("button", name="Join").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("You’re in.")
    console = fatima.get_by_role("region", name="Maintenant")
    console.get_by_role("button", name="Commencer : B01").click()
    expect(console.get_by_role("heading", level=1)).to_contain_text("envie")
    console.get_by_role("button", name="Ouvrir les réponses").click()
    phone.get_by_role("radio").first.check()
    expect(phone.get_by_role("status").filter(has_text="kept")).to_be_visible()
    expect(console.get_by_text("1 sur")).to_be_visible()
    console.get_by_role("button", name="Fermer les réponses").click()
    console.get_by_role("button", name="Montrer le résultat").click()
    to_activity(fatima, lambda: fatima.locator("[data-primary]").press("Enter"))
    expect(fatima.get_by_role("region", name="Cette étape du plan")).to_be_visible()
    current = fatima.get_by_role("listitem").and_(fatima.locator("[aria-current=step]"))
    expect(current).to_contain_text("Six publications")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Look up.")
    expect(phone.locator("[data-said]")).to_contain_text("Look up.")
    assert (
        phone.locator("[data-said]").get_attribute("aria-live")
        or phone.locator("[data-said][role=status]").count()
    )
