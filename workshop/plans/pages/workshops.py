"""Leading a plan: from its page to the lobby in one press."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _
from pydantic import Field
from werkzeug.wrappers import Response as Reply

from quizzes.gate.access import Who, allow
from quizzes.gate.clock import now
from quizzes.gate.language import visitor_language
from quizzes.gate.replies import Refused
from quizzes.gate.wire import AskedBody, told, wire
from quizzes.items.problems import Problems
from workshop.live import rehearsal
from workshop.live.pages.address import join_address
from workshop.live.pages.wire.asked import ShortText
from workshop.live.pages.wire.opening import LiveSettings
from workshop.live.pages.wire.told import Opened
from workshop.people.caller import require_facilitator
from workshop.plans import leading
from workshop.plans.pages.book import require_plan_to_lead
from workshop.plans.pages.forms import LeadForm
from workshop.plans.pages.wording import say_nothing_to_lead

blueprint = Blueprint("workshops", __name__)


class LeadPlan(AskedBody):
    """Which part of a plan is led, and how."""

    part: int = Field(default=0, ge=0, le=3, description="From 0.")
    title: ShortText | None = Field(default=None, description="Default: the title of the plan.")
    settings: LiveSettings | None = None


@blueprint.route("/plans/<slug>/lead", methods=["GET", "POST"])
@allow(Who.FACILITATOR)
def lead(slug: str) -> str | Reply | tuple[str, int]:
    """Open a session on a part of this plan."""
    chosen = require_plan_to_lead(slug)
    form = LeadForm.for_plan(chosen)
    trouble = None
    if form.validate_on_submit():
        person, language = require_facilitator(), visitor_language()
        part = int(form.part.data or 0)
        title = (form.title.data or "").strip() or chosen.title.say(language)
        try:
            live = leading.open_plan(person.row_id, chosen, part, form.settings(), title, now())
            rehearsal.begin(live, language)
            return redirect(url_for("facilitate.console", code=live.code))
        except Problems as error:
            trouble = say_nothing_to_lead(error)
    page = render_template(
        "plans/workshops/lead.html",
        plan=chosen,
        form=form,
        trouble=trouble,
        missing=leading.missing(chosen),
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/api/plans/<slug>/lead")
@allow(Who.FACILITATOR)
@wire(body=LeadPlan, replies={201: Opened}, refusals={404: "There is no such plan, or part of it."})
def lead_by_wire(slug: str, body: LeadPlan) -> Reply:
    """Open a live session on a part of a plan: its steps in their order, under one join code."""
    chosen = require_plan_to_lead(slug)
    if body.part >= len(chosen.parts):
        raise Refused(404, _("The plan has no such part."), _("See the list of plans."))
    settings = (body.settings or LiveSettings()).chosen()
    title = body.title or chosen.title.say(visitor_language())
    person = require_facilitator()
    live = leading.open_plan(person.row_id, chosen, body.part, settings, title, now())
    rehearsal.begin(live, visitor_language())
    join = join_address(live.code)
    return told(Opened(code=live.code, join_url=join.url, version=live.version), 201)
