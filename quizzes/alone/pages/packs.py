"""Pages about packs: what there is, what each teaches, where it comes from."""

from __future__ import annotations

from flask import Blueprint, current_app, make_response, render_template, request
from flask.wrappers import Response as Reply
from flask_babel import gettext as _

from quizzes.adapting import adaptations
from quizzes.alone.pages import attempt_cookie
from quizzes.bank import catalogue
from quizzes.formats.media import TYPES, extension
from quizzes.gate.access import Who, allow
from quizzes.gate.replies import Refused

WAYS_BACK = "recoupe.ways_back"
"""Under this name the app may have a function that says where this browser takes part already."""

blueprint = Blueprint("packs", __name__)


def pack_or_404(slug: str) -> catalogue.BankPack:
    """The pack on offer under this name. Refused when there is none."""
    pack = catalogue.find_pack(slug)
    if pack is None:
        raise Refused(404, _("There is no such pack."), _("See the packs on the home page."))
    return pack


@blueprint.get("/")
@allow(Who.ANYONE)
def home() -> str:
    """Join with a code, or choose a pack."""
    ways = current_app.extensions.get(WAYS_BACK)
    return render_template(
        "alone/packs/home.html", packs=catalogue.list_packs(), back=ways() if ways else []
    )


@blueprint.get("/packs/<slug>")
@allow(Who.ANYONE)
def show(slug: str) -> str:
    """One pack: its aims, its paper, and the way in for a learner alone."""
    pack = pack_or_404(slug)
    attempt = attempt_cookie.attempt(slug)
    erased = "erased" in request.args
    changed = adaptations.changed_on(slug)
    return render_template(
        "alone/packs/show.html", pack=pack, attempt=attempt, erased=erased, changed=changed
    )


@blueprint.get("/packs/<slug>/sources")
@allow(Who.ANYONE)
def sources(slug: str) -> str:
    """The sources of every item; no key and no explanation is among them."""
    pack = pack_or_404(slug)
    listed = [one.item for one in pack.items if one.item.sources]
    return render_template("alone/packs/sources.html", pack=pack, items=listed)


@blueprint.get("/media/<int:pack_id>/<path:name>")
@allow(Who.ANYONE)
def media(pack_id: int, name: str) -> Reply:
    """A picture of a pack. Whatever it holds, a browser runs nothing of it."""
    data = catalogue.media_file(pack_id, name) if pack_id < 2**31 else None
    if data is None or extension(name) not in TYPES:
        raise Refused(404, _("There is no such picture."), _("See the packs on the home page."))
    reply = make_response(data)
    reply.mimetype = TYPES[extension(name)]
    reply.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    reply.headers["X-Content-Type-Options"] = "nosniff"
    reply.headers["Cache-Control"] = "private, max-age=3600"
    return reply
