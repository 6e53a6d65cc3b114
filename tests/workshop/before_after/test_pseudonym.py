"""Codes of a test: made of nothing personal, known again however they are typed."""

from __future__ import annotations

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.items.drawings import NAMES
from quizzes.items.text import LANGUAGES
from workshop.before_after.rules.pseudonym import (
    WORDS,
    code_hash,
    form_for,
    read_pseudonym,
    suggest,
)

SALT = b"s" * 32


def test_every_drawing_has_a_short_word_of_its_own() -> None:
    assert set(WORDS) == set(NAMES)
    for language in LANGUAGES:
        words = [one.say(language) for one in WORDS.values()]
        assert len(set(words)) == len(words)
        assert all(word.isascii() and word.isalpha() and 3 <= len(word) <= 9 for word in words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_suggested_is_a_code(language: str) -> None:
    for _ in range(200):
        found = suggest(language, secrets.choice)
        assert read_pseudonym(found.text) is not None
        assert found.drawings[0] != found.drawings[1]


@pytest.mark.parametrize(
    "typed",
    [
        "loupe-chien-47",
        "LOUPE CHIEN 47",
        "loupe chien ⁴⁷",
        "  Loupe – chien47 ",
        "lou pe chien 4 7",
    ],
)
def test_a_code_is_known_however_it_is_typed(typed: str) -> None:
    assert read_pseudonym(typed) == "loupechien47"


def test_accents_do_not_matter() -> None:
    assert read_pseudonym("Fenêtre-09") == read_pseudonym("fenetre 09") == "fenetre09"


@pytest.mark.parametrize(
    "typed", ["", "47", "Léa", "ab12", "loupe", "loupe4", "12loupe", "lo4upe12", "x" * 60 + "12",
              "loupe१२", "😀😀😀😀12"]
)  # fmt: skip
def test_what_is_no_code_is_refused(typed: str) -> None:
    assert read_pseudonym(typed) is None


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    found = read_pseudonym(text)
    assert found is None or read_pseudonym(found) == found


def test_a_hash_is_of_one_test_alone_and_does_not_hold_the_code() -> None:
    one, other = code_hash("loupechien47", SALT), code_hash("loupechien47", b"t" * 32)
    assert one != other
    assert one == code_hash("loupechien47", SALT)
    assert "loupe" not in one
    assert len(one) == 64


def test_both_forms_are_used_about_as_often_and_change_after() -> None:
    hashes = [code_hash(f"loupe{number}", SALT) for number in range(1000)]
    first = [form_for("before", one) for one in hashes]
    assert 430 < first.count("a") < 570
    assert all(form_for("after", one) != form for one, form in zip(hashes, first, strict=True))


def test_after_a_form_on_paper_comes_the_other_one() -> None:
    assert form_for("after", "0" * 64, "a") == "b"
    assert form_for("after", "0" * 64, "b") == "a"
    assert form_for("before", "0" * 64, "b") == "a"
