"""My plans: the list, new ones and copies, files of them, and what colleagues may do with them."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.wrappers import Response as Page
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Reply

from quizzes.bank import search
from quizzes.gate.access import Who, allow
from quizzes.gate.clock import now
from quizzes.gate.replies import Refused
from quizzes.gate.sizes import takes
from quizzes.items.problems import Problems
from quizzes.items.text import Text
from workshop.live import opening
from workshop.people.caller import require_facilitator
from workshop.plans import keeping, planbook
from workshop.plans.keeping import OwnPlan, PlanChanged, TooManyPlans
from workshop.plans.pages.book import own_plan, require_plan
from workshop.plans.pages.wording import say_file_fault
from workshop.plans.rules import planfile
from workshop.plans.rules.plan import Part, Plan, PlanStep
from workshop.plans.rules.sharing import Sharing
from workshop.plans.rules.typed import MOST_LINE, FormRefused

blueprint = Blueprint("ownplans", __name__)
BOUNDARY = 4_000
"""What a form says around its file."""


@blueprint.get("/facilitate/plans")
@allow(Who.FACILITATOR)
def index() -> str:
    """One’s own plans, those of colleagues, and the way to more."""
    return _list()


def _list(troubles: list[str] | None = None) -> str:
    plans = keeping.own_plans(require_facilitator().row_id)
    return render_template(
        "plans/ownplans/index.html",
        mine=[one for one in plans if one.is_mine],
        others=[one for one in plans if not one.is_mine],
        shipped=planbook.plans(),
        troubles=troubles or [],
        deleted="deleted" in request.args,
        sharings=list(Sharing),
    )


def kept(plan: Plan) -> Reply:
    """Keep a new plan of the caller, and go to edit it. Raises Refused."""
    try:
        made = keeping.keep_new(require_facilitator().row_id, plan, now())
    except TooManyPlans:
        raise too_many() from None
    return redirect(url_for("editor.plan", slug=made.slug, made=1), 303)


def too_many() -> Refused:
    """The refusal of one plan more than a facilitator may keep."""
    title = _("You keep %(most)s plans already.", most=keeping.MOST_PLANS)
    return Refused(409, title, _("Delete one first."))


@blueprint.post("/facilitate/plans/new")
@allow(Who.FACILITATOR)
def new() -> Reply:
    """A plan with one empty part, to be filled."""
    title = Text(fr="Mon plan", en="My plan")
    part = Part(title=Text(fr="Séance", en="Session"), minutes=50)
    return kept(Plan(slug="plan", title=title, minutes=50, parts=(part,)))


@blueprint.post("/plans/<slug>/copy")
@allow(Who.FACILITATOR)
def copy(slug: str) -> Reply:
    """A copy of a plan that one may read, to be changed."""
    plan = require_plan(slug)
    try:
        made = keeping.copy(require_facilitator().row_id, plan, now())
    except TooManyPlans:
        raise too_many() from None
    return redirect(url_for("editor.plan", slug=made.slug, made=1), 303)


@blueprint.post("/facilitate/plans/from-questions")
@allow(Who.FACILITATOR)
def from_questions() -> Reply:
    """A plan of one step with the questions that were chosen, in their order."""
    chosen = search.named(request.form.getlist("question"))
    try:
        led = opening.questions_script(chosen).steps[0]
    except Problems:
        raise Refused(
            422, _("These questions make no plan."), _("Choose between 1 and 40, each code once.")
        ) from None
    told = {name: getattr(led, name) for name in PlanStep.model_fields if hasattr(led, name)}
    step = PlanStep(**told)
    name = request.form.get("title", "").strip()[:MOST_LINE]
    title = Text(fr=name, en=name) if name else step.title
    part = Part(title=step.title, minutes=step.minutes, steps=(step,))
    packs = tuple(dict.fromkeys(one.pack.slug for one in chosen))
    return kept(Plan(slug="plan", title=title, minutes=step.minutes, packs=packs, parts=(part,)))


@blueprint.post("/facilitate/plans/import")
@allow(Who.FACILITATOR)
@takes(planfile.MOST_BYTES + BOUNDARY)
def take_in() -> Reply | tuple[str, int]:
    """Keep the plan of a file, or say what is wrong in it."""
    sent = request.files.get("file")
    data = sent.read() if sent else b""
    try:
        made = keeping.take_in(require_facilitator().row_id, data, now())
    except FormRefused as error:
        return _list([say_file_fault(one) for one in error.faults]), 422
    except TooManyPlans:
        raise too_many() from None
    return redirect(url_for("editor.plan", slug=made.slug, made=1), 303)


@blueprint.get("/plans/<slug>/file")
@allow(Who.FACILITATOR)
def export(slug: str) -> Page:
    """The plan as a file for another kit."""
    plan = require_plan(slug)
    reply = make_response(planfile.written(plan.model_copy(update={"code": None})))
    reply.mimetype = "application/json"
    name = f"{plan.slug}{planfile.SUFFIX}"
    reply.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return reply


def require_own(slug: str) -> OwnPlan:
    """A plan that is the caller’s own. Raises Refused."""
    own = own_plan(slug)
    if own is None:
        raise Refused(404, _("There is no such plan."), _("Choose one from the list of plans."))
    if not own.is_mine:
        title = _("This plan belongs to somebody else.")
        raise Refused(403, title, _("Copy it, then change your copy."))
    return own


@blueprint.post("/facilitate/plans/<slug>/share")
@allow(Who.FACILITATOR)
def share(slug: str) -> Reply:
    """Say what colleagues may do with one’s own plan."""
    own = require_own(slug)
    wanted = request.form.get("shared", "")
    if wanted not in set(Sharing):
        raise Refused(422, _("Choose one of the list."), _("Go back and try again."))
    try:
        keeping.share(own.plan.slug, require_facilitator().row_id, Sharing(wanted))
    except PlanChanged:
        raise _gone() from None
    return redirect(url_for("ownplans.index", _anchor=f"plan-{slug}"), 303)


@blueprint.route("/facilitate/plans/<slug>/delete", methods=["GET", "POST"])
@allow(Who.FACILITATOR)
def delete(slug: str) -> Reply | str:
    """Ask once, then delete one’s own plan, and go back to the list from which one came."""
    own = require_own(slug)
    back = "desk.home" if request.values.get("back") == "desk" else "ownplans.index"
    if request.form.get("sure") != "yes":
        return render_template("plans/ownplans/delete.html", plan=own.plan, back=back)
    try:
        keeping.delete(slug, require_facilitator().row_id)
    except PlanChanged:
        raise _gone() from None
    return redirect(url_for(back, deleted=1), 303)


def _gone() -> Refused:
    return Refused(404, _("There is no such plan."), _("Choose one from the list of plans."))
