"""Choosing questions across packs, their order, the form of a session, and one question more."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from quizzes.bank import search
from quizzes.bank.search import Sought
from workshop.live import sessions

NEW, OPEN = "/facilitate/new", "/facilitate/open"
THREE = ["pub-ou-pas-pub B02", "en-reserve C20", "d-ou-ca-sort C03"]
FIELDS = {"seconds": "0", "discuss_seconds": "180", "cap": "30", "keep_days": "30"}


def token_of(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]


def ticked(page: str) -> list[str]:
    return re.findall(r'name="question" value="([^"]+)" checked', page)


def shown(page: str) -> list[str]:
    lines = re.findall(r'<li data-question="([^"]+)"[^>]*?( hidden)?>', page)
    return [name for name, hidden in lines if not hidden]


def chosen(page: str) -> list[str]:
    return re.findall(r'type="hidden" name="question" value="([^"]+)"', page)


@pytest.fixture
def desk(fatima: Any) -> Any:
    """Posts as her browser does."""

    def post(path: str, **data: Any) -> Any:
        page = fatima.browser.get(f"{OPEN}?question=d-ou-ca-sort+C03&lang=en").text
        return fatima.browser.post(path, data={"csrf_token": token_of(page), **data})

    return post


def test_every_question_of_every_pack_is_there_and_no_form_of_a_test(
    app: Flask, fatima: Any
) -> None:
    page = fatima.browser.get(NEW).text
    with app.app_context():
        assert shown(page) == [one.name for one in search.offered()]
    assert len(shown(page)) > 60 and not any(name.startswith("test-") for name in shown(page))
    assert ticked(page) == []


def test_whoever_comes_from_a_pack_finds_it_ticked_and_alone(fatima: Any) -> None:
    page = fatima.browser.get(f"{NEW}?pack=demo-cinq-minutes").text
    assert ticked(page) == shown(page) and len(shown(page)) == 5


def test_filters_hide_and_keep_what_is_ticked(fatima: Any) -> None:
    query = {"question": THREE, "lesson": "50", "pack": "en-reserve", "words": "C20"}
    page = fatima.browser.get(NEW, query_string=query).text
    assert shown(page) == ["en-reserve C20"]
    assert sorted(ticked(page)) == sorted(THREE)
    nothing = fatima.browser.get(NEW, query_string={**query, "words": "zzz zzz"}).text
    assert shown(nothing) == [] and "data-nothing>" in nothing


def test_all_and_none_are_of_what_is_shown(fatima: Any) -> None:
    query = {"question": THREE[0], "lesson": "50", "pack": "demo-cinq-minutes"}
    all_ = ticked(fatima.browser.get(NEW, query_string={**query, "do": "all"}).text)
    assert len(all_) == 6 and THREE[0] in all_
    query["question"] = all_
    none = ticked(fatima.browser.get(NEW, query_string={**query, "do": "none"}).text)
    assert none == [THREE[0]]


@pytest.mark.parametrize(
    ("wanted", "some", "not_all"),
    [
        (Sought(kind="poll"), True, True),
        (Sought(theme="2.3"), True, True),
        (Sought(level="3"), True, True),
        (Sought(by_hand=True), True, True),
        (Sought(words="INFLUENCEURS europe"), True, True),
        (Sought(pack="none"), False, True),
        (Sought(level="²"), False, True),
        (Sought(), True, False),
    ],
)
def test_what_is_looked_for(app: Flask, wanted: Sought, some: bool, not_all: bool) -> None:
    with app.app_context():
        offered = search.offered()
        found = [one for one in offered if wanted.fits(one, "fr")]
    assert bool(found) == some and (len(found) < len(offered)) == not_all


def test_a_second_vote_and_what_stands_around_a_question_are_planned_too(app: Flask) -> None:
    with app.app_context():
        twice = next(one for one in search.offered() if one.item.second_vote)
        once = next(one for one in search.offered() if not one.item.second_vote)
    assert once.seconds == once.item.seconds + 60
    assert twice.seconds == twice.item.seconds + 180


@pytest.mark.parametrize("junk", ["²", "", "x y", "d-ou-ca-sort ZZ9", "test-forme-a T01"])
def test_without_a_question_the_choice_comes_back_with_a_sentence(fatima: Any, junk: str) -> None:
    answer = fatima.browser.get(OPEN, query_string={"question": junk, "lesson": "²", "lang": "en"})
    assert answer.status_code == 422 and "Choose one question at least." in answer.text


def test_the_order_of_ticking_is_the_order_of_asking(fatima: Any) -> None:
    query = {"question": sorted(THREE), "order": "|".join(THREE), "lesson": "50"}
    assert chosen(fatima.browser.get(OPEN, query_string=query).text) == THREE


def test_the_order_is_changed_without_a_script_and_nothing_typed_is_lost(desk: Any) -> None:
    typed = {**FIELDS, "ways": "hands", "wifi": "Classe 12", "question": THREE}
    down = desk(OPEN, **typed, do="down 0")
    assert down.status_code == 200 and chosen(down.text) == [THREE[1], THREE[0], THREE[2]]
    assert 'value="Classe 12"' in down.text
    out = desk(OPEN, **typed, do="out 2")
    assert chosen(out.text) == THREE[:2]
    assert chosen(desk(OPEN, **{**typed, "question": THREE[0]}, do="out 0").text) == THREE[:1]


def test_going_back_to_the_questions_loses_nothing_and_tells_no_address_the_password(
    fatima: Any, desk: Any
) -> None:
    typed = {**FIELDS, "ways": ["teams", "hands"], "title": "3B", "wifi": "Classe 12"}
    back = desk(OPEN, **typed, wifi_password="cahier42", question=THREE, do="questions")
    assert back.status_code == 303 and "cahier42" not in back.headers["Location"]
    page = fatima.browser.get(back.headers["Location"]).text
    assert sorted(ticked(page)) == sorted(THREE)
    query = parse_qs(urlsplit(back.headers["Location"]).query)
    again = fatima.browser.get(OPEN, query_string=query).text
    assert chosen(again) == THREE
    for said in ('value="Classe 12"', 'value="cahier42"', 'value="3B"'):
        assert said in again
    assert re.search(r"checked[^>]*value=\"hands\"", again)
    assert "cahier42" not in fatima.browser.get(OPEN, query_string=query).text  # it is told once


def test_a_session_opens_with_what_was_chosen_in_its_order(
    app: Flask, fatima: Any, desk: Any
) -> None:
    typed = {**FIELDS, "ways": "phones", "wifi": " Classe 12 ", "wifi_password": "cahier42"}
    made = desk(OPEN, **typed, question=THREE)
    assert made.status_code == 302, made.text
    code = made.headers["Location"].rsplit("/", 1)[1]
    with app.app_context():
        live = sessions.load(code)
        assert live is not None
        assert [live.item_of(row).id for row in live.state.item_rows()] == ["B02", "C20", "C03"]
        assert (live.settings.wifi, live.settings.wifi_password) == ("Classe 12", "cahier42")
        assert live.settings.discuss_seconds == 180
    app.config["BASE_URL"] = "http://192.168.0.7:8000"
    for path in (f"/present/{code}", f"/facilitate/{code}/poster.html"):
        page = fatima.browser.get(path)
        assert page.status_code == 200, path
        assert "Classe 12" in page.text and "cahier42" in page.text


def test_a_form_that_is_wrong_keeps_the_questions(desk: Any) -> None:
    for wrong in ({"ways": []}, {"ways": "phones", "wifi": "x" * 65}, {"ways": "hands", "cap": ""}):
        answer = desk(OPEN, **{**FIELDS, **wrong}, question=THREE)
        assert answer.status_code == 422 and chosen(answer.text) == THREE


def test_more_than_a_session_takes_is_said(app: Flask, desk: Any) -> None:
    with app.app_context():
        names = [one.name for one in search.offered()][:41]
    answer = desk(OPEN, **FIELDS, ways="phones", question=names)
    assert answer.status_code == 422 and "41 questions are more than one session" in answer.text


def test_what_cannot_be_counted_by_hand_is_named(fatima: Any) -> None:
    with_case = {"question": ["d-ou-ca-sort C07", "d-ou-ca-sort C03"], "lang": "en"}
    page = fatima.browser.get(OPEN, query_string=with_case).text
    assert "One question cannot be counted by hand: C07." in page
    counted = fatima.browser.get(f"{OPEN}?question=d-ou-ca-sort+C03").text
    assert "hands-only" not in counted


def test_a_pack_leads_to_its_whole_form(fatima: Any) -> None:
    page = fatima.browser.get("/facilitate/new/demo-cinq-minutes?lang=en", follow_redirects=True)
    assert page.status_code == 200 and len(chosen(page.text)) == 5
    assert fatima.browser.get("/facilitate/new/none").status_code == 404


class TestOneMore:
    def add(self, fatima: Any, room: Any, name: str) -> Any:
        path = f"/facilitate/{room.code}/add"
        page = fatima.browser.get(f"{path}?lang=en")
        assert page.status_code == 200
        data = {"csrf_token": token_of(page.text), "question": name}
        return fatima.browser.post(path, data=data)

    def test_it_comes_after_the_present_stop(self, app: Flask, fatima: Any, room: Any) -> None:
        room.move("start")
        assert self.add(fatima, room, "en-reserve C20").status_code == 303
        with app.app_context():
            live = sessions.load(room.code)
            assert live is not None
            codes = [live.item_of(one.item).id for one in live.state.questions if one.item]
        assert codes[1] == "C20"

    def test_what_is_there_already_or_nowhere_is_refused(self, fatima: Any, room: Any) -> None:
        room.move("start")
        assert self.add(fatima, room, "d-ou-ca-sort C03").status_code == 409
        for junk in ("", "x", "none X01", "²" * 300):
            assert self.add(fatima, room, junk).status_code == 422

    def test_it_does_not_keep_the_words_of_the_step_beside_it(
        self, app: Flask, fatima: Any
    ) -> None:
        answer = app.test_client().post(
            "/api/plans/w1-pub-ou-pas-pub/lead", json={}, headers=fatima.headers
        )
        code, http, version = answer.json["code"], app.test_client(), 1

        def move(name: str, **more: Any) -> str:
            nonlocal version
            body = {"move": name, "version": version, **more}
            said = http.post(f"/api/live/{code}/moves", json=body, headers=fatima.headers).json
            version = said["version"]
            return str(said["html"])

        before = move("start")
        while 'class="console-step"' not in before:
            before = move("skip")
        move("add", pack="en-reserve", item="C20")
        after = move("skip")
        assert "C20" in after and 'class="console-step"' not in after


class TestPreview:
    PATH = "/facilitate/preview/pub-ou-pas-pub/B02"

    def test_only_pages_of_this_kit_may_frame_a_face(self, fatima: Any) -> None:
        page = fatima.browser.get(self.PATH)
        assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
        assert page.headers["X-Frame-Options"] == "DENY"
        face = fatima.browser.get(f"{self.PATH}/phone")
        assert "frame-ancestors 'self'" in face.headers["Content-Security-Policy"]
        assert face.headers["X-Frame-Options"] == "SAMEORIGIN"
        other = fatima.browser.get(NEW)
        assert "frame-ancestors 'none'" in other.headers["Content-Security-Policy"]

    def test_every_kind_has_its_faces_before_and_after(self, app: Flask, fatima: Any) -> None:
        with app.app_context():
            samples = {one.item.kind: one for one in search.offered()}
        for one in samples.values():
            for face in ("phone", "room"):
                for query in ("", "?shown=1"):
                    path = f"/facilitate/preview/{one.pack.slug}/{one.item.id}/{face}{query}"
                    assert fatima.browser.get(path).status_code == 200, path

    @pytest.mark.parametrize("path", ["none/B02", "pub-ou-pas-pub/ZZ9", "test-forme-a/T01"])
    def test_what_is_not_on_offer_has_none(self, fatima: Any, path: str) -> None:
        assert fatima.browser.get(f"/facilitate/preview/{path}").status_code == 404
        assert fatima.browser.get(f"/facilitate/preview/{path}/phone").status_code == 404
        assert fatima.browser.get(f"{self.PATH}/paper").status_code == 404


def test_packs_are_folded_but_the_first_those_with_ticks_and_those_found(fatima: Any) -> None:
    def opened(query: str) -> list[bool]:
        page = fatima.browser.get(f"{NEW}?lang=en{query}").text
        shelves = re.findall(r'<details class="shelf" data-shelf( hidden)?( open)?>', page)
        return [bool(is_open) for hidden, is_open in shelves if not hidden]

    assert opened("") == [True] + [False] * (len(opened("")) - 1)
    assert opened("&question=en-reserve+C20").count(True) == 2
    assert opened("&words=c20") == [True]


def test_what_the_pack_says_already_is_not_said_of_each_question(fatima: Any) -> None:
    page = fatima.browser.get(f"{NEW}?lang=en").text
    facts = re.findall(r'<ul class="facts question-facts">(.*?)</ul>', page, re.DOTALL)
    assert not any("from 12 years" in one for one in facts)
    assert any("demanding" in one for one in facts)
    assert not any(one.lower().count("opinion") > 1 for one in facts)


def test_an_inverted_verb_keeps_its_hyphen(fatima: Any) -> None:
    page = fatima.browser.get(f"{NEW}?lang=fr").text
    assert re.search(r'que <span class="unbroken">fais-tu</span> en premier', page)
    assert '<span class="unbroken">12' not in page
