"""A question before it is chosen: its real faces on a phone and on the big screen, in frames."""

from __future__ import annotations

from flask import Blueprint, make_response, render_template, request
from flask.wrappers import Response as Reply
from flask_babel import gettext as _

from quizzes.bank import search
from quizzes.bank.search import OfferedItem
from quizzes.gate.access import Who, allow
from quizzes.gate.headers import POLICY
from quizzes.gate.language import visitor_language
from quizzes.gate.replies import Refused
from workshop.live.rehearsal import simulated_summary

blueprint = Blueprint("preview", __name__, url_prefix="/facilitate/preview")
FACES = {"phone": "phone", "room": "projector"}
OUTSIDE = f"{POLICY}; frame-src 'self'"
INSIDE = POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")


def _question(slug: str, item: str) -> OfferedItem:
    found = search.named([f"{slug} {item}"])
    if not found:
        raise Refused(404, _("There is no such question."), _("Choose one from the list."))
    return found[0]


@blueprint.get("/<slug>/<item>")
@allow(Who.FACILITATOR)
def show(slug: str, item: str) -> Reply:
    """A question as a phone and the big screen show it, before its result or with it."""
    page = render_template(
        "live/preview/show.html",
        question=_question(slug, item),
        shown=bool(request.args.get("shown")),
    )
    reply = make_response(page)
    reply.headers["Content-Security-Policy"] = OUTSIDE
    return reply


@blueprint.get("/<slug>/<item>/<face>")
@allow(Who.FACILITATOR)
def face(slug: str, item: str, face: str) -> Reply:
    """One of its faces alone, which only a page of this kit may frame.

    With its result it shows figures of a simulated class.
    """
    asked, language = _question(slug, item), visitor_language()
    if face not in FACES:
        raise Refused(404, _("There is no such page."), _("Choose one from the list."))
    one, shown = asked.item, bool(request.args.get("shown"))
    page = render_template(
        f"live/preview/{face}.html",
        look=f"items/{one.kind}/{FACES[face]}.html",
        view=one.public_view(language),
        answer=one.revealed_view(language) if shown else None,
        summary=simulated_summary(one, language) if shown else None,
        first=None,
        given=None,
        given_text="",
        certainty=None,
        devices=True,
        vote=1,
        discussing=False,
        media_base=f"/media/{asked.pack.row_id}",
    )
    reply = make_response(page)
    reply.headers["Content-Security-Policy"] = INSIDE
    reply.headers["X-Frame-Options"] = "SAMEORIGIN"
    return reply
