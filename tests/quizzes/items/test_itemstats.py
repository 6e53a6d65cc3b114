"""Figures against published ones."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.items.item import Item
from quizzes.items.itemstats import Flow, NextStep, flow, next_step, share, wilson


@pytest.mark.parametrize(
    ("right", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_gives_the_intervals_of_newcombe_1998(
    right: int, n: int, low: float, high: float
) -> None:
    assert wilson(right, n) == pytest.approx((low, high), abs=0.00005)


def test_wilson_of_nobody_says_that_nothing_is_known() -> None:
    assert wilson(0, 0) == (0, 1)


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_proportion_and_mirrors(pair: tuple[int, int]) -> None:
    right, n = pair
    low, high = wilson(right, n)
    assert 0 <= low <= right / n + 1e-12
    assert right / n - 1e-12 <= high <= 1
    assert wilson(n - right, n) == pytest.approx((1 - high, 1 - low))


@pytest.mark.parametrize(
    ("facility", "step"),
    [
        (None, None),
        (0.0, NextStep.TEACH_AGAIN),
        (0.2999, NextStep.TEACH_AGAIN),
        (0.3, NextStep.DISCUSS),
        (0.7, NextStep.DISCUSS),
        (0.7001, NextStep.EXPLAIN),
        (1.0, NextStep.EXPLAIN),
    ],
)
def test_the_next_step_follows_the_facility(facility: float | None, step: NextStep | None) -> None:
    assert next_step(facility) == step


def test_the_flow_follows_each_seat_that_voted_twice(item: Callable[..., Item]) -> None:
    first = {1: "b", 2: "b", 3: "a", 4: "a", 5: "b", 6: "c"}
    second = {1: "b", 2: "c", 3: "b", 4: "d", 6: "b", 7: "b"}
    found = flow(item("single_choice"), first, second)
    assert found == Flow(kept_right=1, became_right=2, became_wrong=1, stayed_wrong=1)
    assert (found.n, found.first_right, found.second_right) == (5, 2, 3)
    assert found.peer_gain == pytest.approx((3 / 5 - 2 / 5) / (3 / 5))


def test_a_part_of_the_mark_is_not_right_in_the_flow(item: Callable[..., Item]) -> None:
    found = flow(item("multiple_response"), {1: ["a"]}, {1: ["a", "c"]})
    assert (found.became_right, found.kept_right) == (1, 0)


@pytest.mark.parametrize(
    ("counts", "gain"),
    [((0, 0, 0, 0), None), ((3, 0, 0, 0), None), ((2, 0, 2, 0), None),
     ((5, 5, 0, 0), 1.0), ((0, 0, 0, 4), 0.0), ((1, 0, 1, 2), -0.5)],
)  # fmt: skip
def test_peer_gain_has_no_value_where_all_were_right_at_first(
    counts: tuple[int, int, int, int], gain: float | None
) -> None:
    assert Flow(*counts).peer_gain == gain


def test_shares_are_whole_percentages() -> None:
    assert [share(part, 3) for part in (1, 2, 0)] == [33, 67, 0]
    assert share(0, 0) == 0
