"""Whoever takes a test: make a code, answer page by page, hand in. No answer is ever shown."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from quizzes.alone import fields
from quizzes.alone.attempts import Attempt
from quizzes.gate.access import Who, allow
from quizzes.gate.clock import now
from quizzes.gate.language import visitor_language
from quizzes.gate.limits import count_wrong_codes, count_wrong_pseudonyms
from quizzes.gate.replies import Refused
from quizzes.items.problems import Problems
from workshop.before_after import sitting as sittings
from workshop.before_after.pages import caller
from workshop.before_after.pages.wording import not_taken
from workshop.before_after.rules.pseudonym import LONGEST
from workshop.before_after.sitting import NotTaken, Sitting
from workshop.before_after.tests import BeforeAfter

blueprint = Blueprint("sitting", __name__, url_prefix="/t")
KEPT_FOR = timedelta(hours=24)


def cookie(code: str) -> str:
    """The name of the cookie that carries the token of who takes this test."""
    return f"test-{code}"


def keep(answer: Answer, test: BeforeAfter, token: str) -> Answer:
    """Let this browser go on for a day. No script can read the cookie."""
    answer.set_cookie(
        cookie(test.code),
        token,
        max_age=KEPT_FOR,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure,
    )
    return answer


def _sitting() -> Sitting | None:
    test = caller.require_test()
    return sittings.resume(test, request.cookies.get(cookie(test.code), ""), now())


def _to(endpoint: str, test: BeforeAfter, **values: Any) -> Answer:
    return redirect(url_for(endpoint, code=test.code, **values), 303)


class NotBegun(Exception):
    """This browser has begun nothing; `test` says where to begin."""

    def __init__(self, test: BeforeAfter) -> None:
        self.test = test
        super().__init__(test.code)


@blueprint.errorhandler(NotBegun)
def to_the_start(error: NotBegun) -> Answer:
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
def start(code: str) -> Answer:
    """Make a code, or type again the one that was noted."""
    return _start_page(caller.require_test())


def _start_page(test: BeforeAfter, refused: Refused | None = None) -> Answer:
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
def begin(code: str) -> Answer:
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
def item(code: str, number: int) -> Answer:
    """One question, counted from 1."""
    sitting, attempt = _going()
    return _item_page(sitting, attempt, _position(attempt, number))


def _position(attempt: Attempt, number: int) -> int:
    if not 1 <= number <= len(attempt.pack.items):
        raise Refused(404, _("There is no such question."), _("Go back to the test."))
    return number - 1


@blueprint.post("/<code>/<int:number>")
@allow(Who.ANYONE)
def respond(code: str, number: int) -> Answer:
    """Keep the answer, or that one does not know, and go on to the next question."""
    sitting, attempt = _going()
    position = _position(attempt, number)
    asked = attempt.pack.items[position].item
    view = asked.public_view(visitor_language())
    value = fields.read_value(asked, request.form, view)
    certainty = fields.read_certainty(request.form)
    try:
        if request.form.get("skip") == "yes":
            sittings.skip(sitting, position)
        else:
            sittings.respond(sitting, position, value, certainty, now())
    except NotTaken as error:
        raise not_taken(error.reason) from error
    except Problems as problems:
        errors = fields.sentences(asked, visitor_language(), problems)
        return _item_page(sitting, attempt, position, errors, value, certainty)
    if number == len(attempt.pack.items):
        return _to("sitting.end", sitting.test)
    return _to("sitting.item", sitting.test, number=number + 1)


def _item_page(
    sitting: Sitting,
    attempt: Attempt,
    position: int,
    errors: dict[str, str] | None = None,
    value: object = None,
    certainty: object = None,
) -> Answer:
    one, language = attempt.pack.items[position], visitor_language()
    given = attempt.given.get(one.row_id)
    if given is not None and errors is None:
        value, certainty = given.value, given.certainty
    view = one.item.public_view(language)
    typed = request.form.get("value", "")[:40] if errors else fields.said_digits(value, language)
    page = render_template(
        "before_after/sitting/item.html",
        test=sitting.test,
        number=position + 1,
        total=len(attempt.pack.items),
        view=view,
        given=value,
        given_text=typed if view["shape"] == "number" else "",
        certainty=certainty,
        errors=errors,
        offers_unsure=one.item.offers_unsure(),
        media_base=f"/media/{attempt.pack.row_id}",
    )
    return make_response(page, 422 if errors else 200)


@blueprint.get("/<code>/end")
@allow(Who.ANYONE)
def end(code: str) -> Answer:
    """What has an answer and what has none, before handing in."""
    sitting, attempt = _going()
    page = render_template("before_after/sitting/end.html", test=sitting.test, attempt=attempt)
    return make_response(page)


@blueprint.post("/<code>/hand-in")
@allow(Who.ANYONE)
def hand_in(code: str) -> Answer:
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
def done(code: str) -> Answer:
    """Thanks, and nothing about what was right."""
    sitting = _sitting()
    if sitting is None or sitting.attempt is not None:
        raise NotBegun(caller.require_test())
    page = render_template("before_after/sitting/done.html", test=sitting.test, sitting=sitting)
    return make_response(page)
