"""Dates and places of the law as people read them, for every template."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from flask import Flask
from flask_babel import get_locale, to_user_timezone
from flask_babel import gettext as _

from quizzes.items.dates import say_date
from quizzes.items.text import as_language


def said_date(moment: date | str) -> str:
    """Template filter: the date in the language of the page, a moment’s in the kit’s time zone."""
    if isinstance(moment, datetime):
        moment = to_user_timezone(moment).date()
    return say_date(moment, as_language(str(get_locale())) or "fr")


def said_places(codes: Iterable[str]) -> str:
    """Template filter: jurisdictions by their names, such as “Belgium, EU”."""
    names = {
        "BE": _("Belgium"),
        "FR": _("France"),
        "EU": _("EU"),
        "UK": _("United Kingdom"),
        "US": _("United States"),
    }
    return ", ".join(names[code] for code in codes)


def install(app: Flask) -> None:
    """Let every template say dates and places."""
    app.jinja_env.filters.update(said_date=said_date, said_places=said_places)
