"""The console: all that leading needs is in view in every phase, and the order moves by drag and keys."""

from __future__ import annotations

from typing import Any

import pytest
from browser import check
from playwright.sync_api import Page, expect
from room import open_session, panel, press, rare
from test_workshops import lead

from workshop.plans import planbook

pytestmark = pytest.mark.browser
W1 = planbook.find_plan("w1-pub-ou-pas-pub")
PUPILS = 5
SIZES = {"laptop": (1366, 768), "phone": (390, 844), "narrow": (320, 640)}
PLACES = """() => {
  const box = (where) => document.querySelector(where)?.getBoundingClientRect();
  const act = box(".console-act"), phone = innerWidth < 992;
  const places = {
    head: box(".console-bar").height, primary: box("[data-primary]").bottom,
    floor: phone ? act.top : innerHeight, sideways: document.documentElement.scrollWidth - innerWidth,
  };
  const advice = document.querySelector("[data-advice]");
  if (advice && !advice.hidden) places.advice = box("[data-advice]").bottom;
  if (box(".big-count")) places.count = box(".big-count").bottom;
  const note = document.querySelector(".console-notes > * > :first-child");
  places.note = note.getBoundingClientRect().top + parseFloat(getComputedStyle(note).lineHeight);
  return places;
}"""
LEFT = "all => all.map((one) => one.dataset.left)"


class Pupils:
    """Five who join and answer by script."""

    def __init__(self, screens: Any, base: str, code: str) -> None:
        self.at = f"{base}/api/live/{code}"
        context = screens.chromium.new_context()
        screens.contexts.append(context)
        self.request, self.base = context.request, base
        joins = [self.call("post", "/seats", "", {"language": "fr"}) for _ in range(PUPILS)]
        self.tokens = [one["token"] for one in joins]

    def call(self, method: str, path: str, token: str = "", data: Any = None) -> Any:
        headers = {"Origin": self.base}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        answer = getattr(self.request, method)(self.at + path, headers=headers, data=data)
        assert answer.ok, answer.text()
        return answer.json()

    def answer(self, right: int) -> None:
        """So many of them give the right answer."""
        for number, token in enumerate(self.tokens):
            shown = self.call("get", "/snapshot", token)
            data: dict[str, Any] = {"value": "false" if number < right else "true"}
            if shown["item"]["asks_certainty"]:
                data["certainty"] = 2
            options = [one["id"] for one in shown["item"]["options"]]
            data["value"] = options[-1] if number < right else options[0]
            self.call("put", f"/rounds/{shown['round']}/response", token, data)


def in_view(fatima: Page, phase: str, *, advised: bool = False) -> None:
    """What leading needs stands above the fold, on a laptop and on a phone; nothing is wider."""
    if advised:
        expect(fatima.locator("[data-advice]")).to_be_visible()
    for size, (width, height) in SIZES.items():
        fatima.set_viewport_size({"width": width, "height": height})
        fatima.evaluate("() => scrollTo(0, 0)")
        found = fatima.evaluate(PLACES)
        where = f"{phase} on a {size}: {found}"
        assert found.pop("sideways") <= 0, where
        assert found["primary"] <= height, where
        if size == "narrow":
            continue
        assert found["head"] <= 60, where
        floor = found.pop("floor")
        del found["head"], found["primary"]
        assert all(place <= floor for place in found.values()), where
    fatima.set_viewport_size({"width": 1366, "height": 768})


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_leading_needs_is_in_view_in_every_phase(
    kit, screens, fatima: Page, language: str
) -> None:
    fatima.set_viewport_size({"width": 1366, "height": 768})
    code = lead(fatima, kit.base, W1, ways=("phones",))
    fatima.goto(f"{kit.base}/facilitate/{code}?lang={language}")
    fatima.wait_for_selector("[data-primary]")
    pupils = Pupils(screens, kit.base, code)
    expect(fatima.locator("[data-joined-line]")).to_contain_text(str(PUPILS))
    in_view(fatima, "lobby")
    press(fatima)
    press(fatima)
    in_view(fatima, "open")
    for _ in range(2):
        press(fatima, '[data-move="skip"]')
    press(fatima)
    pupils.answer(right=3)
    press(fatima)
    in_view(fatima, "closed", advised=True)
    expect(fatima.locator("[data-advice]")).to_contain_text("60")
    expect(fatima.locator("[data-primary]")).to_have_attribute("data-move", "discuss")
    check(fatima, what=f"closed, {language}")
    press(fatima)
    expect(fatima.locator("[data-timer]")).to_be_visible()
    in_view(fatima, "discuss", advised=True)
    press(fatima, '.secondary [data-move="reveal"]')
    in_view(fatima, "revealed", advised=True)
    check(fatima, what=f"revealed, {language}")
    while "Question" in fatima.inner_text(".console-now .eyebrow"):
        press(fatima)
    in_view(fatima, "activity")
    rare(fatima, "finish")
    fatima.click("[data-yes]")
    expect(fatima.locator("a[data-primary]")).to_be_visible()
    assert fatima.locator("[data-clock], [data-move=lock]").count() == 0
    in_view(fatima, "finished")


def test_the_order_moves_by_drag_and_by_keys_and_keeps_the_focus(
    kit, screens, fatima: Page
) -> None:
    fatima.set_viewport_size({"width": 1366, "height": 768})
    open_session(fatima, kit.base, "d-ou-ca-sort")
    lines = fatima.locator("[data-left]")
    first, second, third = lines.evaluate_all(LEFT)[:3]
    handles = fatima.locator("[data-handle]")
    start, end = handles.nth(0).bounding_box(), handles.nth(2).bounding_box()
    assert start and end
    fatima.mouse.move(start["x"] + 24, start["y"] + 24)
    fatima.mouse.down()
    fatima.mouse.move(start["x"] + 24, start["y"] + 60)
    fatima.mouse.move(end["x"] + 24, end["y"] + 40, steps=4)
    expect(lines.nth(0)).to_have_class("is-dragged")
    fatima.mouse.up()
    expect(lines.nth(2)).to_have_attribute("data-left", first)
    assert lines.evaluate_all(LEFT)[:3] == [second, third, first]
    assert fatima.locator(".moves:not([hidden])").count() == 0, "a drag is no press"

    own = fatima.locator(f'[data-handle="{first}"]')
    own.focus()
    fatima.keyboard.press("Alt+ArrowUp")
    expect(lines.nth(1)).to_have_attribute("data-left", first)
    expect(own).to_be_focused()
    expect(fatima.locator("[data-said]")).to_contain_text("numéro 2")
    fatima.keyboard.press("Enter")
    expect(own).to_have_attribute("aria-expanded", "true")
    check(fatima, what="a line with its buttons")
    fatima.click(f'[data-order="out"][data-stop="{first}"]')
    expect(fatima.locator(".spare")).to_contain_text("(1)")
    fatima.click(".spare summary")
    fatima.click('[data-order="in"]')
    expect(fatima.locator(".spare")).to_have_count(0)
    expect(lines.nth(0)).to_have_attribute("data-left", first)


def test_panels_are_tabs_for_keys_and_sheets_for_a_thumb(kit, screens, fatima: Page) -> None:
    open_session(fatima, kit.base, "d-ou-ca-sort")
    fatima.set_viewport_size({"width": 1366, "height": 768})
    fatima.get_by_role("tab", name="Déroulé").focus()
    fatima.keyboard.press("ArrowRight")
    expect(fatima.get_by_role("tab", name="Personnes")).to_be_focused()
    expect(fatima.get_by_role("tabpanel", name="Personnes")).to_be_visible()
    expect(fatima.locator("[data-primary]")).to_have_attribute("data-move", "start")
    fatima.set_viewport_size({"width": 390, "height": 844})
    expect(fatima.get_by_role("tabpanel")).to_have_count(0)
    panel(fatima, "questions")
    check(fatima, what="a sheet")
    fatima.keyboard.press("Escape")
    fatima.locator("[data-more-moves]").press("Enter")
    expect(fatima.locator('[data-moves-sheet] [data-move="blank"]')).to_be_focused()
    check(fatima, what="more moves")
    fatima.keyboard.press("Escape")
    expect(fatima.locator("[data-more-moves]")).to_be_focused()
    fatima.keyboard.press("?")
    expect(fatima.locator("[data-keys-dialog]")).to_be_visible()
