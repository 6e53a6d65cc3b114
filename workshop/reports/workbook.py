"""The report as a workbook (XLSX): a sheet for each thing that one looks for."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext as _

from workshop.reports import summary_words
from workshop.reports.rules.whole import Report
from workshop.reports.spreadsheet import DECIMALS, heads, item_cells, option_cells, safe_cell

Rows = Iterable[Sequence[object]]
ITEM = (
    "item question kind vote_count answered joined facility first_facility median sure_and_wrong "
    "right right_low right_high gain d_prime bias planned_seconds used_seconds"
).split()
OPTION = "item question option option_text key count percent first_count first_percent".split()
WIDEST = 60


def as_xlsx(found: Report) -> bytes:
    """The workbook. What it says is what the page says; no cell is a formula."""
    import xlsxwriter  # only whoever asks for a workbook waits for it  # noqa: PLC0415

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": found.title, "author": "Recoupe", "created": found.begun_at})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        for name, rows in _sheets(found):
            _fill(book.add_worksheet(name), [list(row) for row in rows], bold, plain)
    return out.getvalue()


def _fill(sheet: Any, rows: list[list[object]], bold: Any, plain: Any) -> None:
    """Write a sheet whose first row is its head, which stays in sight."""
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            style = plain if number else bold
            if isinstance(value, int | float):
                sheet.write_number(number, column, value, style)
            elif value not in (None, ""):
                sheet.write_string(number, column, safe_cell(value), style)
    sheet.freeze_panes(1, 0)
    for column in range(max(map(len, rows))):
        longest = max(len(str(row[column] or "")) for row in rows if len(row) > column)
        sheet.set_column(column, column, min(longest + 2, WIDEST))


def _sheets(found: Report) -> Iterable[tuple[str, Rows]]:
    """Each sheet with its rows; names have 31 signs at most."""
    yield _("Overview")[:31], _overview(found)
    yield _("Questions")[:31], _items(found)
    yield _("Options")[:31], _options(found)
    yield _("Exit tickets")[:31], _tickets(found)
    yield _("Raised by the room")[:31], _raised(found)
    yield _("Notes")[:31], _notes(found)


def _overview(found: Report) -> Rows:
    yield _("What"), _("Planned seconds"), _("Used seconds")
    yield (found.title,)
    yield (summary_words.said_day(found.begun_at),)
    yield (found.pack_title,)
    yield from ((one,) for one in summary_words.said_turnout(found.turnout))
    for step in found.steps:
        used = _("left out") if step.left_out else step.used
        yield f"{step.number}. {step.title}", step.planned, used
    yield _("All together"), found.planned, found.used


def _items(found: Report) -> Rows:
    said = heads()
    yield _("Step"), *(said[name] for name in ITEM)
    for step in found.steps:
        for item in step.asked:
            cells = item_cells(item)
            yield step.number, *(_number(name, cells.get(name)) for name in ITEM)


def _options(found: Report) -> Rows:
    said = heads()
    yield [said[name] for name in OPTION]
    for item in found.asked:
        for one in item.options:
            cells = {"item": item.code, "question": item.stem, **option_cells(one)}
            yield [cells[name] for name in OPTION]
        for other in (*item.pages, *item.spread, *item.texts):
            yield item.code, item.stem, "", other.text, "", other.count, other.percent


def _number(name: str, value: object) -> object:
    return float(value) if name in DECIMALS and isinstance(value, str) and value else value


def _tickets(found: Report) -> Rows:
    yield _("Question"), _("What was written"), _("Count"), _("Counted under a short name")
    for group in found.tickets:
        for one in group.lines:
            yield summary_words.said_prompt(group.prompt), one.text, one.count, int(one.coded)


def _raised(found: Report) -> Rows:
    yield _("Question"), _("Voices")
    yield from ((one.text, one.voices) for one in found.questions)


def _notes(found: Report) -> Rows:
    yield _("Where"), _("Notes")
    if found.note:
        yield _("The whole session"), found.note
    for step in found.steps:
        yield from ((f"{step.number}. {step.title}", note) for note in step.notes)
        for item in step.items:
            yield from ((f"{item.code} {item.stem}", note) for note in item.notes)
