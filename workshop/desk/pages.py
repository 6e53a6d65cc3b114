"""The start page of a facilitator, the demo, and the link that invites a colleague."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Reply

from quizzes.gate.access import Who, allow
from quizzes.gate.clock import now
from quizzes.gate.language import visitor_language
from quizzes.gate.replies import Refused
from workshop.desk import overview
from workshop.live.pages.address import address_of
from workshop.network import qr
from workshop.people import accounts
from workshop.people.accounts import TooManyInvitations
from workshop.people.caller import require_facilitator

blueprint = Blueprint("desk", __name__, url_prefix="/facilitate")


@blueprint.get("/")
@allow(Who.FACILITATOR)
def home() -> str:
    """What runs, what to lead, to print and to take up again."""
    desk = overview.desk_of(require_facilitator().row_id, now())
    return render_template("desk/home.html", desk=desk, deleted="deleted" in request.args)


@blueprint.post("/demo")
@allow(Who.FACILITATOR)
def play_demo() -> Reply:
    """Open the demo with a simulated class, and go to lead it."""
    live = overview.play_demo(require_facilitator().row_id, visitor_language(), now())
    if live is None:
        raise Refused(404, _("This kit has no demo."), _("Choose a pack on your desk instead."))
    return redirect(url_for("facilitate.console", code=live.code), 303)


@blueprint.get("/invite")
@allow(Who.FACILITATOR)
def invitation() -> str:
    """What an invitation is, and the button that makes one."""
    return render_template("desk/invite.html", link=None, most=accounts.MOST_INVITATIONS)


@blueprint.post("/invite")
@allow(Who.FACILITATOR)
def invite() -> str:
    """A new link for a colleague, shown once."""
    try:
        token = accounts.invite_colleague(now())
    except TooManyInvitations:
        most = accounts.MOST_INVITATIONS
        title = _("%(most)s invitations are open already.", most=most)
        detail = _("Wait until one was used. Each one ends by itself after 24 hours.")
        raise Refused(409, title, detail) from None
    link = address_of(url_for("people.first", token=token))
    code = qr.qr_data_uri(link.url) if link.is_reachable else None
    return render_template("desk/invite.html", link=link, qr=code, most=accounts.MOST_INVITATIONS)
