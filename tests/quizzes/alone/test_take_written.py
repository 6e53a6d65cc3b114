"""A learner alone who answers in their own words: shown back, beside what it can be compared with."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from quizzes.bank import catalogue

PACK = Path(__file__).parents[2] / "packs" / "en-tes-mots"
OWN = "ADVERTISEMENT for my <b>shoes</b>"
ESCAPED = "ADVERTISEMENT for my &lt;b&gt;shoes&lt;/b&gt;"
FORM = {"value.found": "b", "value.pages": ["press", "itself"], "value.line": OWN}


@pytest.fixture
def robin(app: Flask, sam: Any) -> Any:
    """Robin, alone with the pack that is answered in one’s own words, in English."""
    with app.app_context():
        catalogue.import_folder(PACK, datetime(2026, 11, 21, tzinfo=UTC))
    return type(sam)(app, slug="en-tes-mots")


@pytest.mark.parametrize(
    ("kind", "fields", "beside"),
    [
        ("rewrite", {"value": OWN}, "ADVERTISEMENT for Courvite"),
        ("case", {"value": OWN}, "Says both: who organises"),
        ("word_list", {"value": [OWN[:35]]}, "There is no right or wrong answer here."),
        ("lateral", FORM, "An agency that sells articles"),
    ],
)
def test_the_answer_comes_back_as_text_beside_an_example(
    robin: Any, kind: str, fields: dict[str, Any], beside: str
) -> None:
    robin.begin("each")
    number = robin.number(kind)
    before = robin.page(number).text
    assert "Nobody else reads it." in before
    assert kind == "lateral" or beside not in before
    assert robin.answer(number, **fields).status_code == 303
    page = robin.page(number).text
    assert beside in page
    assert "<b>shoes" not in page and "&lt;b&gt;shoes" in page


def test_nothing_of_the_rubric_is_there_before_one_has_answered(robin: Any) -> None:
    robin.begin("each")
    for kind, secret in (
        ("rewrite", "Courvite"),
        ("case", "Says both"),
        ("lateral", "cross-checks it"),
        ("lateral", "Says who is behind it"),
    ):
        assert secret not in robin.page(robin.number(kind)).text


def test_ticks_for_oneself_have_no_form_and_are_sent_nowhere(robin: Any) -> None:
    robin.begin("each")
    number = robin.number("rewrite")
    robin.answer(number, value=OWN)
    page = robin.page(number).text
    own = page.split('class="self-check"')[1].split("</details>")[0]
    assert own.count('type="checkbox"') == 4
    assert "name=" not in own
    assert "<form" not in page.split("<main")[1].split('class="actions"')[0]


def test_an_answer_can_be_changed_until_it_is_shown(robin: Any) -> None:
    robin.begin("end")
    text, words, form = (robin.number(kind) for kind in ("rewrite", "word_list", "lateral"))
    robin.answer(text, value=OWN)
    robin.answer(words, value=["less time"])
    robin.answer(form, **FORM)
    assert f"data-counted>{ESCAPED}</textarea>" in robin.page(text).text
    assert 'value="less time"' in robin.page(words).text
    page = robin.page(form).text
    assert page.count(" checked") == 3 and f">{ESCAPED}</textarea>" in page
    assert robin.answer(text, value="Another").status_code == 303
    assert ">Another</textarea>" in robin.page(text).text


@pytest.mark.parametrize(
    ("kind", "fields", "sentence"),
    [
        ("rewrite", {}, "at most 200 characters"),
        ("rewrite", {"value": "   "}, "at most 200 characters"),
        ("rewrite", {"value": "x" * 201}, "at most 200 characters"),
        ("rewrite", {"value": "a\u202eb"}, "in ordinary signs"),
        ("rewrite", {"value": ["a", "b"]}, "at most 200 characters"),
        ("word_list", {"value": ""}, "at least one word"),
        ("word_list", {"value": ["a", "b"]}, "at least one word"),
        ("lateral", {}, "tick the pages that you opened"),
        ("lateral", {"value.found": "b"}, "tick the pages that you opened"),
        ("lateral", {"value.found": ["a", "b"], "value.pages": "press"}, "tick the pages"),
        ("lateral", {**FORM, "value.pages": "z"}, "tick the pages"),
        ("lateral", {**FORM, "value.line": "x" * 141}, "tick the pages"),
    ],
)
def test_bad_input_comes_back_with_a_sentence_and_nothing_is_kept(
    robin: Any, kind: str, fields: dict[str, Any], sentence: str
) -> None:
    robin.begin()
    number = robin.number(kind)
    reply = robin.answer(number, **fields)
    assert reply.status_code == 422
    assert sentence in reply.text and "is not kept yet" in reply.text
    assert "Your answer is kept" not in robin.page(number).text


def test_what_was_typed_stays_in_the_field_when_it_is_refused(robin: Any) -> None:
    robin.begin()
    number = robin.number("rewrite")
    reply = robin.answer(number, value='</textarea><script>alert("x")</script>' + "x" * 200)
    assert "&lt;/textarea&gt;&lt;script&gt;" in reply.text
    assert "<script>alert" not in reply.text


def test_ends_of_lines_count_as_one_sign_as_in_the_browser(robin: Any) -> None:
    robin.begin()
    text = "x" * 99 + "\r\n" + "y" * 100
    assert robin.answer(robin.number("rewrite"), value=text).status_code == 303


def test_the_recap_shows_ones_words_an_example_and_the_levels(robin: Any) -> None:
    robin.begin("end")
    robin.answer(robin.number("case"), value=OWN)
    robin.finish()
    page = robin.get(f"/take/{robin.slug}/recap").text
    assert ESCAPED in page and "<b>shoes" not in page
    assert "Says both: who organises" in page and "2 points" in page
    assert "ADVERTISEMENT for Courvite" in page  # what was not answered has its example too


def test_a_search_can_be_made_without_the_web(robin: Any) -> None:
    robin.begin()
    page = robin.page(robin.number("lateral")).text
    assert "Made up for this exercise" in page and "agence-plume.example" in page
    assert 'href="http' not in page.split('class="search"')[1].split("</ul>")[0]
