"""Use cases of paper: worksheets, keys, posters and reports, as HTML for a browser or as PDF."""

from __future__ import annotations

import threading
from base64 import b64encode
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import replace
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from flask import current_app, has_app_context
from flask_babel import force_locale
from flask_babel import gettext as _

from quizzes.adapting import adaptations
from quizzes.bank import catalogue
from quizzes.bank.catalogue import BankPack
from quizzes.items.text import WIDE, Language
from quizzes.store.db import db
from workshop.live.qr import qr_data_uri
from workshop.live.rules.joinaddress import JoinAddress
from workshop.paper import compose
from workshop.paper.render import render_pdf
from workshop.paper.values import Leaf, PackSheet, SessionReport, SheetName

AT_ONCE = 2
PATIENCE = 20.0
KEPT = 16
KEY = "recoupe.print_shop"
PACKAGED = "kit:/css/print.css"
LEAFLETS = "kit:/css/leaflets.css"
_TYPES = {"svg": "svg+xml", "png": "png", "jpg": "jpeg", "jpeg": "jpeg", "webp": "webp"}

_presses = threading.BoundedSemaphore(AT_ONCE)


class Busy(Exception):
    """All presses are taken, and none came free in time."""


def handout_html(
    pack: BankPack,
    sheet: SheetName,
    language: Language,
    *,
    large: bool = False,
    sources_url: str = "",
    stylesheet: str = PACKAGED,
) -> str:
    """A worksheet or key as one page of HTML. A `sources_url` that no phone could open is
    left out, and so is that of a form of a test, which has no such page."""
    public = pack.head.test is None and JoinAddress(sources_url).is_reachable
    usable = sources_url if public else ""
    make = compose.worksheet if sheet == "worksheet" else compose.key
    shown = make(pack, language, sources_url=usable)
    return _fill(
        f"paper/printed/{sheet}.html",
        language,
        stylesheet=stylesheet,
        document_title=handout_title(shown),
        sheet=shown,
        large=large and sheet == "worksheet",
        media=_media(pack),
        changed=_changed(pack),
        qr=qr_data_uri(usable) if usable else "",
    )


def _changed(pack: BankPack) -> datetime | None:
    """When the pack on offer was adapted here, to be told on its key; None for any other."""
    when = adaptations.changed_on(pack.slug)
    offered = catalogue.find_any(pack.slug)
    return when if offered and offered.row_id == pack.row_id else None


def handout_pdf(
    pack: BankPack,
    sheet: SheetName,
    language: Language,
    *,
    large: bool = False,
    sources_url: str = "",
) -> bytes:
    """The same as PDF; the last few are kept in memory. Raises Busy or RenderError."""

    def make() -> bytes:
        html = handout_html(pack, sheet, language, large=large, sources_url=sources_url)
        title = handout_title(compose.worksheet(pack, language), sheet)
        return _print(html, title, language)

    return _kept((pack.row_id, sheet, language, large, sources_url), make)


def poster_pdf(code: str, join_url: str, wifi: str | None, language: Language, title: str) -> bytes:
    """How to join, for the wall. ValueError for an address that no phone could open."""
    shown = compose.poster(code, join_url, wifi, language, title)
    with force_locale(language):
        heading = _("%(title)s – join with code %(code)s", title=title, code=shown.code)
    html = _fill(
        "paper/printed/poster.html",
        language,
        document_title=heading,
        poster=shown,
        qr=qr_data_uri(shown.join_url),
    )
    return _print(html, heading, language)


def report_pdf(report: SessionReport, language: Language) -> bytes:
    """What a live session gave, for the file."""
    spaced = replace(report, code=f"{report.code[:3]}{WIDE}{report.code[3:]}")
    with force_locale(language):
        heading = _("%(title)s – report of %(date)s", title=report.title, date=report.date_text)
    html = _fill("paper/printed/report.html", language, document_title=heading, report=spaced)
    return _print(html, heading, language)


def leaf_html(
    leaf: Leaf, language: Language, *, stylesheets: tuple[str, str] = (PACKAGED, LEAFLETS)
) -> str:
    """A sheet that belongs to no pack and no room, such as a plan, as one page of HTML."""
    return _fill(
        f"paper/printed/{leaf.template}.html",
        language,
        stylesheet=stylesheets[0],
        leaflets=stylesheets[1],
        document_title=leaf.title,
        **leaf.values,
    )


def leaf_pdf(leaf: Leaf, language: Language) -> bytes:
    """The same as PDF; the last few are kept in memory. Raises Busy or RenderError."""

    def make() -> bytes:
        return _print(leaf_html(leaf, language), leaf.title, language)

    return _kept((leaf.template, language, leaf.key), make)


def handout_title(sheet: PackSheet, name: SheetName | None = None) -> str:
    """The document's title: what it is of, and which sheet."""
    with force_locale(sheet.language):
        if (name or sheet.name) == "worksheet":
            return str(_("%(title)s – worksheet", title=sheet.title))
        return str(_("%(title)s – commented key", title=sheet.title))


def kit_version() -> str:
    """The version of the kit, as the app or the installed package says it."""
    if current_app.config.get("KIT_VERSION"):
        return str(current_app.config["KIT_VERSION"])
    try:
        return version("recoupe")
    except PackageNotFoundError:
        return "dev"


def _fill(template: str, language: Language, **values: Any) -> str:
    """A template in `language`; works without a request, so it sees nothing of one."""
    given = {"stylesheet": PACKAGED, "large": False, "media": {}, **values}
    given["pdf"] = given["stylesheet"] == PACKAGED
    with force_locale(language):
        page = current_app.jinja_env.get_template(template)
        return page.render(language=language, kit_version=kit_version(), **given)


def _media(pack: BankPack) -> dict[str, str]:
    names = {name for one in pack.items for name in one.item.media()}
    return {name: _inline(pack.row_id, name) for name in sorted(names)}


def _inline(pack_id: int, name: str) -> str:
    data = catalogue.media_file(pack_id, name) or b""
    kind = _TYPES.get(name.rsplit(".", 1)[-1].lower(), "png")
    return f"data:image/{kind};base64,{b64encode(data).decode()}"


def _print(html: str, title: str, language: Language) -> bytes:
    """At most two child processes at once, whoever asks.

    Whoever waits here holds no connection to the database: a live session may need it.
    """
    if has_app_context():
        db.session.remove()
    if not _presses.acquire(timeout=PATIENCE):
        raise Busy
    try:
        return render_pdf(html, title=title, language=language)
    finally:
        _presses.release()


def _kept(key: Hashable, make: Callable[[], bytes]) -> bytes:
    """Revisions of packs never change: a sheet asked for twice is made once."""
    shelf: OrderedDict[Hashable, bytes] = current_app.extensions.setdefault(KEY, OrderedDict())
    if key not in shelf:
        shelf[key] = make()
    found = shelf[key]
    while len(shelf) > KEPT:
        shelf.popitem(last=False)
    return found
