"""What learners write: read strictly, compared kindly, and never in a summary."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError

from quizzes.items.item import Item
from quizzes.items.kind import Given
from quizzes.items.problems import Problems
from quizzes.items.written import read_writing, wording
from quizzes.kinds import kinds

MakeItem = Callable[..., Item]
MODERATED = sorted(name for name, cls in kinds().items() if cls.moderated)

HOSTILE = {
    "a null": "a\x00b",
    "an escape": "a\x1b[31mb",
    "a backspace": "a\x08b",
    "a control of the second set": "a\x9bb",
    "right to left": "abc\u202etxt.exe",
    "an isolate": "a\u2066b",
    "a direction mark": "a\u200fb",
    "a space that nobody sees": "a\u200bb",
    "a filler": "\u3164",
    "a blank of Braille": "\u2800",
    "only joiners": "\u200d\u200d",
    "tags": "a\U000e0041\U000e0042",
    "private signs": "a\ue000",
    "an object": "a\ufffc",
    "a byte order mark": "\ufeffa",
    "a line separator": "a\u2028b",
    "half a sign": "a\ud800",
    "a tower of marks": "Z\u0301\u0302\u0303\u0304",
    "only spaces": " \t\n\u00a0\u3000 ",
    "nothing": "",
    "too much": "a" * 101,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_cannot_be_shown_safely_is_refused_and_not_quoted(text: str) -> None:
    with pytest.raises(Problems) as refused:
        read_writing(text, longest=100)
    assert text[:40] not in str(refused.value) or not text.strip()


@pytest.mark.parametrize("value", [None, 1, True, ["a"], {"a": 1}, b"a"])
def test_what_is_no_text_is_refused(value: Any) -> None:
    with pytest.raises(Problems):
        read_writing(value, longest=100)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("  Publicité  pour\n\tmoi ", "Publicité pour moi"),
        ("e\u0301te\u0301", "été"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ('=HYPERLINK("http://x")', '=HYPERLINK("http://x")'),
        ("👩\u200d💻 ❤\ufe0f", "👩\u200d💻 ❤\ufe0f"),
        ("שלום עולם", "שלום עולם"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("Tiếng Việt", "Tiếng Việt"),
        ("日本語", "日本語"),
    ],
)
def test_what_people_write_is_kept_on_one_line(typed: str, read: str) -> None:
    assert read_writing(typed, longest=100) == read


@given(st.text(max_size=60))
@example("a\u0344")
@example("\u0958" * 30)
def test_whatever_is_read_is_one_plain_line_and_stays_as_it_is(text: str) -> None:
    try:
        read = read_writing(text, longest=40)
    except Problems:
        return
    assert read == read.strip() and 1 <= len(read) <= 40
    assert not {unicodedata.category(sign) for sign in read} & {"Cc", "Co", "Cs", "Zl", "Zp"}
    assert not [sign for sign in read if unicodedata.bidirectional(sign) in BIDI]
    assert read_writing(read, longest=40) == read


BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Pub", "PUB", True),
        ("Faux  compte", "faux compte", True),
        ("STRASSE", "straße", True),
        ("télé", "tele", False),
        ("pub", "pubs", False),
        ("x²", "x2", False),
        ("＝1", "=1", False),
    ],
)
def test_two_spellings_of_the_same_words_are_one(one: str, other: str, same: bool) -> None:
    assert (wording(one) == wording(other)) is same


@pytest.mark.parametrize("kind", MODERATED)
def test_nothing_that_was_written_is_in_a_summary(item: MakeItem, kind: str) -> None:
    values: dict[str, Any] = {
        "text": "Zqxmarqueur",
        "words": ["Zqxmarqueur"],
        "form": {"found": "a", "pages": ["itself"], "line": "Zqxmarqueur"},
    }
    one = item(kind)
    read = one.read_response(values[one.shape])
    assert one.texts(read) == ("Zqxmarqueur",)
    assert "zqxmarqueur" not in json.dumps(one.summarise([Given(read), Given(read)])).lower()
    assert "Zqxmarqueur" in one.say_value(read, "fr")


@pytest.mark.parametrize("kind", sorted(kinds().keys() - set(MODERATED)))
def test_where_nobody_writes_there_is_nothing_to_approve(item: MakeItem, kind: str) -> None:
    one = item(kind)
    assert one.texts("a") == ()
    assert one.criterion_ids() == ()


@pytest.mark.parametrize("kind", MODERATED)
def test_what_is_written_has_no_mark(item: MakeItem, kind: str) -> None:
    one = item(kind)
    assert not one.scored
    assert one.facility([]) is None
    assert one.say_key("fr") == ""


class TestWordList:
    def test_words_are_kept_once_in_the_order_given(self, item: MakeItem) -> None:
        one = item("word_list")
        assert one.read_response([" Pub ", "écran", "PUB"]) == ["Pub", "écran"]

    @pytest.mark.parametrize(
        "words", [[], ["a", "b", "c", "d"], ["a" * 13], ["a", ""], "a", {"a": 1}]
    )
    def test_too_few_too_many_or_too_long(self, item: MakeItem, words: Any) -> None:
        with pytest.raises(Problems):
            item("word_list").read_response(words)

    def test_it_counts_words_and_different_words(self, item: MakeItem) -> None:
        said = [Given(["Pub", "argent"]), Given(["pub"]), Given(["ARGENT", "rire"])]
        found = item("word_list").summarise(said)
        assert found == {"n": 3, "facility": None, "words": 5, "different": 3}


class TestCase:
    def test_the_levels_come_after_the_reveal_best_first(self, item: MakeItem) -> None:
        one = item("case")
        assert "rubric" not in one.public_view("fr")
        assert [level["points"] for level in one.answer_view("fr")["rubric"]] == [2, 1, 0]

    @pytest.mark.parametrize("points", [(0, 1, 1), (2, 1, 0), (1, 1, 2)])
    def test_a_rubric_has_its_three_levels(self, item: MakeItem, points: tuple[int, ...]) -> None:
        text = {"fr": "x", "en": "x"}
        one = item("case", rubric=[{"points": number, "text": text} for number in points])
        assert [problem.field for problem in one.problems()] == ["rubric"]


class TestRewrite:
    def test_the_criteria_are_known_before_one_writes(self, item: MakeItem) -> None:
        one = item("rewrite")
        assert [two["id"] for two in one.public_view("fr")["criteria"]] == ["first", "clear"]
        assert one.criterion_ids() == ("first", "clear")

    def test_two_criteria_of_one_name_are_told(self, item: MakeItem) -> None:
        same = [{"id": "a", "text": {"fr": "x", "en": "x"}}] * 2
        assert "Two criteria" in item("rewrite", criteria=same).problems()[0].what

    def test_the_length_is_the_authors(self, item: MakeItem) -> None:
        assert item("rewrite", max_length=20).read_response("a" * 20) == "a" * 20
        with pytest.raises(Problems):
            item("rewrite", max_length=20).read_response("a" * 21)


class TestLateral:
    def test_it_counts_what_was_found_and_opened(self, item: MakeItem) -> None:
        said = [
            Given({"found": "b", "pages": ["itself", "press"], "line": "x"}),
            Given({"found": "b", "pages": ["press"]}),
            Given({"found": "a", "pages": ["itself"]}),
        ]
        found = item("lateral").summarise(said)
        assert found["counts"] == {"a": 1, "b": 2, "c": 0}
        assert found["pages"] == {"itself": 2, "press": 2}

    @pytest.mark.parametrize(
        "value",
        [
            {"found": "b"},
            {"pages": ["press"]},
            {"found": "z", "pages": ["press"]},
            {"found": "b", "pages": []},
            {"found": "b", "pages": ["z"]},
            {"found": "b", "pages": ["press", "press"]},
            {"found": "b", "pages": [["press"]]},
            {"found": "b", "pages": "press"},
            {"found": ["b"], "pages": ["press"]},
            {"found": "b", "pages": ["press"], "line": ""},
            {"found": "b", "pages": ["press"], "line": None},
            {"found": "b", "pages": ["press"], "line": "a\u202eb"},
            {"found": "b", "pages": ["press"], "other": 1},
            {1: 2},
        ],
    )
    def test_a_form_is_read_part_by_part(self, item: MakeItem, value: Any) -> None:
        with pytest.raises(Problems):
            item("lateral").read_response(value)

    def test_the_pages_are_kept_in_the_order_shown(self, item: MakeItem) -> None:
        read = item("lateral").read_response({"found": "a", "pages": ["press", "itself"]})
        assert read == {"found": "a", "pages": ["itself", "press"]}

    def test_what_a_search_finds_is_told_after_the_reveal_only(self, item: MakeItem) -> None:
        one = item("lateral")
        assert not {"finding", "worth", "rubric"} & one.public_view("fr").keys()
        assert one.answer_view("fr")["finding"] == "b"

    def test_results_are_made_up(self, item: MakeItem) -> None:
        for site in ("lemonde.fr", "example.com", "a.example.org", "http://a.example", "A.example"):
            result = {"site": site, "title": {"fr": "x", "en": "x"}, "text": {"fr": "x", "en": "x"}}
            with pytest.raises(ValidationError, match="site"):
                item("lateral", results=[result] * 3)

    @pytest.mark.parametrize(
        ("changes", "field"),
        [({"finding": "z"}, "finding"), ({"rubric": []}, None)],
    )
    def test_what_is_missing_is_told(
        self, item: MakeItem, changes: dict[str, Any], field: str | None
    ) -> None:
        if field is None:
            with pytest.raises(ValidationError):
                item("lateral", **changes)
        else:
            assert [problem.field for problem in item("lateral", **changes).problems()] == [field]

    def test_a_key_has_no_place_here(self, item: MakeItem) -> None:
        options = [
            {"id": one, "text": {"fr": one, "en": one}, "key": one == "b"} for one in ("a", "b")
        ]
        said = " ".join(problem.what for problem in item("lateral", options=options).problems())
        assert re.search(r"1 keys", said)
