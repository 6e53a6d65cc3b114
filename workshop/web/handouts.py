"""Worksheets and keys, as PDF or as a page to print from the browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from flask import Blueprint, current_app, make_response, redirect, request, url_for
from flask.wrappers import Response as Reply
from flask_babel import gettext as _

from quizzes import bank
from quizzes.bank import BankPack
from quizzes.domain.text import Language
from quizzes.gate.access import Who, allow
from quizzes.gate.language import visitor_language
from quizzes.gate.replies import Refused
from workshop import print_shop
from workshop.handouts.sheets import SheetName
from workshop.handouts.trouble import PangoMissing, RenderError, Trouble

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


def _pack(slug: str) -> BankPack:
    found = bank.find_pack(slug)
    if found is None:
        raise Refused(404, _("There is no such pack."), _("Choose one from the list of packs."))
    return found


def _sources_url(slug: str) -> str:
    """The page of sources, under the address that phones can reach where it is known."""
    base = str(current_app.config.get("BASE_URL") or request.url_root).rstrip("/")
    return f"{base}/packs/{slug}/sources"


def _html(slug: str, sheet: SheetName) -> str:
    return print_shop.handout_html(
        _pack(slug),
        sheet,
        visitor_language(),
        large=_large(),
        sources_url=_sources_url(slug),
        stylesheet=url_for("static", filename="css/print.css"),
    )


def _large() -> bool:
    return request.args.get("large") == "1"


def _pdf(slug: str, sheet: SheetName) -> Any:
    pack, language, large = _pack(slug), visitor_language(), _large()

    def make() -> bytes:
        url = _sources_url(slug)
        return print_shop.handout_pdf(pack, sheet, language, large=large, sources_url=url)

    try:
        return pdf_reply(make, handout_name(slug, sheet, language, large=large))
    except PangoMissing:
        return redirect(url_for(f"handouts.{sheet}_html", slug=slug, **_query()), 303)


def _query() -> dict[str, Any]:
    return {name: request.args[name] for name in ("lang", "large") if name in request.args}


def handout_name(slug: str, sheet: str, language: Language, *, large: bool = False) -> str:
    """The name that a saved file gets."""
    return f"{slug}-{sheet}-{language}{'-large' if large else ''}.pdf"


def pdf_reply(make: Callable[[], bytes], filename: str) -> Reply:
    """A PDF shown in the browser. Refused with a sentence when it cannot be made, but
    PangoMissing passes, for views that have a page to show instead."""
    try:
        data = make()
    except print_shop.Busy as error:
        title = _("The printer is busy.")
        raise Refused(
            503, title, _("Retry in half a minute."), headers={"Retry-After": "30"}
        ) from error
    except PangoMissing:
        raise
    except RenderError as error:
        raise Refused(503, _("The PDF could not be made."), _advice(error.trouble)) from error
    answer = make_response(data)
    answer.mimetype = "application/pdf"
    answer.headers.set("Content-Disposition", "inline", filename=filename)
    return cast(Reply, answer)


def _advice(trouble: Trouble) -> str:
    """What to do next, in the visitor's language."""
    said = {
        Trouble.NO_PANGO: _("This machine cannot make PDF yet: the Pango library is missing."),
        Trouble.TOO_MANY_PAGES: _("This document has too many pages. Use a shorter pack."),
        Trouble.TOO_MUCH_MEMORY: _("This document needs too much memory. Use smaller pictures."),
        Trouble.TOO_SLOW: _("It took too long. Retry, or print the page from the browser."),
    }
    return said.get(trouble, _("Print the page from the browser instead."))
