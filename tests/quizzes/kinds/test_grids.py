"""Kinds whose answer is a grid: their marks, what they tell of a room, what they refuse."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.items.discernment import quadrant
from quizzes.items.item import Item
from quizzes.items.kind import Given
from quizzes.items.problems import Problems
from quizzes.kinds import kinds
from quizzes.kinds.bases.grids import GridItem, brief

MakeItem = Callable[..., Item]
GRIDS = sorted(name for name, cls in kinds().items() if issubclass(cls, GridItem))
every_grid = pytest.mark.parametrize("kind", GRIDS)
every_scored_grid = pytest.mark.parametrize("kind", sorted({*GRIDS} - {"short_scale"}))


def text(what: str) -> dict[str, str]:
    return {"fr": what, "en": what}


def gives(*values: Any) -> list[Given]:
    return [Given(value) for value in values]


def key(item: Item) -> dict[str, str]:
    return {row: cells[0] for row, cells in item.answer_view("en")["right"].items()}


def grid(item: Item) -> st.SearchStrategy[dict[str, str]]:
    rows = item.accepts()["properties"].items()
    return st.fixed_dictionaries({row: st.sampled_from(one["enum"]) for row, one in rows})


def posts(*reliable: bool) -> list[dict[str, Any]]:
    return [
        {
            "id": f"p{number}",
            "reliable": one,
            "stimulus": {"type": "text", "text": text(f"post {number}")},
            "rationale": text("why"),
        }
        for number, one in enumerate(reliable, start=1)
    ]


def verdicts(item: Item, said: str) -> dict[str, str]:
    """`+-?` as verdicts; a digit behind a sign is how sure."""
    names = {"+": "reliable", "-": "unreliable", "?": "unsure"}
    rows = list(item.accepts()["properties"])
    marks = said.split()
    return {
        row: names[mark[0]] + (f":{mark[1]}" if mark[1:] else "")
        for row, mark in zip(rows, marks, strict=True)
    }


# Every grid ------------------------------------------------------------------------------


def test_there_are_six_kinds_of_grid() -> None:
    assert GRIDS == [
        "classification", "judgement_set", "matching", "short_scale", "trace", "two_tier",
    ]  # fmt: skip


@every_grid
def test_a_row_too_few_or_too_many_or_with_no_cell_is_refused(item: MakeItem, kind: str) -> None:
    one = item(kind)
    rows = one.accepts()["properties"]
    full = {row: schema["enum"][0] for row, schema in rows.items()}
    assert one.read_response(full) == full
    first = next(iter(rows))
    for wrong in (
        {row: cell for row, cell in full.items() if row != first},
        {**full, "other": "a"},
        {**full, first: None},
        {**full, first: [full[first]]},
        {**full, first: "nowhere"},
        list(full.items()),
    ):
        with pytest.raises(Problems):
            one.read_response(wrong)


@every_grid
def test_rows_are_kept_in_the_order_shown(item: MakeItem, kind: str) -> None:
    one = item(kind)
    full = {row: schema["enum"][0] for row, schema in one.accepts()["properties"].items()}
    turned = dict(reversed(full.items()))
    assert list(one.read_response(turned)) == list(full)


@every_scored_grid
@given(data=st.data())
def test_one_more_right_row_is_never_worth_less(
    item: MakeItem, kind: str, data: st.DataObject
) -> None:
    one = item(kind)
    value = one.read_response(data.draw(grid(one)))
    row = data.draw(st.sampled_from(sorted(value)))
    if kind == "trace" and row != "change":
        return  # a version alone in its place may pass one that is right
    better = {**value, row: key(one)[row]}
    assert one.mark(better) >= one.mark(value)


@every_scored_grid
def test_only_what_is_right_everywhere_is_exact(item: MakeItem, kind: str) -> None:
    one = item(kind)
    right = key(one)
    wrong = {
        row: next(
            cell
            for cell in schema["enum"]
            if cell.split(":")[0] not in one.answer_view("en")["right"][row]
        )
        for row, schema in one.accepts()["properties"].items()
    }
    found = one.summarise(gives(right, wrong, right))
    assert found["exact"] == 2
    assert one.mark(wrong) < 1


@every_grid
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_short_key_is_there_for_the_correction_grid(
    item: MakeItem, kind: str, language: Any
) -> None:
    one = item(kind)
    assert bool(one.answer_view(language)["short"]) == one.scored


def test_a_text_is_named_by_its_first_words() -> None:
    assert brief("short") == "short"
    assert brief("Un mot, puis un autre", 9) == "Un mot…"


# Judgement set ---------------------------------------------------------------------------


def test_a_judgement_set_earns_its_share_right_and_nothing_for_not_knowing(item: MakeItem) -> None:
    one = item("judgement_set", posts=posts(True, False, False, True), certainty=False)
    marks = [one.mark(verdicts(one, said)) for said in ("+ - - +", "+ + + +", "? ? ? ?", "+ - ? ?")]
    assert marks == [1, 0.5, 0, 0.5]


def test_how_sure_one_is_earns_nothing_and_is_left_out_of_not_knowing(item: MakeItem) -> None:
    one = item("judgement_set", posts=posts(True, False, False, True))
    said = one.read_response(verdicts(one, "+3 -1 ?2 +"))
    assert said == {"p1": "reliable:3", "p2": "unreliable:1", "p3": "unsure", "p4": "reliable"}
    assert one.mark(said) == 0.75
    assert one.say_value(said, "en").endswith("“post 4” → Reliable")


def test_without_certainty_none_is_taken(item: MakeItem) -> None:
    one = item("judgement_set", posts=posts(True, False, False, True), certainty=False)
    with pytest.raises(Problems):
        one.read_response(verdicts(one, "+3 - - +"))


def test_a_room_of_fewer_than_five_has_no_figures_of_its_own(item: MakeItem) -> None:
    one = item("judgement_set", posts=posts(True, False, False, True))
    right = verdicts(one, "+ - - +")
    assert one.summarise(gives(*[right] * 4))["room"] is None
    assert one.summarise(gives(*[right] * 5))["room"] is not None


def test_the_figures_of_a_room(item: MakeItem) -> None:
    one = item("judgement_set", posts=posts(True, False, False, True))
    room = one.summarise(
        gives(*(verdicts(one, said) for said in ["+ - - +"] * 6 + ["- - - -"] * 6))
    )["room"]
    assert (room["hits"], room["reliable"], room["false_alarms"], room["unreliable"]) == (
        12, 24, 0, 24,
    )  # fmt: skip
    assert (room["real_detection"], room["fake_detection"]) == (0.5, 1)
    assert room["bias"] > 0.5 and room["d_prime"] > 1.5  # it tells apart, and leans to distrust
    assert room["quadrants"] == {
        "discerning": 6, "distrustful": 6, "credulous": None, "inverted": None,
    }  # fmt: skip
    assert (room["unsure"], room["auc"], room["indicative"]) == (0, None, True)


def test_not_knowing_is_no_lean_and_its_rate_is_told(item: MakeItem) -> None:
    one = item("judgement_set", posts=posts(True, False, False, True))
    knowing = one.summarise(gives(*[verdicts(one, "+ - - +")] * 8))["room"]
    unsure = one.summarise(gives(*[verdicts(one, "+ - ? ?")] * 8))["room"]
    assert (knowing["unsure"], unsure["unsure"]) == (0, 0.5)
    assert knowing["bias"] == pytest.approx(0) and unsure["bias"] == pytest.approx(0)
    assert unsure["real_detection"] == 1  # of what was judged


@pytest.mark.parametrize(
    "said",
    [
        ["? ? ? ?"] * 9,
        ["? ? ? ?"] * 9 + ["+ - - +"],
        ["? ? ? ?"] * 9 + ["+ - - +"] * 4,
        ["+ ? ? +"] * 9,
        ["? - - ?"] * 9 + ["+ - - +"] * 4,
    ],
)
def test_who_did_not_judge_both_sorts_is_nobody_in_the_picture_of_a_group(
    item: MakeItem, said: list[str]
) -> None:
    one = item("judgement_set", posts=posts(True, False, False, True))
    assert one.summarise(gives(*[verdicts(one, signs) for signs in said]))["room"] is None
    five = [*said, *["+ - - +"] * 5]
    room = one.summarise(gives(*[verdicts(one, signs) for signs in five]))["room"]
    assert room["indicative"] and room["d_prime"] > 0


def test_the_area_comes_from_certainty_and_0_for_not_knowing(item: MakeItem) -> None:
    one = item("judgement_set", posts=posts(True, False, False, True))
    room = one.summarise(gives(*[verdicts(one, "+3 -2 ? +1")] * 5))["room"]
    assert room["auc"] == 1
    room = one.summarise(gives(*[verdicts(one, "+1 +3 -2 ?")] * 5))["room"]
    assert room["auc"] == 0.5  # 1 and 0 against 3 and -2


@given(data=st.data())
def test_a_room_never_tells_of_a_group_of_fewer_than_five(
    item: MakeItem, data: st.DataObject
) -> None:
    one = item("judgement_set")
    said = data.draw(st.lists(grid(one).map(one.read_response), max_size=14))
    room = one.summarise(gives(*said))["room"]
    judged_both = [it for it in said if quadrant(one.judgements(it))]
    assert (room is None) == (len(judged_both) < 5)
    if room is not None:
        shown = [count for count in room["quadrants"].values() if count is not None]
        assert all(count >= 5 for count in shown) and sum(shown) <= len(said)
        judged = room["reliable"] + room["unreliable"]
        assert room["unsure"] == pytest.approx(1 - judged / (len(said) * 6))


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("+++-", "about as many reliable"),
        ("----++", "about as many reliable"),
        ("+-+-", "alternate"),
        ("-+-+-", "alternate"),
        ("+---" + "-+++", "in a row"),
    ],
)
def test_a_set_that_teaches_to_doubt_everything_or_a_pattern_is_refused(
    item: MakeItem, keys: str, said: str
) -> None:
    one = item("judgement_set", posts=posts(*(sign == "+" for sign in keys)))
    assert any(said in f"{problem.what} {problem.mend}" for problem in one.problems())


@pytest.mark.parametrize("keys", ["+--+", "++--", "+-+--", "++-++-+--", "+--++--+-+-+"])
def test_about_as_many_reliable_as_not_is_fine(item: MakeItem, keys: str) -> None:
    assert item("judgement_set", posts=posts(*(sign == "+" for sign in keys))).problems() == []


def test_a_set_may_ask_for_true_or_false(item: MakeItem) -> None:
    asked = item("judgement_set", asks="true").public_view("fr")["columns"]
    assert [one["text"] for one in asked] == ["Vrai", "Faux", "Je ne sais pas"]
    asked = item("judgement_set").public_view("en")["columns"]
    assert [one["text"] for one in asked] == ["Reliable", "Not reliable", "I don’t know"]


def test_pictures_of_its_posts_are_among_the_files_of_a_set(item: MakeItem) -> None:
    four = posts(True, False, False, True)
    picture = {"type": "picture", "file": "media/a.svg", "alt": text("A drawing")}
    one = item("judgement_set", posts=[{**four[0], "stimulus": picture}, *four[1:]])
    assert one.media() == ("media/a.svg",)


# Matching and classification ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "mark"), [("yxw", 1), ("yxz", 2 / 3), ("zzw", 1 / 3), ("xyz", 0), ("yyy", 1 / 3)]
)
def test_matching_earns_its_share_of_right_pairs(item: MakeItem, said: str, mark: float) -> None:
    one = item("matching")
    assert one.mark(dict(zip("abc", said, strict=True))) == pytest.approx(mark)


@pytest.mark.parametrize(
    ("terms", "definitions", "said"),
    [
        ([("a", "x"), ("b", "nowhere")], "xyz", "no definition"),
        ([("a", "y"), ("b", "x")], "xy", "elimination"),
        ([("a", "x"), ("b", "y")], "xyz", "in the order of the terms"),
        ([("a", "x"), ("a", "y")], "yxz", "Two terms"),
    ],
)
def test_pairs_that_need_no_knowledge_are_refused(
    item: MakeItem, terms: list[tuple[str, str]], definitions: str, said: str
) -> None:
    one = item(
        "matching",
        terms=[
            {"id": term, "text": text(term), "key": right, "rationale": text("why")}
            for term, right in terms
        ],
        definitions=[
            {"id": one, "text": text(one), "rationale": text("why")} for one in definitions
        ],
    )
    assert any(said in problem.what for problem in one.problems())


def test_a_definition_that_fits_no_term_says_why_it_tempts(item: MakeItem) -> None:
    one = item("matching")
    assert list(one.answer_view("en")["extras"]) == ["z"]
    bare = [{"id": each, "text": text(each)} for each in "xyzw"]
    found = item("matching", definitions=bare).problems()
    assert [problem.what for problem in found] == [
        "The definition z fits no term and has no rationale."
    ]


@pytest.mark.parametrize(
    ("said", "mark"), [("qpr", 1), ("qrr", 1), ("qqr", 2 / 3), ("ppp", 1 / 3), ("rqp", 0)]
)
def test_classification_accepts_each_bin_of_a_debatable_card(
    item: MakeItem, said: str, mark: float
) -> None:
    one = item("classification")
    assert one.mark(dict(zip("abc", said, strict=True))) == pytest.approx(mark)


def test_a_debatable_card_is_said_with_all_its_bins(item: MakeItem) -> None:
    one = item("classification")
    short = one.answer_view("en")["short"].replace("\u00a0", " ")
    assert short == "1 B · 2 A/C · 3 C"
    assert "row b (en) → bin p (en) / bin r (en)" in one.say_key("en")


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (["p", "q", "r"], "right in every bin"),
        (["p", "nowhere"], "no bin"),
    ],
)
def test_cards_that_go_anywhere_or_nowhere_are_refused(
    item: MakeItem, keys: list[str], said: str
) -> None:
    cards = [
        {"id": card, "text": text(card), "keys": wanted, "rationale": text("why")}
        for card, wanted in (("a", ["p"]), ("b", ["q"]), ("c", keys))
    ]
    found = item("classification", cards=cards).problems()
    assert [said in problem.what for problem in found] == [True]


# Two tiers ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "reason", "mark"),
    [("b", "c", 1), ("b", "d", 0.5), ("b", "e", 0.5), ("a", "c", 0), ("a", "d", 0)],
)
def test_the_right_answer_needs_the_right_reason(
    item: MakeItem, answer: str, reason: str, mark: float
) -> None:
    assert item("two_tier").mark({"answer": answer, "reason": reason}) == mark


def test_answers_are_crossed_with_reasons(item: MakeItem) -> None:
    said = [("b", "c"), ("b", "d"), ("b", "d"), ("a", "c")]
    found = item("two_tier").summarise(gives(*({"answer": a, "reason": r} for a, r in said)))
    assert found["crossed"] == {"a": {"c": 1, "d": 0, "e": 0}, "b": {"c": 1, "d": 2, "e": 0}}
    assert (found["exact"], found["other_reason"], found["facility"]) == (1, 2, 0.5)


@given(data=st.data())
def test_everyone_is_in_one_cell_of_the_cross_table(item: MakeItem, data: st.DataObject) -> None:
    one = item("two_tier")
    said = data.draw(st.lists(grid(one), max_size=12))
    found = one.summarise(gives(*said))
    for answer, reasons in found["crossed"].items():
        assert sum(reasons.values()) == found["cells"]["answer"][answer]
    assert found["exact"] + found["other_reason"] == found["cells"]["answer"]["b"]


def test_an_answer_and_a_reason_have_different_ids(item: MakeItem) -> None:
    reasons = [
        {"id": one, "text": text(one), "rationale": text("why"), "key": one == "b"} for one in "bd"
    ]
    (found,) = item("two_tier", reasons=reasons).problems()
    assert found.what == "Two answers or reasons have the id b."


@pytest.mark.parametrize("keys", [0, 2])
def test_each_tier_has_one_key(item: MakeItem, keys: int) -> None:
    reasons = [
        {"id": one, "text": text(one), "rationale": text("why"), "key": place < keys}
        for place, one in enumerate("cde")
    ]
    found = item("two_tier", reasons=reasons).problems()
    assert [problem.what for problem in found] == [f"The reasons have {keys} keys."]


# Trace ---------------------------------------------------------------------------------------


def places(said: str, change: str) -> dict[str, str]:
    return {**dict(zip("abc", said, strict=True)), "change": change}


@pytest.mark.parametrize(
    ("said", "change", "mark"),
    [
        ("213", "c", 1), ("312", "c", 1), ("212", "c", 1),  # a and c tie
        ("213", "a", 0.5), ("123", "c", 0.75), ("111", "c", 0.5), ("132", "a", 0),
    ],
)  # fmt: skip
def test_a_trace_earns_half_for_the_order_and_half_for_the_change(
    item: MakeItem, said: str, change: str, mark: float
) -> None:
    assert item("trace").mark(places(said, change)) == mark


def shown(item: MakeItem, **more: Any) -> Item:
    return item("trace", key={"changed": ["b"], **more})


def test_an_order_that_is_not_documented_is_shown_and_earns_nothing(item: MakeItem) -> None:
    one = shown(item)
    assert list(one.accepts()["properties"]) == ["change"]
    assert one.accepts()["properties"]["change"]["enum"] == ["b", "c"]  # not the first one shown
    assert [one.mark({"change": change}) for change in "bc"] == [1, 0]
    assert one.public_view("en")["asks_order"] is False
    assert one.answer_view("en")["order"] == ["a", "b", "c"]


def test_where_the_change_may_be_seen_in_two_versions_each_counts(item: MakeItem) -> None:
    one = item("trace", key={"changed": ["b", "c"]})
    assert [one.mark({"change": change}) for change in "bc"] == [1, 1]


@given(order=st.permutations("abc"), change=st.sampled_from("abc"))
def test_an_order_and_its_reverse_share_their_mark(
    item: MakeItem, order: list[str], change: str
) -> None:
    one = item("trace")
    forth = {version: str(place) for place, version in enumerate(order, 1)}
    back = {version: str(place) for place, version in enumerate(reversed(order), 1)}
    found = one.mark({**forth, "change": change}) + one.mark({**back, "change": change})
    assert found == pytest.approx(0.5 + (change == "c"))


def test_orders_average_to_one_half(item: MakeItem) -> None:
    one = item("trace")
    marks = [one.mark(places("".join(order), "c")) for order in permutations("123")]
    assert sum(marks) / len(marks) == pytest.approx(0.75)


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({"changed": ["a"]}, "first one shown"),
        ({"changed": ["nowhere"]}, "not there"),
        ({"changed": ["b"], "order": ["a", "b"]}, "every version once"),
        ({"changed": ["b"], "order": ["a", "b", "c"]}, "right order already"),
        ({"changed": ["b"], "order": [["a", "b", "c"], []]}, ""),
        ({"changed": ["b"], "order": [["a", "b", "c"]]}, ""),
    ],
)
def test_a_trace_that_cannot_be_answered_is_refused(
    item: MakeItem, wanted: dict[str, Any], said: str
) -> None:
    if not said:
        with pytest.raises(ValueError, match="at least"):
            item("trace", key=wanted)
        return
    assert any(said in problem.what for problem in item("trace", key=wanted).problems())


def test_the_words_that_differ_are_marked_after_the_reveal_only(item: MakeItem) -> None:
    one = item("trace")
    assert one.answer_view("en")["cut_text"]["a"] == ["", "row", " a (en)"]
    assert "parts" not in one.public_view("en")
    versions = [
        {"id": each, "text": text("said"), "where": text("page"), "rationale": text("why"),
         "differs": {"fr": "said", "en": "elsewhere"}}
        for each in "abc"
    ]  # fmt: skip
    found = item("trace", versions=versions).problems()
    assert len(found) == 3 and "do not stand in its text" in found[0].what


# Short scale ---------------------------------------------------------------------------------


def test_a_scale_has_no_mark_and_no_key(item: MakeItem) -> None:
    one = item("short_scale")
    assert one.mark({"a": "5", "b": "1"}) is None
    assert one.say_key("fr") == ""
    assert one.say_value({"a": "5", "b": "1"}, "fr") == "one a (fr) → 5/5 · one b (fr) → 1/5"


def test_means_of_a_scale_are_told_from_five_people_on(item: MakeItem) -> None:
    one = item("short_scale")
    said = [{"a": point, "b": "2"} for point in "15545"]
    few = one.summarise(gives(*said[:4]))
    assert (few["n"], few["means"], few.get("cells")) == (4, None, None)
    many = one.summarise(gives(*said))
    assert (many["means"], many["indicative"]) == ({"a": 4, "b": 2}, True)
    assert many["cells"]["a"] == {"1": 1, "2": 0, "3": 0, "4": 1, "5": 3}


def test_a_scale_is_not_voted_on_twice(item: MakeItem) -> None:
    (found,) = item("short_scale", second_vote=True).problems()
    assert found.field == "second_vote"
