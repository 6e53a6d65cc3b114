"""A big screen without a login: a short code, typed on the console, gives it a room."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from workshop.live import pairing


def shown_code(http: Any) -> str:
    found = re.search(r'pairing-code"[^>]*>(\w{4})<', http.get("/screen").text)
    assert found
    return found[1]


def give(room: Any, code: str) -> int:
    path = f"/api/live/{room.code}/screens"
    answer = room.http.post(path, json={"code": code}, headers=room.owner.headers)
    return int(answer.status_code)


def test_a_screen_waits_then_shows_the_room_it_was_given(app: Flask, room: Any) -> None:
    screen = app.test_client()
    code = shown_code(screen)
    assert screen.get("/screen/room").status_code == 204
    assert screen.get(f"/present/{room.code}").status_code == 302  # to the login
    assert give(room, f" {code[:2]}-{code[2:].lower()} ") == 204
    assert screen.get("/screen/room").json == {"path": f"/present/{room.code}"}
    assert screen.get("/screen").headers["Location"] == f"/present/{room.code}"
    assert screen.get(f"/present/{room.code}").status_code == 200
    room.moves("start", "open")
    told = screen.get(f"/api/live/{room.code}/snapshot?as=projector").json
    assert told["phase"] == "open"
    assert (
        screen.get(f"/api/live/{room.code}/results").json.keys().isdisjoint({"people", "writing"})
    )


def test_a_screen_sees_no_more_than_the_class(app: Flask, room: Any) -> None:
    screen = app.test_client()
    give(room, shown_code(screen))
    for path in ("snapshot?as=facilitator", "snapshot"):
        assert screen.get(f"/api/live/{room.code}/{path}").status_code == 401
    move = {"move": "start", "version": 1}
    assert screen.post(f"/api/live/{room.code}/moves", json=move).status_code in (400, 401, 403)
    assert screen.get(f"/facilitate/{room.code}").status_code in (302, 403)


def test_a_screen_of_one_room_does_not_see_another(app: Flask, room: Any, fatima: Any) -> None:
    screen, other = app.test_client(), fatima.open()
    give(room, shown_code(screen))
    assert screen.get(f"/present/{other.code}").status_code == 302


def test_reloading_keeps_the_code_and_each_browser_has_its_own(app: Flask) -> None:
    one, two = app.test_client(), app.test_client()
    assert shown_code(one) == shown_code(one) != shown_code(two)


def test_a_code_works_once_and_not_when_it_is_old(app: Flask, room: Any, time: Any) -> None:
    screen = app.test_client()
    code = shown_code(screen)
    assert give(room, code) == 204
    assert give(room, code) == 404
    late = app.test_client()
    old = shown_code(late)
    time.now += pairing.WAITS + timedelta(seconds=1)
    assert give(room, old) == 404
    assert shown_code(late) != old


@pytest.mark.parametrize("code", ["", "ABCD", "é" * 4, "A" * 20, "''; DROP"])
def test_a_wrong_code_changes_nothing(room: Any, code: str) -> None:
    assert give(room, code) in (404, 422)


def test_the_screen_is_free_again_when_the_session_is_deleted(app: Flask, room: Any) -> None:
    screen = app.test_client()
    give(room, shown_code(screen))
    room.owner.browser.post(
        f"/facilitate/{room.code}/delete", data={"sure": "yes"}, headers=room.owner.headers
    )
    assert screen.get("/screen/room").status_code == 204
    assert len(shown_code(screen)) == 4


def test_no_more_screens_wait_than_anybody_needs(app: Flask, monkeypatch: Any) -> None:
    monkeypatch.setattr(pairing, "MOST", 2)
    for _number in range(2):
        shown_code(app.test_client())
    refused = app.test_client().get("/screen")
    assert refused.status_code == 429
