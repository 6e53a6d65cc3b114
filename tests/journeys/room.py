"""What people do in a room, for the journeys: not tests themselves."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

LESSON = "une-lecon"
"""A pack of twelve plain questions that stays as it is when the shipped ones change."""


def open_session(fatima: Page, base: str, pack: str, **choices: str) -> str:
    """Fatima prepares a session; its code."""
    fatima.goto(f"{base}/facilitate/new/{pack}")
    if set(choices) - {"ways"}:
        unfold_settings(fatima)
    for name, value in choices.items():
        if name == "ways":
            for way in ("phones", "teams", "hands"):
                fatima.set_checked(f"input[name=ways][value={way}]", way in value.split())
        else:
            fatima.select_option(f"#{name}", value)
    fatima.click("main button[type=submit]")
    fatima.wait_for_selector("[data-primary]")
    return fatima.url.rstrip("/").rsplit("/", 1)[1]


def unfold_settings(fatima: Page) -> None:
    """The settings that most never change."""
    if not fatima.is_visible("#seconds"):
        fatima.click("main details:has(#seconds) > summary")


def join(phone: Page, base: str, code: str) -> str:
    """Somebody scans the code and joins; their name."""
    phone.goto(f"{base}/j/{code}")
    phone.click("[data-join] button[type=submit]")
    phone.wait_for_selector("[data-room] .wait, [data-room] .stem")
    return phone.inner_text(".phone-name")


def join_as_team(phone: Page, base: str, code: str) -> str:
    """Several share a device and say so; the team’s name."""
    phone.goto(f"{base}/j/{code}")
    phone.check("[name=team][value='1']")
    phone.click("[data-join] button[type=submit]")
    phone.wait_for_selector("[data-room] .wait, [data-room] .stem")
    return phone.inner_text(".phone-name")


GRID = """() => [...document.querySelectorAll('[data-tally] [data-group]')].flatMap((group) => {
  const names = [...group.querySelectorAll('input')].map((one) => one.name);
  return names.map((_, place) => place < ('apart' in group.dataset ? 2 : 1));
})"""
"""For each field of the grid, whether it is the first thing of its group that hands are raised for,
or how many take part where everybody raises several."""


def count_by_hand(fatima: Page, count: str) -> bool:
    """She types a number for the first thing of each group and touches keys only; False where
    nothing of the question is counted."""
    wanted = fatima.evaluate(GRID)
    if not wanted:
        return False
    for place, typed in enumerate(wanted):
        if place:  # the first digit of all finds the first field by itself
            fatima.keyboard.press("Enter")
        if typed:
            fatima.keyboard.type(count)
        if not any(wanted[place + 1 :]):
            break
    return True


VERSION = "() => document.querySelector('[data-console]').dataset.version"

AT_TEXTS = "() => Boolean(document.activeElement.closest('[data-writing]'))"
PROPOSED = """() => (document.querySelector('[data-meanwhile]')
  ?? document.querySelector('[data-primary]')).dataset.move ?? ''"""


def moved(fatima: Page, act: Callable[[], object]) -> None:
    """She acts, and sees that the session has moved."""
    before = fatima.evaluate(VERSION)
    act()
    fatima.wait_for_function(f"before => ({VERSION})() !== before", arg=before)


def press(fatima: Page, where: str = "[data-primary]") -> str:
    """She presses a button, as a rule the one that leads on; the move that is proposed then. Where
    it leads to texts that wait, she looks at them and presses it again."""

    def act() -> None:
        fatima.click(where)
        if fatima.evaluate(AT_TEXTS):
            fatima.click(where)

    moved(fatima, act)
    return proposed(fatima)


def proposed(fatima: Page) -> str:
    """The move that the one button makes, at once or after the texts that wait; none at the end."""
    return str(fatima.evaluate(PROPOSED))


def primary(fatima: Page, leads_to: str) -> None:
    """She presses the one button and sees the next step on it."""
    press(fatima)
    fatima.wait_for_selector(f'[data-primary][data-move="{leads_to}"]')


def tell(fatima: Page) -> str:
    """She shows the result, also where the advice is another, and tells all of it, one stage after
    the other; the move that is proposed then."""
    step = press(fatima, '.console-now [data-move="reveal"]')
    while step == "turn":
        step = press(fatima)
    return step


def panel(fatima: Page, name: str) -> None:
    """She opens one of the panels beside what is now."""
    fatima.click(f'[data-panel="{name}"]')
    fatima.wait_for_selector(f"#panel-{name}:not([hidden])")


def rare(fatima: Page, move: str) -> None:
    """She makes a move that is folded under the others."""
    fatima.click("[data-more-moves]")
    fatima.click(f'[data-moves-sheet] [data-move="{move}"]')


def fill_grid(phone: Page, choice: int) -> None:
    """Choose one cell for every row, each in the way that it is offered."""
    boxes = phone.locator('form [name^="value."]')
    names = boxes.evaluate_all("boxes => [...new Set(boxes.map((box) => box.name))]")
    for name in names:
        row = phone.locator(f'[name="{name}"]')
        if row.count() == 1:
            row.select_option(index=1 + choice % (row.locator("option").count() - 1))
        else:
            row.nth(choice % row.count()).check()


def unfold_zones(phone: Page) -> None:
    """The list of zones, which a phone folds."""
    folded = phone.locator("[data-zone-list]:not([open]) > summary")
    if phone.locator("[data-part=spot] label.zone").count():
        phone.wait_for_selector("button.zone")
    if folded.count():
        folded.click()


def answer(phone: Page, *, choice: int = 0, certainty: int = 2, number: str = "50") -> None:
    """Answer the open question in the way that its form asks for, and see that it is kept."""
    phone.wait_for_selector('form[data-phase="open"]')
    shape = phone.get_attribute("form[data-response]", "data-response")
    options = phone.locator('.options [name="value"]')
    if shape == "one":
        options.nth(choice % options.count()).check()
        if phone.locator("[name=certainty]").count():
            phone.locator("[name=certainty]").nth(certainty - 1).check()
    elif shape == "many":
        unfold_zones(phone)
        options.nth(choice % options.count()).check()
        phone.click(".send button")
    elif shape == "order":
        phone.locator('[data-move="down"]').nth(choice % 3).click()
        phone.click(".send button")
    elif shape in ("text", "words"):
        phone.locator('[name="value"]').first.fill("in my own words")
        phone.click(".send button")
    elif shape == "form":
        phone.locator('[name="value.found"]').nth(choice % 2).check()
        phone.locator('[name="value.pages"]').first.check()
        phone.click(".send button")
    elif shape == "grid":
        fill_grid(phone, choice)
        phone.click(".send button")
    else:
        phone.fill('[name="value"]', number)
        phone.click(".send button")
    phone.wait_for_selector('[data-kept-line][data-outcome="kept"]')
