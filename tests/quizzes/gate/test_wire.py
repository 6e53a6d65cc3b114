"""A body read by its model (quizzes.gate.wire): nothing guessed, and every misfit in a sentence."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import pytest
from flask import Flask
from pydantic import Field

from quizzes.gate.misfits import MOST_PROBLEMS
from quizzes.gate.wire import AskedBody, check
from quizzes.items.problems import Problem, Problems


class Inner(AskedBody):
    cap: int = Field(default=1, ge=1, le=9)


class Body(AskedBody):
    name: Annotated[str, Field(max_length=5)]
    sure: bool = False
    tongue: Literal["fr", "en"] = "fr"
    codes: list[str] = Field(default=[], max_length=2)
    inner: Inner | None = None


def found(app: Flask, body: dict[str, Any], language: str = "en") -> tuple[Problem, ...]:
    with app.test_request_context(f"/?lang={language}"), pytest.raises(Problems) as caught:
        check(Body, body)
    return caught.value.problems


def test_what_fits_is_read(app: Flask) -> None:
    assert check(Body, {"name": "a", "inner": {"cap": 3}}) == Body(name="a", inner=Inner(cap=3))


@pytest.mark.parametrize(
    ("body", "field", "what"),
    [
        ({}, "name", "Missing: name."),
        ({"name": "a", "score": 1}, "score", "Unknown: score."),
        ({"name": "a", "inner": {"points": 1}}, "inner.points", "Unknown: points."),
        ({"name": 3}, "name", "name is a text."),
        ({"name": "abcdef"}, "name", "name is too long."),
        ({"name": "a", "sure": 1}, "sure", "sure is true or false."),
        ({"name": "a", "sure": "true"}, "sure", "sure is true or false."),
        ({"name": "a", "tongue": "nl"}, "tongue", "tongue is none of those that are known."),
        ({"name": "a", "codes": "b"}, "codes", "codes is a list."),
        ({"name": "a", "codes": [1]}, "codes", "Entry 1 of codes is a text."),
        ({"name": "a", "codes": ["b", "c", "d"]}, "codes", "codes is too long."),
        ({"name": "a", "inner": []}, "inner", "inner is an object."),
        ({"name": "a", "inner": {"cap": True}}, "inner.cap", "cap is a whole number."),
        ({"name": "a", "inner": {"cap": "2"}}, "inner.cap", "cap is a whole number."),
        ({"name": "a", "inner": {"cap": 2.0}}, "inner.cap", "cap is a whole number."),
        ({"name": "a", "inner": {"cap": 0}}, "inner.cap", "cap is too small."),
        ({"name": "a", "inner": {"cap": 10}}, "inner.cap", "cap is too large."),
    ],
)
def test_a_misfit_has_its_place_and_a_sentence(
    app: Flask, body: dict[str, Any], field: str, what: str
) -> None:
    (problem,) = found(app, body)
    assert (problem.field, problem.what) == (field, what)
    assert problem.mend.endswith(".")


def test_the_known_names_are_those_of_the_place(app: Flask) -> None:
    (outer,) = found(app, {"name": "a", "score": 1})
    assert outer.mend == "Known: codes, inner, name, sure, tongue."
    (inner,) = found(app, {"name": "a", "inner": {"score": 1}})
    assert inner.mend == "Known: cap."


def test_sentences_are_in_the_language_of_the_reader(app: Flask) -> None:
    (problem,) = found(app, {"name": 3}, language="fr")
    assert problem.what == "name doit être un texte."


def test_a_hostile_body_gets_a_short_answer(app: Flask) -> None:
    problems = found(app, {f"{number}" + "x" * 500: number for number in range(1000)})
    assert len(problems) == MOST_PROBLEMS
    assert all(len(one.field) <= 40 and len(one.what) < 80 for one in problems)
