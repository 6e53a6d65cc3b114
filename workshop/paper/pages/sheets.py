"""Paper that belongs to no room: what there is to print, each sheet as PDF or as a page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _

from quizzes.bank import catalogue
from quizzes.bank.catalogue import BankPack
from quizzes.gate.access import Who, allow
from quizzes.gate.language import visitor_language
from quizzes.gate.replies import Refused
from quizzes.items.text import Language
from workshop.paper import booklets, print_shop
from workshop.paper.faults import PangoMissing
from workshop.paper.pages.handouts import pdf_reply
from workshop.paper.values import Leaf
from workshop.plans import planbook

blueprint = Blueprint("sheets", __name__)


@blueprint.get("/handouts/")
@allow(Who.ANYONE)
def index() -> str:
    """Everything that can be printed, on one page."""
    return render_template("paper/index.html", packs=catalogue.list_packs(), plans=planbook.plans())


@blueprint.get("/sources")
@allow(Who.ANYONE)
def sources() -> str:
    """Every source of the kit."""
    return render_template("paper/sources.html", **booklets.sources_values(visitor_language()))


@blueprint.get("/handouts/<name>.pdf")
@allow(Who.ANYONE)
def sheet_pdf(name: str) -> Any:
    """A sheet that is the same for everybody."""
    language = visitor_language()
    page = url_for("sheets.sheet_html", name=name, lang=language)
    return as_pdf(_leaf(name, language), language, name, page)


@blueprint.get("/handouts/<name>.html")
@allow(Who.ANYONE)
def sheet_html(name: str) -> str:
    """The same, to print from the browser."""
    language = visitor_language()
    return as_page(_leaf(name, language), language)


@blueprint.get("/handouts/<slug>/counting.pdf")
@allow(Who.ANYONE)
def counting_pdf(slug: str) -> Any:
    """A table to count the votes on a pack's questions by hand."""
    language = visitor_language()
    leaf = booklets.counting_leaf(_pack(slug), language)
    page = url_for("sheets.counting_html", slug=slug, lang=language)
    return as_pdf(leaf, language, f"{slug}-counting", page)


@blueprint.get("/handouts/<slug>/counting.html")
@allow(Who.ANYONE)
def counting_html(slug: str) -> str:
    """The same, to print from the browser."""
    language = visitor_language()
    return as_page(booklets.counting_leaf(_pack(slug), language), language)


def as_pdf(leaf: Leaf, language: Language, filename: str, page: str) -> Any:
    """The sheet as PDF; where this machine cannot make one, the visitor is sent to `page`."""
    try:
        data = print_shop.leaf_pdf(leaf, language)
    except PangoMissing:
        return redirect(page, 303)
    return pdf_reply(data, f"{filename}-{language}.pdf")


def as_page(leaf: Leaf, language: Language) -> str:
    """The sheet as a page that prints well from a browser."""
    styles = (_style("css/print.css"), _style("css/leaflets.css"))
    return print_shop.leaf_html(leaf, language, stylesheets=styles)


def _style(filename: str) -> str:
    return url_for("static", filename=filename)


def _leaf(name: str, language: Language) -> Leaf:
    make = booklets.SHEETS.get(name)
    if make is None:
        raise Refused(404, _("There is no such sheet."), _("See everything that can be printed."))
    return make(language)


def _pack(slug: str) -> BankPack:
    found = catalogue.find_pack(slug)
    if found is None:
        raise Refused(404, _("There is no such pack."), _("Choose one from the list of packs."))
    return found
