"""Private notes: one for each stop, for whoever leads and nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests.workshop.live.questions import Helper
from tests.workshop.live.test_room_questions import all_that_the_room_gets
from workshop.live import notes, sessions


def keep(room: Any, stop: int, text: Any, *, expect: int = 200) -> Any:
    path = f"/api/live/{room.code}/notes/{stop}"
    answer = room.http.put(path, json={"text": text}, headers=room.owner.headers)
    assert answer.status_code == expect, answer.text
    return answer.json


def kept(app: Flask, room: Any) -> dict[int, str]:
    with app.app_context():
        live = sessions.load(room.code)
        assert live
        return notes.notes_of(live)


def test_each_stop_has_its_note_and_the_session_one(app: Flask, room: Any) -> None:
    assert room.results()["note"] == {"stop": 0, "text": ""}
    keep(room, 0, "3B, after the holidays\n")
    assert room.results()["note"] == {"stop": 0, "text": "3B, after the holidays"}
    room.move("start")
    stop = room.results()["note"]["stop"]
    assert stop > 0
    assert keep(room, stop, "Sara knew it.") == {"stop": stop, "text": "Sara knew it."}
    keep(room, stop, "Sara knew it all.")
    assert room.results()["note"]["text"] == "Sara knew it all."
    room.move("skip")
    assert room.results()["note"]["text"] == ""
    room.move("finish")
    assert room.results()["note"]["stop"] == 0
    assert kept(app, room) == {0: "3B, after the holidays", stop: "Sara knew it all."}
    keep(room, stop, " \n ")
    assert kept(app, room) == {0: "3B, after the holidays"}


def test_a_stop_that_was_left_out_keeps_its_note(app: Flask, room: Any) -> None:
    room.move("start")
    numbers = [one["number"] for one in order_of(app, room)]
    keep(room, numbers[-1], "For another day")
    room.move("reorder", order=numbers[1:-1])
    keep(room, numbers[-1], "For another day, perhaps")
    assert kept(app, room) == {numbers[-1]: "For another day, perhaps"}


def order_of(app: Flask, room: Any) -> list[dict[str, int]]:
    with app.app_context():
        live = sessions.load(room.code)
        assert live
        return [{"number": one.number} for one in live.state.order]


@pytest.mark.parametrize("text", ["x" * 2001, 7, None, "null\x00", ["a"]])
def test_what_is_no_note_is_refused(app: Flask, room: Any, text: Any) -> None:
    keep(room, 0, text, expect=422)
    assert kept(app, room) == {}


@pytest.mark.parametrize("stop", [999, 2**70])
def test_there_is_no_note_on_what_is_not_in_the_session(room: Any, stop: int) -> None:
    assert keep(room, stop, "x", expect=404)["detail"]


def test_nobody_but_who_leads_reads_a_note(room: Any, pavel: Any, other_facilitator: Any) -> None:
    room.move("start")
    keep(room, room.results()["note"]["stop"], "Xqz of my own")
    keep(room, 0, "Xqz of all")
    assert "Xqz" not in all_that_the_room_gets(room, pavel)
    path = f"/api/live/{room.code}/notes/0"
    for http, headers in ((pavel.phone, {}), (room.http, other_facilitator.headers)):
        assert http.put(path, json={"text": "x"}, headers=headers).status_code in (401, 403)
    assert Helper(room).call("GET", "/results").json["note"]["text"] == "Xqz of my own"
