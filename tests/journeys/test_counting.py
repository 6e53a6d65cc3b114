"""A class without phones: cards are counted, and no count is lost by pressing on."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from room import open_session, primary

pytestmark = pytest.mark.browser


def test_counts_that_were_typed_are_kept_and_wrong_ones_are_told(
    kit, screens, fatima: Page
) -> None:
    open_session(fatima, kit.base, "d-ou-ca-sort", ways="hands")
    primary(fatima, "open")
    primary(fatima, "close")
    fatima.fill('[data-tally] [name="a"]', "7")
    fatima.fill('[data-tally] [name="b"]', "12")
    primary(fatima, "reveal")
    expect(fatima.locator('[data-count="b"]')).to_have_text("12")

    fatima.fill('[data-tally] [name="b"]', "1200")
    fatima.click("[data-primary]")
    expect(fatima.locator("[data-trouble]")).to_be_visible()
    expect(fatima.locator("[data-primary]")).to_have_attribute("data-move", "reveal")
    fatima.fill('[data-tally] [name="b"]', "13")
    primary(fatima, "next")
    expect(fatima.locator("[data-trouble]")).to_be_hidden()
    expect(fatima.locator('[data-count="b"]')).to_have_text("13")
