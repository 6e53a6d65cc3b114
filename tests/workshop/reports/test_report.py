"""The report as a teacher reads it: time, what to take up again, what the room said, nobody's name."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import openpyxl
import pytest
from flask import Flask

from workshop.live import lifetime, sessions
from workshop.reports import from_room
from workshop.reports import report as reports
from workshop.reports.rules.whole import RaisedQuestion, Report


def page_of(room: Any, language: str = "en") -> str:
    found = room.owner.browser.get(f"/facilitate/{room.code}/report?lang={language}")
    assert found.status_code == 200
    return re.sub(r"\s+", " ", unescape(found.text))


def to_item(room: Any, code: str) -> None:
    snapshot = room.move("start")
    while snapshot["item"]["id"] != code:
        snapshot = room.move("skip")


def ask(room: Any, phones: list[Any], values: list[Any], **more: Any) -> None:
    room.move("open")
    for phone, value in zip(phones, values, strict=True):
        assert phone.respond(value, **more).status_code == 201
    room.moves("close", "reveal")


@pytest.fixture
def of(app: Flask, time: Any) -> Callable[..., Report]:
    def found(room: Any) -> Report:
        with app.test_request_context():
            live = sessions.load(room.code)
            assert live is not None
            return reports.report(live, "en", time.now)

    return found


@pytest.fixture
def missed(fatima: Any) -> Any:
    """C03, of which the key is c: six were tempted by a, two were right."""
    room = fatima.open()
    to_item(room, "C03")
    ask(room, [room.join() for _ in range(8)], [*"aaaaaacc"])
    return room


class TestTakenUpAgain:
    def test_a_missed_question_comes_with_what_tempted_and_why(self, missed: Any, of: Any) -> None:
        (one,) = of(missed).take_up
        assert (one.item.code, one.item.facility) == ("C03", 0.25)
        assert (one.wrong.letter, one.wrong.count, one.wrong.percent) == ("A", 6, 75)
        assert one.wrong.rationale
        page = page_of(missed)
        assert one.wrong.rationale in page and "(6 answers, 75%)" in page

    def test_the_next_questions_were_not_asked_and_can_be_led(
        self, missed: Any, of: Any, fatima: Any, send: Any
    ) -> None:
        (one,) = of(missed).take_up
        asked = {item.code for item in of(missed).items}
        assert one.next_items and not {other.code for other in one.next_items} & asked
        chosen = [f"{other.pack}:{other.code}" for other in one.next_items]
        page = f"/facilitate/{missed.code}/report"
        answer = send(fatima.browser, page, f"{page}/next", {"items": chosen})
        assert answer.status_code == 302
        opened = sessions_of(fatima)[0]
        assert [opened.item_of(row).id for row in opened.state.item_rows()] == [
            one.partition(":")[2] for one in chosen
        ]

    @pytest.mark.parametrize(
        "items",
        [
            [],
            ["nothing"],
            ["no-pack:C01"],
            ["en-reserve:C01"],
            [f"en-reserve:C{n}" for n in range(40)],
        ],
    )
    def test_what_is_not_on_offer_is_refused_with_a_sentence(
        self, missed: Any, fatima: Any, items: list[str], send: Any
    ) -> None:
        page = f"/facilitate/{missed.code}/report"
        answer = send(fatima.browser, page, f"{page}/next?lang=en", {"items": items})
        assert answer.status_code == 422 and "No session was opened." in answer.text

    def test_four_people_are_too_few_to_say_what_was_missed(self, fatima: Any, of: Any) -> None:
        room = fatima.open()
        to_item(room, "C03")
        ask(room, [room.join() for _ in range(4)], [*"aaaa"])
        found = of(room)
        assert found.take_up == ()
        (asked,) = found.asked
        assert asked.few and asked.facility is None and asked.options == ()
        assert "Fewer than 5 people answered" in page_of(room)

    def test_three_teams_are_six_people_at_least(self, fatima: Any, of: Any) -> None:
        room = fatima.open(phones=False, teams=True)
        to_item(room, "C03")
        ask(room, [room.join() for _ in range(3)], [*"aac"])
        (asked,) = of(room).asked
        assert [one.count for one in asked.options][:3] == [2, 0, 1]
        assert "A team’s answer is one" in page_of(room)


def sessions_of(fatima: Any) -> list[Any]:
    with fatima.app.app_context():
        return lifetime.own_lives(fatima.person.row_id)


class TestTime:
    def test_an_undone_step_gives_its_time_back_and_a_pause_counts(
        self, fatima: Any, time: Any, of: Any
    ) -> None:
        room = fatima.open()
        room.move("start")
        time.pass_(minutes=2)
        room.move("skip")
        time.pass_(minutes=1)
        room.move("undo")
        time.pass_(minutes=3)
        room.move("skip")
        room.moves("open", "pause")
        time.pass_(minutes=4)
        room.moves("resume", "close", "finish")
        time.pass_(minutes=50)
        found = of(room)
        assert [one.used for one in found.items[:3]] == [6 * 60, 4 * 60, None]
        assert found.used == 10 * 60
        assert "10 min used" in page_of(room)

    def test_a_plan_says_what_was_planned_and_led(self, fatima: Any, of: Any, send: Any) -> None:
        path = "/plans/w2-fil-et-sources/lead"
        answer = send(
            fatima.browser,
            path,
            path,
            {
                "ways": "phones",
                "part": 0,
                "cap": 100,
                "keep_days": 30,
                "seconds": 0,
                "reading": "y",
                "class_size": 24,
            },
        )
        assert answer.status_code == 302, answer.text
        room = type("", (), {"owner": fatima, "code": answer.location.rsplit("/", 1)[1]})()
        found = of(room)
        assert found.steps[0].kind == "welcome"
        assert all(one.planned for one in found.steps) and found.used == 0
        assert "not reached" in page_of(room)
        assert "class of 24" in page_of(room)


class TestTheRoom:
    def test_how_many_answered_of_those_who_had_joined_by_then(
        self, fatima: Any, of: Any, time: Any
    ) -> None:
        room = fatima.open()
        to_item(room, "C03")
        phones = [room.join() for _ in range(6)]
        ask(room, phones[:5], [*"ccccc"])
        time.pass_(seconds=5)
        room.join()
        (asked,) = of(room).asked
        assert (asked.rate.answered, asked.rate.of) == (5, 6)
        assert "5 answers of 6 who had joined when it ended (83%)" in page_of(room)

    def test_questions_and_notes_have_their_places(
        self, missed: Any, monkeypatch: pytest.MonkeyPatch, of: Any
    ) -> None:
        number = next(
            one.number
            for one in sessions_of(missed.owner)[0].state.order
            if sessions_of(missed.owner)[0].item_of(one.item).id == "C03"
        )
        raised = (RaisedQuestion("Who pays for it? <b>", 7),)
        monkeypatch.setattr(from_room, "questions", lambda _live: raised)
        monkeypatch.setattr(
            from_room, "notes", lambda _live: {0: "A lively class", number: "Show it again"}
        )
        found = of(missed)
        assert found.note == "A lively class" and found.asked[0].notes == ("Show it again",)
        answer = missed.owner.browser.get(f"/facilitate/{missed.code}/report?lang=en").text
        for words in ("Who pays for it? &lt;b&gt;", "7 voices", "A lively class", "Show it again"):
            assert words in answer
        printed = missed.owner.browser.get(f"/facilitate/{missed.code}/report.html?lang=en").text
        for words in ("Who pays for it? &lt;b&gt;", "A lively class", "Show it again"):
            assert words in printed

    def test_sure_and_mistaken_is_told_of_five_and_not_of_four(self, fatima: Any, of: Any) -> None:
        for wrong, told in ((5, 5), (4, None)):
            room = fatima.open()
            to_item(room, "C13")
            live = next(one for one in sessions_of(fatima) if one.code == room.code)
            assert live.item is not None
            key = sorted(live.item.answer_view("en")["keys"])[0]
            other = next(one for one in live.item.accepts()["enum"] if one != key)
            phones = [room.join() for _ in range(12)]
            values = [other] * wrong + [key] * (12 - wrong)
            ask(room, phones, values, certainty=3)
            (asked,) = of(room).asked
            assert asked.sure_and_wrong == told
            assert ("mistaken: 5 people." in page_of(room)) is bool(told)
            assert ("Sure and mistaken: not told" in page_of(room)) is not told

    def test_nobody_is_named_anywhere(self, fatima: Any) -> None:
        room = fatima.open(free_names=True)
        to_item(room, "C03")
        phones = [room.join(nickname=f"Zébulon{number}") for number in range(6)]
        ask(room, phones, [*"aaaccc"])
        base = f"/facilitate/{room.code}/report"
        for path in (base, f"{base}.html", f"{base}.csv"):
            assert "Zébulon" not in fatima.browser.get(path).text
        book = openpyxl.load_workbook(io.BytesIO(fatima.browser.get(f"{base}.xlsx").data))
        cells = [str(cell.value) for sheet in book for row in sheet for cell in row]
        assert cells and not any("Zébulon" in one for one in cells)


def test_a_rehearsal_says_so_and_shows_no_figure(
    missed: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "is_rehearsal", lambda _live: True)
    page = page_of(missed)
    assert "This was a rehearsal" in page
    assert "report-item" not in page and "75%" not in page
    table = missed.owner.browser.get(f"/facilitate/{missed.code}/report.csv").text
    assert len(table.splitlines()) == 1
    assert missed.owner.browser.get(f"/facilitate/{missed.code}/report.xlsx").status_code == 200
