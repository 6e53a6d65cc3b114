"""Kinds whose answer is a grid, on a real phone: every row is asked for, kept, and shown again."""

from __future__ import annotations

from typing import Any

import pytest
from browser import axe
from playwright.sync_api import Page
from room import fill_grid, join, open_session, press, primary, tell

pytestmark = pytest.mark.browser
READ = """async () => {
  const { read } = await import("/static/js/answers.js");
  return read(document.querySelector("form[data-response]"));
}"""


def test_a_grid_is_sent_when_every_row_is_answered_and_survives_a_reload(
    kit: Any, screens: Any, fatima: Page
) -> None:
    kit.offer("grids")
    code = open_session(fatima, kit.base, "grilles")
    phone = screens.open(320, 640, "fr-BE")
    join(phone, kit.base, code)
    primary(fatima, "open")
    for asked in range(3):  # a judgement set, one with certainty, a matching
        primary(fatima, "close")
        phone.wait_for_selector('form[data-phase="open"]')
        phone.click(".send button")
        phone.wait_for_selector('[data-kept-line][data-outcome="choose"]')
        assert phone.evaluate(READ) is None
        assert "value." in phone.evaluate("document.activeElement.name")
        fill_grid(phone, 0)
        sure = phone.locator('[name^="certainty."]')
        if sure.count():
            sure.nth(1).check()  # of the first row: I think so
        sent: Any = phone.evaluate(READ)
        phone.click(".send button")
        phone.wait_for_selector('[data-kept-line][data-outcome="kept"]')
        phone.reload()
        phone.wait_for_selector('[data-kept-line][data-outcome="kept"]')
        assert phone.evaluate(READ) == sent
        assert bool([one for one in sent.values() if one.endswith(":2")]) == bool(sure.count())
        assert axe(phone) == []
        assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
        press(fatima)
        assert tell(fatima) in ("next", "finish")
        phone.wait_for_selector(".results .is-chosen")
        assert phone.locator(".result .is-chosen").count() == len(sent)
        assert axe(phone) == []
        if asked < 2:
            primary(fatima, "open")
