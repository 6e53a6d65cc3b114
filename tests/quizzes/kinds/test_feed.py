"""The sums of a feed against the orders of the brief (§2.4) and by hand."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import astuple
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from quizzes.formats.pack import pack_schema
from quizzes.formats.pack_folder import read_folder
from quizzes.items.item import Item
from quizzes.items.text import LANGUAGES
from quizzes.kinds.bases import feed
from quizzes.kinds.bases.feed import FeedPost, Recipe
from quizzes.kinds.bases.feedpresets import PRESETS, ROLES, SLIDERS, X_2023, PresetName
from quizzes.kinds.feed_ranking import FeedRanking
from quizzes.kinds.feed_simulator import FeedSimulator

MakeItem = Callable[..., Item]
PACK = read_folder(Path(__file__).parents[2] / "packs" / "fil-et-zones").pack


def simulator() -> FeedSimulator:
    found = PACK.item("A10")
    assert isinstance(found, FeedSimulator)
    return found


POSTS = simulator().posts
BRIEF: dict[PresetName, str] = {
    "newest": "1 5 4 6 2 9 11 3 12 8 7 10",
    "likes": "1 7 4 10 11 12 9 3 6 2 8 5",
    "watch": "8 7 10 2 3 6 4 9 11 1 5 12",
    "x2023": "6 1 4 8 12 2 10 7 5 11 3 9",
    "x2023_no_negatives": "6 3 9 1 4 8 11 2 12 7 10 5",
    "shares": "11 9 3 7 6 2 8 10 4 12 1 5",
}
BY_QUALITY = {
    0.3: "6 1 8 12 2 4 10 7 5 11 3 9",
    0.6: "1 6 8 12 2 10 4 5 7 11 9 3",
    1.0: "1 2 8 12 5 6 10 4 7 9 3 11",
}


def in_order(recipe: Recipe) -> str:
    return " ".join(post.removeprefix("p") for post in feed.order(POSTS, recipe))


def post(number: int, **more: Any) -> FeedPost:
    text = {"fr": "x", "en": "x"}
    shown = {"id": f"p{number}", "account": f"a{number}", "text": text, "topic": text}
    numbers = {"credibility": 0, "age_hours": number, "chances": {}}
    return FeedPost.model_validate({**shown, **numbers, **more})


@pytest.mark.parametrize("name", BRIEF)
def test_each_preset_ranks_as_the_brief_says(name: PresetName) -> None:
    assert in_order(PRESETS[name].recipe) == BRIEF[name]


@pytest.mark.parametrize("share", BY_QUALITY)
def test_quality_ranks_as_the_sums_of_the_brief(share: float) -> None:
    assert in_order(Recipe(X_2023, quality=share)) == BY_QUALITY[share]


def test_the_quality_preset_is_lambda_06() -> None:
    assert in_order(PRESETS["quality"].recipe) == BY_QUALITY[0.6]


@pytest.mark.parametrize(("name", "pair"), [("watch", ("p5", "p12")), ("shares", ("p8", "p10"))])
def test_the_ties_of_the_brief_share_a_place(name: PresetName, pair: tuple[str, str]) -> None:
    found = feed.places(feed.scores(POSTS, PRESETS[name].recipe))
    places = dict(zip([one.id for one in POSTS], found, strict=True))
    tied = {one for one in places if list(places.values()).count(places[one]) > 1}
    assert tied == set(pair)


def test_without_negative_signals_two_posts_climb_nine_places() -> None:
    before, after = (
        feed.order(POSTS, PRESETS[name].recipe) for name in ("x2023", "x2023_no_negatives")
    )
    climbs = {one.id: before.index(one.id) - after.index(one.id) for one in POSTS}
    assert {one for one, places in climbs.items() if places == max(climbs.values())} == {"p3", "p9"}
    assert max(climbs.values()) == 9
    assert (before.index("p3") + 1, after.index("p3") + 1) == (11, 2)
    assert (before.index("p9") + 1, after.index("p9") + 1) == (12, 3)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("x2023", (2.4, math.log2(5), 0.8, 0, 0.2, 0)),
        ("x2023_no_negatives", (1.4, math.log2(5), 0.6, 0, 0.2, 0.4)),
        ("newest", (2.2, 1.9219281, 0.8, 0.2, 0.2, 0)),
        ("likes", (1.4, math.log2(5), 0.6, 0, 0.2, 0)),
        ("shares", (0.8, math.log2(5), 0.2, 0, 0, 0.4)),
    ],
)
def test_the_meters_look_at_the_first_five(name: PresetName, wanted: tuple[float, ...]) -> None:
    """Credibility, topics, followed, labelled, unlabelled, anger."""
    found = feed.meters(POSTS, feed.scores(POSTS, PRESETS[name].recipe))
    assert astuple(found) == pytest.approx(wanted, abs=1e-6)


def test_a_score_halves_with_each_half_life() -> None:
    posts = [post(0, chances={"like": 0.8}), post(12, chances={"like": 0.8})]
    assert feed.scores(posts, Recipe({"like": 10}, half_life=6)) == [8, 2]
    assert feed.scores(posts, Recipe({"like": 10})) == [8, 8]


def test_further_posts_of_an_author_are_worth_less() -> None:
    likes = (0.9, 0.8, 0.5, 0.7)
    posts = [post(n, chances={"like": like}, account="same") for n, like in enumerate(likes)]
    posts[3] = post(3, chances={"like": 0.7})
    found = feed.scores(posts, Recipe({"like": 1}, diversity=0.5))
    assert found == pytest.approx([0.9, 0.4, 0.125, 0.7])


def test_a_score_below_0_is_not_lifted_by_variety() -> None:
    posts = [post(n, chances={"report": 0.1}, account="same") for n in (1, 2)]
    assert feed.scores(posts, Recipe({"report": -10}, diversity=0.5)) == [-1, -1]


def test_a_newest_feed_looks_at_age_alone() -> None:
    posts = [post(3, chances={"like": 1}), post(1)]
    recipe = Recipe({"like": 100}, newest=True, half_life=1, diversity=0.1, quality=1)
    assert feed.scores(posts, recipe) == [-3, -1]


def test_quality_needs_no_score_above_0() -> None:
    posts = [post(1, credibility=1), post(2, credibility=3)]
    assert feed.order(posts, Recipe({}, quality=0.5)) == ["p2", "p1"]
    bad = [post(1, chances={"report": 0.2}), post(2, chances={"report": 0.1})]
    assert feed.order(bad, Recipe({"report": -10}, quality=0.1)) == ["p2", "p1"]


@given(st.dictionaries(st.sampled_from(feed.SIGNALS), st.floats(-500, 500)), st.floats(0, 1))
def test_every_recipe_ranks_every_post_once_and_the_meters_stay_in_bounds(
    weights: Any, quality: float
) -> None:
    found = feed.scores(POSTS, Recipe(weights, quality=quality, half_life=9, diversity=0.7))
    assert sorted(feed.ranked(found)) == list(range(len(POSTS)))
    assert all(math.isfinite(score) for score in found)
    shown = feed.meters(POSTS, found)
    assert 0 <= shown.credibility <= 3 and 0 <= shown.topics <= math.log2(5) + 1e-9
    assert all(0 <= getattr(shown, name) <= 1 for name in ("followed", "labelled", "anger"))


def test_sums_that_are_equal_on_paper_tie() -> None:
    """0.1 + 0.2 is not 0.3 for a computer."""
    posts = [post(1, chances={"like": 0.3}), post(2, chances={"like": 0.1, "reply": 0.2})]
    recipe = Recipe({"like": 1, "reply": 1})
    assert feed.places(feed.scores(posts, recipe)) == [1, 1]
    assert feed.order(posts[::-1], recipe) == ["p2", "p1"]


def test_the_caveats_stand_beside_the_presets() -> None:
    assert "sans profilage" in PRESETS["newest"].name.fr
    assert "X a changé depuis" in PRESETS["x2023"].note.fr
    for name in ("x2023_no_negatives", "quality"):
        assert PRESETS[name].note.fr.startswith("Inventé pour l’exercice")
        assert PRESETS[name].note.en.startswith("Invented for the exercise")


def test_every_published_weight_lies_on_a_step_of_its_slider() -> None:
    for signal, weight in X_2023.items():
        slider = SLIDERS[signal]
        assert slider.low <= weight <= slider.high
        steps = (weight - slider.low) / slider.step
        assert steps == pytest.approx(round(steps)), signal


def test_the_answer_table_of_the_cards_ranks_by_likes_time_and_credibility() -> None:
    roles = simulator().answer_view("fr")["roles"]
    assert set(roles) == set(ROLES) == {"likes", "watch", "quality"}
    assert [one for one, place in roles["likes"].items() if place == 1] == ["p1"]
    assert [one for one, place in roles["watch"].items() if place == 1] == ["p8"]
    best = {one for one, place in roles["quality"].items() if place == 1}
    assert best == {post.id for post in POSTS if post.credibility == 3}


def told(item: Item) -> str:
    return " ".join(problem.what for problem in item.problems())


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"start": "watch", "presets": ["likes", "newest"]}, "watch is not among the presets"),
        ({"compare": "watch", "presets": ["likes", "newest"]}, "watch is not among the presets"),
        ({"presets": ["likes", "likes"]}, "named twice"),
    ],
)
def test_a_simulator_that_starts_nowhere_is_told(
    item: MakeItem, changes: dict[str, Any], what: str
) -> None:
    assert what in told(item("feed_simulator", **changes))


def test_posts_of_a_simulator_have_ids_of_their_own(
    item: MakeItem, example: Callable[[str], dict[str, Any]]
) -> None:
    posts = example("feed_simulator")["posts"]
    assert "Two posts have the id p1" in told(
        item("feed_simulator", posts=[posts[0], *posts[:1], *posts[1:]])
    )


# Rank the feed ------------------------------------------------------------------------


def ranking(code: str = "A09") -> FeedRanking:
    found = PACK.item(code)
    assert isinstance(found, FeedRanking)
    return found


def test_the_points_that_are_printed_are_the_points_of_the_feed() -> None:
    without, with_all = (
        feed.scores(POSTS, PRESETS[name].recipe) for name in ("x2023_no_negatives", "x2023")
    )
    computed = {one.id: (without[n], with_all[n] - without[n]) for n, one in enumerate(POSTS)}
    for shown in ranking().options:
        wanted = pytest.approx([100 * part for part in computed[shown.id]], abs=0.0501)
        assert [one.points for one in shown.contributions] == wanted, shown.id


def test_the_totals_are_those_of_the_checks() -> None:
    view = ranking().public_view("fr")
    totals = {option["id"]: option["total"] for option in view["options"]}
    assert totals == {"p6": "237", "p1": "158", "p12": "43", "p7": "9", "p3": "−107"}
    assert view["options"][1]["contributions"][1]["points"] == "−295,6"


def test_the_whole_feed_and_the_five_posts_agree() -> None:
    whole = [one for one in feed.order(POSTS, PRESETS["x2023"].recipe) if one in ranking().key]
    assert list(ranking().key) == whole


def test_ranked_posts_that_tie_may_stand_either_way_round() -> None:
    one = ranking("A21")
    assert one.mark(["p11", "p9", "p8", "p10"]) == one.mark(["p11", "p9", "p10", "p8"]) == 1
    assert one.mark(["p10", "p8", "p9", "p11"]) == 0


def test_totals_are_left_to_the_learner_where_the_pack_says_so() -> None:
    assert {option["total"] for option in ranking("A21").public_view("en")["options"]} == {""}


@pytest.mark.parametrize(
    ("key", "what"),
    [
        (["d", "b", "a", "e", "c"], "Equal totals do not tie"),
        ([["a", "b"], "d", "e", "c"], "not the order of the totals"),
        (["c", "e", "a", ["b", "d"]], "not the order of the totals"),
        (["a", "b", "c"], "does not name every option"),
    ],
)
def test_a_key_that_is_not_the_order_of_the_totals_is_told(
    item: MakeItem, key: Any, what: str
) -> None:
    assert what in told(item("feed_ranking", key=key))


def test_points_are_given_to_all_posts_or_none(
    item: MakeItem, example: Callable[[str], dict[str, Any]]
) -> None:
    posts = example("feed_ranking")["posts"]
    posts[0].pop("contributions")
    assert "Some posts have contributions" in told(item("feed_ranking", posts=posts))
    for one in posts[1:]:
        one.pop("contributions")
    assert item("feed_ranking", posts=posts, measure=None).problems() == []


def test_the_sample_pack_has_nothing_to_mend_and_speaks_both_languages() -> None:
    assert PACK.problems() == []
    for item in PACK.items:
        for language in LANGUAGES:
            assert item.say_key(language)


def test_the_schema_for_editors_knows_the_sample_pack() -> None:
    folder = Path(__file__).parents[2] / "packs" / "fil-et-zones"
    read = yaml.safe_load((folder / "pack.yaml").read_text(encoding="utf-8"))
    as_json = json.loads(json.dumps(read, default=str))
    found = Draft202012Validator(pack_schema()).iter_errors(as_json)
    assert [f"{list(one.absolute_path)}: {one.message[:200]}" for one in found] == []
