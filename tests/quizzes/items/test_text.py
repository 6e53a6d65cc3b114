"""French and English typography, and languages."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError

from quizzes.items.text import Text, as_language, english, french

NARROW, WIDE = "\u202f", "\u00a0"
PIECES = st.sampled_from(
    [" ", NARROW, WIDE, ":", ";", "!", "?", "%", "€", "«", "»", "'", "’", "\n", ".", ",", "a", "é",
     "l", "1", "12", "345", "000", "kg", "ans", "h", "https://", "/", "milliards"]
)  # fmt: skip
FRENCH = st.lists(PIECES, max_size=14).map("".join)
ADDRESS = st.from_regex(
    r"https?://[a-z0-9.-]{3,20}(:[0-9]{2,4})?/[a-zA-Z0-9/_.%&=;,!~+-]{0,20}(\?[a-z=&;:0-9]{0,12})?",
    fullmatch=True,
)


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("Vrai ?", f"Vrai{NARROW}?"),
        ("Oui ! Non ; bof", f"Oui{NARROW}! Non{NARROW}; bof"),
        ("Ceci : cela", f"Ceci{WIDE}: cela"),
        ("« oui »", f"«{WIDE}oui{WIDE}»"),
        ("«oui»", f"«{WIDE}oui{WIDE}»"),
        ("7 804 élèves", f"7{NARROW}804 élèves"),
        ("1 234 567", f"1{NARROW}234{NARROW}567"),
        ("En 2024 100 personnes", "En 2024 100 personnes"),
        ("80 %", f"80{NARROW}%"),
        ("20 €", f"20{NARROW}€"),
        ("13 ans", f"13{WIDE}ans"),
        ("2 milliards", f"2{WIDE}milliards"),
        ("l'école d'ici", "l’école d’ici"),
        ("dit :»", f"dit{WIDE}:{WIDE}»"),
        ("à 12:30", "à 12:30"),
        ("voir https://exemple.be/a?b=1;c!", "voir https://exemple.be/a?b=1;c!"),
    ],
)
def test_french_is_set_as_printers_do(typed: str, set_: str) -> None:
    assert french(typed) == set_


@given(FRENCH | st.text(max_size=30))
@example(" :»")
@example("1 234 5678 901")
def test_setting_french_twice_changes_nothing_more(text: str) -> None:
    assert french(french(text)) == french(text)


@given(FRENCH)
def test_french_keeps_every_sign_but_spaces_and_apostrophes(text: str) -> None:
    def bones(one: str) -> str:
        return "".join(one.split()).replace("'", "’")

    assert bones(french(text)) == bones(text)


@given(ADDRESS)
def test_an_address_is_left_as_it_is(address: str) -> None:
    assert french(address) == english(address) == address
    assert french(f"Voir {address} maintenant").split()[1] == address


@given(st.text(max_size=30))
def test_setting_english_twice_changes_nothing_more(text: str) -> None:
    assert english(english(text)) == english(text)


def test_english_gets_its_apostrophes_and_no_french_spaces() -> None:
    assert english("It's true ?") == "It’s true ?"


def test_a_text_is_set_when_it_enters() -> None:
    text = Text(fr=" Vrai ? ", en="It's ")
    assert (text.say("fr"), text.say("en")) == (f"Vrai{NARROW}?", "It’s")


@pytest.mark.parametrize("content", [{"fr": "a"}, {"fr": "a", "en": " "}, {"fr": "a", "en": "b", "nl": "c"},
                                     {"fr": "a", "en": 3}, {"fr": "a" * 4001, "en": "b"}])  # fmt: skip
def test_a_text_needs_both_languages_and_no_other(content: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Text.model_validate(content)


@pytest.mark.parametrize(
    ("tag", "language"),
    [("fr-BE", "fr"), ("en_GB", "en"), ("FR", "fr"), ("nl", None), ("", None), (None, None)],
)
def test_a_tag_names_one_of_our_languages_or_none(tag: str | None, language: str | None) -> None:
    assert as_language(tag) == language
