"""The report of a live session as page, PDF and CSV, and the recap of one seat."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template
from flask_babel import format_date, format_decimal, ngettext
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Reply

from quizzes.gate import language
from quizzes.gate.access import Who, allow
from quizzes.gate.language import visitor_language
from quizzes.items.itemstats import share
from workshop.live.pages import caller
from workshop.paper import print_shop
from workshop.paper.values import ReportItem, ReportRow, SessionReport
from workshop.reports.recap import recap as recap_of
from workshop.reports.report import ItemReport, Report, as_csv, report

blueprint = Blueprint("reports", __name__)


@blueprint.get("/facilitate/<code>/report")
@allow(Who.OWNER)
def page(code: str) -> str:
    """The report as a page."""
    live = caller.require_live()
    found = report(live, visitor_language())
    return render_template(
        "reports/page.html",
        live=live,
        report=found,
        said_discernment=said_discernment,
        said_right=said_right,
    )


@blueprint.get("/facilitate/<code>/report.csv")
@allow(Who.OWNER)
def as_table(code: str) -> Reply:
    """The report as CSV."""
    live = caller.require_live()
    text = "\ufeff" + as_csv(report(live, visitor_language()))
    answer = current_app.response_class(text, mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="recoupe-{live.code}.csv"'
    return answer


@blueprint.get("/facilitate/<code>/report.pdf")
@allow(Who.OWNER)
def as_pdf(code: str) -> Reply:
    """The report on paper."""
    live = caller.require_live()
    begun = format_date(live.begun_at, "long") if live.begun_at else ""
    sheet = on_paper(report(live, visitor_language()), begun)
    data = print_shop.report_pdf(sheet, visitor_language())
    answer = current_app.response_class(data, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="recoupe-{live.code}.pdf"'
    return answer


@blueprint.get("/j/<code>/recap")
@allow(Who.SEAT)
def recap(code: str) -> str:
    """What this seat answered, with why and the sources; only what the room has seen."""
    live, seat = caller.require_live(), caller.require_seat()
    language.speak(seat.language)
    lines = recap_of(live, seat, seat.language)
    return render_template("reports/recap.html", live=live, seat=seat, lines=lines)


def on_paper(found: Report, date_text: str) -> SessionReport:
    """The report as the values of a sheet; items that were not asked are left out."""
    asked = [item for item in found.items if item.asked]
    return SessionReport(
        title=found.title,
        code=found.code,
        date_text=date_text,
        participants=found.participants,
        teams=found.teams,
        items=tuple(_item(item) for item in asked),
    )


def _percent(value: float | None) -> int | None:
    return None if value is None else round(100 * value)


def _item(item: ItemReport) -> ReportItem:
    rows = tuple(
        ReportRow(one.letter, one.text, one.count, one.percent, one.is_key) for one in item.options
    )
    first = tuple(
        ReportRow(one.letter, one.text, one.first_count, one.first_percent or 0, one.is_key)
        for one in item.options
        if one.first_count is not None
    )
    return ReportItem(
        code=item.code,
        stem=item.stem,
        answered=item.answered,
        facility=_percent(item.facility),
        rows=rows,
        first_vote=first,
        first_facility=_percent(item.first_facility),
        note=_note(item),
        texts=tuple(
            one.text if one.count == 1 else f"{one.text} × {one.count}" for one in item.texts
        ),
        moderated=item.moderated,
    )


def said_discernment(item: ItemReport) -> list[str]:
    """How well the group told reliable from unreliable, in sentences; none for other kinds."""
    now, before = item.discernment, item.first_discernment
    if now is None:
        few = _("Fewer than 5 people judged both sorts of posts: no picture of the group.")
        return [few] if item.judges and item.answered else []
    d, c = _signed(now.d_prime), _signed(now.bias)
    said = [_("For the group only: discernment d′ %(d)s, lean c %(c)s", d=d, c=c) + "."]
    if before is not None:
        d, c = _signed(before.d_prime), _signed(before.bias)
        said.append(_("First vote: d′ %(d)s, c %(c)s.", d=d, c=c))
    said.append(_("d′: 0 is chance. c: above 0 distrust, below 0 credulity. Read both."))
    if now.indicative or (before is not None and before.indicative):
        said.append(_("Small n, indicative only: fewer than 20 took part."))
    return said


def said_right(item: ItemReport) -> list[str]:
    """How many were right, what that says of such a group, and the change between two votes."""
    said = []
    if found := item.right_share:
        said.append(
            ngettext(
                "%(num)s of %(of)s answers wholly right: %(share)s (in a class like this one, "
                "probably between %(low)s and %(high)s%%).",
                "%(num)s of %(of)s answers wholly right: %(share)s (in a class like this one, "
                "probably between %(low)s and %(high)s%%).",
                found.right,
                of=found.of,
                share=_("%(number)s%%", number=share(found.right, found.of)),
                low=round(100 * found.low),
                high=round(100 * found.high),
            )
        )
    if both := item.gain:
        first, second = share(both.first_right, both.n), share(both.second_right, both.n)
        said.append(
            _(
                "After the discussion: from %(first)s to %(second)s%% right.",
                first=first,
                second=second,
            )
        )
    return said


def _signed(number: float) -> str:
    """One decimal, with a real minus and no minus before zero."""
    return str(format_decimal(round(number, 1) + 0, "0.0")).replace("-", "−")


def _note(item: ItemReport) -> str:
    said = [*said_right(item), *said_discernment(item)]
    if item.median:
        said.append(_("Median: %(median)s. Answer: %(key)s.", median=item.median, key=item.key))
    elif not item.options and item.key:
        said.append(_("Answer: %(key)s.", key=item.key))
    if item.pages:
        opened = ", ".join(f"{one.text} ({one.count})" for one in item.pages)
        said.append(f"{_('Pages that were opened:')} {opened}")
    if item.sure_and_wrong:
        said.append(_("Sure and mistaken: %(count)s.", count=item.sure_and_wrong))
    return " ".join(said)
