"""What every reply carries, and what holds when many come at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; manifest-src 'self'"
)
PAGES = ["/", "/login", "/guide", "/packs/d-ou-ca-sort", "/packs/d-ou-ca-sort/sources", "/nothing",
         "/healthz", "/api/openapi.json", "/j/ZZZZZZ", "/facilitate/", "/api/live/ZZZZZZ/me",
         "/handouts/d-ou-ca-sort/worksheet.html", "/first/x"]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_every_page_carries_the_policy(app: Flask, path: str) -> None:
    headers = app.test_client().get(path).headers
    assert headers["Content-Security-Policy"] == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert "camera=()" in headers["Permissions-Policy"]


def test_own_files_may_be_kept_only_under_their_version(app: Flask) -> None:
    http = app.test_client()
    page = http.get("/").text
    address = page.split('rel="stylesheet" href="')[1].split('"')[0]
    assert "?v=" in address
    assert "immutable" in http.get(address).headers["Cache-Control"]
    assert http.get("/static/css/kit.css").headers["Cache-Control"] == "no-cache"
    assert http.get("/static/../app.py").status_code == 404


@pytest.mark.parametrize("path", ["/", "/login", "/guide", "/packs/pub-ou-pas-pub"])
def test_no_page_holds_inline_style_or_script(app: Flask, path: str) -> None:
    text = app.test_client().get(path).text
    assert " style=" not in text and "<style" not in text
    assert all("src=" in tag.split(">")[0] for tag in text.split("<script")[1:])
    assert " onclick=" not in text


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "[::1", "a" * 300])
def test_a_foreign_host_is_refused(app: Flask, host: str) -> None:
    assert app.test_client().get("/", headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost:1", "x"])
def test_a_foreign_origin_changes_nothing(room: Any, pavel: Any, origin: str) -> None:
    number = room.moves("start", "open")["round"]
    path = f"/api/live/{room.code}/rounds/{number}/response"
    answer = pavel.phone.put(path, json={"value": "a"}, headers={"Origin": origin})
    assert answer.status_code == 403
    assert room.results()["answered"] == 0


def test_a_form_without_its_token_is_refused(app: Flask, fatima: Any, room: Any) -> None:
    answer = fatima.browser.post(f"/facilitate/{room.code}/delete", data={"sure": "yes"})
    assert answer.status_code == 400
    move = {"move": "start", "version": 1}
    assert fatima.browser.post(f"/api/live/{room.code}/moves", json=move).status_code == 400
    assert room.move("start")["version"] == 2


def test_the_same_response_from_many_threads_is_one(app: Flask, room: Any, pavel: Any) -> None:
    number = room.moves("start", "open")["round"]
    headers = {"Authorization": f"Bearer {pavel.joined.json['token']}"}
    path = f"/api/live/{room.code}/rounds/{number}/response"

    def send(_: int) -> int:
        return app.test_client().put(path, json={"value": "c"}, headers=headers).status_code

    with ThreadPoolExecutor(12) as pool:
        codes = list(pool.map(send, range(120)))
    assert codes.count(201) == 1
    assert set(codes) == {200, 201}
    assert room.results()["summary"]["counts"]["c"] == 1


def test_the_same_move_from_many_threads_is_one_step(app: Flask, room: Any) -> None:
    path = f"/api/live/{room.code}/moves"

    def send(_: int) -> int:
        body = {"move": "start", "version": 1}
        return app.test_client().post(path, json=body, headers=room.owner.headers).status_code

    with ThreadPoolExecutor(12) as pool:
        codes = list(pool.map(send, range(60)))
    assert codes.count(200) == 1
    assert set(codes) == {200, 409}


def test_many_who_join_at_once_do_not_pass_the_cap(app: Flask, fatima: Any) -> None:
    room = fatima.open(cap=25)

    def join(_: int) -> int:
        return app.test_client().post(f"/api/live/{room.code}/seats", json={}).status_code

    with ThreadPoolExecutor(12) as pool:
        codes = list(pool.map(join, range(80)))
    assert codes.count(201) == 25
    assert set(codes) == {201, 409}
