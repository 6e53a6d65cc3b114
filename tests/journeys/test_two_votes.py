"""Two votes of the longest kinds of questions, all on one big screen."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from every_kind_cases import CASES, right, wrong
from kit import Kit
from phones import Leader, Room

from workshop.live.rules.stages import stages_of

pytestmark = [pytest.mark.browser, pytest.mark.long]

LONGEST = ("multiple_response", "ordering", "spot", "matching", "judgement_set", "feed_ranking")
OVER = """() => {
  const main = document.querySelector('main');
  const table = document.querySelector('.room .cross');
  const why = document.querySelector('.room .why');
  const [left, right] = [table, why].map((one) => one?.getBoundingClientRect());
  return [main.scrollHeight - main.clientHeight, left && right ? left.right - right.left : 0];
}"""
"""By how much the screen is too short, and how far a table lies under the reasons beside it."""


def seat(base: str, room: Room) -> httpx.Client:
    """A phone that has joined."""
    phone = httpx.Client(base_url=f"{base}/api/live/{room.code}", timeout=20)
    assert phone.post("/seats", json={"language": "fr", "nickname": ""}).status_code == 201
    return phone


def vote(phones: list[httpx.Client], room: Room, values: list[Any]) -> None:
    number = room.get("snapshot")["round"]
    for phone, value in zip(phones, values, strict=True):
        kept = phone.put(f"/rounds/{number}/response", json={"value": value})
        assert kept.is_success, kept.text


@pytest.mark.parametrize("kind", LONGEST)
def test_two_votes_and_the_reasons_fit_the_big_screen(
    kit: Kit, screens: Any, lead: Leader, kind: str
) -> None:
    case = next(one for one in CASES if one.kind == kind)
    room = lead.open(case.pack)
    phones = [seat(kit.base, room) for _ in range(3)]
    found = room.move("start")
    while found["item"]["id"] != case.code:
        found = room.move("skip")
    wall = lead.browser(screens, 1280, 720)
    wall.goto(f"{kit.base}/present/{room.code}?lang=fr")
    good, bad = right(case.item, "fr"), wrong(case.item, "fr")
    vote(phones, room, [good, bad, bad])
    room.move("close", "discuss", "reopen")
    vote(phones, room, [good, good, bad])
    room.tell()
    room.move("turn", page=stages_of(case.item)[-1])
    wall.wait_for_selector(".room.is-revealed .why")
    wall.wait_for_function(f"() => ({OVER})()[0] <= 2", timeout=5000)
    assert wall.evaluate(OVER)[1] <= 0
    for phone in phones:
        phone.close()
