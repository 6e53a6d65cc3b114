"""Scores: nothing is taken away, equals are equal, and nobody is last."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.live.rules.scores import (
    MOST_NAMES,
    PODIUM,
    CommonGoal,
    goal,
    misfit,
    ranking,
    share,
    total,
)

marks = st.lists(st.none() | st.floats(-1, 1, allow_nan=False))
totals = st.dictionaries(st.text(min_size=1, max_size=4), st.floats(0, 15, allow_nan=False))


@given(marks, st.floats(-1, 1, allow_nan=False))
def test_one_more_answer_never_lowers_a_total(before: list[float | None], more: float) -> None:
    assert total([*before, more]) >= total(before) >= 0


@given(marks, st.floats(0, 1), st.floats(0, 1))
def test_a_better_mark_never_lowers_a_total(
    rest: list[float | None], one: float, two: float
) -> None:
    assert total([*rest, max(one, two)]) >= total([*rest, min(one, two)])


@given(totals, st.booleans())
def test_equals_share_a_place_and_nobody_is_last(found: dict[str, float], others: bool) -> None:
    shown = ranking(found, 15, name_others=others)
    if shown is None:
        assert not found or max(round(one, 2) for one in found.values()) <= 0
        return
    rounded = {name: round(one, 2) for name, one in found.items()}
    for place in shown.places:
        equal = {name for name, one in rounded.items() if one == place.total}
        assert set(place.names) <= equal and len(place.names) + place.more == len(equal)
        assert place.number == 1 + sum(one > place.total for one in rounded.values()) <= PODIUM
        assert place.total > 0
    on_it = {name for place in shown.places for name in place.names}
    if len(set(rounded.values())) > 1:
        assert not on_it & {name for name, one in rounded.items() if one == min(rounded.values())}
    if not others:
        assert shown.others == ()
    assert not on_it & set(shown.others)


def test_places_after_a_shared_one_are_counted() -> None:
    found = ranking({"A": 3, "B": 3, "C": 2, "D": 1}, 3, name_others=True)
    assert found is not None
    assert [(one.number, one.names) for one in found.places] == [(1, ("A", "B")), (3, ("C",))]
    assert found.others == ("D",)


def test_two_teams_have_one_winner_and_one_who_played_too() -> None:
    found = ranking({"A": 3, "B": 2}, 3, name_others=True)
    assert found is not None and [one.names for one in found.places] == [("A",)]
    assert found.others == ("B",)


def test_a_whole_class_that_is_equal_is_not_read_out() -> None:
    found = ranking({f"n{one}": 5.0 for one in range(25)}, 5, name_others=True)
    assert found is not None
    assert len(found.places[0].names) == MOST_NAMES and found.places[0].more == 25 - MOST_NAMES
    assert found.others == ()


def test_nobody_is_ranked_where_nobody_earned_anything() -> None:
    assert ranking({"A": 0, "B": 0}, 3, name_others=True) is None
    assert ranking({}, 3, name_others=True) is None


def test_a_share_is_told_from_five_answers_on() -> None:
    assert share([(1.0, 3), (0.0, 1)]) is None
    assert share([(1.0, 4), (0.0, 1)]) == 0.8
    assert share([(None, 9)]) is None
    assert share([(-1.0, 5)]) == 0


def test_the_goal_is_the_mean_of_what_was_asked_and_never_rounded_up() -> None:
    assert goal([], 70) is None and goal([None], 70) is None
    assert goal([0.8, None, 0.6], 70) == CommonGoal(70, 70)
    assert goal([0.699], 70) == CommonGoal(69, 70)
    assert CommonGoal(70, 70).reached and not CommonGoal(69, 70).reached


@given(st.lists(st.none() | st.floats(0, 1)), st.integers(1, 100))
def test_the_goal_lies_between_nothing_and_all(shares: list[float | None], wanted: int) -> None:
    found = goal(shares, wanted)
    assert found is None or 0 <= found.earned <= 100


@pytest.mark.parametrize(
    ("scores", "phones", "teams", "fits"),
    [
        ("none", False, False, True),
        ("goal", False, False, True),
        ("teams", True, False, False),
        ("teams", True, True, True),
        ("persons", False, True, False),
        ("persons", True, True, True),
    ],
)
def test_only_those_who_are_there_are_compared(
    scores: str, phones: bool, teams: bool, fits: bool
) -> None:
    assert (misfit(scores, phones=phones, teams=teams) is None) is fits
