"""Join codes: easy to say, forgiving to type."""

from __future__ import annotations

import random
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.live.rules.joincode import ALPHABET, LENGTH, new_code, read_code, spaced


def test_no_two_signs_look_alike() -> None:
    assert len(set(ALPHABET)) == len(ALPHABET) == 31
    assert not set("0O1IL") & set(ALPHABET)


def test_a_new_code_is_read_back() -> None:
    codes = {new_code(secrets.choice) for _ in range(200)}
    assert len(codes) == 200
    assert all(read_code(code) == code for code in codes)


def test_the_code_comes_from_the_choice_that_is_given() -> None:
    assert new_code(random.Random(1).choice) == new_code(random.Random(1).choice)
    assert new_code(lambda signs: signs[-1]) == "9" * LENGTH


@pytest.mark.parametrize(
    "typed", ["ABC234", "abc234", " abc 234 ", "ABC-234", "a b c 2 3 4", "ABC\u00a0234"]
)
def test_a_code_may_be_typed_in_many_ways(typed: str) -> None:
    assert read_code(typed) == "ABC234"


@pytest.mark.parametrize(
    "typed",
    ["", "ABC23", "ABC2345", "ABC23O", "ABC230", "ABC23I", "ABC23L", "²³ABCD", "ÀBC234", "ABC23٣",
     "ABC23４", "A" * 10_000, "ABC\n234x", "' OR 1"],
)  # fmt: skip
def test_anything_else_is_no_code(typed: str) -> None:
    assert read_code(typed) is None


@given(st.text(max_size=12))
def test_what_is_read_is_always_a_code(typed: str) -> None:
    code = read_code(typed)
    assert code is None or (len(code) == LENGTH and set(code) <= set(ALPHABET))


def test_a_code_is_shown_in_two_halves() -> None:
    assert spaced("ABC234") == "ABC 234"
