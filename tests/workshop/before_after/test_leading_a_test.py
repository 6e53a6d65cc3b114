"""The pages of a test: one primary action in each state, a guarded switch, a day that can be moved."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask


def show(tested: Any, path: str = "") -> str:
    answer = tested.browser.get(f"/facilitate/tests/{tested.code}{path}?lang=en")
    assert answer.status_code == 200
    return str(answer.text)


def primary(tested: Any) -> str:
    """The words of the one filled button of the test’s page."""
    found = re.findall(r'<(?:a|button) class="button ?"[^>]*>([^<]*)<', show(tested))
    assert len(found) == 1
    return str(found[0])


def test_each_state_has_one_primary_action(tested: Any) -> None:
    seen = [primary(tested)]
    tested.pupil().take("loupe-chien-10")
    seen.append(primary(tested))
    tested.step("close")
    seen.append(primary(tested))
    tested.step("after")
    seen.append(primary(tested))
    tested.pupil().take("loupe-chien-10")
    seen.append(primary(tested))
    tested.step("close")
    seen.append(primary(tested))
    assert seen == [
        "Show it on the big screen", "Close “before”", "Open “after”…",
        "Show it on the big screen", "Close “after”", "Read the report",
    ]  # fmt: skip


def test_opening_after_is_a_question_and_no_button_of_the_page(tested: Any) -> None:
    tested.pupil().take("loupe-chien-10")
    assert 'value="after">' not in re.sub(r'<input[^>]*name="phase"[^>]*>', "", show(tested))
    asked = show(tested, "/after")
    assert "1 sheet is in for “before”." in asked
    assert "can no longer hand in" in asked and "as long as nobody has handed in" in asked
    assert tested.loaded.phase == "before"  # to look changes nothing


def test_the_big_screen_shows_only_what_is_for_the_class(tested: Any, app: Flask) -> None:
    app.config["BASE_URL"] = "http://192.168.1.20:8080"
    tested.pupil().take("loupe-chien-10")
    screen = show(tested, "/screen")
    assert "192.168.1.20:8080" in screen and "1 sheet is in" in screen
    assert f"{tested.code[:3]} {tested.code[3:]}" in screen
    assert "<button" not in screen and "<a " not in screen and "<form" not in screen
    tested.step("close")
    assert "This part of the test is closed." in show(tested, "/screen")


def test_the_day_is_told_at_the_start(fatima: Any, tested: Any) -> None:
    page = fatima.browser.get("/facilitate/tests?lang=en").text
    assert 'value="120"' in page and "120 days: until" in page
    assert "Kept until" in show(tested)


def test_a_test_is_kept_longer(tested: Any) -> None:
    old = tested.loaded.delete_after
    tested.post("keep", until=str((old + timedelta(days=60)).date()))
    assert tested.loaded.delete_after == old + timedelta(days=60)


@pytest.mark.parametrize("days", [0, -3, 400])
def test_a_day_that_is_not_later_or_too_late_is_refused(tested: Any, days: int) -> None:
    old = tested.loaded.delete_after
    until = str((old + timedelta(days=days)).date())
    assert "day" in tested.post("keep", until=until, expect=422).text
    assert tested.loaded.delete_after == old


@pytest.mark.parametrize("until", ["", "soon", "2026-13-45", "9999-12-31"])
def test_what_is_no_day_is_refused_with_a_sentence(tested: Any, until: str) -> None:
    assert tested.post("keep", until=until, expect=422)


def test_figures_come_after_sentences(tested: Any) -> None:
    for number in range(10, 16):
        tested.pupil().take(f"loupe-chien-{number}", right=False)
    tested.step("after")
    for number in range(10, 16):
        tested.pupil().take(f"loupe-chien-{number}", right=True)
    tested.step("close")
    page = tested.report()
    assert page.index("6 pupils answered both times.") < page.index("What this cannot show")
    folded = page[page.index("For whoever wants the statistics") :]
    for word in ("Discernment d′", "bootstrap", "Hake"):
        assert word in folded and word not in page[: page.index("For whoever wants")]
