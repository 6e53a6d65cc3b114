"""The facilitator's pages of a session: set up, lead, delete."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Reply

from quizzes.bank import catalogue
from quizzes.gate.access import Who, allow
from quizzes.gate.replies import Refused
from workshop.live import inviting, lifetime
from workshop.live.pages import address, caller
from workshop.live.screens.announcing import hub

blueprint = Blueprint("facilitate", __name__, url_prefix="/facilitate")


@blueprint.get("/new/<slug>")
@allow(Who.FACILITATOR)
def new(slug: str) -> Reply:
    """To the form of a session with all questions of this pack."""
    pack = catalogue.find_pack(slug)
    if pack is None:
        raise Refused(404, _("There is no such pack."), _("See the list of packs."))
    return redirect(url_for("picker.session", pack=slug))


@blueprint.get("/<code>")
@allow(Who.LEADER)
def console(code: str) -> str:
    """The console: one button that says the next step."""
    live = caller.require_live()
    return render_template(
        "live/facilitate/console.html",
        live=live,
        join=address.join_address(live.code),
        owns=caller.is_owner(),
        invited=inviting.is_open(live),
        screen_address=address.address_of("/screen").url.split("//", 1)[1],
    )


@blueprint.get("/<code>/qr.svg")
@allow(Who.LEADER, Who.SCREEN)
def qr_code(code: str) -> Reply:
    """The QR code of the join address."""
    return address.qr_reply(caller.require_live().code)


@blueprint.route("/<code>/delete", methods=["GET", "POST"])
@allow(Who.OWNER)
def delete(code: str) -> Reply | str:
    """Ask once, then delete the session with everything in it."""
    live = caller.require_live()
    if request.form.get("sure") != "yes":
        return render_template("live/facilitate/delete.html", live=live)
    lifetime.delete(live)
    hub().forget(live.code)
    return redirect(url_for("desk.home", deleted=1))
