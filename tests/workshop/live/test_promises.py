"""Promises of the room that other parts of the kit must keep too."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

import app as recoupe
from workshop.live import seats
from workshop.live.queries import seat_queries
from workshop.live.rules.names import is_made_up, read_name


def begin_alone(http: Any, slug: str) -> Any:
    page = http.get(f"/packs/{slug}").text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    return http.post(f"/packs/{slug}/begin", data={"csrf_token": token, "reveal": "each"})


def test_nobody_looks_answers_up_alone_while_a_room_plays_the_pack(
    app: Flask, room: Any, time: Any
) -> None:
    http = app.test_client()
    assert begin_alone(http, "d-ou-ca-sort").status_code == 303  # the lobby holds nothing back
    room.move("start")
    assert http.get("/take/d-ou-ca-sort/1").status_code == 409
    assert begin_alone(app.test_client(), "d-ou-ca-sort").status_code == 409
    assert begin_alone(app.test_client(), "pub-ou-pas-pub").status_code == 303
    room.move("finish")
    assert http.get("/take/d-ou-ca-sort/1").status_code == 200


def test_a_session_that_was_never_finished_does_not_hold_a_pack_back_for_ever(
    app: Flask, room: Any, time: Any
) -> None:
    room.move("start")
    time.pass_(hours=5)
    assert begin_alone(app.test_client(), "d-ou-ca-sort").status_code == 303


def test_a_pupil_who_guesses_codes_does_not_shut_out_the_class(app: Flask, room: Any) -> None:
    guesses = {
        app.test_client().get(f"/j/AAAA{a}{b}").status_code for a in "ABCDEFG" for b in "ABCDEFG"
    }
    assert guesses == {404}
    assert app.test_client().get(f"/j/{room.code}").status_code == 200


def test_nobody_joins_a_session_that_is_over(room: Any) -> None:
    room.moves("start", "finish")
    assert room.join(expect=409).joined.json["reason"] == "locked"


def test_extra_time_can_be_given_before_the_first_question(fatima: Any, time: Any) -> None:
    room = fatima.open(seconds=30)
    pavel = room.join()
    room.move("extend", seconds=30, seat=pavel.joined.json["seat"])
    room.moves("start", "open")
    time.pass_(seconds=45)
    assert pavel.respond("a").status_code == 201


def test_a_device_that_lost_its_seat_loses_its_stream(app: Flask, room: Any, pavel: Any) -> None:
    answer = pavel.phone.get(f"/api/live/{room.code}/stream", buffered=False)
    chunks = iter(answer.response)
    next(chunks), next(chunks)
    body = {"seat": pavel.joined.json["seat"]}
    path = f"/api/live/{room.code}/handovers"
    code = room.http.post(path, json=body, headers=room.owner.headers).json["code"]
    assert len(code) == 6
    room.join(handover=code)
    assert list(chunks) == []


def test_counts_by_hand_are_people_too(room: Any, pavel: Any) -> None:
    number = room.moves("start", "open")["round"]
    pavel.respond("a")
    path = f"/api/live/{room.code}/rounds/{number}/tally"
    room.http.put(path, json={"counts": {"a": 4, "b": 3}}, headers=room.owner.headers)
    found = room.results()
    assert (found["answered"], found["joined"]) == (8, 8)


def test_tokens_of_yesterday_are_forgotten(app: Flask, room: Any, pavel: Any, time: Any) -> None:
    hashed = seats.hashed(pavel.joined.json["token"])
    with app.app_context():
        seats.purge_tokens(time.pass_(hours=23))
        assert seat_queries.is_token_used(hashed)
        seats.purge_tokens(time.pass_(hours=2))
        assert not seat_queries.is_token_used(hashed)


@pytest.mark.parametrize("name", ["Z\u0351\u036b\u0343algo", "q" + "\u0301\u0302\u0303"])
def test_towers_of_marks_are_no_name(name: str) -> None:
    assert read_name(name) is None


@pytest.mark.parametrize("address", ["192.168.1.20:8080", "quiz.example.org", "ftp://a"])
def test_an_address_without_its_scheme_is_told_at_the_start(tmp_path: Any, address: str) -> None:
    with pytest.raises(ValueError, match="RECOUPE_BASE_URL"):
        recoupe.create_app({"DATA_DIR": tmp_path, "BASE_URL": address})


def test_a_bearer_token_is_the_only_thing_looked_at_where_it_is_given(
    app: Flask, fatima: Any
) -> None:
    wrong = {"Authorization": "Bearer nonsense"}
    assert fatima.browser.get("/facilitate/").status_code == 200
    assert fatima.browser.get("/facilitate/", headers=wrong).status_code == 302
    other = fatima.browser.post(
        "/api/live", json={"pack": "d-ou-ca-sort"}, headers={"Authorization": "Basic x"}
    )
    assert other.status_code == 400  # a CSRF token is asked for


def test_a_room_with_more_people_than_names_still_names_everyone(
    app: Flask, room: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workshop.live.rules.names._FR_ANIMALS", ["Loutre"])
    monkeypatch.setattr("workshop.live.rules.names._FR_ADJECTIVES", ["agile", "calme"])
    names = [room.join("fr").joined.json["nickname"] for _ in range(40)]
    assert len(set(names)) == 40
    assert {"Loutre agile", "Loutre calme"} <= set(names)
    assert all(len(name) <= 20 and is_made_up(name) for name in names)


@pytest.mark.parametrize("base", ["http://0.0.0.0:8080", "http://localhost", "http://[::1]:8080"])
def test_no_paper_and_no_screen_offers_an_address_that_phones_cannot_open(
    app: Flask, fatima: Any, room: Any, base: str
) -> None:
    app.config["BASE_URL"] = base
    for sheet in ("poster.pdf", "qr.svg"):
        answer = fatima.browser.get(f"/facilitate/{room.code}/{sheet}")
        assert answer.status_code == 409, sheet
    for page in (f"/present/{room.code}", f"/facilitate/{room.code}"):
        assert "qr.svg" not in fatima.browser.get(page).text
