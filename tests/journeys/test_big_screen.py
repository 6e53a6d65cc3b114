"""The big screen at three sizes: every question at every stage, the lobby however many are in, and
the screen that waits for its room."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest
from browser import check
from every_face import every_face
from kit import Kit
from phones import Leader
from playwright.sync_api import Page, expect
from room import open_session

pytestmark = pytest.mark.browser
SIZES = [(1920, 1080), (1280, 720), (1024, 768)]
LANGUAGES = ["fr", pytest.param("en", marks=pytest.mark.long)]
SMALLEST = 1.45
"""Hundredths of the height of the screen: no word is smaller; a letter or number in its shape may be."""
QR_LEAST = 0.6
NAMES = (0, 14, 28, 60)
SHOWN = 32
"""So many names are on the big screen; of more, the newest, and how many are before them."""

MEASURE = """async (faces) => {
  const main = document.querySelector("main"), found = [];
  const hidden = (one) => one.closest("svg, .visually-hidden") || !one.checkVisibility();
  const says = (one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim().length > 2);
  for (const { name, phase, html } of faces) {
    document.body.dataset.phase = phase;
    main.innerHTML = html;
    const answered = main.querySelector("[data-answered]");
    if (answered) answered.textContent = answered.dataset.words.replace("{answered}", 24).replace("{joined}", 24);
    const pictures = [...main.querySelectorAll("img")];
    await Promise.all(pictures.map((one) => one.decode().catch(() => null)));
    dispatchEvent(new Event("resize"));
    const all = [...main.querySelectorAll("*")].filter((one) => !hidden(one));
    const edge = main.getBoundingClientRect().right + 1;
    const wide = all.filter((one) => one.clientWidth > 2 && getComputedStyle(one).display !== "inline"
      && one.scrollWidth > one.clientWidth + 2 || one.getBoundingClientRect().right > edge);
    const sizes = all.filter(says).map((one) => [parseFloat(getComputedStyle(one).fontSize), one]);
    const [size, least] = sizes.reduce((a, b) => (b[0] < a[0] ? b : a), [Infinity, null]);
    found.push({
      name, high: main.scrollHeight - main.clientHeight, across: main.scrollWidth - main.clientWidth,
      wide: wide.map((one) => one.outerHTML.slice(0, 90)), lost: pictures.filter((one) => !one.naturalWidth).length,
      smallest: 100 * size / innerHeight, least: least?.outerHTML.slice(0, 90), step: document.documentElement.dataset.fit,
    });
  }
  return found;
}"""
"""What is wrong with each face once it was put on the screen and fitted."""

IN_VIEW = """() => {
  const box = (where) => document.querySelector(where).getBoundingClientRect();
  const seen = (where) => { const it = box(where); return it.left >= 0 && it.right <= innerWidth
    && it.top >= 0 && it.bottom <= innerHeight; };
  const main = document.querySelector("main"), root = document.documentElement;
  dispatchEvent(new Event("resize")); // the browser tells it later, on a busy machine
  return {
    qr: box(".qr").height / innerHeight,
    unseen: [".qr", ".join-code", ".join-address", "[data-joined]"].filter((where) => !seen(where)),
    high: main.scrollHeight - main.clientHeight, across: root.scrollWidth - innerWidth,
    down: root.scrollHeight - innerHeight,
  };
}"""


def resize(page: Page, size: tuple[int, int]) -> None:
    """The same screen in another size."""
    page.set_viewport_size({"width": size[0], "height": size[1]})


def wrong(found: dict[str, Any]) -> bool:
    """Whether something is over an edge, too small, or missing."""
    over = found["high"] > 2 or found["across"] > 2 or found["wide"]
    return bool(over or found["lost"] or found["smallest"] < SMALLEST)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_fits_the_big_screen_at_every_stage(
    kit: Kit, screens: Any, lead: Leader, language: Any
) -> None:
    faces = every_face(kit.folder, language)
    assert len(faces) > 300
    room = lead.open("d-ou-ca-sort")
    wall = lead.browser(screens, *SIZES[0])
    wall.goto(f"{kit.base}/present/{room.code}?lang={language}")
    wall.wait_for_selector(".lobby", state="attached")
    trouble = []
    for size in SIZES:
        resize(wall, size)
        found = wall.evaluate(MEASURE, [vars(one) for one in faces])
        trouble += [(size, one) for one in found if wrong(one)]
    assert not trouble, "\n".join(map(str, trouble))


def test_the_lobby_is_read_from_the_last_row_however_many_are_in(
    kit: Kit, screens: Any, lead: Leader
) -> None:
    room = lead.open("d-ou-ca-sort", cap=100)
    wall = lead.browser(screens, *SIZES[0])
    wall.goto(f"{kit.base}/present/{room.code}")
    joined = 0
    with httpx.Client(base_url=f"{kit.base}/api/live/{room.code}") as phones:
        for many in NAMES:
            for number in range(joined, many):
                taken = phones.post("/seats", json={"language": ("fr", "en")[number % 2]})
                assert taken.status_code == 201, taken.text
                phones.cookies.clear()
            joined = many
            expect(wall.locator("[data-joined]")).to_contain_text(str(many) if many else "")
            expect(wall.locator("[data-names] li")).to_have_count(min(many, SHOWN + 1))
            for size in SIZES:
                resize(wall, size)
                found = wall.evaluate(IN_VIEW)
                where = f"{many} names at {size}: {found}"
                assert found["qr"] >= QR_LEAST, where
                assert not found["unseen"], where
                assert max(found["high"], found["across"], found["down"]) <= 2, where


def test_a_screen_without_a_login_is_given_its_room_by_four_characters(
    kit: Kit, screens: Any, fatima: Page
) -> None:
    wall = screens.open(*SIZES[0], "fr-BE")
    wall.goto(f"{kit.base}/screen")
    code = wall.locator(".pairing-code")
    expect(code).to_have_text(re.compile(r"^\w{4}$"))
    for size in SIZES:
        resize(wall, size)
        over = wall.evaluate(
            "() => { const one = document.querySelector('main'); "
            "return Math.max(one.scrollHeight - one.clientHeight, one.scrollWidth - innerWidth) }"
        )
        assert over <= 2, f"{over} px do not fit {size}"
    check(wall, what="a screen that waits")
    resize(wall, SIZES[0])

    room = open_session(fatima, kit.base, "d-ou-ca-sort")
    fatima.click("[data-menu] > summary")
    fatima.click("[data-pair] > summary")
    fatima.fill("#pair-code", "nope")
    fatima.press("#pair-code", "Enter")
    expect(fatima.locator("[data-pair-said]")).to_contain_text("Aucun écran")
    fatima.fill("#pair-code", code.inner_text().lower())
    fatima.press("#pair-code", "Enter")
    expect(wall.locator(".join-code")).to_have_text(f"{room[:3]} {room[3:]}")
    expect(wall.locator(".names")).to_be_attached()
    expect(fatima.locator("[data-pair-said]")).to_contain_text("montre maintenant")
    check(fatima, what="the menu of a session")
