"""Phones that come back: R1 to R9 of the rules of reconnection, on a network that fails for real."""

from __future__ import annotations

import json
import time
from typing import Any

import httpx
import pytest
from kit import until
from phones import (
    KEPT_LINE,
    NO_STREAMS,
    STATE,
    bad_network,
    choose,
    countdown_errors,
    is_live,
    is_lost,
    one_phone,
    option,
    outcome,
    screens_behind_it,
    stayed,
    stays,
    wait_open,
)
from playwright.sync_api import Page, expect
from room import join, moved, proposed

pytestmark = pytest.mark.browser
FIXTURES = (bad_network, screens_behind_it, one_phone)
ALIVE_MARK = 4  # seconds: how old the server’s note that it runs may be when it is killed

A_DAY_AHEAD = """(() => {
  const Right = Date, wrong = 26 * 3600 * 1000;
  globalThis.Date = class extends Right {
    constructor(...given) { given.length ? super(...given) : super(Right.now() + wrong); }
    static now() { return Right.now() + wrong; }
  };
})()"""


# R1: a seat is not a connection ---------------------------------------------------------


@pytest.mark.parametrize("network", ["cut", "switched off"])
def test_R1_a_third_return_works_like_the_first(wire, lead, phone: Page, network: str) -> None:
    def away() -> None:
        wire.down() if network == "cut" else phone.context.set_offline(True)
        is_lost(phone)

    def back() -> None:
        wire.up() if network == "cut" else phone.context.set_offline(False)
        is_live(phone)

    room = lead.open()
    name = join(phone, wire.base, room.code)
    stays(phone)

    away()  # in the lobby
    room.move("start")
    back()
    wait_open(phone)
    choose(phone, 1)

    away()  # in a round
    room.tell()
    back()
    expect(phone.locator("[data-own-line]")).to_contain_text("Your answer:")
    expect(phone.locator(".is-chosen")).to_have_attribute("data-option", "b")

    away()  # between two rounds
    room.move("next")
    back()
    wait_open(phone)
    choose(phone, 2)

    assert room.counts() == {"c": 1}
    assert room.names() == [name] == [phone.inner_text(".phone-name")]
    assert stayed(phone), "the page was loaded again"


# R2: a whole screen first ---------------------------------------------------------------


def test_R2_the_first_message_of_every_stream_is_the_whole_screen(lead) -> None:
    room = lead.open(seconds=60)
    with httpx.Client(base_url=lead.kit.base) as phone:
        phone.post(f"/api/live/{room.code}/seats", json={"language": "en"})
        room.move("start")
        for _ in range(3):
            with phone.stream("GET", f"/api/live/{room.code}/stream") as stream:
                lines = stream.iter_lines()
                first = [next(lines) for _ in range(5)]
            assert "event: snapshot" in first
            snapshot = json.loads(first[-1].removeprefix("data: "))
            assert snapshot["item"]["stem"] in snapshot["html"]
            assert (snapshot["phase"], snapshot["item_position"]) == ("open", 1)
            assert 50_000 < snapshot["remaining_ms"] <= 60_000


def test_R2_a_page_loaded_again_in_mid_round_shows_question_time_and_kept_answer(
    wire, lead, phone: Page
) -> None:
    room = lead.open(seconds=300)
    join(phone, wire.base, room.code)
    room.move("start")
    wait_open(phone)
    choose(phone, 3)
    for _ in range(2):
        phone.reload()
        wait_open(phone)
        expect(option(phone, 3)).to_be_checked()
        outcome(phone, "kept")
        minutes, seconds = phone.inner_text("[data-left]").split(":")
        left = room.get("snapshot")["remaining_ms"] / 1000
        assert abs(int(minutes) * 60 + int(seconds) - left) < 2
    assert room.counts() == {"d": 1}


def test_R2_the_countdown_is_right_on_a_phone_whose_clock_is_wrong_by_a_day(
    wire, lead, phone: Page
) -> None:
    room = lead.open(seconds=120)
    phone.add_init_script(A_DAY_AHEAD)
    join(phone, wire.base, room.code)
    assert phone.evaluate("Date.now()") - time.time() * 1000 > 24 * 3600 * 1000
    room.move("start")
    wait_open(phone)
    errors = countdown_errors(phone, room.code)
    assert min(errors) <= 300, errors
    wire.cut()  # and again for a phone that comes back in mid-round
    phone.wait_for_function("document.querySelector('[data-state]').dataset.name === 'lost'")
    is_live(phone)
    errors = countdown_errors(phone, room.code)
    assert min(errors) <= 300, errors


# R3: the newest connection wins ---------------------------------------------------------


def test_R3_the_newest_connection_wins_over_half_open_ones(wire, lead, phone: Page) -> None:
    room = lead.open()
    name = join(phone, wire.base, room.code)
    is_live(phone)
    half_open = 0
    for _ in range(8):  # more than the six streams that one seat may hold
        until(lambda: wire.freeze("/stream") == 1)
        half_open += 1
        phone.reload()
        is_live(phone)
    assert half_open == 8
    room.move("start")
    wait_open(phone)
    choose(phone, 0)
    assert room.counts() == {"a": 1}
    assert room.names() == [name]


def test_R3_a_phone_with_a_dead_connection_comes_back_by_itself(wire, lead, phone: Page) -> None:
    """No end is told; what tells the phone is that the server’s beat does not come."""
    room = lead.open()
    phone.clock.install()
    join(phone, wire.base, room.code)
    is_live(phone)
    stays(phone)
    until(lambda: wire.freeze("/stream") == 1)
    room.move("start")
    phone.clock.fast_forward(24_000)
    assert phone.locator(".wait").count() == 1
    phone.clock.fast_forward(2_000)
    is_lost(phone)
    phone.clock.fast_forward(5_000)
    wait_open(phone)
    is_live(phone)
    assert stayed(phone)


# R4: one answer for each round and seat -------------------------------------------------


def test_R4_an_answer_whose_reply_was_lost_is_sent_again_and_kept_once(
    wire, lead, phone: Page
) -> None:
    room = lead.open()
    join(phone, wire.base, room.code)
    room.move("start")
    wait_open(phone)
    replies: list[int] = []
    phone.on("response", lambda one: "/response" in one.url and replies.append(one.status))
    wire.lose_replies("PUT /api/live")
    option(phone, 1).check()
    outcome(phone, "unsent")
    until(lambda: wire.lost >= 3)
    assert room.counts() == {"b": 1}, "the server did not have it: nothing is proved"
    assert replies == []
    wire.find()
    outcome(phone, "kept")
    assert replies == [200], "the server did not know the answer again"
    assert room.counts() == {"b": 1}


# R5: seats and sessions stay until they are ended ---------------------------------------


def test_R5_a_phone_that_leaves_the_lobby_keeps_its_seat(wire, lead, screens, phone: Page) -> None:
    room = lead.open()
    name = join(phone, wire.base, room.code)
    cookies: Any = phone.context.cookies()
    phone.context.close()  # the browser is gone, as when the phone is off
    until(lambda: room.names() == [name])
    again = screens.open(390, 844, "en-GB")
    again.context.add_cookies(cookies)
    again.goto(f"{wire.base}/j/{room.code}")
    expect(again.locator(".phone-name")).to_have_text(name)
    expect(again.locator(".wait h1")).to_have_text("You’re in.")
    assert room.names() == [name]


def test_R5_the_game_goes_on_without_the_facilitators_page(
    wire, lead, screens, phone: Page
) -> None:
    room = lead.open(seconds=4)
    join(phone, wire.base, room.code)
    fatima = lead.browser(screens)
    console = f"{wire.base}/facilitate/{room.code}"
    fatima.goto(console)
    fatima.click('[data-primary][data-move="start"]')
    wait_open(phone)
    fatima.close()
    choose(phone, 0)
    expect(phone.locator('form[data-phase="closed"]')).to_be_visible()  # its time is over
    outcome(phone, "kept")
    fatima = screens.watch(fatima.context.new_page())
    fatima.goto(console)  # she lands on the round as it is now
    expect(fatima.locator('[data-primary][data-move="reveal"]')).to_be_visible()
    expect(fatima.locator('[data-count="a"]')).to_have_text("1")


# R6: late joining -----------------------------------------------------------------------


def test_R6_somebody_who_comes_late_lands_on_the_open_question(wire, lead, phone: Page) -> None:
    room = lead.open()
    room.move("start")
    join(phone, wire.base, room.code)
    wait_open(phone)
    choose(phone, 4)
    assert room.counts() == {"e": 1}


LOCKED = {
    "fr-BE": (
        "La séance n’accepte plus de nouvelles personnes. Demande à la personne qui anime la séance.",
        "Cette séance n’accepte plus de nouvelles personnes. Demande à la personne qui anime.",
    ),
    "en-GB": (
        "The session no longer takes newcomers. Ask the person who leads the session.",
        "This session no longer takes newcomers. Ask the person who leads it.",
    ),
}


@pytest.mark.parametrize("locale", LOCKED)
def test_R6_a_locked_session_refuses_newcomers_in_clear_words(
    wire, lead, screens, locale: str
) -> None:
    room = lead.open()
    pupil = screens.open(390, 844, locale)
    pupil.goto(f"{wire.base}/j/{room.code}")
    room.move("lock")
    pressed, shown = LOCKED[locale]
    pupil.click(".big[type=submit]")  # the page was there before the lock
    expect(pupil.locator("[data-error]").first).to_have_text(pressed)
    expect(pupil.locator(".big[type=submit]")).to_be_enabled()
    pupil.reload()
    expect(pupil.locator("main .lead")).to_have_text(shown)
    assert pupil.locator("[data-join]").count() == 0
    assert room.names() == []
    room.move("unlock")
    join(pupil, wire.base, room.code)


# R7: no host, no server, for a while ----------------------------------------------------


def test_R7_a_round_survives_kill_9_with_nobody_leading(kit, wire, lead, phone: Page) -> None:
    room = lead.open(seconds=120)
    name = join(phone, wire.base, room.code)
    before = room.move("start")
    read = time.monotonic()
    wait_open(phone)
    choose(phone, 2)
    stays(phone)
    played = time.monotonic() - read

    kit.kill()
    stopped = time.monotonic()
    is_lost(phone)
    expect(phone.locator(STATE)).to_have_text("Connection lost. Your answer is kept.")
    assert [phase for phase, _version in room.rows()] == ["open"]
    option(phone, 3).check()  # a change of mind while nobody is there
    outcome(phone, "unsent")
    assert "Traceback" not in kit.log()
    kit.start()
    started = time.monotonic()

    after = room.get("snapshot")
    assert (after["round"], after["phase"]) == (before["round"], "open")
    gone = (before["remaining_ms"] - after["remaining_ms"]) / 1000 - (time.monotonic() - started)
    away = started - stopped
    assert played - ALIVE_MARK <= gone, "the round was given more than it had"
    assert gone <= played + away / 2, "the time while nobody was there is lost"
    is_live(phone)
    outcome(phone, "kept")
    expect(option(phone, 3)).to_be_checked()
    assert room.counts() == {"d": 1}
    assert stayed(phone)
    errors = countdown_errors(phone, room.code)
    assert min(errors) <= 300, errors
    phone.reload()
    outcome(phone, "kept")
    expect(option(phone, 3)).to_be_checked()
    assert room.names() == [name] == [phone.inner_text(".phone-name")]


def test_R7_after_a_long_time_away_the_unluckiest_phone_is_back_within_10_seconds(
    wire, lead, phone: Page
) -> None:
    room = lead.open()
    phone.clock.install()
    phone.add_init_script("Math.random = () => 0.999")
    join(phone, wire.base, room.code)
    is_live(phone)
    wire.down()
    is_lost(phone)
    for _ in range(8):  # each try takes longer to come than the one before
        refused = wire.turned_away
        phone.clock.fast_forward(20_000)
        until(lambda: wire.turned_away > refused)  # noqa: B023
    room.move("start")
    wire.up()
    asked = wire.asked("/snapshot")
    phone.clock.fast_forward(8_000)
    until(lambda: wire.asked("/snapshot") > asked)
    wait_open(phone)
    is_live(phone)


# R8: everything by long poll ------------------------------------------------------------


def test_R8_everything_works_by_long_poll_alone(wire, lead, screens, phone: Page) -> None:
    room = lead.open(reading=True)
    fatima, wall = lead.browser(screens), lead.browser(screens, 1920, 1080)
    for page in (phone, fatima, wall):
        page.add_init_script(NO_STREAMS)
    name = join(phone, wire.base, room.code)
    wall.goto(f"{wire.base}/present/{room.code}")
    expect(wall.locator(".names")).to_contain_text(name)
    fatima.goto(f"{wire.base}/facilitate/{room.code}")
    expect(fatima.locator(".people")).to_contain_text(name)

    def press(move: str, where: str = ".console-now .primary") -> None:
        moved(fatima, lambda: fatima.click(f'{where} [data-move="{move}"]'))

    press("start")
    expect(phone.locator('form[data-phase="reading"]')).to_be_visible()
    press("open")
    wait_open(phone)
    choose(phone, 1)
    expect(fatima.locator('[data-count="b"]')).to_have_text("1")
    expect(wall.locator("[data-answered]")).to_contain_text("1")
    press("close")
    expect(phone.locator('form[data-phase="closed"]')).to_be_visible()
    press("reveal")
    expect(wall.locator(".bar")).to_have_count(5)
    own = phone.locator("[data-own-line]")
    expect(own).to_contain_text("Your answer:")  # at once: this question has no key
    while proposed(fatima) == "turn":
        press("turn")
    press("next")
    expect(phone.locator('form[data-phase="reading"]')).to_be_visible()

    press("open")  # a question with a key: phones wait for it
    wait_open(phone)
    choose(phone, 0)
    press("close")
    expect(phone.locator('form[data-phase="closed"]')).to_be_visible()
    press("reveal", ".console-now")
    expect(wall.locator(".bar")).to_have_count(4)
    assert phone.locator(".is-chosen").count() == 0, "the wall’s votes tell phones nothing yet"
    press("turn")
    expect(own).to_contain_text("Your answer:")
    expect(phone.locator(".is-chosen")).to_have_attribute("data-option", "a")
    while proposed(fatima) == "turn":
        press("turn")
    wire.down()
    is_lost(phone)
    wire.up()
    press("next")
    expect(phone.locator('form[data-phase="reading"]')).to_be_visible()
    is_live(phone)
    assert wire.asked("/stream") == 0
    assert wire.asked("/snapshot") > 5


@pytest.mark.parametrize("fault", ["swallow", "buffer", "refuse"])
def test_R8_a_proxy_that_eats_streams_is_noticed_and_gone_around(
    wire, lead, phone: Page, fault: str
) -> None:
    room = lead.open()
    wire.streams = fault
    phone.clock.install()
    phone.goto(f"{wire.base}/j/{room.code}")
    phone.click(".big[type=submit]")
    until(lambda: wire.asked("/stream") == 1)
    phone.clock.fast_forward(2_100)
    phone.wait_for_selector(".wait")
    if fault != "refuse":
        assert wire.asked("wait=20") == 0, "the first screen came after the stream was given up"
    phone.clock.fast_forward(4_000)
    until(lambda: wire.asked("wait=20") > 0)
    room.move("start")
    wait_open(phone)
    is_live(phone)
    asked = wire.asked("/stream")
    choose(phone, 2)
    room.tell()
    expect(phone.locator(".is-chosen")).to_have_attribute("data-option", "c")
    assert 1 <= wire.asked("/stream") == asked <= 2, "it goes on trying what does not pass"


# R9: phones sleep -----------------------------------------------------------------------

WAKES = {
    "visibilitychange": "document.dispatchEvent(new Event('visibilitychange'))",
    "pageshow": "dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))",
    "online": "dispatchEvent(new Event('online'))",
}


@pytest.mark.parametrize("event", WAKES)
@pytest.mark.parametrize("way", ["stream", "long poll"])
def test_R9_a_phone_that_wakes_asks_at_once_where_the_room_is(
    wire, lead, phone: Page, event: str, way: str
) -> None:
    room = lead.open()
    if way == "long poll":
        phone.add_init_script(NO_STREAMS)
    join(phone, wire.base, room.code)
    is_live(phone)
    dead = "/stream" if way == "stream" else "wait=20"
    until(lambda: wire.freeze(dead) == 1)  # what was connected is dead, and nobody says so
    room.move("start")
    asked = wire.asked("/snapshot")
    phone.evaluate(WAKES[event])
    until(lambda: wire.asked("/snapshot") > asked)
    expect(phone.locator('form[data-phase="open"]')).to_be_visible(timeout=5000)
    is_live(phone)


@pytest.mark.parametrize("connection", ["stays", "is cut"])
def test_R9_a_page_that_the_browser_froze_is_right_when_it_thaws(
    wire, lead, phone: Page, connection: str
) -> None:
    room = lead.open(seconds=120)
    join(phone, wire.base, room.code)
    room.move("start")
    wait_open(phone)
    choose(phone, 0)
    stays(phone)
    browser = phone.context.new_cdp_session(phone)
    browser.send("Page.setWebLifecycleState", {"state": "frozen"})
    if connection == "is cut":
        wire.cut()
    room.move("close", "reveal", "next")
    browser.send("Page.setWebLifecycleState", {"state": "active"})
    expect(phone.locator(".eyebrow")).to_contain_text("Question 2")
    wait_open(phone)
    is_live(phone)
    choose(phone, 1)
    assert room.counts() == {"b": 1}
    assert stayed(phone)


def test_R9_coming_back_from_another_page_is_like_never_having_left(
    wire, lead, phone: Page
) -> None:
    room = lead.open()
    name = join(phone, wire.base, room.code)
    room.move("start")
    wait_open(phone)
    choose(phone, 1)
    phone.goto(f"{wire.base}/guide")
    room.move("lock")
    phone.go_back()
    wait_open(phone)
    expect(option(phone, 1)).to_be_checked()
    outcome(phone, "kept")
    assert phone.inner_text(".phone-name") == name
    is_live(phone)


WAKE_LOCK = """
  window.locks = [];
  const give = async (kind) => { const one = {kind, released: false}; locks.push(one); return one; };
  Object.defineProperty(navigator, 'wakeLock', {value: GIVEN});
"""
GIVEN = {
    "given": "{request: give}",
    "refused": "{request: async () => { throw new DOMException('no', 'NotAllowedError'); }}",
    "absent": "undefined",
}


@pytest.mark.parametrize("lock", GIVEN)
def test_R9_the_screen_is_kept_on_where_the_browser_allows_it(
    wire, lead, phone: Page, lock: str
) -> None:
    room = lead.open()
    phone.add_init_script(WAKE_LOCK.replace("GIVEN", GIVEN[lock]))
    join(phone, wire.base, room.code)
    room.move("start")
    wait_open(phone)
    choose(phone, 0)
    if lock == "given":
        assert phone.evaluate("locks.map((one) => one.kind)") == ["screen"], "one is enough"
        # As a browser does when the page is hidden; it is asked again when it is seen.
        phone.evaluate("locks[0].released = true")
        phone.evaluate(WAKES["visibilitychange"])
        until(lambda: phone.evaluate("locks.length") == 2)
    assert room.counts() == {"a": 1}
    assert phone.locator(KEPT_LINE).is_visible()
