"""Worksheets and keys, as PDF or as a page to print from the browser."""

from __future__ import annotations

import logging
from typing import Any

from flask import Blueprint, make_response, redirect, request, url_for
from flask.wrappers import Response as Reply
from flask_babel import gettext as _

from quizzes.bank import catalogue
from quizzes.bank.catalogue import BankPack
from quizzes.gate.access import Who, allow
from quizzes.gate.language import visitor_language
from quizzes.gate.replies import Refused, reply
from quizzes.items.text import Language
from workshop.live.pages import address
from workshop.paper import print_shop
from workshop.paper.faults import PangoMissing, RenderError, RenderFault
from workshop.paper.values import SheetName

log = logging.getLogger("recoupe")

blueprint = Blueprint("handouts", __name__, url_prefix="/handouts")


@blueprint.get("/<slug>/worksheet.pdf")
@allow(Who.ANYONE)
def worksheet_pdf(slug: str) -> Any:
    """The pupils' sheet."""
    return _pdf(slug, "worksheet")


@blueprint.get("/<slug>/worksheet.html")
@allow(Who.ANYONE)
def worksheet_html(slug: str) -> str:
    """The pupils' sheet, to print from the browser."""
    return _html(slug, "worksheet")


@blueprint.get("/<slug>/key.pdf")
@allow(Who.FACILITATOR)
def key_pdf(slug: str) -> Any:
    """The commented key: not for pupils."""
    return _pdf(slug, "key")


@blueprint.get("/<slug>/key.html")
@allow(Who.FACILITATOR)
def key_html(slug: str) -> str:
    """The commented key, to print from the browser."""
    return _html(slug, "key")


def _pack(slug: str, sheet: SheetName) -> BankPack:
    """The pack; the form of a test has a key for facilitators, and no sheet for everybody."""
    found = catalogue.find_any(slug) if sheet == "key" else catalogue.find_pack(slug)
    if found is None:
        raise Refused(404, _("There is no such pack."), _("Choose one from the list of packs."))
    return found


def _sources_url(slug: str) -> str:
    """The page of sources, under the address that phones can reach.

    Never under the address that the caller used: each would be a PDF of its own.
    """
    return f"{address.own_url()}/packs/{slug}/sources"


def _html(slug: str, sheet: SheetName) -> str:
    return print_shop.handout_html(
        _pack(slug, sheet),
        sheet,
        visitor_language(),
        large=_large(),
        sources_url=_sources_url(slug),
        stylesheet=url_for("static", filename="css/print.css"),
    )


def _large() -> bool:
    return request.args.get("large") == "1"


def _pdf(slug: str, sheet: SheetName) -> Any:
    """The sheet; where this machine cannot make PDF, the page to print from the browser."""
    pack, language, large = _pack(slug, sheet), visitor_language(), _large()
    url = _sources_url(slug)
    try:
        data = print_shop.handout_pdf(pack, sheet, language, large=large, sources_url=url)
    except PangoMissing:
        return redirect(url_for(f"handouts.{sheet}_html", slug=slug, **_query()), 303)
    return pdf_reply(data, handout_name(slug, sheet, language, large=large))


def _query() -> dict[str, Any]:
    return {name: request.args[name] for name in ("lang", "large") if name in request.args}


def handout_name(slug: str, sheet: str, language: Language, *, large: bool = False) -> str:
    """The name that a saved file gets."""
    return f"{slug}-{sheet}-{language}{'-large' if large else ''}.pdf"


def pdf_reply(data: bytes, filename: str) -> Reply:
    """A PDF that opens in the browser."""
    answer = make_response(data)
    answer.mimetype = "application/pdf"
    answer.headers.set("Content-Disposition", "inline", filename=filename)
    return answer


@blueprint.app_errorhandler(print_shop.Busy)
def busy(_error: print_shop.Busy) -> Reply:
    """Posters and reports wait their turn too; whoever waited too long is told when to retry."""
    title, detail = _("The printer is busy."), _("Retry in half a minute.")
    return reply(Refused(503, title, detail, headers={"Retry-After": "30"}))


@blueprint.app_errorhandler(RenderError)
def not_made(error: RenderError) -> Reply:
    """No PDF came out: why, and what to do."""
    log.warning("no PDF: %s %s", error.trouble.name, error.detail[:300])
    return reply(Refused(503, _("The PDF could not be made."), _advice(error.trouble)))


def _advice(trouble: RenderFault) -> str:
    said = {
        RenderFault.NO_PANGO: _("This machine cannot make PDF yet: the Pango library is missing."),
        RenderFault.TOO_MANY_PAGES: _("This document has too many pages. Use a shorter pack."),
        RenderFault.TOO_MUCH_MEMORY: _(
            "This document needs too much memory. Use smaller pictures."
        ),
        RenderFault.TOO_SLOW: _("It took too long. Retry, or print the page from the browser."),
    }
    return str(said.get(trouble) or _("Print the page from the browser instead."))
