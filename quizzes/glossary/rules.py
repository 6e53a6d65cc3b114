"""The words of media literacy in three languages, one line each."""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, StringConstraints, model_validator

from quizzes.items.text import Value, english, french

Tongue = Literal["fr", "en", "nl"]
TONGUES: tuple[Tongue, ...] = get_args(Tongue)

_Name = Annotated[str, StringConstraints(min_length=2, max_length=60)]
_Line = Annotated[str, StringConstraints(min_length=10, max_length=170)]


class InFrench(Value):
    """A term and what it means, in French."""

    term: Annotated[_Name, AfterValidator(french)]
    meaning: Annotated[_Line, AfterValidator(french)]


class InEnglish(Value):
    """A term and what it means, in English."""

    term: Annotated[_Name, AfterValidator(english)]
    meaning: Annotated[_Line, AfterValidator(english)]


class InDutch(InEnglish):
    """A term and what it means, in Dutch; `native_review` says whether a native has read it."""

    native_review: Literal["pending", "done"]


class Term(Value):
    """One notion in every language of the glossary."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z]+(-[a-z]+)*$")]
    fr: InFrench
    en: InEnglish
    nl: InDutch


class Glossary(Value):
    """Every term. No id and no term appears twice."""

    terms: tuple[Term, ...]

    @model_validator(mode="after")
    def _once_each(self) -> Glossary:
        for names in (
            [one.id for one in self.terms],
            *([getattr(one, tongue).term.casefold() for one in self.terms] for tongue in TONGUES),
        ):
            twice = [name for name, count in Counter(names).items() if count > 1]
            if twice:
                raise ValueError(f"This appears twice: {', '.join(twice)}")
        return self

    @property
    def awaits_native_review(self) -> bool:
        """Whether a native speaker of Dutch has yet to read some of it."""
        return any(one.nl.native_review == "pending" for one in self.terms)

    def in_order(self, tongue: Tongue) -> list[Term]:
        """The terms by the alphabet of one language, accents apart."""
        return sorted(self.terms, key=lambda one: _folded(getattr(one, tongue).term))


def _folded(term: str) -> str:
    apart = unicodedata.normalize("NFD", term.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
