"""Dates as people read them, for every template."""

from __future__ import annotations

from datetime import date

from flask_babel import get_locale

from quizzes.domain.dates import say_date
from quizzes.domain.text import as_language


def said_date(moment: date | str) -> str:
    """Template filter: the date in the language of the page."""
    return say_date(moment, as_language(str(get_locale())) or "fr")
