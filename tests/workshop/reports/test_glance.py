"""The report in two minutes: a sentence, every question in one picture, what to take up again."""

from __future__ import annotations

import re
from html import unescape
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from workshop.reports import summary_words
from workshop.reports.rules.glance import Outlook
from workshop.reports.rules.whole import Turnout


def page_of(room: Any, language: str = "en") -> str:
    found = room.owner.browser.get(f"/facilitate/{room.code}/report?lang={language}")
    assert found.status_code == 200
    return re.sub(r"\s+", " ", unescape(found.text))


def play(fatima: Any, people: int, values: str) -> Any:
    """C03, of which the key is c, answered by so many."""
    room = fatima.open()
    snapshot = room.move("start")
    while snapshot["item"]["id"] != "C03":
        snapshot = room.move("skip")
    phones = [room.join() for _ in range(people)]
    room.move("open")
    for phone, value in zip(phones, values, strict=True):
        assert phone.respond(value).status_code == 201
    room.moves("close", "reveal")
    return room


@pytest.mark.parametrize(
    ("values", "sums"),
    [
        ("cccccc", "6 people took part. The one question with a right answer went well."),
        (
            "aaaaac",
            "6 people took part. The one question with a right answer did not go well. "
            "1 is worth taking up again.",
        ),
        ("ccc", "3 people took part. Too few answered to say what went well and what did not."),
    ],
)
def test_one_sentence_sums_up(fatima: Any, values: str, sums: str) -> None:
    assert sums in page_of(play(fatima, len(values), values))


def test_nothing_to_take_up_is_not_too_few_to_say(fatima: Any) -> None:
    well = page_of(play(fatima, 6, "cccccc"))
    few = page_of(play(fatima, 3, "aaa"))
    assert "Nothing: each question that enough people answered was well understood." in well
    assert "Too few answered to say. That is not the same" in few
    assert "Nothing: each question" not in few


def test_counts_of_few_are_in_no_picture(fatima: Any) -> None:
    page = page_of(play(fatima, 4, "aaac"))
    line = page[page.index('<ol class="glance">') : page.index("</ol>")]
    assert "Fewer than 5 answers: not told." in line
    assert "<svg" not in line and "%" not in line


def test_what_comes_first_is_read_first(fatima: Any) -> None:
    page = page_of(play(fatima, 6, "aaaaac"))
    heads = re.findall(r"<h2[^>]*>(.*?)</h2>", page)
    assert heads[:2] == ["At a glance", "Worth coming back to"]
    assert heads[-2:] == ["In detail", "Files and more"]
    assert page.count('class="button"') == 1  # one primary action
    assert "<details open" not in page


def test_a_line_of_the_picture_leads_to_its_question(fatima: Any) -> None:
    page = page_of(play(fatima, 6, "aaaaac"))
    (target,) = re.findall(r'class="glance-name" href="#(.*?)"', page)
    assert f'id="{target}"' in page


def test_paper_has_the_same_picture(fatima: Any) -> None:
    room = play(fatima, 6, "aaaaac")
    printed = room.owner.browser.get(f"/facilitate/{room.code}/report.html?lang=en").text
    assert "At a glance" in printed and "Take up again" in printed
    assert printed.index("At a glance") < printed.index("Worth coming back to")
    shown = re.findall(r'<svg class="share".*?</svg>', page_of(room))
    assert shown and all(one in re.sub(r"\s+", " ", printed) for one in shown[:1])


def test_a_french_table_opens_in_a_french_spreadsheet(fatima: Any) -> None:
    room = play(fatima, 6, "aaaaac")
    text = room.owner.browser.get(f"/facilitate/{room.code}/report.csv?lang=fr").get_data(True)
    head, *lines = text.lstrip("\ufeff").splitlines()
    assert "Énoncé" in head.split(";") and "session" not in head
    (line,) = [one for one in lines if "Ouvrir" in one or ";oui;" in one]
    assert "0,167" in line and ";oui;" in line
    assert "single_choice" not in text


def test_an_english_table_keeps_commas_and_points(fatima: Any) -> None:
    room = play(fatima, 6, "aaaaac")
    text = room.owner.browser.get(f"/facilitate/{room.code}/report.csv?lang=en").get_data(True)
    assert "0.167" in text and "One right answer among several" in text and ",yes," in text


def test_all_that_went_badly_is_one_sentence(app: Flask) -> None:
    glance: Any = SimpleNamespace(
        well=0, again=4, untold=1, by_counts=0, aloud=0, outlook=Outlook.MIXED
    )
    with app.test_request_context("/?lang=en"):
        said = summary_words.said_outlook(glance)
    assert said == [
        "None of the 4 marked questions went well: all are worth another look.",
        "Too few answered 1 other question to say.",
    ]


def test_ways_that_nobody_used_are_not_listed(app: Flask) -> None:
    turnout = Turnout(phones=True, teams=True, hands=True, devices=14, class_size=28)
    with app.test_request_context("/?lang=en"):
        assert summary_words.said_turnout(turnout) == ["14 phones", "class of 28"]
