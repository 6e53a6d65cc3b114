"""Every screen in both languages: nothing for axe-core to find, no sideways scrolling, little
weight, and every control reached by keyboard."""

from __future__ import annotations

from typing import Any

import pytest
from browser import check, until_seen
from playwright.sync_api import Page, expect
from room import answer, join, open_session, press, primary, proposed

from quizzes.bank.catalogue import SHIPPED
from quizzes.formats.pack_folder import read_folder

pytestmark = pytest.mark.browser
LANGUAGES = [("fr-BE", "fr"), ("en-GB", "en")]
OPEN_TO_ALL = ["/", "/packs/d-ou-ca-sort", "/packs/pub-ou-pas-pub/sources", "/login", "/guide",
               "/j/ZZZZZZ", "/handouts/d-ou-ca-sort/worksheet.html"]  # fmt: skip


@pytest.mark.parametrize(("locale", "language"), LANGUAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_open_to_all(kit, screens, locale: str, language: str, scheme: str) -> None:
    page = screens.open(320, 640, locale, color_scheme=scheme)
    for path in OPEN_TO_ALL:
        page.goto(kit.base + path)
        expect(page.locator("html")).to_have_attribute("lang", language)
        assert page.locator("h1").count() == 1, path
        check(page)


@pytest.mark.parametrize(
    ("locale", "language"), [LANGUAGES[0], pytest.param(*LANGUAGES[1], marks=pytest.mark.long)]
)
def test_every_screen_of_the_room(kit, screens, fatima: Page, locale: str, language: str) -> None:
    fatima.goto(f"{kit.base}/facilitate/?lang={language}")
    check(fatima)
    fatima.goto(f"{kit.base}/facilitate/new/d-ou-ca-sort")
    check(fatima)
    code = open_session(fatima, kit.base, "d-ou-ca-sort", seconds="180")
    projector = screens.open(
        1920, 1080, locale, storage_state=fatima.context.storage_state(), color_scheme="dark"
    )
    projector.goto(f"{kit.base}/present/{code}")
    phone = screens.open(320, 640, locale)
    phone.goto(f"{kit.base}/j/{code}?lang={language}")
    check(phone)
    join(phone, kit.base, code)
    everyone = (phone, projector, fatima)
    for page in everyone:
        check(page)
    primary(fatima, "open")
    kinds = {one.id: one.kind for one in read_folder(SHIPPED / "d-ou-ca-sort").pack.items}
    seen: set[tuple[object, ...]] = set()  # what is drawn by the same template is looked at once
    while step := proposed(fatima):
        place = fatima.inner_text(".console-now .eyebrow")
        kind = next(kinds[one] for one in kinds if one in place)
        stage = fatima.locator(".stage-bar [aria-current]").all_inner_texts()
        state = (step, kind, "econd vote" in place, *stage)
        if state not in seen:
            check(*everyone)
            seen.add(state)
        then = press(fatima)
        if step == "open":
            answer(phone, choice=1)
        if step in ("reveal", "turn") and then != "turn":
            expect(phone.locator("[data-own-line]")).not_to_be_empty()
    for page in everyone:
        check(page)
    phone.click(".wait a.button")
    phone.wait_for_selector(".recap-line")
    check(phone)
    for path in (f"/facilitate/{code}/report", "/settings"):
        fatima.goto(kit.base + path)
        check(fatima)
    fatima.set_viewport_size({"width": 390, "height": 844})
    fatima.goto(f"{kit.base}/facilitate/{code}")
    fatima.wait_for_selector("[data-primary]")
    check(fatima)


def test_the_phone_page_is_light(kit, screens, fatima: Page) -> None:
    """At most 60 kB compressed with its fonts, 25 kB without, on first load (look.md)."""
    code = open_session(fatima, kit.base, "d-ou-ca-sort")
    page = screens.open(390, 844, "fr-BE")
    sizes: dict[str, int] = {}
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    names: dict[str, str] = {}
    session.on(
        "Network.responseReceived", lambda e: names.update({e["requestId"]: e["response"]["url"]})
    )

    def finished(event: dict[str, Any]) -> None:
        name = names.get(event["requestId"], "?")
        sizes[name] = max(sizes.get(name, 0), int(event["encodedDataLength"]))

    def under_way() -> set[str]:
        return {name for name in names.values() if "/api/" not in name} - sizes.keys()

    session.on("Network.loadingFinished", finished)
    join(page, kit.base, code)
    page.wait_for_load_state("load")
    until_seen(page, lambda: any("phone.js" in name for name in sizes) and not under_way())
    fonts = sum(size for name, size in sizes.items() if name.endswith(".woff2"))
    rest = sum(sizes.values()) - fonts
    print(f"phone page, both loads: {rest} bytes and {fonts} of fonts in {len(sizes)} requests")
    assert fonts > 10_000, "the fonts were not measured"
    assert rest <= 25_000, sizes
    assert rest + fonts <= 60_000, sizes


def test_a_pupil_answers_by_keyboard_alone(kit, screens, fatima: Page) -> None:
    code = open_session(fatima, kit.base, "d-ou-ca-sort")
    page = screens.open(390, 844, "en-GB")
    page.goto(f"{kit.base}/j/{code}")
    page.locator(".big[type=submit]").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-room] .wait")
    primary(fatima, "open")
    primary(fatima, "close")
    page.wait_for_selector('form[data-phase="open"]')
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement?.name") == "value":
            break
    page.keyboard.press("Space")
    page.wait_for_selector('[data-kept-line][data-outcome="kept"]')
    page.keyboard.press("ArrowDown")
    expect(fatima.locator('[data-count="b"]')).to_have_text("1")
