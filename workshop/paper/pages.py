"""What there is to print, on one page, and each document as PDF or as a page."""

from __future__ import annotations

import logging
from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Reply

from quizzes.bank import catalogue
from quizzes.gate.access import Who, allow
from quizzes.gate.language import visitor_language
from quizzes.gate.replies import Refused, reply
from workshop.paper import contents, documents
from workshop.paper.documents import DOCUMENTS, Copy, Document, Styles
from workshop.paper.faults import Busy, PangoMissing, RenderError, RenderFault
from workshop.plans import planbook

log = logging.getLogger("recoupe")

blueprint = Blueprint("paper", __name__)


@blueprint.get("/handouts/")
@allow(Who.ANYONE)
def index() -> str:
    """Everything that can be printed, on one page."""
    return render_template("paper/index.html", packs=catalogue.list_packs(), plans=planbook.plans())


@blueprint.get("/sources")
@allow(Who.ANYONE)
def sources() -> str:
    """Every source of the kit."""
    return render_template("paper/sources.html", **contents.sources_values())


def _offer(document: Document) -> None:
    """The two addresses of a document."""

    @blueprint.get(f"{document.address}.pdf", endpoint=f"{document.name}_pdf")
    @allow(document.who)
    def as_pdf(**parts: str) -> Reply:
        return _as_pdf(_asked_for(document, parts), parts)

    @blueprint.get(f"{document.address}.html", endpoint=f"{document.name}_html")
    @allow(document.who)
    def as_page(**parts: str) -> str:
        return documents.html(_asked_for(document, parts), _served())


for one in DOCUMENTS:
    _offer(one)


def _asked_for(document: Document, parts: dict[str, str]) -> Copy:
    large = document.in_large and request.args.get("large") == "1"
    return Copy(document, document.find(**parts), visitor_language(), large)


def _as_pdf(copy: Copy, parts: dict[str, str]) -> Reply:
    """A PDF that opens in the browser; where none can be made here, the page to print."""
    try:
        data = documents.pdf(copy)
    except PangoMissing:
        return redirect(_page_of(copy, parts), 303)
    answer = make_response(data)
    answer.mimetype = "application/pdf"
    answer.headers.set("Content-Disposition", "inline", filename=copy.file_name)
    answer.add_etag()
    return answer.make_conditional(request)


def _page_of(copy: Copy, parts: dict[str, str]) -> str:
    asked: dict[str, Any] = {**parts, "lang": copy.language}
    if copy.large:
        asked["large"] = 1
    return url_for(f"paper.{copy.document.name}_html", **asked)


def _served() -> Styles:
    names = ("css/print.css", "css/leaflets.css")
    return Styles(*(url_for("static", filename=name) for name in names))


@blueprint.app_errorhandler(Busy)
def busy(_error: Busy) -> Reply:
    """Whoever waited too long is told when to retry."""
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
