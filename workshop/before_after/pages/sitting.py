"""Whoever takes a test: make a code, answer page by page, hand in. No answer is ever shown."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Reply

from quizzes.alone.answering import Typed, page_of, position_of, read_form
from quizzes.alone.attempts import Attempt
from quizzes.gate.access import Who, allow
from quizzes.gate.clock import now
from quizzes.gate.cookies import keep_token
from quizzes.gate.language import visitor_language
from quizzes.gate.limits import count_wrong_codes, count_wrong_pseudonyms
from quizzes.gate.replies import Refused
from quizzes.items.problems import Problems
from workshop.before_after import sitting as sittings
from workshop.before_after.pages import caller
from workshop.before_after.pages.refusals import not_taken
from workshop.before_after.rules.pseudonym import LONGEST
from workshop.before_after.sitting import NotTaken, Sitting
from workshop.before_after.tests import BeforeAfter

blueprint = Blueprint("sitting", __name__, url_prefix="/t")
KEPT_FOR = timedelta(hours=24)


def cookie(code: str) -> str:
    """The name of the cookie that carries the token of who takes this test."""
    return f"test-{code}"


def keep(reply: Reply, test: BeforeAfter, token: str) -> Reply:
    """Let this browser go on for a day."""
    keep_token(reply, cookie(test.code), token, KEPT_FOR)
    return reply


def _sitting() -> Sitting | None:
    test = caller.require_test()
    return sittings.resume(test, request.cookies.get(cookie(test.code), ""), now())


def _to(endpoint: str, test: BeforeAfter, **values: Any) -> Reply:
    return redirect(url_for(endpoint, code=test.code, **values), 303)


class NotBegun(Exception):
    """This browser has begun nothing; `test` says where to begin."""

    def __init__(self, test: BeforeAfter) -> None:
        self.test = test
        super().__init__(test.code)


@blueprint.errorhandler(NotBegun)
def to_the_start(error: NotBegun) -> Reply:
    """Where one makes a code."""
    return _to("sitting.start", error.test)


def _going() -> tuple[Sitting, Attempt]:
    """Who goes on answering. Raises NotBegun for anybody else, Refused when it is too late."""
    found = _sitting()
    if found is None or found.attempt is None:
        raise NotBegun(caller.require_test())
    if not found.is_open:
        raise not_taken("closed")
    return found, found.attempt


@blueprint.get("/<code>")
@allow(Who.ANYONE)
@count_wrong_codes
def start(code: str) -> Reply:
    """Make a code, or type again the one that was noted."""
    return _start_page(caller.require_test())


def _start_page(test: BeforeAfter, refused: Refused | None = None) -> Reply:
    going = sittings.resume(test, request.cookies.get(cookie(test.code), ""), now())
    language = visitor_language()
    suggested = sittings.suggest_code(test, language) if test.phase == "before" else None
    page = render_template(
        "before_after/sitting/start.html",
        test=test,
        going=going if going is not None and going.attempt and going.is_open else None,
        suggested=suggested,
        typed=request.form.get("pseudonym", "")[:LONGEST],
        refused=refused,
        reason=refused.more["reason"] if refused else "",
        longest=LONGEST,
    )
    return make_response(page, refused.status if refused else 200)


@blueprint.post("/<code>/begin")
@allow(Who.ANYONE)
@count_wrong_pseudonyms
def begin(code: str) -> Reply:
    """Begin the open phase with a code; what cannot be begun is said beside the field."""
    test = caller.require_test()
    typed, unmatched = request.form.get("pseudonym", ""), request.form.get("unmatched") == "yes"
    try:
        token = sittings.begin(test, typed, now(), unmatched=unmatched)
    except NotTaken as error:
        return _start_page(test, not_taken(error.reason))
    return keep(_to("sitting.item", test, number=1), test, token)


@blueprint.get("/<code>/<int:number>")
@allow(Who.ANYONE)
def item(code: str, number: int) -> Reply:
    """One question, counted from 1."""
    sitting, attempt = _going()
    return _item_page(sitting, attempt, _position(attempt, number))


def _position(attempt: Attempt, number: int) -> int:
    return position_of(attempt, number, _("Go back to the test."))


@blueprint.post("/<code>/<int:number>")
@allow(Who.ANYONE)
def respond(code: str, number: int) -> Reply:
    """Keep the answer, or that one does not know, and go on to the next question."""
    sitting, attempt = _going()
    position = _position(attempt, number)
    asked, language = attempt.pack.items[position].item, visitor_language()
    typed = read_form(asked, request.form, language)
    try:
        if request.form.get("skip") == "yes":
            sittings.skip(sitting, position)
        else:
            sittings.respond(sitting, position, typed.value, typed.certainty, now())
    except NotTaken as error:
        raise not_taken(error.reason) from error
    except Problems as problems:
        return _item_page(sitting, attempt, position, typed.refused(asked, problems, language))
    if number == len(attempt.pack.items):
        return _to("sitting.end", sitting.test)
    return _to("sitting.item", sitting.test, number=number + 1)


def _item_page(
    sitting: Sitting, attempt: Attempt, position: int, refused: Typed | None = None
) -> Reply:
    page = render_template(
        "before_after/sitting/item.html",
        **page_of(attempt, position, visitor_language(), refused),
        test=sitting.test,
        total=len(attempt.pack.items),
        offers_unsure=attempt.pack.items[position].item.offers_unsure(),
    )
    return make_response(page, 422 if refused else 200)


@blueprint.get("/<code>/end")
@allow(Who.ANYONE)
def end(code: str) -> Reply:
    """What has an answer and what has none, before handing in."""
    sitting, attempt = _going()
    page = render_template("before_after/sitting/end.html", test=sitting.test, attempt=attempt)
    return make_response(page)


@blueprint.post("/<code>/hand-in")
@allow(Who.ANYONE)
def hand_in(code: str) -> Reply:
    """Hand the sheet in, once; the same again is the same."""
    sitting = _sitting()
    if sitting is None:
        raise NotBegun(caller.require_test())
    try:
        sittings.hand_in(sitting)
    except NotTaken as error:
        raise not_taken(error.reason) from error
    return _to("sitting.done", sitting.test)


@blueprint.get("/<code>/done")
@allow(Who.ANYONE)
def done(code: str) -> Reply:
    """Thanks, and nothing about what was right."""
    sitting = _sitting()
    if sitting is None or sitting.attempt is not None:
        raise NotBegun(caller.require_test())
    page = render_template("before_after/sitting/done.html", test=sitting.test, sitting=sitting)
    return make_response(page)
