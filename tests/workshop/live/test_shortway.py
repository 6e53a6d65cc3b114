"""The short way keeps what the long way would keep, says what it would say, and nothing else."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

import app as recoupe
from quizzes.bank import catalogue
from quizzes.gate import clock
from quizzes.store.db import db
from tests.conftest import Facilitator
from workshop.live import responses
from workshop.live.queries import statements
from workshop.live.queries.statements import KeptResponse
from workshop.live.screens.announcing import hub
from workshop.live.seats import Seat
from workshop.live.shortway import ShortWay
from workshop.live.tables import ResponseRow, SeatRow


@pytest.fixture
def ways(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which way each PUT took."""
    taken: list[str] = []
    short: Any = app.wsgi_app
    assert isinstance(short, ShortWay)
    long_way = short.long_way

    def noted(environ: Any, start_response: Any) -> Any:
        if environ["REQUEST_METHOD"] == "PUT" or environ["PATH_INFO"].endswith("/me"):
            taken.append("long")
        return long_way(environ, start_response)

    monkeypatch.setattr(short, "long_way", noted)
    return taken


def kept(app: Flask) -> list[tuple[Any, ...]]:
    with app.app_context():
        rows = db.session.execute(text("SELECT round_id, seat_id, value, certainty FROM response"))
        return [tuple(row) for row in rows]


def test_what_is_ones_own_is_told_the_short_way_once_the_session_is_known(
    app: Flask, room: Any, pavel: Any, ways: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    number = room.moves("start", "open")["round"]
    pavel.respond("b", round_id=number)
    before = pavel.get("me")
    assert "mark" not in before.json["responses"][0]
    room.moves("close", "reveal")
    after = pavel.get("me")
    assert "mark" in after.json["responses"][0]
    assert ways == []
    short: Any = app.wsgi_app
    monkeypatch.setattr(app, "wsgi_app", short.long_way)
    told = pavel.get("me")
    assert ways == ["long"]
    assert after.text == told.text
    skipped = {"Vary", "Set-Cookie"}
    assert set(told.headers.keys()) - skipped == set(after.headers.keys())


def test_a_version_that_this_process_has_not_seen_goes_the_long_way(
    app: Flask, room: Any, pavel: Any, ways: list[str]
) -> None:
    with app.app_context():
        db.session.execute(text("UPDATE live_session SET version = version + 1"))
        db.session.commit()
    assert pavel.get("me").json["version"] == 2
    assert ways == ["long"]
    assert pavel.get("me").json["version"] == 2
    assert ways == ["long"]


@pytest.mark.parametrize("headers", [{"Authorization": "Bearer wrong"}, {"Host": "evil.example"}])
def test_who_has_no_seat_is_told_so_the_long_way(
    app: Flask, room: Any, pavel: Any, ways: list[str], headers: dict[str, str]
) -> None:
    answer = pavel.phone.get(f"/api/live/{room.code}/me", headers=headers)
    assert answer.status_code in (400, 401)
    assert ways == ["long"]


def test_a_first_response_takes_the_short_way(
    app: Flask, room: Any, pavel: Any, ways: list[str]
) -> None:
    number = room.moves("start", "open")["round"]
    with app.app_context():
        hub().take_marked()
    answer = pavel.respond("b", round_id=number)
    assert answer.status_code == 201
    assert ways == []
    assert len(kept(app)) == 1
    assert pavel.get("me").json["responses"][0]["value"] == "b"
    with app.app_context():
        assert hub().take_marked() == {room.code}


def test_both_ways_say_the_same(
    app: Flask, room: Any, pavel: Any, priya: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = room.moves("start", "open")["round"]
    one = pavel.respond("b", round_id=number)
    short: Any = app.wsgi_app
    monkeypatch.setattr(app, "wsgi_app", short.long_way)
    other = priya.respond("b", round_id=number)
    assert one.status == other.status
    assert one.json == other.json
    assert one.text == other.text
    skipped = {"Vary", "Set-Cookie"}  # neither varies by cookie nor by encoding: it is no-store
    assert set(other.headers.keys()) - skipped == set(one.headers.keys())
    for name in one.headers.keys():  # noqa: SIM118
        assert one.headers[name] == other.headers[name], name


def test_the_bearer_token_is_as_good_as_the_cookie(
    app: Flask, room: Any, pavel: Any, ways: list[str]
) -> None:
    number = room.moves("start", "open")["round"]
    path = f"/api/live/{room.code}/rounds/{number}/response"
    headers = {"Authorization": f"Bearer {pavel.joined.json['token']}"}
    answer = app.test_client().put(path, json={"value": "a"}, headers=headers)
    assert (answer.status_code, ways) == (201, [])


def test_a_code_typed_in_small_letters_is_the_same_room(
    app: Flask, room: Any, pavel: Any, ways: list[str]
) -> None:
    number = room.moves("start", "open")["round"]
    path = f"/api/live/{room.code.lower()}/rounds/{number}/response"
    assert pavel.phone.put(path, json={"value": "a"}).status_code == 201
    assert ways == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'{"value": "z"}', 422),
        (b'{"value": ["a"]}', 422),
        (b'{"value": "a", "certainty": 2}', 422),
        (b'{"value": "a", "more": 1}', 422),
        (b'{"value": "a", "value": "b"}', 422),
        (b"{", 422),
        (b"[]", 422),
        (b"", 422),
        (b'{"value": "a"}' + b" " * 64_000, 413),
    ],
)
def test_what_is_no_response_goes_the_long_way_and_is_refused_there(
    app: Flask, room: Any, pavel: Any, ways: list[str], body: bytes, status: int
) -> None:
    number = room.moves("start", "open")["round"]
    path = f"/api/live/{room.code}/rounds/{number}/response"
    answer = pavel.phone.put(path, data=body, content_type="application/json")
    assert (answer.status_code, ways) == (status, ["long"])
    assert answer.mimetype == "application/problem+json"
    assert answer.json["detail"]
    assert kept(app) == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 400),
        ({"Host": "a b"}, 400),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Authorization": "Bearer wrong"}, 401),
        ({"Authorization": "Basic wrong", "Cookie": "x=1"}, 401),
    ],
)
def test_who_may_not_goes_the_long_way_and_is_refused_there(
    app: Flask, room: Any, pavel: Any, ways: list[str], headers: dict[str, str], status: int
) -> None:
    number = room.moves("start", "open")["round"]
    path = f"/api/live/{room.code}/rounds/{number}/response"
    client = pavel.phone if "Cookie" not in headers else app.test_client(use_cookies=False)
    answer = client.put(path, json={"value": "a"}, headers=headers)
    assert (answer.status_code, ways) == (status, ["long"])
    assert kept(app) == []


def test_its_own_origin_is_welcome(app: Flask, room: Any, pavel: Any, ways: list[str]) -> None:
    number = room.moves("start", "open")["round"]
    path = f"/api/live/{room.code}/rounds/{number}/response"
    headers = {"Origin": "http://localhost"}
    assert pavel.phone.put(path, json={"value": "a"}, headers=headers).status_code == 201
    assert ways == []


def test_the_same_again_and_another_answer_go_the_long_way(
    app: Flask, room: Any, pavel: Any, ways: list[str]
) -> None:
    number = room.moves("start", "open")["round"]
    first = pavel.respond("a", round_id=number)
    again = pavel.respond("a", round_id=number)
    other = pavel.respond("b", round_id=number)
    assert [one.status_code for one in (first, again, other)] == [201, 200, 200]
    assert again.json["kept_at"] == first.json["kept_at"]
    assert other.json["changed"] is True
    assert ways == ["long", "long"]
    assert len(kept(app)) == 1


@pytest.mark.parametrize(
    ("moves", "reason"),
    [(["close"], "closed"), (["pause"], "paused"), (["close", "reveal"], "closed")],
)
def test_a_round_that_is_not_open_keeps_nothing(
    app: Flask, room: Any, pavel: Any, ways: list[str], moves: list[str], reason: str
) -> None:
    number = room.moves("start", "open")["round"]
    room.moves(*moves)
    answer = pavel.respond("a", round_id=number)
    assert (answer.status_code, answer.json["reason"], ways) == (409, reason, ["long"])
    assert kept(app) == []


def test_the_deadline_is_the_servers_and_extra_time_is_ones_own(
    app: Flask, fatima: Any, time: Any, ways: list[str]
) -> None:
    room = fatima.open(seconds=30)
    late, helped = room.join("fr"), room.join("en")
    room.move("start")
    number = room.move("open")["round"]
    room.move("extend", seconds=30, seat=helped.joined.json["seat"])
    time.pass_(seconds=31)
    assert late.respond("a", round_id=number).status_code == 409
    assert helped.respond("a", round_id=number).status_code == 201
    assert ways == ["long"]
    time.pass_(seconds=30)
    assert room.join("fr").respond("a", round_id=number).status_code == 409


def test_a_seat_that_was_removed_or_is_a_day_old_keeps_nothing(
    app: Flask, room: Any, pavel: Any, priya: Any, time: Any, ways: list[str]
) -> None:
    number = room.moves("start", "open")["round"]
    room.move("remove", seat=priya.joined.json["seat"])
    assert priya.respond("a", round_id=number).status_code == 401
    time.pass_(hours=24)
    assert pavel.respond("a", round_id=number).status_code == 401
    assert ways == ["long", "long"]
    assert kept(app) == []


def test_a_seat_of_another_room_keeps_nothing_here(
    app: Flask, fatima: Any, room: Any, ways: list[str]
) -> None:
    number = room.moves("start", "open")["round"]
    elsewhere = fatima.open()
    guest = elsewhere.join("fr")
    elsewhere.moves("start", "open")
    path = f"/api/live/{elsewhere.code}/rounds/{number}/response"
    assert guest.phone.put(path, json={"value": "a"}).status_code in (404, 409)
    headers = {"Authorization": f"Bearer {guest.joined.json['token']}"}
    path = f"/api/live/{room.code}/rounds/{number}/response"
    assert app.test_client().put(path, json={"value": "a"}, headers=headers).status_code == 401
    assert kept(app) == []


def test_what_the_database_refuses_is_said_once_in_the_usual_words(
    app: Flask, room: Any, pavel: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = room.moves("start", "open")["round"]
    calls: list[int] = []

    def refuse(*_args: Any, **_more: Any) -> None:
        calls.append(1)
        raise OperationalError("INSERT", {}, Exception("database is locked"))

    monkeypatch.setattr(responses.statements, "keep_response", refuse)
    answer = pavel.respond("a", round_id=number)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert len(calls) == 1


def test_what_nobody_expected_is_no_acknowledgement(
    app: Flask, room: Any, pavel: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = room.moves("start", "open")["round"]

    def fail(*_args: Any, **_more: Any) -> None:
        raise RuntimeError("surprise")

    monkeypatch.setattr(responses.statements, "keep_response", fail)
    answer = pavel.respond("a", round_id=number)
    assert answer.status_code == 500
    assert "surprise" not in answer.text


def test_behind_a_proxy_the_forwarded_names_count(
    template_database: Any, tmp_path: Any, time: Any
) -> None:
    settings = {"DATA_DIR": tmp_path, "SECRET_KEY": "test", "TESTING": True, "TRUST_PROXY": "1",
                "BASE_URL": "https://quiz.example.org"}  # fmt: skip
    made = recoupe.create_app(settings)
    recoupe.migrate(made)
    made.extensions[clock.KEY] = time
    with made.app_context():
        catalogue.import_shipped(time.now)
    room = Facilitator(made, "Fatima", time.now).open()
    pavel = room.join("fr")
    number = room.moves("start", "open")["round"]
    path = f"/api/live/{room.code}/rounds/{number}/response"
    forwarded = {"X-Forwarded-Host": "quiz.example.org", "X-Forwarded-Proto": "https",
                 "Origin": "https://quiz.example.org"}  # fmt: skip
    headers = {**forwarded, "Authorization": f"Bearer {pavel.joined.json['token']}"}
    evil = {**headers, "X-Forwarded-Host": "evil.example"}
    assert made.test_client().put(path, json={"value": "a"}, headers=evil).status_code == 400
    answer = made.test_client().put(path, data=json.dumps({"value": "a"}), headers=headers)
    assert answer.status_code == 201
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize("value", [44, 0])
def test_a_number_is_told_as_the_number_that_was_sent(
    app: Flask, room: Any, pavel: Any, ways: list[str], value: int
) -> None:
    screen = room.moves("start")
    while screen["item"]["kind"] != "estimate":
        screen = room.moves("skip")
    number = room.moves("open")["round"]
    assert pavel.respond(value, round_id=number).status_code == 201
    assert pavel.get("me").json["responses"][0]["value"] == value
    assert ways == []


PACKS = Path(__file__).parents[2] / "packs"
OF_EACH_SHAPE: list[tuple[str, str, Callable[[Any], Any]]] = [
    ("en-tes-mots", "text", lambda _item: "  their partners’ page – “déjà vu” <b>1</b>  "),
    ("en-tes-mots", "words", lambda _item: ["  Rêve "]),
    ("en-tes-mots", "form", lambda _item: {"found": "b", "pages": ["press"], "line": "là"}),
    ("grids", "grid", lambda item: {row: cells[0] for row, cells in item.cells().items()}),
    ("", "number", lambda _item: 44),
    ("", "number", lambda _item: 44.0),
]


@pytest.mark.parametrize(("folder", "shape", "some"), OF_EACH_SHAPE)
def test_both_ways_keep_tell_and_moderate_the_same(
    app: Flask,
    fatima: Any,
    ways: list[str],
    monkeypatch: pytest.MonkeyPatch,
    folder: str,
    shape: str,
    some: Callable[[Any], Any],
) -> None:
    with app.app_context():
        pack = (
            catalogue.import_folder(PACKS / folder, clock.now_of(app))[0]
            if folder
            else catalogue.find_pack("qui-range-mon-fil") or pytest.fail()
        )
    item = next(one.item for one in pack.items if one.item.shape == shape)
    room = fatima.open(pack.slug, live_bars=True)
    pavel, priya = room.join("en"), room.join("en")
    screen = room.move("start")
    while screen["item"]["id"] != item.id:
        screen = room.move("skip")
    number = room.move("open")["round"]

    def results(query: str = "") -> Any:
        path = f"/api/live/{room.code}/results{query}"
        return room.http.get(path, headers=room.owner.headers).json

    def sent(who: Any) -> tuple[Any, ...]:
        """The reply word for word, the row, and what the seat is told."""
        answer = who.respond(some(item), round_id=number)
        assert answer.status_code == 201, answer.json
        return answer.text, kept(app)[-1][2:], who.get("me").json["responses"]

    one = sent(pavel)
    assert ways == []
    first = results()
    short: Any = app.wsgi_app
    monkeypatch.setattr(app, "wsgi_app", short.long_way)
    assert sent(priya) == one
    assert set(ways) == {"long"}
    both = results()
    assert (first["answered"], both["answered"]) == (1, 2)
    assert ("writing" in both) is item.moderated
    if item.moderated:  # both wait, as one text, and the room sees neither
        for counted, found in enumerate((first["writing"], both["writing"]), start=1):
            assert {text["count"] for text in found["waiting"]} == {counted}
            assert found["shown"] == []
        same = [
            [{**text, "count": 0} for text in found["writing"]["waiting"]]
            for found in (first, both)
        ]
        assert same[0] == same[1]
        assert results("?as=projector")["writing"]["texts"] == []


def inserted(statement: str) -> set[str]:
    """The columns that an INSERT names."""
    return set(statement.split("(", 1)[1].split(")", 1)[0].replace(",", " ").split())


@pytest.mark.parametrize(
    ("statement", "row", "later"),
    [
        (statements.KEEP, ResponseRow, set()),
        (statements.TAKE, SeatRow, {"removed_at", "handover_hash", "handover_until"}),
    ],
)
def test_no_column_is_forgotten_by_the_statements_that_write(
    statement: str, row: Any, later: set[str]
) -> None:
    """A column that is added to a table is written by both ways, or named here as set later."""
    columns = {column.name for column in row.__table__.columns}
    assert inserted(statement) == columns - {"id"} - later


def test_no_column_is_forgotten_by_the_statements_that_read() -> None:
    selected = statements.SEAT.split("FROM")[0].count("seat.")
    assert selected == len(dataclasses.fields(Seat))
    assert statements.RESPONSES.split("FROM")[0].count(",") + 1 == len(
        dataclasses.fields(KeptResponse)
    )
