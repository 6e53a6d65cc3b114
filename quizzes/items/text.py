"""Texts in two languages, with French typography set right once, where texts enter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

NARROW = "\u202f"  # espace fine insécable
WIDE = "\u00a0"  # espace insécable

_BEFORE_HIGH = re.compile(r"[ \u00a0\u202f]+([;!?%€])")
_BEFORE_COLON = re.compile(r"[ \u00a0\u202f]+:(?=[\s»]|$)")
_AFTER_OPENING = re.compile(r"«[ \u00a0\u202f]*")
_BEFORE_CLOSING = re.compile(r"[ \u00a0\u202f]*»")
_THOUSANDS = re.compile(r"(?<![\d,])\d{1,3}(?: \d{3})+(?!\d)")
_BEFORE_UNIT = re.compile(r"(?<=\d) (?=(?:kg|g|km|t|h|min|s|Mt|M€|ans|milliards?|millions?)\b)")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")


def french(text: str) -> str:
    """`text` with the no-break spaces and apostrophes that French typography asks for.

    >>> french("Vrai ? 7 804 élèves : « oui »") == (
    ...     "Vrai\\u202f? 7\\u202f804 élèves\\u00a0: «\\u00a0oui\\u00a0»")
    True
    """
    text = _BEFORE_HIGH.sub(NARROW + r"\1", text)
    text = _BEFORE_COLON.sub(WIDE + ":", text)
    text = _AFTER_OPENING.sub("«" + WIDE, text)
    text = _BEFORE_CLOSING.sub(WIDE + "»", text)
    text = _THOUSANDS.sub(lambda found: found[0].replace(" ", NARROW), text)
    text = _BEFORE_UNIT.sub(WIDE, text)
    return _APOSTROPHE.sub("’", text)


def english(text: str) -> str:
    """`text` with typographic apostrophes inside words."""
    return _APOSTROPHE.sub("’", text)


class Value(BaseModel):
    """Base of every value read from a pack: unknown fields are refused, nothing changes later."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, allow_inf_nan=False
    )


Words = Annotated[str, StringConstraints(min_length=1, max_length=4000)]


class Text(Value):
    """The same thing said in French and in English."""

    fr: Annotated[Words, AfterValidator(french)]
    en: Annotated[Words, AfterValidator(english)]

    def say(self, language: Language) -> str:
        """The text in `language`."""
        return self.fr if language == "fr" else self.en


_SENTENCE_END = re.compile(
    r"(?<=[.!?…])(?:[\u00a0\u202f]?»|”)?\s+(?=[«“]?[\u00a0\u202f]?[A-ZÀ-Ý0-9])"
)


def first_sentences(text: str, sentences: int = 2) -> tuple[str, str]:
    """The first sentences of a text, which stand alone on a small screen, and what follows.

    >>> first_sentences("One. Two? Three.")
    ('One. Two?', 'Three.')
    """
    ends = [found.end() for found in _SENTENCE_END.finditer(text)]
    if len(ends) < sentences:
        return text, ""
    cut = ends[sentences - 1]
    return text[:cut].strip(), text[cut:].strip()


def as_language(tag: str | None) -> Language | None:
    """`fr-BE` is `fr`; anything that is not one of ours is None."""
    short = (tag or "").replace("_", "-").split("-")[0].lower()
    by_name: Mapping[str, Language] = {language: language for language in LANGUAGES}
    return by_name.get(short)
