"""The report of a class without devices: what hands and paper tell, and nothing else."""

from __future__ import annotations

import re
from html import unescape
from typing import Any


def page_of(room: Any) -> str:
    found = room.owner.browser.get(f"/facilitate/{room.code}/report?lang=en")
    assert found.status_code == 200
    return re.sub(r"\s+", " ", unescape(found.text))


def lead(fatima: Any, *counted: tuple[str, dict[str, int]]) -> Any:
    """A session without devices, in which these questions were shown with what was counted."""
    room = fatima.open(phones=False, hands=True, class_size=24)
    now = room.move("start")
    for code, counts in counted:
        while now["item"]["id"] != code:
            now = room.move("skip")
        if now["phase"] != "open":
            now = room.move("open")
        if counts:
            path = f"/api/live/{room.code}/rounds/{now['round']}/tally"
            room.http.put(path, json={"counts": counts}, headers=room.owner.headers)
        room.moves("close", "reveal")
        now = room.move("next")
    return room


def test_people_were_counted_by_hand(fatima: Any) -> None:
    page = page_of(lead(fatima, ("C03", {"c": 20, "a": 4})))
    assert "24 people were counted by hand. The one question with a right answer went well." in page


def test_counts_without_a_mark_are_no_lack_of_answers(fatima: Any) -> None:
    page = page_of(lead(fatima, ("C07", {}), ("C15", {"*": 24, "a": 12})))
    assert "Too few answered" not in page
    assert "The class answered by hand, on paper and aloud" in page
    assert "24 counted by hand: see the counts of each answer." in page
    assert "Answered on paper or aloud: nothing was counted." in page


def test_a_class_of_which_nothing_was_counted_is_said_to_have_been_there(fatima: Any) -> None:
    page = page_of(lead(fatima, ("C07", {})))
    assert "A class of 24 took part; nothing was counted." in page
    assert "0 people" not in page
