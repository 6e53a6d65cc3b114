"""The facilitator's pages of a session: set up, lead, delete."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Reply

from quizzes.bank import catalogue
from quizzes.bank.catalogue import BankPack
from quizzes.gate.access import Who, allow
from quizzes.gate.clock import now
from quizzes.gate.language import visitor_language
from quizzes.gate.replies import Refused
from workshop.live import inviting, lifetime, opening, rehearsal
from workshop.live.pages import address, caller
from workshop.live.pages.forms import SetupForm
from workshop.live.rules.settings import Settings
from workshop.live.screens.announcing import hub
from workshop.people.caller import require_facilitator

blueprint = Blueprint("facilitate", __name__, url_prefix="/facilitate")


def _pack(slug: str) -> BankPack:
    pack = catalogue.find_pack(slug)
    if pack is None:
        raise Refused(404, _("There is no such pack."), _("See the list of packs."))
    return pack


@blueprint.route("/new/<slug>", methods=["GET", "POST"])
@allow(Who.FACILITATOR)
def new(slug: str) -> str | Reply | tuple[str, int]:
    """A two-minute set-up, then the lobby."""
    pack = _pack(slug)
    person = require_facilitator()
    form = SetupForm()
    form.offer(pack, visitor_language())
    if not form.is_submitted():
        form.keep_days.data = current_app.config["KEEP_DAYS"]
    if form.validate_on_submit():
        settings: Settings = form.settings()
        title = (form.title.data or "").strip() or pack.title(visitor_language())
        chosen = frozenset(form.items.data or ())
        live = opening.open_pack(person.row_id, pack, settings, title, now(), items=chosen)
        rehearsal.begin(live, visitor_language())
        return redirect(url_for("facilitate.console", code=live.code))
    page = render_template("live/facilitate/new.html", pack=pack, form=form)
    return page, 422 if form.is_submitted() else 200


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
        packs=catalogue.list_packs(),
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
