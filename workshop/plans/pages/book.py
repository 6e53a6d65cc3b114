"""Workshop plans: the list, each as a page, and what of them is to be read again."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _

from quizzes.bank import catalogue
from quizzes.gate.access import Who, allow
from quizzes.gate.clock import now
from quizzes.gate.language import visitor_language
from quizzes.gate.replies import Refused
from quizzes.items.review import SOON
from workshop.people.caller import facilitator
from workshop.plans import keeping, planbook
from workshop.plans.keeping import OwnPlan
from workshop.plans.pages.forms import LeadForm
from workshop.plans.rules.plan import OF_A_PACK, OF_CARDS, Material, Plan, PlanSheet

blueprint = Blueprint("book", __name__)


@blueprint.get("/plans")
@allow(Who.ANYONE)
def index() -> str:
    """Every plan: for whom, how long, with what."""
    return render_template("plans/book/index.html", plans=planbook.plans())


@blueprint.get("/plans/<slug>")
@allow(Who.ANYONE)
def show(slug: str) -> str:
    """One plan, from its first to its last minute; answers to its cards for who is signed in."""
    plan, own = require_plan(slug), own_plan(slug)
    may_lead = own is None or own.may_lead
    return render_template(
        "plans/book/show.html",
        plan=plan,
        own=own,
        origin=planbook.find_plan(plan.origin) if plan.origin else None,
        sheet=planbook.running_sheet(plan),
        sheet_url=sheet_url,
        with_answers=facilitator() is not None,
        may_lead=may_lead,
        form=LeadForm.for_plan(plan) if facilitator() and may_lead else None,
    )


def sheet_url(one: Material, plan: Plan) -> str:
    """Where the paper of a line of material is."""
    assert one.sheet is not None
    whose: dict[str, Any] = {}
    if one.sheet in OF_A_PACK:
        whose["slug"] = one.pack or ""
    elif one.sheet in OF_CARDS | {PlanSheet.CERTIFICATE}:
        whose["slug"] = one.of_plan or plan.slug
    return url_for(f"paper.{one.sheet.value}_pdf", **whose, lang=visitor_language())


def own_plan(slug: str) -> OwnPlan | None:
    """The caller’s own plan of this name, or one that a colleague shares."""
    person = facilitator()
    return keeping.find_own(slug, person.row_id) if person else None


def require_plan(slug: str) -> Plan:
    """The plan of this name: a shipped one, or one that the caller may see. Raises Refused."""
    if found := planbook.find_plan(slug):
        return found
    own = own_plan(slug)
    if own is None:
        raise Refused(404, _("There is no such plan."), _("Choose one from the list of plans."))
    return own.plan


def require_plan_to_lead(slug: str) -> Plan:
    """The same, where the caller may lead it. Raises Refused."""
    plan, own = require_plan(slug), own_plan(slug)
    if own is not None and not own.may_lead:
        title = _("This plan is shared to be read.")
        raise Refused(403, title, _("Copy it, then lead your copy."))
    return plan


def require_cards(slug: str) -> Plan:
    """The same, of a plan that has cards to cut out."""
    plan = require_plan(slug)
    if not plan.decks:
        raise Refused(404, _("This plan has no cards."), _("Choose one from the list of plans."))
    return plan


@blueprint.get("/facilitate/review")
@allow(Who.FACILITATOR)
def review() -> str:
    """Questions and facts whose date for reading them again comes near, the nearest first."""
    days = max(0, min(request.args.get("days", SOON, type=int), 3650))
    today = now().date()
    facts = planbook.to_review(today, days)
    items = catalogue.to_review(today, days)
    return render_template("plans/book/review.html", items=items, facts=facts, days=days)
