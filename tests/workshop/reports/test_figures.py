"""What a report says of a group: how many were right, how sure that is, and how talking helped."""

from __future__ import annotations

import csv
import io
from html import unescape
from typing import Any

from flask import Flask

from workshop.reports.spreadsheet import COLUMNS


def two_votes(fatima: Any, first: list[str], second: list[str]) -> Any:
    """Her demo, where the third question was voted on twice."""
    room = fatima.open("demo-cinq-minutes")
    snapshot = room.move("start")
    while snapshot["item"]["id"] != "D03":
        snapshot = room.move("skip")
    phones = [room.join() for _ in first]
    room.move("open")
    for phone, value in zip(phones, first, strict=True):
        assert phone.respond(value).status_code == 201
    room.moves("close", "discuss", "reopen")
    for phone, value in zip(phones, second, strict=True):
        assert phone.respond(value).status_code == 201
    room.moves("close", "reveal")
    return room


def page_of(room: Any, language: str) -> str:
    found = room.owner.browser.get(f"/facilitate/{room.code}/report?lang={language}")
    return unescape(found.text)


def table_of(room: Any) -> list[dict[str, str]]:
    text = room.owner.browser.get(f"/facilitate/{room.code}/report.csv?lang=en").get_data(
        as_text=True
    )
    return [one for one in csv.DictReader(io.StringIO(text), COLUMNS) if one["key"]]


def test_a_group_reads_how_many_were_right_and_how_talking_helped(app: Flask, fatima: Any) -> None:
    room = two_votes(fatima, ["c", "c", "a", "a", "b"], ["c", "c", "c", "c", "b"])
    english, french = page_of(room, "en"), page_of(room, "fr")
    assert (
        "4 of 5 answers wholly right: 80% (in a class like this one, "
        "probably between 38 and 96%). After the discussion: from 40 to 80% right."
    ) in english
    assert (
        "4 réponses entièrement justes sur 5, soit 80\u202f% (dans une classe comme celle-ci, "
        "sans doute entre 38 et 96\u202f%). "
        "Après la discussion\u00a0: de 40 à 80\u202f% de réponses justes."
    ) in french
    asked = [one for one in table_of(room) if one["item"] == "D03"]
    figures = {(one["right"], one["right_low"], one["right_high"], one["gain"]) for one in asked}
    assert figures == {("4", "0.376", "0.964", "0.667")}
    printed = room.owner.browser.get(f"/facilitate/{room.code}/report.html?lang=en").text
    assert "4 of 5 answers wholly right" in printed
    assert "from 40 to 80% right" in printed


def test_fewer_than_five_are_no_group(fatima: Any) -> None:
    room = two_votes(fatima, ["a", "a", "b", "c"], ["c"] * 4)
    assert "wholly right" not in page_of(room, "en")
    assert "After the discussion" not in page_of(room, "en")
    asked = [one for one in table_of(room) if one["item"] == "D03"]
    assert {(one["right"], one["gain"]) for one in asked} == {("", "")}
