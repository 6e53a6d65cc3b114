"""Two ways to answer: by touch, and by keyboard alone. Not tests themselves."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect

MOST_TABS = 150
FOCUSED = "one => one === document.activeElement"
SAME_GROUP = """one => one.type === 'radio' && document.activeElement?.name === one.name
  && document.activeElement?.form === one.form"""


class Touch:
    """A finger."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, button: Locator) -> None:
        button.tap()

    def choose(self, box: Locator) -> None:
        box.locator("xpath=ancestor::label[1]").tap()

    def pick(self, menu: Locator, value: str) -> None:
        menu.select_option(value)  # the phone’s own list, over which a page has no say

    def write(self, field: Locator, text: str) -> None:
        field.tap()
        expect(field).to_be_focused()
        self.page.keyboard.insert_text(text)


class Keys:
    """A keyboard, and nothing else: what Tab does not reach cannot be answered."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, wanted: Locator) -> None:
        for _ in range(MOST_TABS):
            if wanted.evaluate(FOCUSED):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not reach {wanted}")

    def press(self, button: Locator) -> None:
        self.reach(button)
        self.page.keyboard.press("Enter")

    def choose(self, box: Locator) -> None:
        if box.get_attribute("type") != "radio":
            self.reach(box)
            self.page.keyboard.press("Space")
            return
        for _ in range(MOST_TABS):
            if box.evaluate(SAME_GROUP):
                break
            self.page.keyboard.press("Tab")
        while not box.evaluate(FOCUSED):
            assert box.evaluate(SAME_GROUP), f"the keys do not reach {box}"
            self.page.keyboard.press("ArrowDown")
        if not box.is_checked():
            self.page.keyboard.press("Space")

    def pick(self, menu: Locator, value: str) -> None:
        self.reach(menu)
        values = menu.locator("option").evaluate_all("all => all.map((one) => one.value)")
        for _ in range(values.index(value)):
            self.page.keyboard.press("ArrowDown")
        expect(menu).to_have_value(value)

    def write(self, field: Locator, text: str) -> None:
        self.reach(field)
        self.page.keyboard.type(text)


Hand = Touch | Keys


def answer(hand: Hand, item: Any, value: Any) -> None:
    """Give this answer on the page of a pupil, as far as the button that sends it."""
    page = hand.page
    match item.shape:
        case "one" | "many":
            for one in [value] if isinstance(value, str) else value:
                _tick(hand, item, one)
            if item.asks_certainty:
                hand.choose(page.locator("[name=certainty]").nth(2))
        case "order":
            _put_in_order(hand, value)
        case "number":
            hand.write(page.locator('[name="value"]'), f"{value:g}")
        case "grid":
            for row, cell in value.items():
                _fill(hand, page.locator(f'[name="value.{row}"]'), cell)
        case "form":
            hand.choose(page.locator(f'[name="value.found"][value="{value["found"]}"]'))
            for one in value["pages"]:
                hand.choose(page.locator(f'[name="value.pages"][value="{one}"]'))
            if "line" in value:
                hand.write(page.locator('[name="value.line"]'), value["line"])
        case _:
            first = page.locator('[name="value"]').first
            hand.write(first, value if isinstance(value, str) else value[0])


def _tick(hand: Hand, item: Any, one: str) -> None:
    """An option; a finger touches a zone where it is on the post, the keys go through the list."""
    if item.kind != "spot" or isinstance(hand, Keys):
        folded = hand.page.locator("[data-zone-list]:not([open]) > summary")
        if item.kind == "spot":
            hand.page.locator("button.zone").first.wait_for(state="attached")
            if folded.count():
                hand.press(folded)
        hand.choose(hand.page.locator(f'.options [name="value"][value="{one}"]'))
        return
    zone = hand.page.locator(f'button.zone[data-zone="{one}"]')
    zone.wait_for(state="attached")
    if not zone.is_visible():
        hand.press(hand.page.locator(".post-more summary"))
    hand.press(zone)
    expect(zone).to_have_attribute("aria-pressed", "true")


def _put_in_order(hand: Hand, wanted: list[str]) -> None:
    """Each line upwards until it is in its place."""
    lines = hand.page.locator("[data-ordering] [data-option]")
    for place, one in enumerate(wanted):
        now = lines.evaluate_all("all => all.map((one) => one.dataset.option)")
        up = hand.page.locator(f'[data-ordering] [data-option="{one}"] [data-move="up"]')
        for _ in range(now.index(one) - place):
            hand.press(up)
    now = lines.evaluate_all("all => all.map((one) => one.dataset.option)")
    assert now == wanted


def _fill(hand: Hand, row: Locator, cell: str) -> None:
    if row.first.evaluate("one => one.tagName") == "SELECT":
        hand.pick(row, cell)
    else:
        hand.choose(row.and_(hand.page.locator(f'[value="{cell}"]')))
