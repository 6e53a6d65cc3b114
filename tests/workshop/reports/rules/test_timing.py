"""How long each stop took, from when it was entered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from workshop.live.rules.state import Visit
from workshop.reports.rules.timing import LONGEST_STAY, seconds_at, time_at

NINE = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def at(**parts: float) -> datetime:
    return NINE + timedelta(**parts)


def test_a_stop_lasts_until_the_next_one_and_the_last_until_the_end() -> None:
    visits = [Visit(0, NINE), Visit(1, at(minutes=4)), Visit(2, at(minutes=10))]
    found = time_at(visits, at(minutes=25))
    assert found == {0: timedelta(minutes=4), 1: timedelta(minutes=6), 2: timedelta(minutes=15)}
    assert seconds_at([1, 2], found) == 21 * 60
    assert seconds_at([3], found) is None  # skipped: it was never entered


def test_going_back_to_a_stop_adds_to_it() -> None:
    visits = [Visit(1, NINE), Visit(2, at(minutes=5)), Visit(1, at(minutes=7))]
    assert time_at(visits, at(minutes=8))[1] == timedelta(minutes=6)


def test_whoever_forgets_to_end_the_session_has_not_led_it_for_three_days() -> None:
    visits = [Visit(1, NINE), Visit(2, at(minutes=5))]
    assert time_at(visits, at(days=3)) == {1: timedelta(minutes=5), 2: timedelta()}


def test_a_clock_that_was_set_back_takes_nothing_away() -> None:
    visits = [Visit(1, NINE), Visit(2, at(minutes=-5))]
    assert time_at(visits, at(minutes=1)) == {1: timedelta(), 2: timedelta(minutes=6)}


def test_nothing_entered_took_no_time() -> None:
    assert time_at([], NINE) == {}


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3600)), max_size=20))
def test_all_stops_together_take_the_whole_time(gaps: list[tuple[int, int]]) -> None:
    now, visits = NINE, []
    for stop, gap in gaps:
        visits.append(Visit(stop, now))
        now += timedelta(seconds=gap)
    found = time_at(visits, now)
    assert sum(found.values(), timedelta()) == now - NINE
    assert all(timedelta() <= one <= LONGEST_STAY * len(gaps) for one in found.values())
