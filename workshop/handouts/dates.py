"""Days in words, as print says them."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date

from quizzes.domain.text import Language


def say_date(partial: str, language: Language) -> str:
    """`2024`, `2024-02` or `2024-02-01` in words.

    >>> say_date("2024-02-01", "fr"), say_date("2024-02", "fr"), say_date("2024-02-14", "en")
    ('1er février 2024', 'février 2024', '14 February 2024')
    """
    parts = [int(part) for part in partial.split("-")]
    day = date(*[*parts, 1, 1][:3])
    pattern = {1: "y", 2: "MMMM y"}.get(len(parts), "d MMMM y")
    text = format_date(day, pattern, locale=language)
    first = language == "fr" and len(parts) == 3 and parts[2] == 1
    return text.replace("1 ", "1er ", 1) if first else text
