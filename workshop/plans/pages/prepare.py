"""Preparing a workshop: what to print, to check and to try, and a line for the calendar."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from flask import Blueprint, current_app, render_template, url_for
from flask.wrappers import Response as Reply
from flask_babel import gettext as _

from quizzes.gate.access import Who, allow
from quizzes.gate.clock import now
from quizzes.gate.language import visitor_language
from quizzes.gate.replies import Refused
from workshop.live.pages import address
from workshop.network import qr
from workshop.plans import leading
from workshop.plans.pages.book import require_plan, sheet_url
from workshop.plans.pages.forms import WAYS, CalendarForm, PrepareForm
from workshop.plans.rules.calendar import Appointment, calendar_file
from workshop.plans.rules.copies import needed, to_print
from workshop.plans.rules.plan import Plan

blueprint = Blueprint("prepare", __name__)


@blueprint.get("/plans/<slug>/prepare")
@allow(Who.FACILITATOR)
def show(slug: str) -> tuple[str, int]:
    """All that is done before the class comes, for its size and its ways of taking part."""
    plan = require_plan(slug)
    form = PrepareForm.for_plan(plan)
    status = 200 if form.fits() else 422
    return _page(plan, form, CalendarForm.for_plan(plan, asked=False)), status


def _page(plan: Plan, form: PrepareForm, calendar: CalendarForm) -> str:
    modes, size = form.chosen()
    return render_template(
        "plans/prepare/show.html",
        plan=plan,
        form=form,
        calendar=calendar,
        modes=modes,
        size=size,
        printed=to_print(plan, modes, size),
        others=[one for one in needed(plan, modes) if one.sheet is None],
        ways=list(dict.fromkeys(WAYS[mode] for mode in modes or plan.modes[:1])),
        questions=leading.questions(plan),
        packs=leading.packs(plan),
        sheet_url=sheet_url,
        kit=address.address_of(""),
        wifi=current_app.config["WIFI"],
        try_at=address.address_of(_try_path(plan)),
    )


def _try_path(plan: Plan) -> str:
    return url_for("trying.index", slug=plan.slug)


@blueprint.get("/plans/<slug>/prepare/qr.svg")
@allow(Who.FACILITATOR)
def qr_code(slug: str) -> Reply:
    """The QR code with which one’s own phone finds the questions to try."""
    found = address.address_of(_try_path(require_plan(slug)))
    if not found.is_reachable:
        raise Refused(409, _("Phones cannot reach this address."), _("Start the kit with --lan."))
    return current_app.response_class(qr.qr_svg(found.url), mimetype="image/svg+xml")


@blueprint.get("/plans/<slug>/prepare.ics")
@allow(Who.FACILITATOR)
def calendar(slug: str) -> Reply | tuple[str, int]:
    """The workshop as a file for one’s calendar. Nothing of it is kept here."""
    plan = require_plan(slug)
    form, asked = PrepareForm.for_plan(plan), CalendarForm.for_plan(plan)
    if not (form.fits() and asked.validate()):
        return _page(plan, form, asked), 422
    part = plan.parts[asked.part.data]
    begins = datetime.combine(asked.day.data, asked.time.data)
    one = _appointment(plan, form, part.minutes, begins, int(asked.part.data))
    answer = current_app.response_class(calendar_file(one), mimetype="text/calendar")
    answer.headers["Content-Disposition"] = f'attachment; filename="{plan.slug}.ics"'
    return answer


def _appointment(
    plan: Plan, form: PrepareForm, minutes: int, begins: datetime, part: int
) -> Appointment:
    language = visitor_language()
    modes, size = form.chosen()
    title = f"{plan.code} · {plan.title.say(language)}"
    if len(plan.parts) > 1:
        title += f" · {plan.parts[part].title.say(language)}"
    printed = {id(one.line): one.copies for one in to_print(plan, modes, size)}
    lines = [
        f"- {f'{printed[id(one)]} × ' if id(one) in printed else ''}{one.what.say(language)}"
        for one in needed(plan, modes)
    ]
    page = address.address_of(url_for("prepare.show", slug=plan.slug)).url
    summary = [plan.summary.say(language), ""] if plan.summary else []
    told = [*summary, _("To have ready"), *lines, "", page]
    return Appointment(
        uid=f"{uuid4()}@recoupe.invalid",
        begins=begins,
        minutes=minutes,
        summary=title,
        description="\n".join(told),
        stamp=now(),
    )
