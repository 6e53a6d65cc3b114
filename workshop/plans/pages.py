"""Workshop plans: the list, each as a page, as PDF, and its cards."""

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
from workshop.paper import booklets
from workshop.paper.pages.sheets import as_page, as_pdf
from workshop.paper.values import Leaf
from workshop.people.caller import facilitator
from workshop.plans import planbook
from workshop.plans.rules.plan import OF_A_PACK, OF_CARDS, Material, Plan, PlanSheet

blueprint = Blueprint("plans", __name__)


@blueprint.get("/plans")
@allow(Who.ANYONE)
def index() -> str:
    """Every plan: for whom, how long, with what."""
    return render_template("plans/index.html", plans=planbook.plans())


@blueprint.get("/plans/<slug>")
@allow(Who.ANYONE)
def show(slug: str) -> str:
    """One plan, from its first to its last minute; answers to its cards for who is signed in."""
    plan = _plan(slug)
    return render_template(
        "plans/show.html",
        plan=plan,
        sheet=planbook.running_sheet(plan),
        sheet_url=sheet_url,
        with_answers=facilitator() is not None,
    )


@blueprint.get("/plans/<slug>/plan.pdf")
@allow(Who.ANYONE)
def plan_pdf(slug: str) -> Any:
    """The plan on paper."""
    return _pdf(booklets.plan_leaf(_plan(slug), visitor_language()), slug, "plan")


@blueprint.get("/plans/<slug>/plan.html")
@allow(Who.ANYONE)
def plan_html(slug: str) -> str:
    """The plan, to print from the browser."""
    return as_page(booklets.plan_leaf(_plan(slug), visitor_language()), visitor_language())


@blueprint.get("/plans/<slug>/cards.pdf")
@allow(Who.ANYONE)
def cards_pdf(slug: str) -> Any:
    """The plan's cards to cut out."""
    return _pdf(booklets.cards_leaf(_with_cards(slug), visitor_language()), slug, "cards")


@blueprint.get("/plans/<slug>/cards.html")
@allow(Who.ANYONE)
def cards_html(slug: str) -> str:
    """The cards, to print from the browser."""
    return as_page(booklets.cards_leaf(_with_cards(slug), visitor_language()), visitor_language())


@blueprint.get("/plans/<slug>/answers.pdf")
@allow(Who.FACILITATOR)
def answers_pdf(slug: str) -> Any:
    """What to say of each card."""
    return _pdf(booklets.answers_leaf(_with_cards(slug), visitor_language()), slug, "answers")


@blueprint.get("/plans/<slug>/answers.html")
@allow(Who.FACILITATOR)
def answers_html(slug: str) -> str:
    """The answers to the cards, to print from the browser."""
    leaf = booklets.answers_leaf(_with_cards(slug), visitor_language())
    return as_page(leaf, visitor_language())


@blueprint.get("/plans/<slug>/certificate.pdf")
@allow(Who.ANYONE)
def certificate_pdf(slug: str) -> Any:
    """A certificate with this workshop's name, length and competences; names stay blank."""
    return _pdf(booklets.certificate_leaf(visitor_language(), _plan(slug)), slug, "certificate")


@blueprint.get("/plans/<slug>/certificate.html")
@allow(Who.ANYONE)
def certificate_html(slug: str) -> str:
    """The certificate, to print from the browser."""
    leaf = booklets.certificate_leaf(visitor_language(), _plan(slug))
    return as_page(leaf, visitor_language())


def sheet_url(one: Material, plan: Plan) -> str:
    """Where the paper of a line of material is."""
    assert one.sheet is not None
    lang = visitor_language()
    if one.sheet is PlanSheet.COUNTING:
        return url_for("sheets.counting_pdf", slug=one.pack, lang=lang)
    if one.sheet in OF_A_PACK:
        return url_for(f"handouts.{one.sheet.value}_pdf", slug=one.pack, lang=lang)
    if one.sheet in OF_CARDS | {PlanSheet.CERTIFICATE}:
        return url_for(f"plans.{one.sheet.value}_pdf", slug=one.of_plan or plan.slug, lang=lang)
    return url_for("sheets.sheet_pdf", name=one.sheet.value, lang=lang)


def _pdf(leaf: Leaf, slug: str, sheet: str) -> Any:
    page = url_for(f"plans.{sheet}_html", slug=slug, lang=visitor_language())
    return as_pdf(leaf, visitor_language(), f"{slug}-{sheet}", page)


def _plan(slug: str) -> Plan:
    found = planbook.find_plan(slug)
    if found is None:
        raise Refused(404, _("There is no such plan."), _("Choose one from the list of plans."))
    return found


def _with_cards(slug: str) -> Plan:
    plan = _plan(slug)
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
    return render_template("plans/review.html", items=items, facts=facts, days=days)
