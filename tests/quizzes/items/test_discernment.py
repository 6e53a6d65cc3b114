"""Discernment and lean against the figures of the brief (§7.3), of published examples, by law."""

from __future__ import annotations

from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.items.discernment import (
    Judgements,
    Quadrant,
    area_under_curve,
    log_linear,
    quadrant,
    suppressed,
)


@st.composite
def judgements(draw: st.DrawFn, most: int = 60) -> Judgements:
    reliable, unreliable = draw(st.integers(0, most)), draw(st.integers(0, most))
    hits, alarms = draw(st.integers(0, reliable)), draw(st.integers(0, unreliable))
    return Judgements(hits, reliable, alarms, unreliable)


def mirrored(one: Judgements) -> Judgements:
    """Every verdict turned round."""
    return Judgements(
        one.reliable - one.hits, one.reliable, one.unreliable - one.false_alarms, one.unreliable
    )


@pytest.mark.parametrize(
    ("hits", "reliable", "alarms", "unreliable", "d_prime", "bias"),
    [
        (6, 6, 0, 6, 2.9305, 0),
        (6, 6, 6, 6, 0, -1.4652),
        (0, 6, 0, 6, 0, 1.4652),
        (5, 6, 2, 6, 1.1577, -0.2128),
        (4, 8, 0, 8, 1.5932, 0.7966),
        (8, 8, 4, 8, 1.5932, -0.7966),
        (9, 10, 0, 10, 2.7874, 0.2969),
    ],
)
def test_7_3_discernment_and_lean_are_those_of_the_brief(
    hits: int, reliable: int, alarms: int, unreliable: int, d_prime: float, bias: float
) -> None:
    found = Judgements(hits, reliable, alarms, unreliable)
    assert found.d_prime == pytest.approx(d_prime, abs=5e-5)
    assert found.bias == pytest.approx(bias, abs=5e-5)


def test_a_published_example_is_reproduced() -> None:
    found = Judgements(82, 100, 46, 100)  # statpsych 1.7.0, signal(82, 46, 100, 100)
    assert found.hit_rate == pytest.approx(0.8168317, abs=5e-8)
    assert found.false_alarm_rate == pytest.approx(0.460396, abs=5e-7)
    assert found.d_prime == pytest.approx(1.002793, abs=5e-7)
    assert found.bias == pytest.approx(-0.4019603, abs=5e-8)


def test_7_3_real_and_fake_detection() -> None:
    found = Judgements(9, 10, 4, 10)
    assert (found.real_detection, found.fake_detection) == (0.9, 0.6)


def test_without_posts_there_is_no_rate_and_no_lean() -> None:
    nothing = Judgements(0, 0, 0, 0)
    assert (nothing.d_prime, nothing.bias) == (0, 0)
    assert nothing.real_detection is nothing.fake_detection is None
    assert quadrant(nothing) is None


@given(judgements(), judgements())
def test_judgements_of_two_people_add_up(one: Judgements, other: Judgements) -> None:
    both = one + other
    assert both == other + one
    assert both.hits == one.hits + other.hits


@given(judgements())
def test_turning_every_verdict_round_turns_discernment_and_lean_round(one: Judgements) -> None:
    assert mirrored(one).d_prime == pytest.approx(-one.d_prime)
    assert mirrored(one).bias == pytest.approx(-one.bias)


@given(judgements())
def test_rates_are_never_0_or_1_so_that_every_figure_exists(one: Judgements) -> None:
    assert 0 < one.hit_rate < 1
    assert 0 < one.false_alarm_rate < 1
    z = NormalDist().inv_cdf
    assert one.d_prime == pytest.approx(z(one.hit_rate) - z(one.false_alarm_rate))


@given(st.integers(0, 40), st.integers(1, 40))
def test_saying_the_same_to_everything_is_no_discernment(reliable: int, unreliable: int) -> None:
    believes = Judgements(reliable, reliable, reliable, reliable)
    assert believes.d_prime == pytest.approx(0)
    assert believes.bias <= 0 <= Judgements(0, unreliable, 0, unreliable).bias


def test_the_log_linear_rule() -> None:
    assert [log_linear(0, 0), log_linear(0, 6), log_linear(6, 6)] == [0.5, 0.5 / 7, 6.5 / 7]


# Area under the curve ------------------------------------------------------------------


def test_7_3_the_area_under_the_curve_is_that_of_the_brief() -> None:
    found = area_under_curve([3, 2, 1, 3, -1, 2], [-3, -2, 1, -1, -3, 2])
    assert found == pytest.approx(0.8611, abs=5e-5)


def test_the_area_of_a_published_table_is_reproduced() -> None:
    """Hanley & McNeil (1982): 58 normal and 51 abnormal images on five steps."""
    normal = [step for step, count in enumerate((33, 6, 6, 11, 2)) for _ in range(count)]
    abnormal = [step for step, count in enumerate((3, 2, 2, 11, 33)) for _ in range(count)]
    assert area_under_curve(abnormal, normal) == pytest.approx(0.893, abs=5e-4)


def test_the_area_needs_both_sorts() -> None:
    assert area_under_curve([], [1]) is None
    assert area_under_curve([1], []) is None


RATINGS = st.lists(st.integers(-3, 3), min_size=1, max_size=12)


@given(RATINGS, RATINGS)
def test_the_area_lies_between_0_and_1_and_turns_round(
    reliable: list[int], unreliable: list[int]
) -> None:
    found = area_under_curve(reliable, unreliable)
    other = area_under_curve(unreliable, reliable)
    assert found is not None and other is not None
    assert 0 <= found <= 1
    assert found + other == pytest.approx(1)


# The four quadrants and small groups ----------------------------------------------------


@pytest.mark.parametrize(
    ("judged", "place"),
    [
        (Judgements(4, 4, 0, 4), Quadrant.DISCERNING),
        (Judgements(0, 4, 0, 4), Quadrant.DISTRUSTFUL),
        (Judgements(4, 4, 4, 4), Quadrant.CREDULOUS),
        (Judgements(0, 4, 4, 4), Quadrant.INVERTED),
        (Judgements(2, 4, 2, 4), Quadrant.DISCERNING),  # half counts as most
        (Judgements(1, 4, 2, 4), Quadrant.DISTRUSTFUL),
    ],
)
def test_each_way_to_judge_has_its_quadrant(judged: Judgements, place: Quadrant) -> None:
    assert quadrant(judged) is place


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((12, 8, 6, 5), (12, 8, 6, 5)),
        ((12, 8, 6, 0), (12, 8, 6, None)),  # nobody is found by subtraction
        ((12, 8, 6, 4), (12, 8, None, None)),  # else 4 would be 30 - 26
        ((20, 4, 1, 0), (20, None, None, None)),
        ((1, 2, 1, 0), (None, None, None, None)),
        ((0, 0, 0, 0), (None, None, None, None)),
    ],
)
def test_groups_of_fewer_than_five_are_hidden(
    counts: tuple[int, ...], shown: tuple[int | None, ...]
) -> None:
    found = suppressed({str(place): count for place, count in enumerate(counts)})
    assert tuple(found.values()) == shown


@given(st.lists(st.integers(0, 12), min_size=4, max_size=4))
def test_no_small_group_is_shown_or_found_by_subtraction(counts: list[int]) -> None:
    found = suppressed({str(place): count for place, count in enumerate(counts)})
    assert all(one is None or one >= 5 for one in found.values())
    hidden = [counts[int(name)] for name, one in found.items() if one is None]
    assert len(hidden) != 1 or hidden == [0]
