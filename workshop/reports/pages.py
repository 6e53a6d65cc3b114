"""A report as page, CSV and workbook; what is typed into it; and the recap of one seat."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Reply

from quizzes.gate import language
from quizzes.gate.access import Who, allow
from quizzes.gate.clock import now
from quizzes.gate.language import visitor_language
from quizzes.gate.replies import Refused
from quizzes.items.problems import Problem, Problems
from workshop.live.pages import caller
from workshop.live.sessions import Live
from workshop.reports import lessons, summary_words, tickets, wording
from workshop.reports.recap import own_score
from workshop.reports.recap import recap as recap_of
from workshop.reports.report import report
from workshop.reports.rules.ticketlines import Prompt
from workshop.reports.rules.whole import Report
from workshop.reports.spreadsheet import as_csv
from workshop.reports.workbook import as_xlsx

blueprint = Blueprint("reports", __name__)
LARGEST_FORM = 2_000_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.url_value_preprocessor
def _let_many_lines_in(endpoint: str | None, _values: object) -> None:
    """Five hundred tickets are longer than any other form."""
    if endpoint == "reports.keep_tickets":
        request.max_content_length = request.max_form_memory_size = LARGEST_FORM


def _report(live: Live) -> Report:
    return report(live, visitor_language(), now())


@blueprint.get("/facilitate/<code>/report")
@allow(Who.LEADER)
def page(code: str) -> str:
    """The report as a page."""
    live = caller.require_live()
    return _page(live, tickets.fields(live))


def _page(live: Live, typed: dict[str, str], problem: Problem | None = None) -> str:
    said: dict[str, Any] = {"words": wording, "sums": summary_words, "prompts": list(Prompt)}
    wrong = problem.rule.said.say(visitor_language()) if problem and problem.rule else ""
    found = _report(live)
    return render_template(
        "reports/page.html",
        live=live, owns=caller.is_owner(), report=found, typed=typed, problem=problem, wrong=wrong,
        **said,
    )  # fmt: skip


@blueprint.get("/facilitate/<code>/report.csv")
@allow(Who.LEADER)
def as_table(code: str) -> Reply:
    """The report as CSV."""
    live = caller.require_real()
    return _file(
        "\ufeff" + as_csv(_report(live), visitor_language()), "text/csv", f"recoupe-{live.code}.csv"
    )


@blueprint.get("/facilitate/<code>/report.xlsx")
@allow(Who.LEADER)
def as_workbook(code: str) -> Reply:
    """The report as a workbook with a sheet for each thing."""
    live = caller.require_real()
    return _file(as_xlsx(_report(live)), XLSX, f"recoupe-{live.code}.xlsx")


def _file(content: str | bytes, mimetype: str, name: str) -> Reply:
    answer = current_app.response_class(content, mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@blueprint.post("/facilitate/<code>/report/tickets")
@allow(Who.LEADER)
def keep_tickets(code: str) -> Reply | tuple[str, int]:
    """Keep the exit tickets as they are typed; an emptied field deletes what stood in it."""
    live = caller.require_live()
    typed = {name: request.form.get(name, "") for name in tickets.fields(live)}
    try:
        tickets.keep(live, typed)
    except Problems as error:
        return _page(live, typed, error.problems[0]), 422
    return redirect(url_for("reports.page", code=live.code) + "#tickets")


@blueprint.post("/facilitate/<code>/report/next")
@allow(Who.OWNER)
def lead_next(code: str) -> Reply:
    """Open a session with the same settings on the questions that were ticked."""
    live = caller.require_live()
    try:
        opened = lessons.open_next(live, request.form.getlist("items"), now())
    except Problems as error:
        title, detail = _("No session was opened."), _("Tick questions of the list, and retry.")
        raise Refused(422, title, detail) from error
    return redirect(url_for("facilitate.console", code=opened.code))


@blueprint.get("/j/<code>/recap")
@allow(Who.SEAT)
def recap(code: str) -> str:
    """What this seat answered, with why and the sources; only what the room has seen."""
    live, seat = caller.require_live(), caller.require_seat()
    language.speak(seat.language)
    lines = recap_of(live, seat, seat.language)
    score = own_score(live, lines)
    return render_template("reports/recap.html", live=live, seat=seat, lines=lines, score=score)
