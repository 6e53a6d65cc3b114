"""Spot it: the F1 of zones, where zones lie, and what a pack may get wrong about them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.items.item import Item
from quizzes.items.kind import Given
from quizzes.kinds.bases.zones import POST_PARTS, cut

MakeItem = Callable[..., Item]
ZONES = st.lists(st.sampled_from("abcd"), min_size=1, max_size=4, unique=True)


def zone(zone_id: str, part: str, quote: str = "", **more: Any) -> dict[str, Any]:
    words = {"fr": "Une raison assez longue.", "en": "A reason that is long enough."}
    quoted = {"quote": {"fr": quote, "en": quote}} if quote else {}
    return {"id": zone_id, "part": part, **quoted, "rationale": words, **more}


def told(item: Item) -> str:
    return " ".join(problem.what for problem in item.problems())


@pytest.mark.parametrize(
    ("touched", "mark"),
    [
        ("bc", 1),
        ("b", 2 / 3),
        ("ab", 1 / 2),
        ("ad", 0),
        ("abc", 4 / 5),
        ("abcd", 2 / 3),
        ("a", 0),
    ],
)
def test_spot_earns_the_f1_of_what_was_touched(item: MakeItem, touched: str, mark: float) -> None:
    assert item("spot").mark(list(touched)) == pytest.approx(mark)


@given(ZONES)
def test_f1_is_2tp_over_2tp_and_both_mistakes(item: MakeItem, touched: list[str]) -> None:
    tp = sum(one in "bc" for one in touched)
    fp, fn = len(touched) - tp, 2 - tp
    assert item("spot").mark(touched) == pytest.approx(2 * tp / (2 * tp + fp + fn))


@given(ZONES, st.sampled_from("abcd"))
def test_one_more_right_zone_never_costs_and_one_more_wrong_zone_never_pays(
    item: MakeItem, touched: list[str], more: str
) -> None:
    one = item("spot")
    before, after = one.mark(touched), one.mark(sorted({*touched, more}))
    if more in "bc":
        assert after >= before
    else:
        assert after <= before


def test_zones_are_numbered_and_kept_in_the_order_of_the_post(item: MakeItem) -> None:
    one = item("spot")
    assert [option["letter"] for option in one.public_view("fr")["options"]] == list("1234")
    assert one.read_response(["d", "b"]) == ["b", "d"]
    assert one.say_value(["b", "d"], "en") == "2. “one” · 4. The counts"


def test_the_room_counts_each_zone(item: MakeItem) -> None:
    found = item("spot").summarise([Given(["b", "c"]), Given(["a", "c"]), Given(["c"])])
    assert found["counts"] == {"a": 1, "b": 1, "c": 3, "d": 0}
    assert found["exact"] == 1
    assert found["facility"] == pytest.approx((1 + 1 / 2 + 2 / 3) / 3)


def test_the_post_is_cut_where_its_zones_lie_and_no_word_is_lost(item: MakeItem) -> None:
    view = item("spot").public_view("en")["stimulus"]
    runs = view["zones"]["runs"]["caption"]
    assert "".join(run["text"] for run in runs) == view["caption"]
    assert [run["zone"] for run in runs if run["zone"]] == ["b", "c"]
    assert view["zones"]["whole"] == {"account": "a", "counts": "d"}
    assert view["zones"]["numbers"] == {"a": "1", "b": "2", "c": "3", "d": "4"}


@given(st.text("ab .!\n", max_size=30), st.data())
def test_a_text_is_cut_without_losing_a_sign(text: str, data: st.DataObject) -> None:
    quotes = data.draw(st.lists(st.sampled_from(["a", "b b", ".", "aa"]), max_size=3, unique=True))
    pieces = cut(text, [(quote, quote) for quote in quotes if quote in text])
    assert "".join(one["text"] for one in pieces) == text
    assert all(one["text"].startswith(one["zone"]) for one in pieces if one["zone"])


def test_a_passage_of_a_text_is_a_zone_too(item: MakeItem) -> None:
    text = {"type": "text", "text": {"fr": "un deux trois.", "en": "un deux trois."}}
    zones = [
        zone("a", "text", "un"),
        zone("b", "text", "deux", key=True),
        zone("c", "text", "trois"),
    ]
    one = item("spot", stimulus=text, zones=zones)
    assert one.problems() == []
    runs = one.public_view("fr")["stimulus"]["zones"]["runs"]["text"]
    assert [run["text"] for run in runs] == ["un", " ", "deux", " ", "trois."]


def test_entries_of_lists_are_zones(item: MakeItem) -> None:
    stimulus = {
        "type": "post",
        "account": "a",
        "time": {"fr": "hier", "en": "yesterday"},
        "caption": {"fr": "x", "en": "x"},
        "tags": ["#pub", "#publicite"],
        "menu": [{"fr": "Masquer", "en": "Hide"}, {"fr": "Signaler", "en": "Report"}],
    }
    hide = {"quote": {"fr": "Masquer", "en": "Hide"}}
    zones = [zone("a", "account"), zone("b", "tags", "#pub", key=True), zone("c", "menu") | hide]
    one = item("spot", stimulus=stimulus, zones=zones)
    assert one.problems() == []
    laid = one.public_view("en")["stimulus"]["zones"]["runs"]
    assert laid["tags"] == [{"text": "#pub", "zone": "b"}, {"text": "#publicite", "zone": ""}]
    assert laid["menu"][0] == {"text": "Hide", "zone": "c"}


KEY = zone("k", "caption", "one", key=True)
REST = [zone("x", "counts")]


@pytest.mark.parametrize(
    ("zones", "what"),
    [
        ([zone("a", "account"), zone("k", "caption", "four", key=True), *REST], "0 times"),
        ([zone("a", "account"), zone("k", "caption", "e", key=True), *REST], "4 times"),
        ([zone("a", "account"), KEY, zone("l", "link")], "has not"),
        ([zone("a", "time", "now"), KEY, zone("b", "counts", "7")], "cannot be quoted"),
        ([zone("a", "account"), KEY, zone("b", "caption")], "lies on another zone"),
        ([zone("a", "account"), zone("b", "account"), KEY], "lies on another zone"),
        ([KEY, zone("a", "account"), *REST], "do not stand in the order"),
        ([zone("b", "caption", "two"), KEY, *REST], "do not stand in the order"),
        (
            [zone("a", "caption", "one two", key=True), zone("b", "caption", "two"), *REST],
            "overlaps",
        ),
        ([zone("a", "account"), zone("b", "caption", "one"), *REST], "It has 0 keys"),
        ([zone("a", "account", key=True), KEY, zone("x", "counts", key=True)], "It has 3 keys"),
        ([zone("a", "account", rationale=None), KEY, *REST], "Option a has no rationale"),
    ],
)
def test_a_zone_that_lies_wrong_is_told(
    item: MakeItem, zones: list[dict[str, Any]], what: str
) -> None:
    assert what in told(item("spot", zones=zones))


@pytest.mark.parametrize("stimulus", [None, {"type": "picture", "file": "media/a.png"}])
def test_there_must_be_something_to_point_at(item: MakeItem, stimulus: Any) -> None:
    shown = {**stimulus, "alt": {"fr": "x", "en": "x"}} if stimulus else None
    assert "nothing to point at" in told(item("spot", stimulus=shown))


def test_every_part_of_a_post_can_be_a_zone(item: MakeItem) -> None:
    text = {"fr": "mots", "en": "words"}
    named = ("platform", "role", "time", "label", "overlay", "caption", "more", "link")
    stimulus = {
        "type": "post",
        "account": "account",
        "handle": "@account",
        **dict.fromkeys(named, text),
        "picture": {"drawing": "dog"},
        "tags": ["#a"],
        "menu": [text],
        "views": 3,
    }
    parts = [part for part in POST_PARTS if part != "text"]
    for chosen in (parts[:8], parts[8:]):
        zones = [zone(f"z{n}", part, key=n == 0) for n, part in enumerate(chosen)]
        assert item("spot", stimulus=stimulus, zones=zones).problems() == []


def test_what_is_asked_for_is_told_and_is_the_number_of_keys(item: MakeItem) -> None:
    assert item("spot").public_view("en")["ask"] is None
    asks = item("spot", ask=2)
    assert asks.public_view("en")["ask"] == 2
    assert asks.problems() == []
    assert "asks for 3 zones and has 2 keys" in told(item("spot", ask=3))
