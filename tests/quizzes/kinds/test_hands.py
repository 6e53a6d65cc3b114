"""What is counted by hand, and how it joins what devices gave: no figure is guessed."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.items.hands import PEOPLE, people_by_hand
from quizzes.items.item import Item
from quizzes.items.kind import Given
from quizzes.kinds import item_from, kinds
from tests.quizzes.conftest import OWN, of_kind

ITEMS = {kind: item_from(of_kind(kind)) for kind in OWN}
NOT_COUNTED = {
    "ordering", "feed_ranking", "estimate", "rewrite", "case", "word_list", "short_scale",
}  # fmt: skip
COUNTED = sorted(set(OWN) - NOT_COUNTED)
ONE = ("single_choice", "true_false", "poll", "feed_simulator")
ROWS = ("matching", "classification", "judgement_set")


def keys_of(item: Item) -> list[str]:
    return sorted({key for group in item.hand_groups("fr") for key in group.every_key()})


def hands_of(item: Item) -> st.SearchStrategy[dict[str, int]]:
    return st.dictionaries(st.sampled_from(keys_of(item)), st.integers(0, 30))


def response_of(item: Item) -> st.SearchStrategy[Any]:
    """Something that may be answered on a device."""
    ids = [cell.key for group in item.hand_groups("fr") for cell in group.cells]
    if item.shape == "one":
        return st.sampled_from(ids)
    if item.shape == "many":
        return st.lists(st.sampled_from(ids), min_size=1, unique=True)
    if item.shape == "form":
        return st.fixed_dictionaries({"found": st.sampled_from(ids), "pages": st.just(["press"])})
    cells: Any = item.cells()  # type: ignore[attr-defined]
    return st.fixed_dictionaries({row: st.sampled_from(list(all_)) for row, all_ in cells.items()})


def on_devices(item: Item) -> st.SearchStrategy[list[Given]]:
    read = response_of(item).map(lambda value: Given(item.read_response(value)))
    return st.lists(read, max_size=8)


def counted(summary: dict[str, Any]) -> Counter[str]:
    """Every count of a summary under the key that hands have for it."""
    found = Counter(summary.get("counts", {}))
    for row, cells in summary.get("cells", {}).items():
        found.update({f"{row}:{cell}": count for cell, count in cells.items()})
    return found


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_every_kind_says_what_is_counted_or_what_is_done_instead(kind: str) -> None:
    item = ITEMS[kind]
    assert bool(item.hand_groups("fr")) == (kind not in NOT_COUNTED)
    sentences = [item.without_devices("fr"), item.without_devices("en")]
    assert all(one.endswith(".") for one in sentences)
    assert sentences[0] != sentences[1]
    for word in ("téléphone", "phone", "touch", "tap"):
        assert all(word not in one.lower() for one in sentences)


@pytest.mark.parametrize("kind", COUNTED)
def test_what_is_counted_has_a_key_of_its_own_and_tells_no_answer(kind: str) -> None:
    item = ITEMS[kind]
    groups = item.hand_groups("en")
    keys = [cell.key for group in groups for cell in group.cells]
    assert len(keys) == len(set(keys))
    assert PEOPLE not in keys
    other = item_from({**of_kind(kind), "explanation": {"fr": "Autre.", "en": "Other."}})
    assert other.hand_groups("en") == groups


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_no_hand_changes_nothing(kind: str) -> None:
    item = ITEMS[kind]
    nothing = dict.fromkeys(keys_of(item), 0)
    assert item.summarise_all([], nothing) == item.summarise([])
    if kind in COUNTED:
        some = [Given(item.read_response(value)) for value in _examples(item)]
        assert item.summarise_all(some, nothing) == item.summarise(some)


def _examples(item: Item) -> list[Any]:
    first = [group.cells[0].key for group in item.hand_groups("fr")]
    if item.shape == "one":
        return first
    if item.shape == "many":
        return [first]
    if item.shape == "form":
        return [{"found": first[0], "pages": ["press"]}]
    return [{row: cells[0] for row, cells in item.cells().items()}]  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", COUNTED)
@settings(max_examples=15)
@given(data=st.data())
def test_counts_add_up(kind: str, data: st.DataObject) -> None:
    item = ITEMS[kind]
    said, hands = data.draw(on_devices(item)), data.draw(hands_of(item))
    people = people_by_hand(item.hand_groups("fr"), hands)
    alone, joined = item.summarise(said), item.summarise_all(said, hands)
    assert joined["n"] == len(said) + people
    if people:
        raised = Counter({key: count for key, count in hands.items() if key != PEOPLE})
        assert +counted(joined) == +(counted(alone) + raised)
        assert joined["by_hand"] == people
    assert all(count <= joined["n"] for count in counted(joined).values())
    assert joined["facility"] is None or 0 <= joined["facility"] <= 1


@pytest.mark.parametrize("kind", COUNTED)
@settings(max_examples=15)
@given(data=st.data())
def test_the_order_of_devices_does_not_matter_beside_hands(kind: str, data: st.DataObject) -> None:
    item = ITEMS[kind]
    said, hands = data.draw(on_devices(item)), data.draw(hands_of(item))
    shuffled = data.draw(st.permutations(said))
    one, other = item.summarise_all(said, hands), item.summarise_all(shuffled, hands)
    assert one["n"] == other["n"]
    assert counted(one) == counted(other)
    assert one["facility"] == pytest.approx(other["facility"])


@pytest.mark.parametrize("kind", ONE)
@settings(max_examples=15)
@given(data=st.data())
def test_a_hand_counts_like_a_device_that_says_the_same(kind: str, data: st.DataObject) -> None:
    item = ITEMS[kind]
    said = data.draw(on_devices(item).filter(bool))
    raised = Counter(one.value for one in said)
    by_hand, by_device = item.summarise_all([], raised), item.summarise(said)
    assert by_hand["counts"] == by_device["counts"]
    assert by_hand["facility"] == by_device["facility"]


@pytest.mark.parametrize("kind", ROWS)
@settings(max_examples=15)
@given(data=st.data())
def test_rows_that_everybody_raised_a_hand_for_have_the_mean_mark(
    kind: str, data: st.DataObject
) -> None:
    item: Any = ITEMS[kind]
    said = data.draw(on_devices(item).filter(bool))
    hands = Counter(f"{row}:{cell}" for one in said for row, cell in one.value.items())
    joined = item.summarise_all([], hands)
    assert joined["facility"] == pytest.approx(item.facility(said))
    assert joined["exact"] is None


def test_a_row_that_was_not_counted_leaves_no_mean() -> None:
    joined = ITEMS["matching"].summarise_all([], {"a:y": 9, "b:x": 4})
    assert joined["facility"] is None
    shares = ITEMS["matching"].choices(joined, "en")
    assert {one.of for one in shares} == {9, 4, 0}


@pytest.mark.parametrize("kind", ["multiple_response", "spot"])
def test_hands_do_not_tell_who_ticked_what_together(kind: str) -> None:
    item = ITEMS[kind]
    joined = item.summarise_all([Given(["a", "c"])], {"a": 12, "b": 20, PEOPLE: 24})
    assert (joined["n"], joined["facility"], joined["exact"]) == (25, None, None)
    assert item.right_count(joined) is None
    assert item.summarise_all([], {"a": 12, "b": 20, PEOPLE: 3})["n"] == 20
    assert item.summarise_all([], {PEOPLE: 24})["n"] == 0


def test_reasons_are_not_matched_with_answers() -> None:
    joined = ITEMS["two_tier"].summarise_all([], {"answer:b": 20, "reason:c": 18, "reason:d": 2})
    assert joined["cells"]["answer"] == {"a": 0, "b": 20}
    assert (joined["facility"], joined["crossed"], joined["other_reason"]) == (None, None, None)


def test_an_order_is_not_counted_but_where_the_meaning_changes_is() -> None:
    ordered = ITEMS["trace"]
    assert [group.name for group in ordered.hand_groups("en")] == ["The meaning changes"]
    assert ordered.summarise_all([], {"change:c": 8})["facility"] is None
    shown = item_from({**of_kind("trace"), "key": {"changed": ["c"]}})
    joined = shown.summarise_all([], {"change:c": 6, "change:b": 2})
    assert (joined["facility"], joined["exact"]) == (0.75, 6)


def test_a_room_that_judged_by_hand_has_pooled_figures_and_no_portraits() -> None:
    item: Any = ITEMS["judgement_set"]
    right = {row: next(iter(keys)) for row, keys in item.right().items()}
    hands = {f"{row}:{cell}": 10 for row, cell in right.items()}
    room = item.summarise_all([], hands)["room"]
    assert (room["real_detection"], room["fake_detection"], room["unsure"]) == (1, 1, 0)
    assert (room["quadrants"], room["auc"], room["indicative"]) == (None, None, True)
    assert item.summarise_all([], dict.fromkeys(hands, 4))["room"] is None


def test_how_sure_one_is_only_devices_say() -> None:
    item = ITEMS["true_false"]
    assert item.summarise_all([], {"true": 8})["sure_and_wrong"] is None
    mixed = item.summarise_all([Given("true", 3)], {"true": 8})
    assert (mixed["n"], mixed["sure_and_wrong"]) == (9, 1)
