"""What the counts tell the console to do, and that its page has a sentence for it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from workshop.live.rules.advice import Counsel

ROOT = Path(__file__).parents[3]


def to_item(room: Any, code: str) -> dict[str, Any]:
    """Go on to an item, without its answers open."""
    snapshot = room.move("start")
    while snapshot["item"]["id"] != code:
        snapshot = room.move("skip")
    return dict(snapshot)


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (["c", "c", "c"], {"counsel": "explain", "percent": 100, "move": "reveal"}),
        (["c", "a", "c"], {"counsel": "discuss", "percent": 67, "move": "discuss"}),
        (["a", "a", "b"], {"counsel": "teach_again", "percent": 0, "move": "reveal"}),
        ([], {"counsel": "nobody", "percent": None, "move": None}),
    ],
)
def test_the_counts_say_what_to_do_with_a_closed_vote(
    fatima: Any, values: list[str], told: dict[str, Any]
) -> None:
    room = fatima.open()
    pupils = [room.join() for _ in range(3)]
    to_item(room, "C03")
    room.move("open")
    for pupil, value in zip(pupils, values, strict=False):
        assert pupil.respond(value).status_code == 201
    assert room.results()["advice"] is None
    room.move("close")
    assert room.results()["advice"] == told


def test_one_of_many_is_too_few(fatima: Any) -> None:
    room = fatima.open()
    pupils = [room.join() for _ in range(5)]
    to_item(room, "C03")
    room.move("open")
    pupils[0].respond("c")
    room.move("close")
    assert room.results()["advice"]["counsel"] == "few"


def test_hands_that_were_not_counted_say_so(fatima: Any) -> None:
    room = fatima.open(phones=False, hands=True)
    to_item(room, "C03")
    room.moves("open", "close")
    assert room.results()["advice"] == {"counsel": "uncounted", "percent": None, "move": None}


def test_texts_are_read_instead(written: Any) -> None:
    room = written("B16")
    room.move("close")
    assert room.results()["advice"] is None


def test_every_counsel_has_a_sentence_on_the_console() -> None:
    page = (ROOT / "templates/live/screens/_advice.html").read_text(encoding="utf-8")
    assert set(re.findall(r" data-([a-z_]+)=", page)) == {one.value for one in Counsel}
