"""Certainty: the published tables of marks, and strict reading."""

from __future__ import annotations

import math
from typing import Any

import pytest

from quizzes.items.certainty import LEVELS, certainty_mark, read_certainty
from quizzes.items.problems import Problems


def test_the_table_of_marks() -> None:
    table = [
        tuple(certainty_mark(right=is_right, certainty=level) for level in LEVELS)
        for is_right in (True, False)
    ]
    assert table == [(1, 2, 3), (0, -1, -3)]


@pytest.mark.parametrize(("probability", "best"), [(0.49, 1), (0.51, 2), (0.66, 2), (0.67, 3)])
def test_it_pays_to_say_how_sure_one_is(probability: float, best: int) -> None:
    def worth(level: int) -> float:
        win = certainty_mark(right=True, certainty=level)
        lose = certainty_mark(right=False, certainty=level)
        return probability * win + (1 - probability) * lose

    assert max(LEVELS, key=worth) == best


@pytest.mark.parametrize("value", [0, 4, -1, True, False, "2", 2.0, math.nan, [2], {}, 10**400])
def test_anything_but_1_2_or_3_is_refused(value: Any) -> None:
    with pytest.raises(Problems):
        read_certainty(value, asked=True)


@pytest.mark.parametrize("value", [None, 1, 2, 3])
def test_a_level_or_nothing_is_read(value: int | None) -> None:
    assert read_certainty(value, asked=True) == value


def test_certainty_that_nobody_asked_for_is_refused() -> None:
    assert read_certainty(None, asked=False) is None
    with pytest.raises(Problems):
        read_certainty(2, asked=False)
