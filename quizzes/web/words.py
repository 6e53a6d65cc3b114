"""Dates as people read them, for every template."""

from __future__ import annotations

from datetime import date, datetime

from flask_babel import get_locale, to_user_timezone

from quizzes.domain.dates import say_date
from quizzes.domain.text import as_language


def said_date(moment: date | str) -> str:
    """Template filter: the date in the language of the page, a moment’s in the kit’s time zone."""
    if isinstance(moment, datetime):
        moment = to_user_timezone(moment).date()
    return say_date(moment, as_language(str(get_locale())) or "fr")
