"""Pages about packs: what there is, what each teaches, where it comes from."""

from __future__ import annotations

from flask import Blueprint, make_response, render_template, request
from flask.wrappers import Response as Reply
from flask_babel import gettext as _

from quizzes import adapting, bank
from quizzes.formats.media import TYPES, extension
from quizzes.gate.access import Who, allow
from quizzes.gate.language import visitor_language
from quizzes.gate.replies import Refused
from quizzes.glossary import glossary as words_of_the_kit
from quizzes.web import kept
from quizzes.web.words import said_date, said_places

blueprint = Blueprint("packs", __name__)
blueprint.add_app_template_filter(said_date)
blueprint.add_app_template_filter(said_places)


def pack_or_404(slug: str) -> bank.BankPack:
    """The pack on offer under this name. Refused when there is none."""
    pack = bank.find_pack(slug)
    if pack is None:
        raise Refused(404, _("There is no such pack."), _("See the packs on the home page."))
    return pack


@blueprint.get("/")
@allow(Who.ANYONE)
def home() -> str:
    """Join with a code, or choose a pack."""
    return render_template("packs/home.html", packs=bank.list_packs())


@blueprint.get("/packs/<slug>")
@allow(Who.ANYONE)
def show(slug: str) -> str:
    """One pack: its aims, its paper, and the way in for a learner alone."""
    pack = pack_or_404(slug)
    attempt = kept.attempt(slug)
    erased = "erased" in request.args
    changed = adapting.changed_on(slug)
    return render_template(
        "packs/show.html", pack=pack, attempt=attempt, erased=erased, changed=changed
    )


@blueprint.get("/packs/<slug>/sources")
@allow(Who.ANYONE)
def sources(slug: str) -> str:
    """The sources of every item; no key and no explanation is among them."""
    pack = pack_or_404(slug)
    listed = [one.item for one in pack.items if one.item.sources]
    return render_template("packs/sources.html", pack=pack, items=listed)


@blueprint.get("/glossary")
@allow(Who.ANYONE)
def glossary() -> str:
    """Thirty terms in three languages, in the order of the visitor's alphabet."""
    words = words_of_the_kit()
    terms = words.in_order(visitor_language())
    return render_template("packs/glossary.html", words=words, terms=terms)


@blueprint.get("/media/<int:pack_id>/<path:name>")
@allow(Who.ANYONE)
def media(pack_id: int, name: str) -> Reply:
    """A picture of a pack. Whatever it holds, a browser runs nothing of it."""
    data = bank.media_file(pack_id, name) if pack_id < 2**31 else None
    if data is None or extension(name) not in TYPES:
        raise Refused(404, _("There is no such picture."), _("See the packs on the home page."))
    reply = make_response(data)
    reply.mimetype = TYPES[extension(name)]
    reply.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    reply.headers["X-Content-Type-Options"] = "nosniff"
    reply.headers["Cache-Control"] = "private, max-age=3600"
    return reply
