"""What every kind of item promises, asked of each of them."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from quizzes.items.item import Item
from quizzes.items.kind import Given
from quizzes.items.problems import Problems
from quizzes.kinds import content_of, item_from, kinds

MakeItem = Callable[..., Item]
KINDS = sorted(kinds())
every_kind = pytest.mark.parametrize("kind", KINDS)

WRONG = [
    None, True, False, "", "A", "z", "a ", "á", "true\x00", -1, 10**400, -(10**400), 1001, -0.001,
    math.nan, math.inf, -math.inf, b"a", [], [[]], {}, {"a": 1}, ["a", "a"], ["z"], [None], [True],
    ["a", ["b"]], ["a"] * 100_000, ["a", "b", "c", "d", "e", "f"], ("a", "b"), {"a"},
]  # fmt: skip

PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5)
ANYTHING = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner)
)


SIGNS = st.sampled_from(
    ["a", "Z", "é", "e\u0301", "\u0301", " ", "\n", "\t", "\x00", "\x1b", "\u202e", "\u200d", "\u200b",
     "\u2028", "\ufe0f", "\xa0", "<", "=", "'", '"', "&", "٣", "ﷺ", "👍🏽", "\u0344", "\U000e0041"]
)  # fmt: skip


def like(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """What is of a schema’s form or nearly so: chosen or written, alone, in lists, in parts."""
    if schema["type"] == "object":
        parts = {
            name: like(one) | st.text(max_size=2) for name, one in schema["properties"].items()
        }
        return st.fixed_dictionaries({}, optional={**parts, "other": st.none()})
    if schema["type"] == "array":
        return st.lists(like(schema["items"]), max_size=schema.get("maxItems", 3) + 1)
    if "enum" in schema:
        return st.sampled_from([*schema["enum"], "z", ""])
    most = schema["maxLength"]
    long = [sign * count for sign in ("x", "é", " ", "\n") for count in (most, most + 1)]
    return st.lists(SIGNS | st.characters(), max_size=6).map("".join) | st.sampled_from(long)


def fitting(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """What a schema of chosen and written parts lets through."""
    if schema["type"] == "object":
        parts = {name: fitting(one) for name, one in schema["properties"].items()}
        needed = {name: parts.pop(name) for name in schema["required"]}
        return st.fixed_dictionaries(needed, optional=parts)
    if schema["type"] == "array":
        few = schema.get("maxItems", 3) if "enum" not in schema["items"] else 2
        unique = schema.get("uniqueItems", False)
        return st.lists(fitting(schema["items"]), min_size=1, max_size=few, unique=unique)
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    return st.text(alphabet="aZé <='&\"\n👍ﷺ", max_size=8).map(lambda text: f"a{text}")


def is_in_own_words(item: Item, value: Any) -> bool:
    """Whether a value that is wrong elsewhere is one that a person may write here."""
    written = isinstance(value, str) and value.strip() and "\x00" not in value
    return {"text": bool(written), "words": value in (["z"], ["a", "a"])}.get(item.shape, False)


def full_grid(schema: dict[str, Any]) -> st.SearchStrategy[dict[str, str]]:
    """One cell for every row."""
    rows = schema["properties"].items()
    return st.fixed_dictionaries({row: st.sampled_from(one["enum"]) for row, one in rows})


def nearly_right(item: Item) -> st.SearchStrategy[Any]:
    """Values that are responses or look like one."""
    schema = item.accepts()
    if item.shape == "grid":
        return full_grid(schema) | like(schema)
    if item.moderated:
        return like(schema)
    ids = schema.get("enum") or schema.get("items", {}).get("enum")
    if ids is None:
        return st.floats(-50, 1100) | st.integers(-5, 1005)
    one = st.sampled_from([*ids, "z", "", 1, True])
    return one | st.lists(one, max_size=len(ids) + 2) | st.permutations(ids)


def responses(item: Item) -> st.SearchStrategy[Any]:
    """Values as `read_response` lets them through."""
    schema = item.accepts()
    if item.shape == "grid":
        return full_grid(schema).map(item.read_response)
    if item.moderated:
        return fitting(schema).map(item.read_response)
    if schema["type"] == "number":
        return st.floats(schema["minimum"], schema["maximum"]).map(item.read_response)
    if schema["type"] == "string":
        return st.sampled_from(schema["enum"])
    ids, least = schema["items"]["enum"], schema["minItems"]
    some = st.permutations(ids).flatmap(
        lambda order: st.integers(least, len(ids)).map(lambda size: order[:size])
    )
    return some.map(item.read_response)


def key_of(item: Item) -> Any:
    """The right answer, from the page of answers."""
    view = item.answer_view("en")
    if item.shape == "number":
        return view["truth"]
    if item.shape == "grid":
        return {row: cells[0] for row, cells in view["right"].items()}
    return {"order": view.get("order"), "many": view["keys"], "one": (view["keys"] or [None])[0]}[
        item.shape
    ]


def refuses(item: Item, value: Any) -> bool:
    try:
        item.read_response(value)
    except Problems as error:
        assert all(problem.what.endswith(".") for problem in error.problems)
        return True
    return False


@every_kind
def test_the_example_is_an_item_with_nothing_to_mend(item: MakeItem, kind: str) -> None:
    assert item(kind).problems() == []
    assert item(kind).kind == kind


@every_kind
def test_an_item_survives_the_way_to_the_database_and_back(item: MakeItem, kind: str) -> None:
    one = item(kind)
    assert item_from(json.loads(json.dumps(content_of(one)))) == one


@every_kind
@pytest.mark.parametrize("value", WRONG, ids=lambda value: repr(value)[:30])
def test_what_is_no_response_is_refused_with_a_sentence(
    item: MakeItem, kind: str, value: Any
) -> None:
    assert refuses(item(kind), value) != is_in_own_words(item(kind), value)


@every_kind
def test_what_is_accepted_is_said_in_valid_json_schema(item: MakeItem, kind: str) -> None:
    Draft202012Validator.check_schema(item(kind).accepts())


@every_kind
@given(data=st.data())
def test_the_schema_and_the_reader_agree(item: MakeItem, kind: str, data: st.DataObject) -> None:
    one = item(kind)
    value = data.draw(nearly_right(one) | ANYTHING)
    schema_accepts = Draft202012Validator(one.accepts()).is_valid(value)
    assert schema_accepts == (not refuses(one, value))


@every_kind
@given(data=st.data())
def test_reading_what_was_read_changes_nothing(
    item: MakeItem, kind: str, data: st.DataObject
) -> None:
    one = item(kind)
    value = data.draw(responses(one))
    assert one.read_response(value) == value
    assert one.read_response(json.loads(json.dumps(value))) == value


@every_kind
@given(data=st.data())
def test_a_mark_lies_between_0_and_1_or_there_is_none(
    item: MakeItem, kind: str, data: st.DataObject
) -> None:
    one = item(kind)
    mark = one.mark(data.draw(responses(one)))
    assert 0 <= mark <= 1 if one.scored else mark is None


@every_kind
def test_the_key_earns_the_whole_mark(item: MakeItem, kind: str) -> None:
    one = item(kind)
    if one.scored:
        assert one.mark(one.read_response(key_of(one))) == 1


@every_kind
@given(data=st.data())
def test_a_summary_counts_each_response_once(
    item: MakeItem, kind: str, data: st.DataObject
) -> None:
    one = item(kind)
    level = st.sampled_from([None, 1, 2, 3])
    said = data.draw(st.lists(st.builds(Given, responses(one), level), max_size=12))
    found = one.summarise(said)
    assert found["n"] == len(said)
    assert found["facility"] == one.facility(said)
    assert json.loads(json.dumps(found)) == found
    if "counts" in found and one.shape == "one":
        assert sum(found["counts"].values()) == len(said)
    for cells in found.get("cells", {}).values():
        assert sum(cells.values()) == len(said)
    if "bins" in found:
        assert sum(found["bins"]) == len(said)
    if "exact" in found:
        assert found["exact"] == sum(one.mark(given.value) == 1 for given in said)


@every_kind
def test_a_summary_of_nobody_has_no_facility(item: MakeItem, kind: str) -> None:
    found = item(kind).summarise([])
    assert (found["n"], found["facility"]) == (0, None)


@every_kind
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_response_and_key_can_be_said(item: MakeItem, kind: str, language: Any) -> None:
    one = item(kind)
    assert bool(one.say_key(language)) == one.scored
    if one.scored:
        assert one.say_value(one.read_response(key_of(one)), language)
