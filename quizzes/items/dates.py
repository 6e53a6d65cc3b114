"""Dates as people read them, on screens and on paper."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date

from quizzes.items.text import Language

_PATTERNS = {4: "y", 7: "MMMM y", 10: "d MMMM y"}


def say_date(moment: date | str, language: Language) -> str:
    """`2024-02-14` as 14 February 2024; `2024-02` and `2024` say no more than they know.

    >>> say_date("2025-05-01", "fr")
    '1er mai 2025'
    >>> say_date("2024-02", "en")
    'February 2024'
    """
    text = moment if isinstance(moment, str) else moment.isoformat()[:10]
    day = date.fromisoformat(text + "-01-01"[len(text) - 10 :] if len(text) < 10 else text)
    said = format_date(day, _PATTERNS[len(text)], locale=language)
    return f"1er {said[2:]}" if language == "fr" and said.startswith("1 ") else said
