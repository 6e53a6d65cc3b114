"""The workbook, opened again, says what the page says, and no cell is a formula."""

from __future__ import annotations

import io
import subprocess
import sys
from html import unescape
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask

from workshop.reports.spreadsheet import FORMULA_STARTS, safe_cell

ROOT = Path(__file__).parents[3]
HOSTILE = ["=1+1", "+1", "-1", "@SUM(1)", "＝1+1", "http://evil.example"]


@pytest.fixture
def asked(fatima: Any, send: Any) -> Any:
    room = fatima.open()
    snapshot = room.move("start")
    while snapshot["item"]["id"] != "C03":
        snapshot = room.move("skip")
    phones = [room.join() for _ in range(8)]
    room.move("open")
    for phone, value in zip(phones, "aaaaaacc", strict=True):
        phone.respond(value)
    room.moves("close", "reveal")
    typed = {"texts-trust": "\n".join(HOSTILE), "codes-trust": "=source 4"}
    page = f"/facilitate/{room.code}/report"
    assert send(fatima.browser, page, f"{page}/tickets", typed).status_code == 302
    return room


def book_of(room: Any, language: str = "en") -> Any:
    answer = room.owner.browser.get(f"/facilitate/{room.code}/report.xlsx?lang={language}")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].endswith(f'recoupe-{room.code}.xlsx"')
    return openpyxl.load_workbook(io.BytesIO(answer.data))


def table(sheet: Any) -> list[dict[str, Any]]:
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_it_says_what_the_page_says(asked: Any) -> None:
    book = book_of(asked)
    page = unescape(asked.owner.browser.get(f"/facilitate/{asked.code}/report?lang=en").text)
    (question,) = table(book["Questions"])
    assert (question["Code"], question["Answered"], question["Mean mark"]) == ("C03", 8, 0.25)
    assert question["Question"] in page and "Mark earned: 25%" in page
    assert (question["Wholly right"], question["Share wholly right, low"]) == (2, 0.071)
    assert question["Share wholly right, high"] == 0.591  # Wilson, 2 of 8
    options = table(book["Options"])
    assert [one["Count"] for one in options] == [6, 0, 2, 0]
    for one in options:
        assert one["Text of the option"] in page
        assert f"{one['Count']} ({one['Percent']}%)" in page
    tickets = {one["What was written"]: one["Count"] for one in table(book["Exit tickets"])}
    assert tickets["'=source"] == 4 and tickets["http://evil.example"] == 1


def test_no_cell_is_a_formula_or_a_link(asked: Any) -> None:
    for sheet in book_of(asked):
        for row in sheet:
            for cell in row:
                assert cell.data_type in {"s", "n"} and cell.hyperlink is None
                assert not str(cell.value or "").startswith(FORMULA_STARTS)


@pytest.mark.parametrize("value", HOSTILE[:5])
def test_a_formula_becomes_words(value: str) -> None:
    assert safe_cell(value) == f"'{value}"


def test_its_heads_are_in_the_language_of_the_reader(asked: Any) -> None:
    names = {language: book_of(asked, language).sheetnames for language in ("fr", "en")}
    assert len(names["fr"]) == len(names["en"]) == 6
    assert not set(names["fr"]) & {"Overview", "Exit tickets", "Raised by the room"}


def test_nobody_waits_for_its_library_at_the_start(app: Flask) -> None:
    code = "import sys, app; print('xlsxwriter' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
