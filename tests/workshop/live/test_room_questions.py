"""Questions from the room: nobody reads one before it was shown, and nobody learns who asked."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text as sql

from quizzes.items.text import LANGUAGES
from quizzes.store.db import db
from tests.workshop.live.questions import (
    ask,
    asked,
    decide,
    on_big_screen,
    page_of,
    token_in,
    voice,
)
from workshop.live import lifetime, room_questions, sessions

SECRET = "Qui paie cette influenceuse ?"


def all_that_the_room_gets(room: Any, *seats: Any) -> str:
    """Every byte that others’ phones and the big screen get."""
    parts = []
    for seat in seats:
        parts += [
            json.dumps(seat.get(path).json, ensure_ascii=False) for path in ("snapshot", "me")
        ]
        parts += [page_of(seat).text, seat.phone.get(f"/j/{room.code}").text]
        parts.append(seat.phone.get(f"/j/{room.code}/recap").text)
        stream = seat.phone.get(f"/api/live/{room.code}/stream", buffered=False)
        chunks = iter(stream.response)
        parts += [next(chunks).decode(), next(chunks).decode()]
        stream.close()
    for path in ("results", *(f"snapshot?lang={one}" for one in LANGUAGES)):
        joint = "&" if "?" in path else "?"
        address = f"/api/live/{room.code}/{path}{joint}as=projector"
        parts.append(room.http.get(address, headers=room.owner.headers).get_data(as_text=True))
    parts.append(room.http.get(f"/present/{room.code}", headers=room.owner.headers).text)
    return "".join(parts)


def test_a_question_waits_until_it_is_shown_and_then_others_join_in(
    room: Any, pavel: Any, priya: Any
) -> None:
    ask(pavel, f"  {SECRET}\r\n ")
    (one,) = asked(room)
    assert (one["text"], one["voices"], one["state"]) == (SECRET, 0, "waiting")
    assert room.results()["questions"]["waiting_count"] == 1
    assert SECRET in page_of(pavel).text
    decide(room, one["number"], "shown")
    page = page_of(priya).text
    assert SECRET in page
    assert "Me too" in page
    voice(priya, one["number"])
    voice(priya, one["number"])
    assert asked(room, "shown")[0]["voices"] == 1
    voice(priya, one["number"], "no")
    assert asked(room, "shown")[0]["voices"] == 0


@pytest.mark.parametrize("state", ["waiting", "parked", "hidden"])
def test_no_byte_of_what_was_not_shown_reaches_the_room(
    room: Any, pavel: Any, priya: Any, state: str
) -> None:
    ask(pavel, "Xqz secret words")
    if state != "waiting":
        decide(room, asked(room)[0]["number"], state)
    for move in ("start", "open", "close", "reveal"):
        room.move(move)
        assert "Xqz" not in all_that_the_room_gets(room, priya), move


def test_who_asked_never_leaves_the_server(room: Any, pavel: Any, priya: Any) -> None:
    ask(pavel, SECRET)
    number = asked(room)[0]["number"]
    decide(room, number, "shown", on_screen=True)
    told = json.dumps([room.results()["questions"], on_big_screen(room)])
    for mine in (pavel.joined.json["seat"], pavel.joined.json["nickname"]):
        assert mine not in told
        assert mine not in page_of(priya).text
    assert set(room.results()["questions"]["shown"][0]) == {
        "number", "text", "voices", "state", "on_screen",
    }  # fmt: skip


def test_one_question_is_on_the_big_screen_until_the_next_move(
    room: Any, pavel: Any, priya: Any
) -> None:
    ask(pavel, "First?")
    ask(priya, "Second?")
    first, second = (one["number"] for one in asked(room))
    assert decide(room, first, "shown", on_screen=True)["on_screen"] is True
    assert on_big_screen(room) == {"text": "First?", "voices": 0}
    decide(room, second, "shown", on_screen=True)
    assert on_big_screen(room)["text"] == "Second?"
    assert [one["on_screen"] for one in asked(room, "shown")] == [False, True]
    decide(room, second, "shown")
    assert on_big_screen(room) is None
    decide(room, first, "shown", on_screen=True)
    room.move("start")
    assert on_big_screen(room) is None
    decide(room, first, "parked")
    decide(room, first, "shown", on_screen=True)
    decide(room, first, "hidden")
    assert on_big_screen(room) is None


@pytest.mark.parametrize(
    "text", ["", "   ", "\x07bell", "a\x00b", "turned \u202eround", "x" * 201, "\u200b"]
)
def test_what_cannot_be_read_is_refused_and_stays_in_its_field(
    room: Any, pavel: Any, text: str
) -> None:
    answer = ask(pavel, text, expect=422)
    assert 'role="alert"' in answer.text
    assert asked(room) == []


def test_the_longest_question_is_taken(room: Any, pavel: Any) -> None:
    ask(pavel, f"  {'x' * 200}  "[:200])
    ask(pavel, "é" * 200)
    assert len(asked(room)) == 2


def test_five_may_wait_and_the_same_one_counts_once(room: Any, pavel: Any, priya: Any) -> None:
    for number in range(5):
        ask(pavel, f"Question {number}?")
    ask(pavel, "question  4?")
    assert len(asked(room)) == 5
    answer = ask(pavel, "One more?", expect=409)
    assert "One more?" in answer.text
    ask(priya, "Mine?")
    decide(room, asked(room)[0]["number"], "parked")
    ask(pavel, "One more?")
    assert len(asked(room)) == 6


def test_nothing_is_asked_once_the_session_is_over(room: Any, pavel: Any, priya: Any) -> None:
    ask(pavel, SECRET)
    number = asked(room)[0]["number"]
    decide(room, number, "shown")
    token = {"csrf_token": token_in(page_of(priya))}
    room.moves("start", "finish")
    base = f"/j/{room.code}/questions"
    late = priya.phone.post(base, data={**token, "text": "Late?"})
    assert late.status_code == 409
    assert priya.phone.post(f"{base}/{number}/voice", data=token).status_code == 409
    assert "<textarea" not in page_of(priya).text
    decide(room, number, "parked")  # the debrief goes on


def test_one_joins_only_what_others_asked_and_what_is_shown(
    room: Any, pavel: Any, priya: Any, fatima: Any
) -> None:
    ask(pavel, SECRET)
    number = asked(room)[0]["number"]
    voice(priya, number, expect=404)
    decide(room, number, "shown")
    voice(pavel, number, expect=409)
    voice(priya, number + 1, expect=404)
    voice(priya, 2**70, expect=404)
    elsewhere = fatima.open().join()
    voice(elsewhere, number, expect=404)


def test_questions_of_a_removed_seat_go_with_it(room: Any, pavel: Any, priya: Any) -> None:
    ask(pavel, SECRET)
    ask(priya, "And mine?")
    number = asked(room)[1]["number"]
    decide(room, number, "shown")
    voice(pavel, number)
    room.move("remove", seat=pavel.joined.json["seat"])
    assert asked(room) == []
    assert [(one["text"], one["voices"]) for one in asked(room, "shown")] == [("And mine?", 0)]


@pytest.mark.parametrize(
    "body",
    [{}, {"state": "waiting"}, {"state": "shown", "more": 1}, {"state": 1},
     {"state": "hidden", "on_screen": True}, {"state": "shown", "on_screen": "yes"}],
)  # fmt: skip
def test_a_wrong_decision_is_refused_in_words(room: Any, pavel: Any, body: Any) -> None:
    ask(pavel, SECRET)
    path = f"/api/live/{room.code}/questions/{asked(room)[0]['number']}"
    answer = room.http.put(path, json=body, headers=room.owner.headers)
    assert answer.status_code == 422
    assert answer.json["problems"]
    assert len(asked(room)) == 1


def test_a_question_of_another_room_is_not_decided_here(room: Any, pavel: Any, fatima: Any) -> None:
    ask(pavel, SECRET)
    number = asked(room)[0]["number"]
    for other in (number, number + 1, 2**70):
        where = fatima.open() if other == number else room
        decide(where, other, "shown", expect=404)
    assert len(asked(room)) == 1


def test_a_form_of_another_site_asks_nothing(room: Any, pavel: Any) -> None:
    base = f"/j/{room.code}/questions"
    assert pavel.phone.post(base, data={"text": SECRET}).status_code == 400
    foreign = {"Origin": "https://evil.example"}
    assert pavel.phone.post(base, data={"text": SECRET}, headers=foreign).status_code == 403
    assert asked(room) == []


def test_a_question_is_text_on_every_screen(room: Any, pavel: Any, priya: Any) -> None:
    ask(pavel, "<script>alert(1)</script> {{ 7*7 }}")
    decide(room, asked(room)[0]["number"], "shown")
    assert "<script>alert" not in page_of(priya).text
    assert "{{ 7*7 }}" in page_of(priya).text


def test_what_was_asked_goes_with_the_session(
    app: Flask, room: Any, pavel: Any, priya: Any
) -> None:
    ask(pavel, SECRET)
    number = asked(room)[0]["number"]
    decide(room, number, "shown")
    voice(priya, number)
    with app.app_context():
        live = sessions.load(room.code)
        assert live
        (found,) = room_questions.questions_of(live)
        assert (found.text, found.voices, found.state, found.on_screen) == (
            SECRET, 1, "shown", False,
        )  # fmt: skip
        lifetime.delete(live)
        for table in ("room_question", "room_question_voice"):
            assert db.session.scalar(sql(f"SELECT count(*) FROM {table}")) == 0


def test_the_phone_page_has_a_way_there_and_back(room: Any, pavel: Any) -> None:
    assert f'href="/j/{room.code}/questions"' in pavel.phone.get(f"/j/{room.code}").text
    page = page_of(pavel).text
    assert f'href="/j/{room.code}"' in page
    assert page.count("<script") == 1  # it only says that the session goes on
    assert 'lang="fr"' in page
    assert page_of(room.join("en")).text.count('lang="en"')


@given(text=st.text(max_size=240))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_is_kept_as_it_is_shown_or_refused(
    room: Any, pavel: Any, text: str
) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        return
    token = token_in(page_of(pavel))
    answer = pavel.phone.post(f"/j/{room.code}/questions", data={"csrf_token": token, "text": text})
    assert answer.status_code in (303, 409, 422)
    for one in asked(room):
        assert 1 <= len(one["text"]) <= 200
        assert one["text"] == " ".join(one["text"].split())
        decide(room, one["number"], "hidden")
