"""Preparing a plan: copies for the class, checks, questions to try, and the calendar file."""

from __future__ import annotations

import re
from random import Random
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quizzes.alone.tables import AttemptRow
from quizzes.store.db import db
from workshop.live.rules.steps import Mode
from workshop.live.tables import LiveRow
from workshop.plans import leading, planbook
from workshop.plans.rules.copies import to_print
from workshop.plans.rules.plan import PlanSheet

SLUGS = [plan.slug for plan in planbook.plans()]
W1 = "/plans/w1-pub-ou-pas-pub"
WHEN = {"day": "2026-12-04", "time": "09:15", "size": "28", "part": "0"}


def token_of(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]


def copies(slug: str, modes: list[Mode], size: int) -> dict[PlanSheet | None, int]:
    plan = planbook.find_plan(slug)
    assert plan is not None
    return {one.line.sheet: one.copies for one in to_print(plan, modes, size)}


def test_copies_follow_the_class_and_the_ways() -> None:
    paper = copies("w1-pub-ou-pas-pub", [Mode.PAPER], 28)
    assert (paper[PlanSheet.WORKSHEET], paper[PlanSheet.CARDS], paper[PlanSheet.KEY]) == (28, 7, 1)
    assert (paper[PlanSheet.EXIT_TICKET], paper[PlanSheet.COUNTING]) == (7, 1)
    phones = copies("w1-pub-ou-pas-pub", [Mode.PHONES], 29)
    assert PlanSheet.WORKSHEET not in phones and phones[PlanSheet.CARDS] == 8
    assert copies("w1-pub-ou-pas-pub", [Mode.COUNTED], 28)[PlanSheet.VOTE_CARDS] == 28
    both = copies("w1-pub-ou-pas-pub", [Mode.PHONES, Mode.PAPER], 28)
    assert both.keys() == paper.keys() | copies("w1-pub-ou-pas-pub", [Mode.PHONES], 28).keys()


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_plan_can_be_prepared_in_both_languages(
    fatima: Any, slug: str, language: str
) -> None:
    page = fatima.browser.get(f"/plans/{slug}/prepare?lang={language}")
    assert page.status_code == 200
    assert ("À imprimer" in page.text) == (language == "fr")
    assert ("To print" in page.text) == (language == "en")
    assert f"/plans/{slug}/prepare" in fatima.browser.get(f"/plans/{slug}").text


def test_the_page_shows_what_the_chosen_ways_need(fatima: Any) -> None:
    page = fatima.browser.get(f"{W1}/prepare?lang=en&size=28&modes=paper").text
    assert "<b>28</b>" in page and "<b>7</b>" in page and "/worksheet.pdf" in page
    page = fatima.browser.get(f"{W1}/prepare?lang=en&size=28&modes=phones").text
    assert "/worksheet.pdf" not in page and "recoupe run --lan" in page


@pytest.mark.parametrize("query", ["size=0", "size=x", "size=", "size=501", "size=9&modes=pigeons"])
def test_what_cannot_be_prepared_is_said_beside_the_field(fatima: Any, query: str) -> None:
    page = fatima.browser.get(f"{W1}/prepare?lang=en&{query}")
    assert page.status_code == 422
    assert 'role="alert"' in page.text


def test_the_button_rehearses_the_plan(fatima: Any, app: Flask) -> None:
    page = fatima.browser.get(f"{W1}/prepare?size=28&modes=teams").text
    form = page.split(f'action="{W1}/lead"')[1].split("</form>")[0]
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form)) | {"speed": "5"}
    answer = fatima.browser.post(f"{W1}/lead", data=fields)
    assert answer.status_code == 302
    with app.app_context():
        row = db.session.query(LiveRow).one()
        kept = row.settings
    assert kept["rehearsal"] and kept["teams"] and not kept["phones"] and kept["reading"]
    assert (kept["speed"], kept["class_size"]) == (5, 28)


class TestCalendar:
    def test_the_file_is_for_the_chosen_moment(self, fatima: Any) -> None:
        query = {**WHEN, "modes": "paper", "lang": "fr"}
        file = fatima.browser.get(f"{W1}/prepare.ics", query_string=query)
        assert file.status_code == 200 and file.mimetype == "text/calendar"
        assert "w1-pub-ou-pas-pub.ics" in file.headers["Content-Disposition"]
        text = file.data.decode().replace("\r\n ", "")
        assert "DTSTART:20261204T091500\r\n" in text and "DURATION:PT50M\r\n" in text
        assert "DTSTAMP:20261121T090000Z" in text
        assert "28 × La fiche de travail\\, une par élève" in text
        assert "7 × Les six publications" in text

    def test_each_file_is_an_event_of_its_own(self, fatima: Any) -> None:
        files = [fatima.browser.get(f"{W1}/prepare.ics", query_string=WHEN) for _ in range(2)]
        uids = {re.search(rb"UID:(\S+)", one.data)[1] for one in files}  # type: ignore[index]
        assert len(uids) == 2

    def test_a_part_has_its_own_minutes_and_title(self, fatima: Any) -> None:
        path = "/plans/w2-fil-et-sources/prepare.ics"
        file = fatima.browser.get(path, query_string={**WHEN, "part": "1"}).data
        assert b"DURATION:PT50M" in file

    @pytest.mark.parametrize(
        "wrong",
        [
            {"day": "2026-02-30"}, {"day": ""}, {"day": "tomorrow"}, {"day": "0001-01-01"},
            {"day": "9999-12-31"}, {"time": "25:00"}, {"time": ""}, {"part": "7"}, {"part": "x"},
            {"size": "many"},
        ],
    )  # fmt: skip
    @pytest.mark.parametrize("language", ["fr", "en"])
    def test_a_moment_that_is_none_is_refused(
        self, fatima: Any, wrong: dict[str, str], language: str
    ) -> None:
        query = {**WHEN, **wrong, "lang": language}
        page = fatima.browser.get(f"{W1}/prepare.ics", query_string=query)
        assert page.status_code == 422
        assert page.mimetype == "text/html" and 'role="alert"' in page.text

    def test_nothing_is_kept(self, fatima: Any, app: Flask) -> None:
        fatima.browser.get(f"{W1}/prepare.ics", query_string=WHEN)
        with app.app_context():
            assert db.session.query(LiveRow).count() == 0


class TestTrying:
    @pytest.mark.parametrize("slug", SLUGS)
    def test_every_question_of_every_plan_can_be_tried(
        self, client: FlaskClient, app: Flask, slug: str
    ) -> None:
        plan = planbook.find_plan(slug)
        assert plan is not None
        with app.app_context():
            questions = leading.questions(plan)
        assert client.get(f"/plans/{slug}/try?lang=en").status_code == 200
        for number, one in enumerate(questions, start=1):
            page = client.get(f"/plans/{slug}/try/{number}?lang=en")
            assert page.status_code == 200, one.item.id
            data = {"csrf_token": token_of(page.text), **fields_for(one.item)}
            answer = client.post(f"/plans/{slug}/try/{number}?lang=en", data=data)
            assert answer.status_code == 200, (one.item.id, answer.text)
            assert "Try it again" in answer.text

    def test_no_answer_gets_a_sentence(self, client: FlaskClient) -> None:
        page = client.get(f"{W1}/try/2?lang=en")
        data = {"csrf_token": token_of(page.text)}
        answer = client.post(f"{W1}/try/2?lang=en", data=data)
        assert answer.status_code == 422 and "There is no answer yet" in answer.text

    @pytest.mark.parametrize("number", [0, 99])
    def test_a_question_that_is_not_there(self, client: FlaskClient, number: int) -> None:
        assert client.get(f"{W1}/try/{number}").status_code == 404
        assert client.get("/plans/none/try").status_code == 404

    def test_the_key_is_not_in_the_page_before_the_answer(self, client: FlaskClient) -> None:
        page = client.get(f"{W1}/try/2?lang=en").text
        assert "is-key" not in page and "rationale" not in page

    def test_it_is_held_back_while_a_class_plays_the_pack(
        self, client: FlaskClient, fatima: Any
    ) -> None:
        fatima.open("pub-ou-pas-pub").moves("start", "open")
        assert client.get(f"{W1}/try/2").status_code == 409
        assert fatima.browser.get(f"{W1}/try/2").status_code == 200

    def test_nothing_is_kept(self, client: FlaskClient, app: Flask) -> None:
        self.test_no_answer_gets_a_sentence(client)
        with app.app_context():
            assert db.session.query(AttemptRow).count() == 0


def fields_for(item: Any) -> dict[str, Any]:
    """What the form of a phone sends for a plausible answer."""

    value = item.plausible(Random(1), 0.6, "en")
    if not isinstance(value, dict):
        return {"value": str(value) if isinstance(value, float) else value}
    found: dict[str, Any] = {}
    for row, cell in value.items():
        said, _, sure = (
            cell.partition(":") if isinstance(cell, str) and ":" in cell else (cell, "", "")
        )
        found[f"value.{row}"] = said
        if sure:
            found[f"certainty.{row}"] = sure
    return found
