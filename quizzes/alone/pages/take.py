"""A learner alone: begin a pack, answer item by item, see why, keep the recap."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Reply

from quizzes.alone import attempts
from quizzes.alone.answering import Typed, is_spelt, page_of, position_of, read_form
from quizzes.alone.pages import attempt_cookie
from quizzes.alone.pages.packs import pack_or_404
from quizzes.alone.recap import outcome, recap_of
from quizzes.gate.access import Who, allow
from quizzes.gate.clock import now
from quizzes.gate.language import visitor_language
from quizzes.gate.replies import Refused
from quizzes.items.problems import Problems

blueprint = Blueprint("take", __name__)
HELD_BACK = "recoupe.held_back"
"""Key of an extension that says whether a pack's answers are held back: (slug, now) -> bool."""


@blueprint.before_request
def hold_back() -> None:
    """While a room is playing a pack, nobody can look its answers up here."""
    held = current_app.extensions.get(HELD_BACK)
    slug = (request.view_args or {}).get("slug", "")
    if held is not None and request.endpoint != "take.erase" and held(slug, now()):
        raise Refused(
            409,
            _("A class is playing this pack right now."),
            _("Come back when its session is over; what you have answered is kept."),
        )


def _to(endpoint: str, slug: str, **values: Any) -> Reply:
    return redirect(url_for(endpoint, slug=slug, **values), 303)


class NoAttempt(Exception):
    """This device keeps no attempt at the pack."""

    def __init__(self, slug: str) -> None:
        self.slug = slug
        super().__init__(slug)


@blueprint.errorhandler(NoAttempt)
def to_the_pack(error: NoAttempt) -> Reply:
    """Where one can begin."""
    return _to("packs.show", error.slug)


def _attempt(slug: str) -> attempts.Attempt:
    found = attempt_cookie.attempt(slug)
    if found is None:
        raise NoAttempt(slug)
    return found


def _position(attempt: attempts.Attempt, number: int) -> int:
    return position_of(attempt, number, _("Go back to the pack."))


@blueprint.post("/packs/<slug>/begin")
@allow(Who.ANYONE)
def begin(slug: str) -> Reply:
    """Start the pack on this device; answers that it kept before are erased."""
    pack = pack_or_404(slug)
    before = attempt_cookie.attempt(slug)
    if before is not None:
        attempts.erase(before)
    reveal: attempts.Reveal = "end" if request.form.get("reveal") == "end" else "each"
    token = attempts.begin(pack, reveal, now())
    reply = _to("take.item", slug, number=1)
    attempt_cookie.keep(reply, slug, token)
    return reply


@blueprint.get("/take/<slug>")
@allow(Who.ANYONE)
def resume(slug: str) -> Reply:
    """Go on at the first question without an answer."""
    attempt = _attempt(slug)
    if attempt.finished:
        return _to("take.recap", slug)
    position = attempt.next_position()
    if position is None:
        return _to("take.end", slug)
    return _to("take.item", slug, number=position + 1)


@blueprint.get("/take/<slug>/<int:number>")
@allow(Who.ANYONE)
def item(slug: str, number: int) -> Reply:
    """One question, counted from 1; its answer and reasons once they may be seen."""
    attempt = _attempt(slug)
    return _item_page(attempt, _position(attempt, number))


@blueprint.post("/take/<slug>/<int:number>")
@allow(Who.ANYONE)
def respond(slug: str, number: int) -> Reply:
    """Keep the answer; what cannot be kept comes back with a sentence beside the field."""
    attempt = _attempt(slug)
    position = _position(attempt, number)
    asked, language = attempt.pack.items[position].item, visitor_language()
    typed = read_form(asked, request.form, language)
    try:
        changed = attempts.respond(attempt, position, typed.value, typed.certainty, now())
    except Problems as problems:
        return _item_page(attempt, position, typed.refused(asked, problems, language))
    if not changed:
        return _item_page(attempt, position, late=True)
    if attempt.reveal == "each":
        return _to("take.item", slug, number=number)
    last = number == len(attempt.pack.items)
    return _to("take.end", slug) if last else _to("take.item", slug, number=number + 1)


def _item_page(
    attempt: attempts.Attempt, position: int, refused: Typed | None = None, *, late: bool = False
) -> Reply:
    one, language = attempt.pack.items[position], visitor_language()
    given = attempt.given.get(one.row_id)
    shown = page_of(attempt, position, language, refused)
    if attempt.may_see_answer(one.row_id):
        shown["answer"] = one.item.revealed_view(language)
        if given and is_spelt(one.item):
            shown["given_text"] = one.item.say_value(given.value, language)
    page = render_template(
        "alone/take/item.html",
        **shown,
        attempt=attempt,
        outcome=outcome(one.item, given),
        late=late,
        complete=attempt.next_position() is None,
    )
    return make_response(page, 422 if refused else 409 if late else 200)


@blueprint.get("/take/<slug>/end")
@allow(Who.ANYONE)
def end(slug: str) -> Reply:
    """What has an answer and what has none, before finishing."""
    attempt = _attempt(slug)
    if attempt.finished:
        return _to("take.recap", slug)
    return make_response(render_template("alone/take/end.html", attempt=attempt))


@blueprint.post("/take/<slug>/finish")
@allow(Who.ANYONE)
def finish(slug: str) -> Reply:
    """Close the attempt: answers are shown from now on and stay as they are."""
    attempt = _attempt(slug)
    attempts.finish(attempt, now())
    return _to("take.recap", slug)


@blueprint.get("/take/<slug>/recap")
@allow(Who.ANYONE)
def recap(slug: str) -> Reply:
    """Every question with what was answered, what is right, why, and where from."""
    attempt = attempt_cookie.attempt(slug)
    if attempt is None or not attempt.finished:
        return _to("take.resume", slug)
    found = recap_of(attempt, visitor_language())
    media_base = f"/media/{attempt.pack.row_id}"
    page = render_template(
        "alone/take/recap.html", attempt=attempt, recap=found, media_base=media_base
    )
    return make_response(page)


@blueprint.post("/take/<slug>/erase")
@allow(Who.ANYONE)
def erase(slug: str) -> Reply:
    """Delete this learner's answers now, on the server and in the browser."""
    attempt = attempt_cookie.attempt(slug)
    if attempt is not None:
        attempts.erase(attempt)
    reply = _to("packs.show", slug, erased=1)
    attempt_cookie.forget(reply, slug)
    return reply
