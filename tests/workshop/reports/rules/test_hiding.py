"""Nobody is found in a report, not even by subtraction."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.items.itemstats import Flow
from workshop.reports.rules.hiding import (
    flow_told,
    is_few,
    matched_votes,
    sure_and_wrong_told,
)

counts = st.integers(0, 14)
flows = st.builds(Flow, counts, counts, counts, counts)


@pytest.mark.parametrize(
    ("answers", "by_teams", "few"),
    [(0, False, True), (4, False, True), (5, False, False), (2, True, True), (3, True, False)],
)
def test_five_people_are_no_few_and_a_team_is_two_at_least(
    answers: int, by_teams: bool, few: bool
) -> None:
    assert is_few(answers, by_teams=by_teams) is few


def cells(flow: Flow) -> tuple[int, int, int, int]:
    return (flow.kept_right, flow.became_right, flow.became_wrong, flow.stayed_wrong)


@given(flows, st.integers(0, 60), st.integers(0, 60))
def test_no_told_change_is_that_of_a_few(flow: Flow, first: int, last: int) -> None:
    found = flow_told(flow, first, last)
    if found is not None:
        assert not any(0 < one < 5 for one in cells(found))


@given(flows, st.integers(0, 60), st.integers(0, 60))
def test_whoever_voted_only_once_cannot_be_found_by_subtraction(
    flow: Flow, first: int, last: int
) -> None:
    found = matched_votes(flow, first, last)
    if found is not None:
        assert found.n == first == last  # both votes of everybody: what the plain counts say


@given(flows)
def test_a_hidden_change_is_not_told_by_what_remains(flow: Flow) -> None:
    """Whoever knows both votes and that the change is hidden is left with several possibilities,
    unless the two plain votes alone leave no other."""
    if flow.n < 5 or flow_told(flow, flow.n, flow.n) is not None:
        return
    right, later = flow.first_right, flow.second_right
    possible = [
        kept
        for kept in range(min(right, later) + 1)
        if min(right - kept, later - kept, flow.n - right - later + kept) >= 0
    ]
    hidden = [
        kept
        for kept in possible
        if flow_told(
            Flow(kept, later - kept, right - kept, flow.n - right - later + kept), flow.n, flow.n
        )
        is None
    ]
    assert flow.kept_right in hidden
    for place in range(4):
        told = {
            cells(Flow(kept, later - kept, right - kept, flow.n - right - later + kept))[place]
            for kept in hidden
        }
        small = cells(flow)[place]
        if 0 < small < 5 and len(possible) > 5:
            assert len(told) > 1


def test_hand_computed_votes_are_told_as_they_are() -> None:
    told = flow_told(Flow(8, 6, 0, 5), 19, 19)
    assert told is not None and told.peer_gain == pytest.approx(6 / 11)
    assert flow_told(Flow(8, 6, 1, 5), 20, 20) is None  # the one who went astray
    assert flow_told(Flow(8, 6, 0, 5), 20, 19) is None  # the one who left
    assert flow_told(None, 20, 20) is None


def test_sure_and_mistaken_are_told_only_as_a_group() -> None:
    for wrong, sure in product(range(20), repeat=2):
        told = sure_and_wrong_told(sure, wrong) if sure <= wrong else None
        if told is not None:
            assert told >= 5 and not 0 < wrong - told < 5
    assert sure_and_wrong_told(7, 13) == 7
    assert sure_and_wrong_told(7, 9) is None
    assert sure_and_wrong_told(None, 9) is None
