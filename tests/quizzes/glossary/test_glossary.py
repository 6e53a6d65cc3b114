"""Thirty terms in three languages."""

from __future__ import annotations

import re

import pytest
from pydantic import ValidationError

from quizzes.glossary.rules import TONGUES, Glossary, Term
from quizzes.glossary.terms import glossary
from quizzes.items.text import english, french


def test_there_are_thirty_terms_each_in_three_languages() -> None:
    terms = glossary().terms
    assert len(terms) == 30
    for one in terms:
        for tongue in TONGUES:
            said = getattr(one, tongue)
            assert said.term and said.meaning, one.id


@pytest.mark.parametrize("tongue", TONGUES)
def test_a_meaning_is_one_sentence_on_one_line(tongue: str) -> None:
    for one in glossary().terms:
        said = getattr(one, tongue).meaning
        assert said.endswith("."), one.id
        assert "\n" not in said and len(re.findall(r"[.!?](?=\s)", said)) == 0, one.id


def test_dutch_says_that_a_native_has_still_to_read_it() -> None:
    assert {one.nl.native_review for one in glossary().terms} == {"pending"}
    assert glossary().awaits_native_review


def test_it_awaits_nobody_once_every_term_was_read() -> None:
    def read(term: Term) -> Term:
        return term.model_copy(update={"nl": term.nl.model_copy(update={"native_review": "done"})})

    terms = [read(one) for one in glossary().terms]
    assert not Glossary(terms=tuple(terms)).awaits_native_review
    terms[3] = glossary().terms[3]
    assert Glossary(terms=tuple(terms)).awaits_native_review


def test_each_language_has_its_own_order_accents_apart() -> None:
    for tongue in TONGUES:
        terms = [getattr(one, tongue).term for one in glossary().in_order(tongue)]
        assert len(terms) == 30
    french_terms = [one.fr.term for one in glossary().in_order("fr")]
    assert french_terms.index("échantillon") < french_terms.index("engagement")
    assert french_terms.index("discernement") < french_terms.index("échantillon")
    assert glossary().in_order("nl")[0].nl.term.startswith("aan")


def test_a_term_twice_is_refused() -> None:
    first = glossary().terms[0]
    with pytest.raises(ValidationError, match="appears twice"):
        Glossary(terms=(first, first))


def test_the_typography_is_that_of_each_language() -> None:
    for one in glossary().terms:
        assert one.fr.meaning == french(one.fr.meaning)
        assert one.en.meaning == english(one.en.meaning)
        assert "'" not in one.nl.meaning + one.nl.term
