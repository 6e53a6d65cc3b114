"""Gains and effect sizes against the figures of the brief (§7.5), and by law."""

from __future__ import annotations

import random
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.before_after.rules.effects import (
    bootstrap,
    d_av,
    g_av,
    hake_gain,
    hedges_correction,
    mcnemar_exact,
    mean_normalised_change,
    normalised_change,
)

BEFORE = [40.0, 50, 60, 30, 70]
AFTER = [60.0, 70, 80, 60, 75]
scores = st.integers(0, 100)
pairs = st.lists(st.tuples(scores, scores), min_size=2, max_size=40)


def draws(seed: int = 7):  # type: ignore[no-untyped-def]
    chance = random.Random(seed)
    return lambda n: chance.choices(range(n), k=n)


def test_7_5_gains_are_those_of_the_brief() -> None:
    assert hake_gain(BEFORE, AFTER) == pytest.approx(0.38)
    assert mean_normalised_change(BEFORE, AFTER) == pytest.approx(0.3657, abs=5e-5)
    assert mean(after - before for before, after in zip(BEFORE, AFTER, strict=True)) == 19


def test_7_5_effect_sizes_are_those_of_the_brief_in_cummings_convention() -> None:
    assert d_av(BEFORE, AFTER) == pytest.approx(1.479, abs=5e-4)
    assert d_av(BEFORE, AFTER) != pytest.approx(1.535, abs=5e-3)  # that would be Lakens 2013
    assert hedges_correction(5) == pytest.approx(0.8)
    assert g_av(BEFORE, AFTER) == pytest.approx(1.183, abs=5e-4)


def test_hedges_correction_is_that_of_borenstein_2009() -> None:
    assert hedges_correction(99) == pytest.approx(0.9923, abs=5e-5)  # df = 98
    with pytest.raises(ValueError, match="two people"):
        hedges_correction(1)


def test_7_5_mcnemar_is_that_of_the_brief() -> None:
    assert mcnemar_exact(9, 2) == pytest.approx(0.0654, abs=5e-5)
    assert mcnemar_exact(2, 9) == mcnemar_exact(9, 2)
    assert mcnemar_exact(0, 0) == 1
    assert mcnemar_exact(3, 3) == 1
    assert mcnemar_exact(5, 0) == pytest.approx(0.0625)


def test_7_5_a_loss_is_a_share_of_what_could_be_lost() -> None:
    assert normalised_change(70, 60) == pytest.approx(-0.1429, abs=5e-5)
    assert normalised_change(70, 85) == pytest.approx(0.5)


def test_what_cannot_change_is_left_out_before_equal_counts_as_none() -> None:
    assert normalised_change(0, 0) is None
    assert normalised_change(100, 100) is None
    assert normalised_change(50, 50) == 0
    assert normalised_change(0, 100) == 1
    assert normalised_change(100, 0) == -1
    assert mean_normalised_change([0, 100, 40], [0, 100, 40]) == 0
    assert mean_normalised_change([0, 100], [0, 100]) is None


def test_empty_and_full_groups_have_no_gain() -> None:
    assert hake_gain([], []) is None
    assert hake_gain([100, 100], [100, 90]) is None
    assert d_av([50], [60]) is None
    assert d_av([50, 50], [50, 50]) is None
    assert g_av([], []) is None


def test_people_are_matched_or_refused() -> None:
    for figure in (hake_gain, d_av, mean_normalised_change):
        with pytest.raises(ValueError, match="zip"):
            figure([1.0, 2], [1.0])


def test_the_interval_is_the_same_each_time_and_holds_the_mean() -> None:
    first, again = bootstrap(AFTER, mean, draws()), bootstrap(AFTER, mean, draws())
    assert first == again
    assert first is not None
    assert first.low is not None
    assert first.high is not None
    assert first.low < first.value == 69 < first.high
    assert first.low >= 60
    assert first.high <= 80


def test_one_person_has_a_figure_and_no_interval() -> None:
    found = bootstrap([40.0], mean, draws())
    assert found is not None
    assert (found.value, found.low, found.high) == (40, None, None)


def test_a_figure_that_cannot_be_found_has_no_interval() -> None:
    assert bootstrap([1, 2], lambda _: None, draws()) is None
    once = iter([1.0])
    found = bootstrap([1, 2], lambda _: next(once, None), draws())
    assert found is not None
    assert found.low is None


@given(pairs)
def test_nobody_gains_more_than_there_is(found: list[tuple[int, int]]) -> None:
    before, after = [float(one) for one, _ in found], [float(other) for _, other in found]
    gain = hake_gain(before, after)
    assert gain is None or gain <= 1
    each = [normalised_change(one, other) for one, other in zip(before, after, strict=True)]
    assert all(one is None or -1 <= one <= 1 for one in each)


@given(st.integers(0, 60), st.integers(0, 60))
def test_p_is_a_probability_and_does_not_mind_the_side(b: int, c: int) -> None:
    assert 0 < mcnemar_exact(b, c) == mcnemar_exact(c, b) <= 1
