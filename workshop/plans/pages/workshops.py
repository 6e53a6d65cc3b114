"""Leading a plan: from its page to the lobby in one press."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response as Reply

from quizzes.gate.access import Who, allow
from quizzes.gate.clock import now
from quizzes.gate.language import visitor_language
from quizzes.items.problems import Problems
from workshop.people.caller import require_facilitator
from workshop.plans import leading
from workshop.plans.pages.book import require_plan_to_lead
from workshop.plans.pages.forms import LeadForm
from workshop.plans.pages.wording import say_nothing_to_lead

blueprint = Blueprint("workshops", __name__)


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
