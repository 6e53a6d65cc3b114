"""What the documents say: the title and the values of each, from its subject and a language."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from flask_babel import gettext as _

from quizzes.adapting import adaptations
from quizzes.bank import catalogue
from quizzes.bank.catalogue import BankPack
from quizzes.gate.clock import now
from quizzes.glossary.terms import glossary
from quizzes.items.item import Item, Source
from quizzes.items.text import Language
from workshop.live.pages import address
from workshop.live.rules.joincode import spaced
from workshop.live.sessions import Live
from workshop.network.joinaddress import JoinAddress
from workshop.network.qr import qr_data_uri
from workshop.paper import compose
from workshop.paper.subjects import Invitation
from workshop.plans import planbook
from workshop.plans.rules.plan import Plan
from workshop.reports import summary_words, wording
from workshop.reports.report import report as report_of

VOTES = "ABCDEF"
_TYPES = {"svg": "svg+xml", "png": "png", "jpg": "jpeg", "jpeg": "jpeg", "webp": "webp"}


@dataclass(frozen=True)
class Contents:
    """The title of a document, and what its template shows."""

    title: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class CountingRow:
    """An item on the counting sheet. `letters` is empty where hands cannot be counted."""

    number: int
    code: str
    stem: str
    letters: str
    second_vote: bool


# Of a pack -------------------------------------------------------------------------------


def worksheet(pack: BankPack, language: Language) -> Contents:
    """The pupils' sheet, with the way to the sources where a phone can open it."""
    title = _("%(title)s – worksheet", title=pack.title(language))
    url = _sources_url(pack)
    sheet = compose.worksheet(pack, language, sources_url=url)
    qr = qr_data_uri(url) if url else ""
    return Contents(title, {"sheet": sheet, "qr": qr, "media": _media(pack)})


def key(pack: BankPack, language: Language) -> Contents:
    """The commented key: not for pupils."""
    title = _("%(title)s – commented key", title=pack.title(language))
    sheet = compose.key(pack, language)
    return Contents(title, {"sheet": sheet, "changed": _changed(pack), "media": _media(pack)})


def counting(pack: BankPack, language: Language) -> Contents:
    """A table to count raised cards and hands on, question by question."""
    title = _("%(title)s – counting sheet", title=pack.title(language))
    rows = [_counting_row(n, one.item, language) for n, one in enumerate(pack.items, 1)]
    return Contents(title, {"pack": pack, "rows": rows})


def _sources_url(pack: BankPack) -> str:
    """The page of sources under the address that phones can reach; empty where there is none.

    Never under the address that the caller used: each would be a PDF of its own. A form of a
    test has no such page.
    """
    url = f"{address.own_url()}/packs/{pack.slug}/sources"
    return url if pack.head.test is None and JoinAddress(url).is_reachable else ""


def _changed(pack: BankPack) -> datetime | None:
    """When the pack on offer was adapted here, to be told on its key; None for any other."""
    when = adaptations.changed_on(pack.slug)
    offered = catalogue.find_any(pack.slug)
    return when if offered and offered.row_id == pack.row_id else None


def _media(pack: BankPack) -> dict[str, str]:
    names = {name for one in pack.items for name in one.item.media()}
    return {name: _inline(pack.row_id, name) for name in sorted(names)}


def _inline(pack_id: int, name: str) -> str:
    data = catalogue.media_file(pack_id, name) or b""
    kind = _TYPES.get(name.rsplit(".", 1)[-1].lower(), "png")
    return f"data:image/{kind};base64,{b64encode(data).decode()}"


def _counting_row(number: int, item: Item, language: Language) -> CountingRow:
    view = item.public_view(language)
    counted = view["shape"] in {"one", "many"}
    letters = "".join(one["letter"] for one in view.get("options", ())) if counted else ""
    return CountingRow(number, item.id, view["stem"], letters, item.second_vote)


# Of a plan -------------------------------------------------------------------------------


def plan(plan: Plan, language: Language) -> Contents:
    """The whole plan, for the person who leads."""
    said = plan.title.say(language)
    title = f"{plan.code} · {said}" if plan.code else said
    law_date = planbook.law_date(plan)
    sheet = planbook.running_sheet(plan)
    return Contents(title, {"plan": plan, "sheet": sheet, "law_date": law_date})


def cards(plan: Plan, language: Language) -> Contents:
    """The plan's cards to cut out."""
    title = _("%(title)s – cards to cut out", title=plan.title.say(language))
    return Contents(title, {"plan": plan})


def answers(plan: Plan, language: Language) -> Contents:
    """What to say of each card, for the person who leads."""
    title = _("%(title)s – answers to the cards", title=plan.title.say(language))
    return Contents(title, {"plan": plan, "sheet": planbook.running_sheet(plan)})


def certificate(plan: Plan | None, language: Language) -> Contents:
    """Who took part, not how well. Names are written by hand and kept nowhere."""
    codes = planbook.competence_codes(plan) if plan else []
    return Contents(_("Certificate of participation"), {"plan": plan, "codes": codes})


# The same for everybody ------------------------------------------------------------------


def note(_of: None, language: Language) -> Contents:
    """The note about phones for the school's management."""
    keep_days = current_app.config["KEEP_DAYS"]
    return _leaflet("management-note", language, keep_days=keep_days)


def parents_card(_of: None, language: Language) -> Contents:
    """The parents' card, four to a sheet, both sides."""
    return _leaflet("parents-card", language)


def exit_ticket(_of: None, _language: Language) -> Contents:
    """Four tickets to a sheet."""
    return Contents(_("Exit tickets"), {})


def vote_cards(_of: None, _language: Language) -> Contents:
    """One large letter on each sixth of the sheet."""
    return Contents(_("A to F cards"), {"letters": VOTES})


def terms(_of: None, language: Language) -> Contents:
    """Thirty terms in three languages."""
    words = glossary()
    title = _("Glossary in French, English and Dutch")
    return Contents(title, {"words": words, "terms": words.in_order(language)})


def sources(_of: None, _language: Language) -> Contents:
    """Every source of the kit, by pack and question, then those of plans and leaflets."""
    return Contents(_("Booklet of sources"), sources_values())


def sources_values() -> dict[str, Any]:
    """What the booklet and the page of sources show."""
    others = sorted(planbook.factbook().sources.values(), key=_by_publisher)
    return {"packs": catalogue.list_packs(), "others": others}


def _by_publisher(source: Source) -> tuple[str, str]:
    return (source.publisher.casefold(), source.date)


def _leaflet(name: str, language: Language, **more: Any) -> Contents:
    values = planbook.leaflet_values(name)
    return Contents(values["leaflet"].title.say(language), {**values, **more})


# Of a live session -----------------------------------------------------------------------


def poster(of: Invitation, _language: Language) -> Contents:
    """How to join, for the wall."""
    live, join = of.live, of.join
    title = _("%(title)s – join with code %(code)s", title=live.title, code=spaced(live.code))
    wifi, qr = live.settings.wifi or current_app.config["WIFI"], qr_data_uri(join.url)
    return Contents(title, {"live": live, "join": join, "wifi": wifi, "qr": qr})


def report(live: Live, language: Language) -> Contents:
    """What the session gave, for the file."""
    date = summary_words.said_day(live.begun_at)
    title = _("%(title)s – report of %(date)s", title=live.title, date=date)
    values = {"report": report_of(live, language, now()), "date": date}
    return Contents(title, {**values, "words": wording, "sums": summary_words})
