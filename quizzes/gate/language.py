"""The language of the visitor: what they chose, else what their browser asks for."""

from __future__ import annotations

from babel import negotiate_locale
from flask import current_app, g, request
from flask.wrappers import Response as Reply
from flask_babel import refresh

from quizzes.items.text import LANGUAGES, Language, as_language

COOKIE = "language"
YEAR = 365 * 24 * 3600


def visitor_language() -> Language:
    """`?lang=` first, then the cookie, then Accept-Language, then the kit's default."""
    if "language" not in g:
        g.language = _find()
    found: Language = g.language
    return found


def visitor_locale() -> str:
    """The same for dates and numbers: English as in Britain."""
    return "en_GB" if visitor_language() == "en" else "fr"


def speak(language: Language) -> None:
    """Use this language for the rest of the request, such as that of a seat."""
    g.language = language
    refresh()


def _find() -> Language:
    chosen = as_language(request.args.get("lang")) or as_language(request.cookies.get(COOKIE))
    if chosen:
        return chosen
    wanted = [tag.replace("-", "_") for tag, _quality in request.accept_languages]
    found = as_language(negotiate_locale(wanted, LANGUAGES))
    default: Language = as_language(current_app.config.get("LANGUAGE")) or "fr"
    return found or default


def remember(answer: Reply) -> Reply:
    """Keep a language that was just chosen with `?lang=`."""
    chosen = as_language(request.args.get("lang"))
    if chosen and request.cookies.get(COOKIE) != chosen:
        answer.set_cookie(
            COOKIE,
            chosen,
            max_age=YEAR,
            samesite="Lax",
            httponly=True,
            secure=request.is_secure,
        )
    return answer
