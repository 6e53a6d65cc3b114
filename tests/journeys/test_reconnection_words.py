"""Phones that come back, seen by whoever holds them: R10 to R15 of the rules of reconnection."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import httpx
import pypdfium2
import pytest
from browser import Screens
from kit import Kit, until
from phones import (
    KEPT_LINE,
    NO_STREAMS,
    STATE,
    bad_network,
    choose,
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
from playwright.sync_api import Page, Route, expect
from room import join, panel

from quizzes.gate import clock
from tests.conftest import CHROMIUM, FLAGS
from workshop.network import lan, qr
from workshop.people import accounts
from workshop.system import commands

pytestmark = pytest.mark.browser
FIXTURES = (bad_network, screens_behind_it, one_phone)

WORDS = {
    "fr-BE": {
        "kept": "Ta réponse est gardée. Tu peux encore la changer.",
        "sending": "Envoi…",
        "unsent": "Pas encore envoyé, nouvel essai…",
        "lost": "Connexion perdue. Nouvel essai…",
        "lost, kept": "Connexion perdue. Ta réponse est gardée.",
        "lost, unsent": "Connexion perdue. Ta réponse n’est pas encore envoyée.",
        "late": "Trop tard : les réponses sont fermées.",
        "late change": "Trop tard : les réponses sont fermées. "
        "Ce que tu avais envoyé avant est gardé.",
        "late, shown": "Ta réponse est arrivée trop tard : les réponses étaient fermées.",
        "missed": "Ce que tu as envoyé pour une question précédente est arrivé trop tard.",
        "none": "Tu n’as pas répondu à cette question.",
        "gone": "Ta place n’existe plus ici. Rejoins à nouveau la séance.",
        "moved": "Cet appareil n’a plus de place : elle est passée sur un autre appareil, "
        "ou a été retirée.",
        "bad name": "Ce nom ne peut pas servir ici. "
        "Il faut de 1 à 20 lettres ou chiffres, sans emoji.",
        "no network": "Pas de connexion. Vérifie le Wi-Fi, puis réessaie.",
    },
    "en-GB": {
        "kept": "Your answer is kept. You can still change it.",
        "sending": "Sending…",
        "unsent": "Not sent yet, retrying…",
        "lost": "Connection lost. Trying again…",
        "lost, kept": "Connection lost. Your answer is kept.",
        "lost, unsent": "Connection lost. Your answer is not sent yet.",
        "late": "Too late: the answers are closed.",
        "late change": "Too late: the answers are closed. What you sent before is kept.",
        "late, shown": "Your answer came too late: the answers were closed.",
        "missed": "What you sent for an earlier question came too late.",
        "none": "You did not answer this one.",
        "gone": "Your seat is not here any more. Join again.",
        "moved": "This device has no seat any more: it was moved to another device, or taken away.",
        "bad name": "This name cannot be used. Use 1 to 20 letters or digits, without emoji.",
        "no network": "No connection. Check the Wi-Fi, then try again.",
    },
}
both_languages = pytest.mark.parametrize("locale", WORDS)


def says(phone: Page, place: str, text: str) -> None:
    """That place is seen, and says exactly this."""
    expect(phone.locator(place)).to_have_text(text)
    expect(phone.locator(place)).to_be_visible()


# R10: an address that phones can open ---------------------------------------------------


def test_R10_terminal_screen_and_poster_hold_the_address_that_phones_can_open(
    kit: Kit, wire, lead, screens
) -> None:
    room = lead.open()
    address = kit.more["RECOUPE_BASE_URL"]
    host, link = address.removeprefix("http://"), f"{address}/j/{room.code}"

    banner = kit.banner
    assert address in banner and qr.qr_terminal(address) in banner
    assert "Classe 12" in banner, "the terminal does not say which network to join"

    fatima = lead.browser(screens, 1920, 1080)
    fatima.goto(f"{wire.base}/present/{room.code}")
    drawn = fatima.request.get(f"{wire.base}{fatima.get_attribute('img.qr', 'src')}").text()
    assert drawn == qr.qr_svg(link)
    assert drawn != qr.qr_svg(f"{wire.base}/j/{room.code}"), "every drawing looks the same"
    shown = fatima.locator(".join-address")
    expect(shown).to_have_text(host)
    assert shown.evaluate("(one) => parseFloat(getComputedStyle(one).fontSize)") >= 32  # px
    expect(fatima.locator(".join-words")).to_contain_text("Wi-Fi")
    expect(fatima.locator(".join-words")).to_contain_text("Classe 12")
    assert "127.0.0.1" not in fatima.inner_text("body")

    answer = fatima.request.get(f"{wire.base}/facilitate/{room.code}/poster.pdf")
    document = pypdfium2.PdfDocument(answer.body())
    text = re.sub(r"\s", "", document[0].get_textpage().get_text_range())
    document.close()
    assert host in text and room.code in text and "Classe12" in text
    assert "127.0.0.1" not in text and "localhost" not in text


def test_R10_without_an_address_for_phones_there_is_no_code_but_a_way_out(
    tmp_path: Path, chromium
) -> None:
    alone = Kit(tmp_path, RECOUPE_BASE_URL="")
    try:
        alone.start()
        banner = alone.banner
        assert "█" not in banner, "a code that no phone can open"
        assert "recoupe run --lan" in banner
        here = f"http://127.0.0.1:{alone.port}"
        token = alone.command("token", "Fatima").stdout.strip()
        script = httpx.Client(base_url=here, headers={"Authorization": f"Bearer {token}"})
        with script:
            code = script.post("/api/live", json={"pack": "d-ou-ca-sort"}).json()["code"]
            page = script.get(f"/present/{code}").text
            for name in ("qr.svg", "poster.pdf"):
                assert script.get(f"/facilitate/{code}/{name}").status_code == 409
        assert "--lan" in page and "<img" not in page
    finally:
        alone.stop()


@pytest.mark.parametrize("address", ["192.168.7.3", "[fd00::7]", None])
def test_R10_on_a_network_the_terminal_shows_its_address_and_its_code(
    app, capsys, monkeypatch: pytest.MonkeyPatch, address: str | None
) -> None:
    monkeypatch.setattr(lan, "address", lambda: address)
    app.config["WIFI"] = "Classe 12"
    commands.banner(app, on_lan=True)
    said = capsys.readouterr().out
    if address is None:
        assert "█" not in said
        assert "Classe 12" not in said
        return
    link = f"http://{address}:{app.config['PORT']}"
    assert link in said
    assert qr.qr_terminal(link) in said
    assert "Classe 12" in said


NAMED = {
    ("Classe 12", "http://192.168.1.20"): "Wi-Fi: Classe 12",
    ("", "http://192.168.1.20"): "Connect to the Wi-Fi of this room.",
    ("", "https://quiz.example.org"): "",  # any network will do
}


@pytest.mark.parametrize(("wifi", "base"), NAMED)
def test_R10_the_big_screen_says_which_network_to_join(app, wifi: str, base: str) -> None:
    app.config.update(WIFI=wifi, BASE_URL=base)
    now = app.extensions[clock.KEY]()
    with app.app_context():
        person = accounts.accept(accounts.invite(now), "Fatima", "une phrase assez longue", now)
        headers = {"Authorization": f"Bearer {accounts.make_token(person.row_id, now)}"}
    fatima = app.test_client()
    code = fatima.post("/api/live", json={"pack": "d-ou-ca-sort"}, headers=headers).json["code"]
    page = fatima.get(f"/present/{code}?lang=en", headers=headers).text
    assert "Scan the code" in page
    assert ("Wi-Fi" in page) == bool(NAMED[wifi, base])
    assert NAMED[wifi, base] in page


# R11: plain HTTP is enough --------------------------------------------------------------

ONLY_WITH_HTTPS = """(() => {
  const gone = {crypto: ['subtle', 'randomUUID'],
    navigator: ['clipboard', 'wakeLock', 'serviceWorker', 'locks', 'storage', 'credentials']};
  for (const [name, parts] of Object.entries(gone))
    for (const part of parts)
      Object.defineProperty(globalThis[name], part, {value: undefined});
  delete globalThis.caches;
})()"""
NO_STORAGE = """for (const name of ['localStorage', 'sessionStorage'])
  Object.defineProperty(globalThis, name, {get() { throw new DOMException('no', 'SecurityError'); }});
"""


@pytest.mark.parametrize("storage", ["storage", "no storage"])
def test_R11_joining_and_answering_need_nothing_that_browsers_keep_for_https(
    kit: Kit, lead, chromium, storage: str
) -> None:
    room = lead.open(free_names=True)
    address = kit.more["RECOUPE_BASE_URL"]  # as the QR code has it: http://192.168.1.20:…
    there = "--host-resolver-rules=MAP 192.168.1.20 127.0.0.1"
    browser = chromium.browser_type.launch(executable_path=CHROMIUM, args=[*FLAGS, there])
    screens = Screens(browser, address)
    try:
        phone = screens.open(390, 844, "fr-BE")
        phone.add_init_script(ONLY_WITH_HTTPS)
        if storage == "no storage":
            phone.add_init_script(NO_STORAGE)
        phone.goto(f"{address}/j/{room.code}")
        assert phone.evaluate("isSecureContext") is False
        assert phone.evaluate("[typeof crypto.subtle, typeof navigator.locks]") == ["undefined"] * 2
        phone.fill("#nickname", "Noor")
        phone.click(".big[type=submit]")
        phone.wait_for_selector(".wait")
        room.move("start")
        wait_open(phone)
        choose(phone, 1)
        phone.context.set_offline(True)
        is_lost(phone)
        option(phone, 0).check()
        outcome(phone, "unsent")
        phone.context.set_offline(False)
        is_live(phone)
        outcome(phone, "kept")
        phone.reload()
        outcome(phone, "kept")
        expect(option(phone, 0)).to_be_checked()
        assert room.counts() == {"a": 1}
        assert room.names() == ["Noor"]
    finally:
        screens.close()
        browser.close()
    told = [one for one in screens.trouble if "Cross-Origin-Opener-Policy" not in one]
    assert told == [], told  # that header means nothing without HTTPS, and Chromium says so


# R12: the participant is told -----------------------------------------------------------


@both_languages
def test_R12_kept_not_sent_yet_and_connection_lost_are_said_at_every_moment(
    wire, lead, screens, locale: str
) -> None:
    words = WORDS[locale]
    phone = screens.open(320, 640, locale)
    room = lead.open()
    join(phone, wire.base, room.code)
    room.move("start")
    wait_open(phone)
    assert phone.inner_text(KEPT_LINE) == ""

    wire.down()
    says(phone, STATE, words["lost"])
    wire.up()
    is_live(phone)

    wire.seconds = 0.4
    option(phone, 0).check()
    says(phone, KEPT_LINE, words["sending"])
    assert room.counts() == {}, "it said so before the server had it"
    says(phone, KEPT_LINE, words["kept"])
    wire.seconds = 0

    wire.down()
    says(phone, STATE, words["lost, kept"])
    says(phone, KEPT_LINE, words["kept"])
    option(phone, 1).check()
    says(phone, KEPT_LINE, words["unsent"])
    says(phone, STATE, words["lost, unsent"])
    assert room.counts() == {"a": 1}
    wire.up()
    says(phone, KEPT_LINE, words["kept"])
    is_live(phone)
    assert room.counts() == {"b": 1}


@pytest.mark.parametrize("scrolled", [0, 120])
def test_R12_nothing_moves_under_the_thumb_when_the_connection_is_lost(
    wire, lead, screens, scrolled: int
) -> None:
    phone = screens.open(320, 640, "fr-BE")
    room = lead.open(seconds=300)
    join(phone, wire.base, room.code)
    room.move("start")
    wait_open(phone)
    phone.evaluate(f"scrollTo(0, {scrolled})")
    before = option(phone, 1).bounding_box()
    wire.down()
    is_lost(phone)
    assert option(phone, 1).bounding_box() == before
    for part in (STATE, "[data-timer]"):  # neither lies over the other
        expect(phone.locator(part)).to_be_in_viewport(ratio=1)
    state, timer = phone.locator(STATE).bounding_box(), phone.locator("[data-timer]").bounding_box()
    assert state and timer and state["y"] + state["height"] <= timer["y"] + 1


@both_languages
def test_R12_an_answer_that_comes_too_late_is_not_called_kept(
    wire, lead, screens, locale: str
) -> None:
    words = WORDS[locale]
    phone = screens.open(390, 844, locale)
    room = lead.open()
    join(phone, wire.base, room.code)
    room.move("start")
    wait_open(phone)

    def offline(number: int) -> None:
        phone.context.set_offline(True)
        is_lost(phone)
        option(phone, number).check()
        says(phone, STATE, words["lost, unsent"])

    # The round closes meanwhile.
    offline(1)
    room.move("close")
    phone.context.set_offline(False)
    says(phone, KEPT_LINE, words["late"])
    is_live(phone)
    assert phone.locator(".options :checked").count() == 0
    assert room.counts() == {}
    room.move("reveal")
    says(phone, "[data-own-line]", words["late, shown"])
    phone.reload()
    says(phone, "[data-own-line]", words["none"])

    # A change of mind comes too late: what was kept before is shown, also after the phone asked.
    room.move("next")
    wait_open(phone)
    choose(phone, 0)
    offline(1)
    room.move("close")
    with phone.expect_response("**/me"):
        phone.context.set_offline(False)
    says(phone, KEPT_LINE, words["late change"])
    expect(option(phone, 0)).to_be_checked()
    assert room.counts() == {"a": 1}
    room.move("reveal", "turn")  # the votes, and what is right
    expect(phone.locator('.is-chosen[data-option="a"]')).to_be_visible()

    # The room is at the next question: said above it, which looks as if untouched.
    room.move("next")
    wait_open(phone)
    offline(2)
    room.move("close", "reveal", "next")
    phone.context.set_offline(False)
    expect(phone.locator(".eyebrow")).to_contain_text("4")
    says(phone, "[data-missed]", words["missed"])
    assert phone.locator(".options :checked").count() == 0
    assert phone.inner_text(KEPT_LINE) == ""
    assert room.counts() == {}
    choose(phone, 0)
    expect(phone.locator("[data-missed]")).to_be_hidden()


def test_R12_an_answer_given_offline_outlives_the_page_and_is_sent(wire, lead, phone: Page) -> None:
    words = WORDS["en-GB"]
    room = lead.open()
    join(phone, wire.base, room.code)
    room.move("start")
    wait_open(phone)
    wire.down()
    is_lost(phone)
    option(phone, 3).check()
    says(phone, KEPT_LINE, words["unsent"])
    phone.goto("about:blank")
    assert room.counts() == {}
    wire.up()
    phone.goto(f"{wire.base}/j/{room.code}")
    wait_open(phone)
    says(phone, KEPT_LINE, words["kept"])
    expect(option(phone, 3)).to_be_checked()
    assert room.counts() == {"d": 1}


def test_R12_a_kept_answer_is_shown_even_where_asking_for_it_failed_at_first(
    wire, lead, phone: Page
) -> None:
    room = lead.open()
    join(phone, wire.base, room.code)
    room.move("start")
    wait_open(phone)
    choose(phone, 2)
    wire.lose_replies(f"GET /api/live/{room.code}/me")
    with phone.expect_event("requestfailed", lambda asked: asked.url.endswith("/me")):
        phone.reload()
    wire.find()
    outcome(phone, "kept")
    expect(option(phone, 2)).to_be_checked()


# R13: names -----------------------------------------------------------------------------

NAMES = {
    "Léa": "Léa",
    "Tom": "Tom",
    "é": "é",
    "李": "李",
    "  Noor \u00a0 Zahra ": "Noor Zahra",
    unicodedata.normalize("NFD", "Éloïse Brûlé-Çakır"): "Éloïse Brûlé-Çakır",
    "عبدالرحمنالبغداديالك": "عبدالرحمنالبغداديالك",
    "王小明李雷韩梅梅张伟王芳刘洋陈静杨帆赵磊": "王小明李雷韩梅梅张伟王芳刘洋陈静杨帆赵磊",
    "Анастасия-Мария Ивен": "Анастасия-Мария Ивен",
    "प्रिया": "प्रिया",
    "𞤀𞤣𞤤𞤢𞤥" * 4: "𞤀𞤣𞤤𞤢𞤥" * 4,
}
REFUSED = ["🦊", "Léa 🦊", "a" * 21, "王" * 21, "\u200b", "a\u202eb", "---"]


def type_name(phone: Page, name: str) -> None:
    """As a keyboard does: what the field does not take does not come in."""
    phone.click("#nickname")
    phone.keyboard.press("Control+a")
    phone.keyboard.insert_text(name)


def test_R13_names_of_1_to_20_characters_of_any_script_are_taken(wire, lead, phone: Page) -> None:
    room = lead.open(free_names=True)
    for typed, name in NAMES.items():
        assert 1 <= len(name) <= 20
        phone.goto(f"{wire.base}/j/{room.code}")
        type_name(phone, typed)
        phone.click(".big[type=submit]")
        expect(phone.locator(".wait")).to_be_visible()
        assert phone.locator(".phone-name").text_content() == name
        phone.context.clear_cookies()
    assert room.names() == list(NAMES.values())


@both_languages
def test_R13_other_names_are_refused_in_words_and_the_next_one_is_taken(
    wire, lead, screens, locale: str
) -> None:
    room = lead.open(free_names=True)
    phone = screens.open(320, 640, locale)
    phone.goto(f"{wire.base}/j/{room.code}")
    for typed in REFUSED:
        type_name(phone, typed)
        phone.click(".big[type=submit]")
        says(phone, "form:has(#nickname) [data-error]", WORDS[locale]["bad name"])
        expect(phone.locator(".big[type=submit]")).to_be_enabled()
    type_name(phone, "Tom")
    phone.keyboard.press("Enter")
    expect(phone.locator(".phone-name")).to_have_text("Tom")
    expect(phone.locator(".wait")).to_be_visible()
    assert room.names() == ["Tom"]


# R14: joining while the network changes -------------------------------------------------


def recovers(phone: Page, locale: str) -> None:
    says(phone, "[data-error] >> nth=0", WORDS[locale]["no network"])
    expect(phone.locator(".big[type=submit]")).to_be_enabled()


@both_languages
def test_R14_joining_without_a_network_can_be_tried_again(wire, lead, screens, locale: str) -> None:
    room = lead.open()
    phone = screens.open(320, 640, locale)
    phone.goto(f"{wire.base}/j/{room.code}")
    for break_it, mend in (
        (wire.down, wire.up),
        (lambda: phone.context.set_offline(True), lambda: phone.context.set_offline(False)),
    ):
        break_it()
        phone.click(".big[type=submit]")
        recovers(phone, locale)
        mend()
    name = phone.inner_text(".given-name")
    phone.click(".big[type=submit]")
    expect(phone.locator(".phone-name")).to_have_text(name)
    assert room.names() == [name]


def test_R14_a_join_that_hangs_lets_go_of_its_button(wire, lead, phone: Page) -> None:
    room = lead.open()
    phone.clock.install()
    phone.goto(f"{wire.base}/j/{room.code}")
    wire.hang()
    phone.click(".big[type=submit]")
    expect(phone.locator(".big[type=submit]")).to_be_disabled()
    until(lambda: wire.asked("POST /api/live") == 1)
    phone.clock.fast_forward(9000)
    recovers(phone, "en-GB")
    wire.up()
    phone.click(".big[type=submit]")
    phone.wait_for_selector(".wait")
    assert len(room.names()) == 1


@pytest.mark.parametrize("then", ["pressed again", "loaded again"])
def test_R14_a_join_whose_reply_was_lost_takes_one_seat(wire, lead, phone: Page, then: str) -> None:
    room = lead.open()
    phone.goto(f"{wire.base}/j/{room.code}")
    wire.lose_replies("POST /api/live")
    phone.click(".big[type=submit]")
    recovers(phone, "en-GB")
    assert room.names(), "the server did not get it: nothing is proved"
    wire.find()
    if then == "loaded again":
        phone.reload()
    phone.click(".big[type=submit]")
    phone.wait_for_selector(".wait")
    assert room.names() == [phone.inner_text(".phone-name")]


# R15: a lost phone ----------------------------------------------------------------------


def code_for(fatima: Page, name: str) -> str:
    """She opens the seat’s menu beside what is now; the one-time code that it shows."""
    panel(fatima, "people")
    fatima.click(f'.people button:has-text("{name}")')
    fatima.click('[data-seat-move="handover"]')
    words = fatima.locator("[data-handover]")
    expect(words).to_contain_text(re.compile(r"\d{3}\s\d{3}"))
    found = re.search(r"\d{3}\s\d{3}", words.inner_text())
    assert found
    fatima.keyboard.press("Escape")
    return found[0]


@pytest.mark.parametrize(("locale", "way"), [("fr-BE", "stream"), ("en-GB", "long poll")])
def test_R15_a_seat_moves_to_another_device_with_its_answers(
    wire, lead, screens, locale: str, way: str
) -> None:
    words = WORDS[locale]
    room = lead.open()
    fatima = lead.browser(screens)
    fatima.goto(f"{wire.base}/facilitate/{room.code}")
    old = screens.open(320, 640, locale)
    if way == "long poll":
        old.add_init_script(NO_STREAMS)
    name = join(old, wire.base, room.code)
    room.move("start")
    wait_open(old)
    choose(old, 2)
    stays(old)
    held: list[Route] = []

    def hold(route: Route) -> None:
        """It says why for two seconds; here, until it was read."""
        held.append(route)

    old.route(re.compile(r"\?gone$"), hold)

    new = screens.open(390, 844, locale)
    new.goto(f"{wire.base}/j/{room.code}")
    new.click(".handover summary")
    new.fill("#handover", "000 000")
    new.click(".handover [type=submit]")
    expect(new.locator(".handover [data-error]")).to_be_visible()
    code = code_for(fatima, name)
    new.fill("#handover", re.sub(r"\s", " ", code))
    new.click(".handover [type=submit]")
    expect(new.locator(".phone-name")).to_have_text(name)
    wait_open(new)
    expect(option(new, 2)).to_be_checked()
    says(new, KEPT_LINE, words["kept"])

    if way == "long poll":  # its question may still wait at the server: it learns when it answers
        option(old, 0).evaluate("(one) => one.click()")
    says(old, STATE, words["gone"])
    assert stayed(old)
    assert old.locator(".options input:enabled").count() == 0
    until(lambda: bool(held or old.wait_for_timeout(50)))
    held[0].continue_()
    says(old, ".notice.bad", words["moved"])
    expect(old.locator(".big[type=submit]")).to_be_visible()
    number = room.get("snapshot")["round"]
    answered = old.evaluate(
        """async (path) => (await fetch(path, {method: 'PUT', body: '{"value": "a"}',
           headers: {'Content-Type': 'application/json'}})).status""",
        f"/api/live/{room.code}/rounds/{number}/response",
    )
    assert answered == 401
    assert room.counts() == {"c": 1}

    choose(new, 3)
    assert room.counts() == {"d": 1}
    assert room.names() == [name]
    again = screens.open(320, 640, locale)  # the code works once
    again.goto(f"{wire.base}/j/{room.code}")
    again.click(".handover summary")
    again.fill("#handover", re.sub(r"\s", " ", code))
    again.click(".handover [type=submit]")
    expect(again.locator(".handover [data-error]")).to_be_visible()
    is_live(new)


def test_R15_a_handover_whose_reply_was_lost_can_be_tried_again(
    wire, lead, screens, phone: Page
) -> None:
    room = lead.open()
    fatima = lead.browser(screens)
    fatima.goto(f"{wire.base}/facilitate/{room.code}")
    name = join(phone, wire.base, room.code)
    code = code_for(fatima, name)
    new = screens.open(390, 844, "en-GB")
    new.goto(f"{wire.base}/j/{room.code}")
    new.click(".handover summary")
    new.fill("#handover", re.sub(r"\s", " ", code))
    wire.lose_replies("POST /api/live")
    new.click(".handover [type=submit]")
    says(new, ".handover [data-error]", WORDS["en-GB"]["no network"])
    wire.find()
    new.click(".handover [type=submit]")
    expect(new.locator(".phone-name")).to_have_text(name)
    assert room.names() == [name]
