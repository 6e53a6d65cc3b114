"""Dates and places of the law as people read them, for every template."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from flask_babel import get_locale
from flask_babel import gettext as _

from quizzes.domain.dates import say_date
from quizzes.domain.text import as_language


def said_date(moment: date | str) -> str:
    """Template filter: the date in the language of the page."""
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
