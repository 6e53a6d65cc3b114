"""A second facilitator: the link that the first one gives, and arriving by it."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Reply

from quizzes.gate.access import Who, allow
from quizzes.gate.cookies import keep_token
from quizzes.gate.limits import count_misses
from quizzes.gate.replies import Refused
from quizzes.gate.wire import told, wire
from workshop.live import inviting
from workshop.live.pages import address, caller
from workshop.live.pages.wire.leading import HelperInvited
from workshop.live.screens.announcing import hub
from workshop.network import qr

blueprint = Blueprint("inviting", __name__)
HELPER = "helper"
"""Under which name the streams of second facilitators are held."""


@blueprint.post("/api/live/<code>/helper")
@allow(Who.OWNER)
@wire(replies={201: HelperInvited})
def invite_helper(code: str) -> Reply:
    """Invite a second facilitator, who needs no account.

    The link leads to the same console until it is withdrawn, or another one takes its place.
    """
    live = caller.require_live()
    link = address.helper_address(live.code, inviting.invite(live))
    hub().drop(live.code, HELPER)
    drawing = qr.qr_data_uri(link.url) if link.is_reachable else None
    return told(HelperInvited(url=link.url, qr=drawing), 201)


@blueprint.delete("/api/live/<code>/helper")
@allow(Who.OWNER)
@wire(replies={204: "Nobody leads by a link any more."})
def withdraw_helper(code: str) -> tuple[str, int]:
    """Withdraw the link of the second facilitator, who is out at once."""
    live = caller.require_live()
    inviting.withdraw(live)
    hub().drop(live.code, HELPER)
    return "", 204


@blueprint.get("/facilitate/<code>/with/<token>")
@allow(Who.ANYONE)
@count_misses
def arrive(code: str, token: str) -> Reply:
    """The link itself: it becomes a cookie at once, so that the address holds it no longer."""
    live = caller.this_live()
    if live is None or not inviting.holds(live, token):
        raise Refused(
            404,
            _("This invitation is not valid any more."),
            _("Ask the person who leads the session for a new link."),
        )
    reply = redirect(url_for("facilitate.console", code=live.code), 303)
    reply.headers["Referrer-Policy"] = "no-referrer"
    if not caller.is_owner():
        keep_token(reply, caller.helper_cookie(live.code), token, inviting.HELPER_LIFE)
    return reply
