"""The report of a live session as page and CSV, and the recap of one seat."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template
from werkzeug.wrappers import Response as Reply

from quizzes.gate import language
from quizzes.gate.access import Who, allow
from quizzes.gate.language import visitor_language
from workshop.live.pages import caller
from workshop.reports.recap import own_score
from workshop.reports.recap import recap as recap_of
from workshop.reports.report import as_csv, report
from workshop.reports.wording import said_discernment, said_right

blueprint = Blueprint("reports", __name__)


@blueprint.get("/facilitate/<code>/report")
@allow(Who.LEADER)
def page(code: str) -> str:
    """The report as a page."""
    live = caller.require_live()
    if live.settings.rehearsal:
        return render_template("reports/rehearsal.html", live=live)
    found = report(live, visitor_language())
    return render_template(
        "reports/page.html",
        live=live,
        owns=caller.is_owner(),
        report=found,
        said_discernment=said_discernment,
        said_right=said_right,
    )


@blueprint.get("/facilitate/<code>/report.csv")
@allow(Who.LEADER)
def as_table(code: str) -> Reply:
    """The report as CSV."""
    live = caller.require_real()
    text = "\ufeff" + as_csv(report(live, visitor_language()))
    answer = current_app.response_class(text, mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="recoupe-{live.code}.csv"'
    return answer


@blueprint.get("/j/<code>/recap")
@allow(Who.SEAT)
def recap(code: str) -> str:
    """What this seat answered, with why and the sources; only what the room has seen."""
    live, seat = caller.require_live(), caller.require_seat()
    language.speak(seat.language)
    lines = recap_of(live, seat, seat.language)
    score = own_score(live, lines)
    return render_template("reports/recap.html", live=live, seat=seat, lines=lines, score=score)
