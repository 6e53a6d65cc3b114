"""The report as CSV: one line for each option, item and exit ticket."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from flask_babel import gettext as _

from quizzes.items.text import Language
from workshop.reports import summary_words
from workshop.reports.rules.figures import ItemReport, OptionCount
from workshop.reports.rules.whole import Report, StepReport

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
Cells = Mapping[str, object]
DECIMALS = frozenset("facility first_facility right_low right_high gain d_prime bias".split())

COLUMNS = (
    "session step step_title planned_seconds used_seconds item question kind vote_count answered "
    "joined facility first_facility option option_text key count percent first_count "
    "first_percent median sure_and_wrong d_prime bias right right_low right_high gain"
).split()


def heads() -> dict[str, str]:
    """The columns with their heads in the language of the reader."""
    said = {
        "session": _("Session"), "step": _("Step"), "step_title": _("Title of the step"),
        "planned_seconds": _("Planned seconds"), "used_seconds": _("Used seconds"),
        "item": _("Code"), "question": _("Question"), "kind": _("Kind"),
        "vote_count": _("Votes"), "answered": _("Answered"), "joined": _("Of how many"),
        "facility": _("Mean mark"), "first_facility": _("Mean mark, first vote"),
        "option": _("Letter of the option"),
        "option_text": _("Text of the option"), "key": _("Right answer"),
        "count": _("Count"), "percent": _("Percent"), "first_count": _("Count, first vote"),
        "first_percent": _("Percent, first vote"), "median": _("Median"),
        "sure_and_wrong": _("Sure and mistaken"), "d_prime": _("Discernment d′"),
        "bias": _("Lean c"), "right": _("Wholly right"),
        "right_low": _("Share wholly right, low"), "right_high": _("Share wholly right, high"),
        "gain": _("Gain of the discussion"),
    }  # fmt: skip
    return {name: said[name] for name in COLUMNS}


def safe_cell(value: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def as_csv(found: Report, language: Language) -> str:
    """The report as CSV in UTF-8, one line for each option or item, written as spreadsheets of
    that language expect it: in French with semicolons and decimal commas."""
    out = io.StringIO()
    point = language != "fr"
    writer = csv.writer(out, delimiter="," if point else ";", lineterminator="\r\n")
    columns = heads()
    writer.writerow(columns.values())
    for line in lines(found):
        cells = {**line, **{name: _comma(line.get(name)) for name in DECIMALS if not point}}
        writer.writerow([safe_cell(cells.get(name)) for name in columns])
    return out.getvalue()


def _comma(value: object) -> str:
    return str(value or "").replace(".", ",")


def lines(found: Report) -> Iterable[Cells]:
    """What the table says, line by line: each option of each item, then the exit tickets."""
    for step in found.steps:
        if not step.items:
            yield {"session": found.code, **_of_step(step)}
        for item in step.items:
            yield from ({"session": found.code, **_of_step(step), **one} for one in _of_item(item))
    for group in found.tickets:
        for line in group.lines:
            said = summary_words.said_prompt(group.prompt)
            yield {
                "session": found.code, "question": said, "kind": _("Exit ticket"),
                "option_text": line.text, "count": line.count,
            }  # fmt: skip


def _of_step(step: StepReport) -> Cells:
    return {
        "step": step.number, "step_title": step.title, "planned_seconds": step.planned,
        "used_seconds": step.used,
    }  # fmt: skip


def decimal(value: float | None) -> str:
    """Three decimals, with a point."""
    return "" if value is None else f"{value:.3f}"


def item_cells(item: ItemReport) -> Cells:
    """What is said of an item as a whole."""
    judged, right = item.discernment, item.right_share
    return {
        "planned_seconds": item.planned, "used_seconds": item.used, "item": item.code,
        "question": item.stem, "kind": summary_words.said_kind(item.kind), "vote_count": item.votes,
        "answered": item.answered, "joined": (item.rate.of if item.rate else 0) or None,
        "facility": decimal(item.facility), "first_facility": decimal(item.first_facility),
        "median": item.median, "sure_and_wrong": item.sure_and_wrong,
        "d_prime": decimal(judged.d_prime) if judged else None,
        "bias": decimal(judged.bias) if judged else None,
        "right": right.right if right else None,
        "right_low": decimal(right.low) if right else None,
        "right_high": decimal(right.high) if right else None,
        "gain": decimal(item.gain.peer_gain) if item.gain else None,
    }  # fmt: skip


def option_cells(one: OptionCount) -> Cells:
    """What is said of an option."""
    return {
        "option": one.letter, "option_text": one.text, "key": _("yes") if one.is_key else _("no"),
        "count": one.count, "percent": one.percent, "first_count": one.first_count,
        "first_percent": one.first_percent,
    }  # fmt: skip


def _of_item(item: ItemReport) -> Sequence[Cells]:
    head = item_cells(item)
    counted = [
        {**head, "option_text": one.text, "count": one.count, "percent": one.percent}
        for one in (*item.pages, *item.spread, *item.texts)
    ]
    options = [{**head, **option_cells(one)} for one in item.options]
    return [*counted, *options] or [{**head, "key": item.key}]
