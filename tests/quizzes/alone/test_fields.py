"""Numbers as people type them, dates as people read them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.alone.fields import read_number
from quizzes.items.dates import say_date


@pytest.mark.parametrize(
    ("typed", "decimals", "number"),
    [
        ("7 804", 0, 7804.0),
        ("7\u202f804", 0, 7804.0),
        ("7,804", 0, 7804.0),
        ("7.804", 1, 7804.0),
        ("7,804", 3, 7.804),
        ("0,125", 2, 0.125),
        ("1,5", 1, 1.5),
        ("1.5", 1, 1.5),
        ("1,234,567", 0, 1234567.0),
        ("20 %", 0, 20.0),
        ("\u22123", 0, -3.0),
    ],
)
def test_numbers_are_read_as_they_are_meant(typed: str, decimals: int, number: float) -> None:
    assert read_number(typed, decimals=decimals) == number


def test_the_unit_may_be_typed_too() -> None:
    assert read_number("44,7 Mt", unit="Mt", decimals=1) == 44.7


@pytest.mark.parametrize(
    "typed", ["", "lots", "1e9", "inf", "nan", "²³", "٣", "1,2,3", "--1", "1 2 a"]
)
def test_what_is_no_number_stays_as_it_came(typed: str) -> None:
    assert read_number(typed) == typed


@given(st.text(max_size=80))
def test_whatever_is_typed_the_answer_is_a_finite_number_or_the_text(typed: str) -> None:
    found = read_number(typed)
    assert found == typed or (isinstance(found, float) and abs(found) < 1e41)


@pytest.mark.parametrize(
    ("date", "french", "english"),
    [
        ("2020", "2020", "2020"),
        ("2024-02", "février 2024", "February 2024"),
        ("2024-02-14", "14 février 2024", "14 February 2024"),
        ("2025-05-01", "1er mai 2025", "1 May 2025"),
    ],
)
def test_a_date_says_no_more_than_it_knows(date: str, french: str, english: str) -> None:
    assert say_date(date, "fr") == french
    assert say_date(date, "en") == english
