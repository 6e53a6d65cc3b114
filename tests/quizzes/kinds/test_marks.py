"""Marks against the figures of the brief (§7.6) and by hand."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.items.item import Item
from quizzes.items.kind import Given

MakeItem = Callable[..., Item]


def log_estimate(item: MakeItem) -> Item:
    truth = {"value": 44.7, "from": 44.7, "to": 44.7, "scale": "log", "factor": 10}
    return item("estimate", key=truth, minimum=0, maximum=50_000, decimals=2)


def test_every_distractor_of_a_single_choice_earns_nothing(item: MakeItem) -> None:
    marks = {value: item("single_choice").mark(value) for value in "abcd"}
    assert marks == {"a": 0, "b": 1, "c": 0, "d": 0}


@pytest.mark.parametrize(
    ("ticked", "mark"),
    [("ac", 1), ("a", 0.5), ("c", 0.5), ("b", 0), ("ab", 0), ("abc", 0.5), ("bd", 0), ("abcd", 0)],
)
def test_a_multiple_response_loses_for_each_wrong_tick(
    item: MakeItem, ticked: str, mark: float
) -> None:
    assert item("multiple_response").mark(list(ticked)) == mark


def test_a_multiple_response_is_kept_in_the_order_shown(item: MakeItem) -> None:
    assert item("multiple_response").read_response(["d", "a"]) == ["a", "d"]


def test_true_or_false_earns_all_or_nothing(item: MakeItem) -> None:
    one = item("true_false")
    assert (one.mark("false"), one.mark("true")) == (1, 0)


@pytest.mark.parametrize(
    ("given_order", "mark"), [("ABCDE", 1), ("BACDE", 0.9), ("EDCBA", 0), ("EABCD", 0.6)]
)
def test_an_ordering_earns_its_share_of_pairs(
    item: MakeItem, given_order: str, mark: float
) -> None:
    one = item("ordering", key=["a", "b", "c", "d", "e"])
    assert one.mark(list(given_order.lower())) == pytest.approx(mark)


def test_options_that_tie_may_stand_either_way_round(item: MakeItem) -> None:
    one = item("ordering", key=["c", ["a", "d"], "b", "e"])
    assert one.mark(list("cadbe")) == one.mark(list("cdabe")) == 1
    assert one.mark(list("ebdac")) == 0
    assert one.mark(list("acdbe")) == pytest.approx(8 / 9)


@given(st.permutations("abcde"))
def test_an_order_and_its_reverse_share_one_mark(item: MakeItem, order: list[str]) -> None:
    one = item("ordering")
    assert one.mark(order) + one.mark(order[::-1]) == pytest.approx(1)


@pytest.mark.parametrize(
    ("value", "mark"),
    [(44.7, 1), (20, 0.651), (100, 0.650), (4.47, 0), (447, 0), (44_700, 0), (0, 0)],
)
def test_an_estimate_on_a_log_scale(item: MakeItem, value: float, mark: float) -> None:
    assert log_estimate(item).mark(value) == pytest.approx(mark, abs=0.0005)


@pytest.mark.parametrize(
    ("value", "mark"),
    [(398.6, 1), (417.3, 1), (431.8, 1), (431.8 + 97.4 / 2, 0.5), (398.6 - 97.4, 0), (1000, 0)],
)
def test_an_estimate_on_a_linear_scale(item: MakeItem, value: float, mark: float) -> None:
    assert item("estimate").mark(value) == pytest.approx(mark, abs=1e-9)


@given(st.floats(0, 50_000), st.floats(0, 50_000))
def test_nearer_on_the_same_side_is_never_worth_less(
    item: MakeItem, one: float, other: float
) -> None:
    low, high = sorted((one, other))
    estimate = log_estimate(item)
    if high <= 44.7:
        assert estimate.mark(low) <= estimate.mark(high)
    if low >= 44.7:
        assert estimate.mark(low) >= estimate.mark(high)


@given(value=st.floats(0.4, 9.6), decimals=st.integers(0, 3))
def test_a_rounded_estimate_stays_within_the_bounds(
    item: MakeItem, value: float, decimals: int
) -> None:
    truth = {"value": 5, "from": 5, "to": 5, "scale": "linear", "span": 1}
    one = item("estimate", key=truth, minimum=0.4, maximum=9.6, decimals=decimals)
    assert 0.4 <= one.read_response(value) <= 9.6


def test_an_opinion_has_no_mark(item: MakeItem) -> None:
    assert [item("poll").mark(value) for value in "abc"] == [None, None, None]


def gives(*values: Any) -> list[Given]:
    return [Given(value) for value in values]


def test_the_summary_of_a_single_choice(item: MakeItem) -> None:
    found = item("single_choice").summarise(gives("a", "b", "b", "d"))
    assert found["counts"] == {"a": 1, "b": 2, "c": 0, "d": 1}
    assert found["facility"] == 0.5


def test_the_summary_of_a_multiple_response(item: MakeItem) -> None:
    found = item("multiple_response").summarise(gives(["a", "c"], ["a"], ["b", "d"], ["a", "b"]))
    assert found["counts"] == {"a": 3, "b": 2, "c": 1, "d": 1}
    assert (found["exact"], found["facility"]) == (1, 0.375)


def test_the_summary_of_true_or_false_splits_by_certainty(item: MakeItem) -> None:
    said = [Given("true", 3), Given("true", 1), Given("false", 3), Given("false"), Given("true", 3)]
    found = item("true_false").summarise(said)
    assert found["counts"] == {"true": 3, "false": 2}
    assert found["by_certainty"]["3"] == {"true": 2, "false": 1}
    assert found["by_certainty"]["2"] == {"true": 0, "false": 0}
    assert found["sure_and_wrong"] == 2


def test_the_summary_of_an_ordering_has_mean_ranks(item: MakeItem) -> None:
    found = item("ordering").summarise(gives(list("ecadb"), list("cedab")))
    assert found["mean_ranks"] == {"a": 3.5, "b": 5, "c": 1.5, "d": 3.5, "e": 1.5}
    assert found["exact"] == 1
    assert item("ordering").summarise([])["mean_ranks"]["a"] is None


def test_the_summary_of_an_estimate(item: MakeItem) -> None:
    found = item("estimate").summarise(gives(0, 417.3, 400, 999, 1000))
    assert (found["median"], found["lowest"], found["highest"], found["exact"]) == (
        417.3,
        0,
        1000,
        2,
    )
    assert found["bins"] == [1, 0, 0, 0, 2, 0, 0, 0, 0, 2]
    assert (found["edges"][0], found["edges"][-1]) == (0, 1000)


def test_mean_ranks_of_everybody_add_up(item: MakeItem) -> None:
    found = item("ordering").summarise(gives(*map(list, permutations("abcde"))))
    assert set(found["mean_ranks"].values()) == {3.0}
    assert found["facility"] == pytest.approx(0.5)


def test_an_estimate_is_written_as_each_language_writes_numbers(item: MakeItem) -> None:
    one = item("estimate", unit={"fr": "%", "en": "%"}, maximum=20_000)
    assert one.say_value(12345.5, "fr") == "12\u202f345,5\u202f%"
    assert one.say_value(12345.5, "en") == "12,345.5%"
