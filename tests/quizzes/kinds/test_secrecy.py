"""Before the reveal nothing of the answer leaves an item: asked of every registered kind."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from quizzes.items.item import Item
from quizzes.kinds import kinds

MARK = "sEcReT"
MakeItem = Callable[..., Item]
every_kind = pytest.mark.parametrize("kind", sorted(kinds()))
both_languages = pytest.mark.parametrize("language", ["fr", "en"])


def numbers(value: Any) -> Iterator[float]:
    """Every number in a tree."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from numbers(one)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield value


def lists(value: Any) -> Iterator[list[Any]]:
    """Every list in a tree."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        yield value
        for one in value:
            yield from lists(one)


@every_kind
@both_languages
def test_no_marked_secret_is_in_the_public_view(item: MakeItem, kind: str, language: Any) -> None:
    shown = json.dumps(item(kind).public_view(language), ensure_ascii=False)
    assert MARK.lower() not in shown.lower()
    for word in ("rationale", "explanation", "sources", "prompts", "expected", "temptations"):
        assert word not in shown


@every_kind
@both_languages
def test_the_secrets_are_there_after_the_reveal(item: MakeItem, kind: str, language: Any) -> None:
    one = item(kind)
    shown = json.dumps(one.revealed_view(language), ensure_ascii=False)
    for what in ("explanation", "first prompt", "second prompt", "title", "publisher"):
        assert f"{MARK} {language} {what}" in shown or f"{MARK} {what}" in shown
    assert f"{MARK} {language} why" in shown or kind in (
        "estimate",
        "poll",
        "word_list",
        "short_scale",
    )


@every_kind
@both_languages
def test_what_is_expected_of_the_room_is_not_for_participants(
    item: MakeItem, kind: str, language: Any
) -> None:
    assert "expected" not in json.dumps(item(kind).revealed_view(language))


@every_kind
@both_languages
def test_items_that_differ_only_in_their_secrets_look_the_same(
    item: MakeItem, with_other_secrets: Callable[[str], Item], kind: str, language: Any
) -> None:
    one, other = item(kind), with_other_secrets(kind)
    assert one.revealed_view(language) != other.revealed_view(language)
    assert one.public_view(language) == other.public_view(language)


@both_languages
def test_the_order_is_not_in_the_public_view_of_an_ordering(item: MakeItem, language: Any) -> None:
    one = item("ordering")
    key = one.revealed_view(language)["order"]
    view = one.public_view(language)
    assert key not in list(lists(view))
    assert [option["id"] for option in view["options"]] == ["a", "b", "c", "d", "e"]
    assert "".join(key) not in json.dumps(view)


@both_languages
def test_no_number_of_the_truth_is_in_the_public_view_of_an_estimate(
    item: MakeItem, language: Any
) -> None:
    view = item("estimate").public_view(language)
    assert not {417.3, 398.6, 431.8, 97.4, 283.2} & set(numbers(view))
    for digits in ("417", "398", "431", "283", "97.4", "97,4", "linear"):
        assert digits not in json.dumps(view)


@every_kind
def test_what_people_answered_does_not_tell_the_key_by_its_shape(
    item: MakeItem, with_other_secrets: Callable[[str], Item], kind: str
) -> None:
    assert item(kind).accepts() == with_other_secrets(kind).accepts()
