"""Trying the questions of a plan as a participant sees them: no session, and nothing is kept."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from quizzes.alone.answering import Typed, is_spelt, read_form
from quizzes.alone.fields import said_digits
from quizzes.alone.recap import fared
from quizzes.gate.access import Who, allow
from quizzes.gate.clock import now
from quizzes.gate.language import visitor_language
from quizzes.gate.replies import Refused
from quizzes.items.certainty import read_certainty
from quizzes.items.item import Item
from quizzes.items.problems import Problems
from workshop.live import lifetime
from workshop.people.caller import facilitator
from workshop.plans import leading
from workshop.plans.leading import PlanQuestion
from workshop.plans.pages.book import require_plan
from workshop.plans.rules.plan import Plan

blueprint = Blueprint("trying", __name__)


@blueprint.get("/plans/<slug>/try")
@allow(Who.ANYONE)
def index(slug: str) -> str:
    """Every question of the plan, to be tried on one’s own phone."""
    plan = require_plan(slug)
    return render_template("plans/trying/index.html", plan=plan, questions=leading.questions(plan))


@blueprint.route("/plans/<slug>/try/<int:number>", methods=["GET", "POST"])
@allow(Who.ANYONE)
def item(slug: str, number: int) -> str | tuple[str, int]:
    """One question, counted from 1, as a phone shows it; then its answer. Nothing is kept."""
    plan = require_plan(slug)
    questions = leading.questions(plan)
    if not 1 <= number <= len(questions):
        raise Refused(404, _("There is no such question."), _("Choose one from the list."))
    asked = questions[number - 1]
    _hold_back(asked)
    if request.method == "GET":
        return _page(plan, number, asked, Typed(None, None, ""))
    typed = read_form(asked.item, request.form, visitor_language())
    try:
        value = asked.item.read_response(typed.value)
        sure = read_certainty(typed.certainty, asked=asked.item.asks_certainty)
    except Problems as problems:
        refused = typed.refused(asked.item, problems, visitor_language())
        return _page(plan, number, asked, refused), 422
    return _page(plan, number, asked, Typed(value, sure, typed.text), answered=True)


def _hold_back(asked: PlanQuestion) -> None:
    """While a room plays a pack, only facilitators may look its answers up. Raises Refused."""
    if facilitator() is None and lifetime.is_being_played(asked.pack.slug, now()):
        raise Refused(
            409,
            _("A class is playing this pack right now."),
            _("Come back when its session is over."),
        )


def _page(
    plan: Plan, number: int, asked: PlanQuestion, typed: Typed, *, answered: bool = False
) -> str:
    one, language = asked.item, visitor_language()
    return render_template(
        "plans/trying/item.html",
        plan=plan,
        number=number,
        total=len(leading.questions(plan)),
        view=one.public_view(language),
        given=typed.value,
        given_text=_spelt(one, typed, answered=answered),
        certainty=typed.certainty,
        errors=typed.errors or None,
        media_base=f"/media/{asked.pack.row_id}",
        answer=one.revealed_view(language) if answered else None,
        outcome=fared(one.mark(typed.value)) if answered else "none",
    )


def _spelt(one: Item, typed: Typed, *, answered: bool) -> str:
    """An answer that is written out rather than chosen, as it was typed or as it is said."""
    language = visitor_language()
    if not is_spelt(one) or typed.value is None:
        return ""
    if answered:
        return one.say_value(typed.value, language)
    return typed.text or said_digits(typed.value, language)
