"""A plan that is led, through the wire: its steps, and what goes wrong in a classroom."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests.conftest import Room
from workshop.plans import planbook
from workshop.plans.rules.plan import Plan

SLUG = "w1-pub-ou-pas-pub"


@pytest.fixture
def plan() -> Plan:
    found = planbook.find_plan(SLUG)
    assert found is not None
    return found


@pytest.fixture
def room(app: Flask, fatima: Any) -> Room:
    """Fatima’s workshop, in its lobby."""
    answer = led(app, fatima, settings={"cap": 600})
    assert answer.status_code == 201
    return Room(fatima, answer.json["code"])


def led(app: Flask, fatima: Any, slug: str = SLUG, **body: Any) -> Any:
    return app.test_client().post(f"/api/plans/{slug}/lead", json=body, headers=fatima.headers)


def to_cards(room: Room) -> dict[str, Any]:
    """Go on until the step in which the cards are gone through."""
    snapshot = room.move("start")
    while snapshot["step"]["kind"] != "cards" or "Quel tas" not in snapshot["step"]["title"]:
        move = "next" if snapshot["phase"] == "activity" else "skip"
        snapshot = room.move(move)
    return snapshot


def wall(room: Room) -> str:
    path = f"/api/live/{room.code}/snapshot?as=projector&lang=fr"
    answer = room.http.get(path, headers=room.owner.headers)
    return str(answer.json["html"])


def test_every_step_of_the_plan_comes_in_its_order(room: Room, plan: Plan, pavel: Any) -> None:
    snapshot = room.move("start")
    titles, codes = [], []
    while snapshot["phase"] != "finished":
        titles.append(snapshot["step"]["title"])
        if snapshot["item"]:
            codes.append(snapshot["item"]["id"])
        else:
            assert "Au grand écran." in pavel.snapshot()["html"]
        snapshot = room.move("skip")
    steps = [step for step in plan.steps() if step.kind.value != "welcome"]
    assert list(dict.fromkeys(titles)) == [step.title.fr for step in steps]
    assert codes == [one.item for step in steps for one in step.items]


def test_the_answer_to_a_card_is_shown_when_it_is_asked_for_and_never_on_phones(
    room: Room, plan: Plan, pavel: Any
) -> None:
    to_cards(room)
    cards = plan.decks[0].cards
    answers = [card.answer.fr for card in cards if card.answer]

    def told(html: str) -> list[str]:
        return [one for one in answers if one in html]

    assert told(wall(room)) == []
    for number, card in enumerate(cards):
        room.move("turn")
        assert card.text.fr in wall(room)
        assert told(wall(room)) == []
        room.move("turn")
        assert told(wall(room)) == [answers[number]]
        assert told(pavel.snapshot()["html"]) == []
    assert room.move("turn", page=0)["step"]["page"] == 0
    assert room.move("turn", page=41, expect=422)["problems"][0]["field"] == "page"


def test_two_presses_at_once_are_one_step(room: Room) -> None:
    room.moves("start", "skip")
    before = room.version
    room.move("skip")
    after, room.version = room.version, before
    assert room.move("skip", expect=409)["reason"] == "stale"
    room.version = after


def test_next_during_a_vote_is_refused_and_changes_nothing(room: Room, pavel: Any) -> None:
    room.moves("start", "open")
    assert pavel.respond("a").status_code == 201
    assert room.move("next", expect=409)["reason"] == "wrong_phase"
    assert room.results()["answered"] == 1
    assert pavel.respond("b").status_code == 200


def test_a_result_shown_by_mistake_is_taken_back(room: Room, pavel: Any) -> None:
    room.moves("start", "open")
    pavel.respond("a")
    room.moves("close", "reveal")
    assert room.move("undo")["phase"] == "closed"
    room.move("undo")
    assert pavel.respond("b").status_code == 200
    assert room.results()["answered"] == 1


def test_nothing_is_answered_in_an_activity(room: Room, pavel: Any) -> None:
    number = room.moves("start", "open")["round"]
    to = room.move("skip")
    while to["phase"] != "activity":
        to = room.move("skip")
    assert to["round"] is None and to["item"] is None
    assert pavel.respond("a", round_id=number).status_code == 409


def test_five_hundred_join_and_an_empty_room_is_led_all_the_same(room: Room, app: Flask) -> None:
    assert to_cards(room)["phase"] == "activity"
    names = set()
    for number in range(500):
        language = "fr" if number % 2 else "en"
        path = f"/api/live/{room.code}/seats"
        taken = app.test_client().post(path, json={"language": language})
        assert taken.status_code == 201
        names.add(taken.json["nickname"])
    assert len(names) == 500
    assert room.results()["joined"] == 500
    assert room.move("finish")["phase"] == "finished"


def test_what_comes_is_left_out_taken_in_and_added(room: Room, plan: Plan) -> None:
    total = room.move("start")["items_total"]
    assert room.move("add", pack="en-reserve", item="C20")["items_total"] == total + 1
    assert room.move("add", pack="en-reserve", item="C20", expect=409)["reason"] == "asked_already"
    assert room.move("add", pack="en-reserve", item="Z99", expect=422)
    assert room.move("skip")["item"]["id"] == "C20"
    room.move("undo")
    assert room.move("reorder", order=[])["items_total"] == 1
    assert room.move("undo")["items_total"] == total + 1


def test_the_clock_runs_against_the_plan(room: Room, plan: Plan, time: Any) -> None:
    clock = room.move("start")["clock"]
    assert clock["planned_ms"] == plan.parts[0].minutes * 60_000
    time.pass_(minutes=12)
    later = room.move("lock")["clock"]
    assert later["here_ms"] - clock["here_ms"] == 12 * 60_000
    assert {one["name"] for one in later["optional"]} == {"B11"}


def test_a_plan_that_is_not_there_and_a_part_that_it_has_not(app: Flask, fatima: Any) -> None:
    assert led(app, fatima, "w9-rien").status_code == 404
    assert led(app, fatima, part=1).status_code == 404
    assert led(app, fatima, part=9).status_code == 422
    nobody = {"phones": False, "teams": False, "hands": False}
    assert led(app, fatima, settings=nobody).status_code == 422
