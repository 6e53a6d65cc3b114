"""Names: made up by default, checked when they may be chosen."""

from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.items.text import Language
from workshop.live.rules.names import (
    MAX_LENGTH,
    free_variant,
    is_made_up,
    is_unkind,
    made_up_name,
    name_key,
    read_name,
)

both_languages = pytest.mark.parametrize("language", ["fr", "en"])


@pytest.mark.parametrize(
    "name",
    ["Léa", "Tom", "张", "O'Neil", "O’Neil", "Jean-Luc", "Ali B.", "Zoë", "Дарья", "محمد", "שירה",
     "अनीता", "Nguyễn", "Ñandú", "Łukasz", "7", "Col·lega", "김민준", "さくら", "Ọlá"],
)  # fmt: skip
def test_a_name_of_any_script_is_taken(name: str) -> None:
    assert read_name(name) == unicodedata.normalize("NFKC", name)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  Léa  ", "Léa"), ("Le\u0301a", "Léa"), ("Ｔｏｍ", "Tom"), ("Ali\t\n B", "Ali B"),
        ("Ali\u00a0B", "Ali B"), ("Ali\u3000B", "Ali B"), ("ﬁn", "fin"),
    ],
)  # fmt: skip
def test_a_name_is_trimmed_and_made_one_way(typed: str, name: str) -> None:
    assert read_name(typed) == name


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "\u00a0", "-", "…", ".", "''", "a" * 21, "é" * 10_000,
        "Léa\u202e", "\u202dTom", "\u2066Tom\u2069", "\u200fTom", "\u061cTom",  # direction marks
        "T\u200bom", "T\u200com", "T\u200dom", "T\u2060om", "\ufeffTom", "T\u00adom",  # zero width
        "T\u034fom", "Tom\ufe0f", "Tom\ufe00", "Tom\U000e0100", "T\u180bom", "T\u17b4om",  # unseen marks
        "\u3164", "\u115f", "\u1160", "\uffa0", "Tom\u3164", "\u2800", "\u200b",  # blank letters
        "Tom🦊", "🦊", "👨\u200d👩", "❤", "Tom™️", "🇧🇪", "1️⃣",  # emoji
        "<b>", "Tom<script>", "Tom&Co", "{{7*7}}", "a@b.be", "Tom;", "a/b", "a\\b", "=1+1", "+32",
        "Tom\x00", "Tom\x07", "Tom\x7f", "Tom\ue000", "Tom\U000e0041", "Tom\ud800", "Tom\ufffe",
    ],
    ids=ascii,
)  # fmt: skip
def test_tricks_are_refused(typed: str) -> None:
    assert read_name(typed) is None


@given(st.text(max_size=25))
def test_what_is_taken_is_short_visible_and_stable(typed: str) -> None:
    name = read_name(typed)
    if name is not None:
        assert 1 <= len(name) <= MAX_LENGTH
        assert read_name(name) == name
        assert not any(unicodedata.category(sign)[0] == "C" for sign in name)
        assert any(sign.isalnum() for sign in name)


def test_people_would_take_these_for_the_same_name() -> None:
    assert name_key("Léa") == name_key("LÉA") == name_key("Le\u0301a") == name_key("L é a")
    assert name_key("Straße") == name_key("STRASSE")
    assert name_key("Léa") != name_key("Lea")


@both_languages
def test_made_up_names_are_short_different_and_known(language: Language) -> None:
    taken: list[str] = []
    choice = random.Random(7).choice
    for _ in range(200):
        taken.append(made_up_name(language, taken, choice))
    assert len({name_key(name) for name in taken}) == 200
    assert all(len(name) <= MAX_LENGTH for name in taken)
    assert all(is_made_up(name) for name in taken)
    assert all(read_name(name) == name for name in taken)


@both_languages
def test_even_an_unlucky_choice_gives_a_new_name(language: Language) -> None:
    taken: list[str] = []
    for _ in range(30):
        name = made_up_name(language, taken, lambda words: words[0])
        assert name not in taken
        assert is_made_up(name)
        taken.append(name)


@pytest.mark.parametrize(
    "name",
    ["Loutre agile", "Rouge-gorge agile", "Agile Otter", "Loutre agile 2", "Quick Fox 17"],
)  # fmt: skip
def test_a_made_up_name_is_recognised(name: str) -> None:
    assert is_made_up(name)


@pytest.mark.parametrize(
    "name",
    ["", "Loutre", "Léa", "Loutre nulle", "Agile Teacher", "agile Loutre", "Otter Agile",
     "Loutre agile B", "Loutre agile 2 3", "Sale Otter", "Loutre Otter", "M. Dupont"],
)  # fmt: skip
def test_a_chosen_name_is_not_taken_for_a_made_up_one(name: str) -> None:
    assert not is_made_up(name)


@given(
    st.text("aAé1 2", min_size=1, max_size=20),
    st.lists(st.text("aAé1 2", max_size=20), max_size=15),
)
def test_a_free_variant_is_free_and_short(name: str, taken: list[str]) -> None:
    variant = free_variant(name, taken)
    assert name_key(variant) not in {name_key(one) for one in taken}
    assert len(variant) <= MAX_LENGTH


@pytest.mark.parametrize("name", ["Tom", "a" * 20, "a" * 17 + "1", "9" * 20])
def test_a_whole_class_of_the_same_name_finds_places(name: str) -> None:
    taken: list[str] = []
    for _ in range(150):
        taken.append(free_variant(name, taken))
    assert len({name_key(one) for one in taken}) == 150
    assert taken[0] == name
    assert max(map(len, taken)) <= MAX_LENGTH


@pytest.mark.parametrize(
    "name",
    ["Connards", "les c0nnards", "F.U.C.K", "Fils de pute", "pédé", "Nazi 2", "p u t e", "ENCULÉS"],
)
def test_an_insult_is_noticed_in_disguise_too(name: str) -> None:
    assert is_unkind(name)


@pytest.mark.parametrize(
    "name",
    ["Les Concombres", "Les Contents", "Raton laveur", "Scunthorpe", "En retard", "Les Aigles 3B",
     "Équipe 1", "Cultures", "Дружба", "さくら", "Habités"],
)  # fmt: skip
def test_a_harmless_word_that_holds_one_is_not(name: str) -> None:
    assert not is_unkind(name)


@both_languages
@given(seed=st.integers())
def test_no_made_up_name_is_unkind(language: Language, seed: int) -> None:
    assert not is_unkind(made_up_name(language, (), random.Random(seed).choice))
