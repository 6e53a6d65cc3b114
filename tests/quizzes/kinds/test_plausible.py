"""Answers for rehearsals: every shipped item takes them, and they are right about as often as asked."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.formats.pack_folder import read_folder
from quizzes.items.item import Item
from quizzes.items.plausible import SENTENCES, SHORTEST, any_value, sentence
from quizzes.items.text import LANGUAGES, Language
from quizzes.items.written import read_writing

FOLDERS = sorted((Path(__file__).parents[3] / "quizzes" / "packs").glob("*/pack.yaml"))
ITEMS = [item for path in FOLDERS for item in read_folder(path.parent).pack.items]
SKILLS = st.floats(0, 1, allow_nan=False)


@given(seed=st.integers(), skill=SKILLS, language=st.sampled_from(LANGUAGES))
def test_every_shipped_item_takes_what_is_plausible(
    seed: int, skill: float, language: Language
) -> None:
    chance = Random(seed)
    for item in ITEMS:
        value = item.plausible(chance, skill, language)
        assert item.read_response(item.read_response(value)) is not None, item.id


def mean_mark(item: Item, skill: float) -> float | None:
    chance = Random(7)
    values = [item.read_response(item.plausible(chance, skill, "fr")) for _ in range(150)]
    marks = [mark for mark in map(item.mark, values) if mark is not None]
    return sum(marks) / len(marks) if marks else None


@pytest.mark.parametrize("skill", [0.55, 0.65, 0.75])
def test_the_mean_mark_lies_near_the_skill(skill: float) -> None:
    means = [mean for item in ITEMS if (mean := mean_mark(item, skill)) is not None]
    assert abs(sum(means) / len(means) - skill) < 0.08
    assert all(skill - 0.2 < mean < skill + 0.4 for mean in means)


def test_more_skill_is_more_often_right() -> None:
    for item in ITEMS:
        low, high = mean_mark(item, 0.2), mean_mark(item, 0.95)
        assert low is None or high is None or low < high, item.id


def test_the_same_chance_gives_the_same_answer() -> None:
    for item in ITEMS:
        first, again = (item.plausible(Random(3), 0.6, "fr") for _ in range(2))
        assert first == again


@given(longest=st.integers(1, 200), language=st.sampled_from(LANGUAGES), seed=st.integers())
def test_a_sentence_fits(longest: int, language: Language, seed: int) -> None:
    said = sentence(Random(seed), longest, language)
    assert read_writing(said, longest=longest) in (*SENTENCES[language], SHORTEST[:longest])


def test_a_kind_that_says_nothing_answers_what_it_accepts() -> None:
    chance = Random(1)
    assert any_value({"enum": ["a"]}, chance) == "a"
    assert 3 <= any_value({"type": "number", "minimum": 3, "maximum": 9}, chance) <= 9
    text = {"type": "string", "maxLength": 1}
    rows = {"type": "array", "items": text, "minItems": 2}
    form = {"type": "object", "properties": {"a": rows, "b": text}, "required": ["a"]}
    assert any_value(form, chance) == {"a": ["o", "o"]}
