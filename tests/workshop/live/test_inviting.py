"""A second facilitator leads by a link, without an account, until it is withdrawn."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import text as sql

from quizzes.store.db import db
from tests.workshop.live.questions import Helper, ask, asked
from workshop.live import inviting


@pytest.fixture
def nour(room: Any) -> Helper:
    return Helper(room)


def test_the_link_becomes_a_cookie_of_this_session_and_leaves_the_address(
    room: Any, nour: Helper
) -> None:
    token = nour.url.rsplit("/", 1)[1]
    assert len(token) >= 22  # 128 bits
    assert nour.arrived.headers["Location"] == f"/facilitate/{room.code}"
    assert nour.arrived.headers["Referrer-Policy"] == "no-referrer"
    assert nour.arrived.headers["Cache-Control"] == "no-store"
    cookie = nour.arrived.headers["Set-Cookie"]
    assert cookie.startswith(f"helper-{room.code}={token};")
    for part in ("HttpOnly", "SameSite=Lax", "Max-Age=86400"):
        assert part in cookie
    page = nour.console()
    assert page.status_code == 200
    assert token not in page.text
    assert "data-invite-make" not in page.text
    assert '/facilitate/"' not in page.text  # no list of sessions for who has no account


def test_only_a_hash_is_kept(app: Flask, room: Any, nour: Helper) -> None:
    token = nour.url.rsplit("/", 1)[1]
    with app.app_context():
        kept = db.session.scalar(sql("SELECT helper_hash FROM live_session"))
    assert kept == inviting.hashed(token) != token


def test_she_leads_like_the_first(room: Any, nour: Helper, pavel: Any) -> None:
    shown = nour.move("start", 1)
    assert shown.status_code == 200
    number = nour.move("open", 2).json["round"]
    assert nour.call("PUT", f"/rounds/{number}/tally", counts={"a": 2}).status_code == 200
    assert nour.call("PUT", "/notes/0", text="from Nour").status_code == 200
    ask(pavel, "Why?")
    one = asked(room)[0]["number"]
    assert nour.call("PUT", f"/questions/{one}", state="shown").status_code == 200
    body = {"seat": pavel.joined.json["seat"]}
    assert nour.call("POST", "/handovers", **body).status_code == 201
    for path in ("present/{}", "facilitate/{}/report", "facilitate/{}/report.csv"):
        assert nour.browser.get(f"/{path.format(room.code)}").status_code == 200, path
    assert nour.browser.get(f"/api/live/{room.code}/snapshot?as=projector").status_code == 200


def test_she_neither_deletes_nor_invites_nor_leads_elsewhere(
    app: Flask, fatima: Any, room: Any, nour: Helper
) -> None:
    other = fatima.open()
    sure = {"sure": "yes"}
    answers = [
        nour.call("POST", "/helper"),
        nour.call("DELETE", "/helper"),
        nour.browser.post(f"/facilitate/{room.code}/delete", data=sure, headers=nour.csrf()),
        nour.browser.post("/api/live", json={"pack": "d-ou-ca-sort"}, headers=nour.csrf()),
        nour.browser.get(f"/api/live/{other.code}/results"),
    ]
    assert [one.status_code for one in answers] == [401] * 5
    for path in ("facilitate/", "settings", f"facilitate/{other.code}"):
        assert "/login" in nour.browser.get(f"/{path}").headers["Location"]
    value = nour.url.rsplit("/", 1)[1]
    nour.browser.set_cookie(f"helper-{other.code}", value)
    assert nour.browser.get(f"/api/live/{other.code}/results").status_code == 401
    report = nour.browser.get(f"/facilitate/{room.code}/report").text
    assert f"/facilitate/{room.code}/delete" not in report


def test_her_calls_need_a_csrf_token_and_a_bearer_token_hides_her_cookie(
    room: Any, nour: Helper
) -> None:
    body = {"move": "start", "version": 1}
    path = f"/api/live/{room.code}/moves"
    assert nour.browser.post(path, json=body).status_code == 400
    headers = {"Authorization": "Bearer nonsense"}
    assert nour.browser.post(path, json=body, headers=headers).status_code == 401


def test_a_new_link_takes_the_place_of_the_old_and_can_be_withdrawn(
    room: Any, nour: Helper
) -> None:
    stream = nour.browser.get(f"/api/live/{room.code}/stream?as=facilitator", buffered=False)
    chunks = iter(stream.response)
    next(chunks), next(chunks)
    later = Helper(room)
    assert list(chunks)[1:] == []  # her stream has ended
    assert nour.browser.get(f"/api/live/{room.code}/results").status_code == 401
    assert nour.browser.get(urlsplit(nour.url).path).status_code == 404
    assert later.console().status_code == 200
    path = f"/api/live/{room.code}/helper"
    assert room.http.delete(path, headers=room.owner.headers).status_code == 204
    assert later.browser.get(f"/api/live/{room.code}/results").status_code == 401
    assert later.browser.get(urlsplit(later.url).path).status_code == 404
    assert room.http.delete(path, headers=room.owner.headers).status_code == 204


def test_links_cannot_be_guessed(app: Flask, room: Any) -> None:
    http = app.test_client()
    tries = [http.get(f"/facilitate/{room.code}/with/guess{n}").status_code for n in range(25)]
    assert set(tries) == {404, 429}
    assert http.get("/facilitate/ZZZZZZ/with/x").status_code in (404, 429)


def test_whoever_owns_the_session_gets_no_cookie(room: Any, nour: Helper, fatima: Any) -> None:
    answer = fatima.browser.get(urlsplit(nour.url).path)
    assert answer.status_code == 303
    assert "helper-" not in answer.headers.get("Set-Cookie", "")


def test_two_who_press_next_at_once_make_one_step(room: Any, nour: Helper) -> None:
    room.move("start")
    late = nour.move("open", 1)
    assert late.status_code == 409
    assert (late.json["reason"], late.json["snapshot"]["version"]) == ("stale", 2)
    assert nour.move("open", 2).status_code == 200
    stale = room.move("open", expect=409)
    assert stale["snapshot"]["phase"] == "open"


def test_the_console_of_the_owner_offers_the_invitation(room: Any, fatima: Any) -> None:
    page = fatima.browser.get(f"/facilitate/{room.code}").text
    assert "data-invite-make" in page
