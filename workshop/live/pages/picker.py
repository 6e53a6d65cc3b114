"""Choosing questions across packs: for a new session, and in the middle of one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Reply

from quizzes.bank import search
from quizzes.gate.access import Who, allow
from quizzes.gate.clock import now
from quizzes.gate.language import visitor_language
from quizzes.gate.replies import Refused
from quizzes.items.problems import Problems
from workshop.live.making_moves import make_move
from workshop.live.opening import MOST_QUESTIONS
from workshop.live.pages import caller
from workshop.live.pages.choice import TickedQuestions, carried, listed, wanted
from workshop.live.pages.refusals import move_refused
from workshop.live.pages.session_form import SessionPage
from workshop.live.rules.phase import Move, MoveRefused
from workshop.live.screens.announcing import announce
from workshop.live.sessions import Stale

blueprint = Blueprint("picker", __name__, url_prefix="/facilitate")


@blueprint.get("/new")
@allow(Who.FACILITATOR)
def questions() -> str:
    """Every question of every pack: look, tick, and see what it adds up to.

    Whoever comes from a pack finds its questions ticked.
    """
    return _choose(TickedQuestions.of(request.args))


def _choose(choice: TickedQuestions, trouble: str = "") -> str:
    return render_template(
        "live/picker/questions.html",
        **listed(choice.wanted),
        choice=choice,
        carried=carried(request.values),
        most=MOST_QUESTIONS,
        trouble=trouble,
    )


@blueprint.route("/open", methods=["GET", "POST"])
@allow(Who.FACILITATOR)
def session() -> str | Reply | tuple[str, int]:
    """The chosen questions in their order and how they are led, then the lobby."""
    choice = TickedQuestions.of(request.form if request.method == "POST" else request.args)
    if not choice.chosen:
        return _choose(choice, _("Choose one question at least.")), 422
    page = SessionPage(choice)
    if request.method == "GET":
        return page.draw()
    return page.asked()


@blueprint.route("/<code>/add", methods=["GET", "POST"])
@allow(Who.LEADER)
def add(code: str) -> str | Reply | tuple[str, int]:
    """One question more, right after the present stop of a session that is under way."""
    live = caller.require_live()
    if request.method == "GET":
        return _addable()
    chosen = search.named([request.form.get("question", "")])
    if not chosen:
        return _addable(_("Choose one question at least.")), 422
    argument = {"pack": chosen[0].pack.slug, "item": chosen[0].item.id}
    try:
        new = make_move(live.code, Move.ADD, live.version, argument, now())
    except (Stale, MoveRefused, Problems) as error:
        said = _not_added(error)
        return _addable(f"{said.title} {said.detail}"), 409
    announce(new, now())
    return redirect(url_for("facilitate.console", code=live.code), 303)


def _not_added(error: Exception) -> Refused:
    if isinstance(error, MoveRefused):
        return move_refused(error.reason)
    return Refused(409, _("Somebody was faster."), _("Try it once more."))


def _addable(trouble: str = "") -> str:
    live = caller.require_live()
    asked: dict[str, Any] = listed(wanted(request.args))
    codes = {live.item_of(row).id for row in live.state.item_rows()}
    language = visitor_language()
    return render_template(
        "live/picker/add.html", **asked, live=live, codes=codes, trouble=trouble, language=language
    )
