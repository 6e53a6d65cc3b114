"""Adapting words: what may be typed, what is left out, what is refused and where."""

from __future__ import annotations

from typing import Any

import pytest

from quizzes.adapting.faults import WordingRefused, from_rules
from quizzes.adapting.rules import adapted, fields, flatten, numbers
from quizzes.items.item import Item
from quizzes.items.problems import Problem, Problems
from quizzes.kinds import content_of, item_from, kinds

every_kind = pytest.mark.parametrize("kind", sorted(kinds()))
FIXED = ("id", "kind", "key", "keys", "points", "part", "reliable", "credibility", "second_vote",
         "difficulty", "decimals", "scale", "type", "file", "drawing", "start", "finding", "asks")  # fmt: skip


def troubles(item: Item, **typed: str) -> list[tuple[str, str]]:
    return found(item, {path.replace("__", "."): text for path, text in typed.items()})


def found(item: Item, typed: dict[str, str]) -> list[tuple[str, str]]:
    with pytest.raises(WordingRefused) as caught:
        adapted(content_of(item), typed)
    return [(one.path, one.kind) for one in caught.value.troubles]


@every_kind
def test_what_is_typed_unchanged_changes_nothing(item: Any, kind: str) -> None:
    one = item(kind)
    content = content_of(one)
    assert adapted(content, fields(one)) == content
    with_ends = {path: text.replace("\n", "\r\n") for path, text in fields(one).items()}
    assert adapted(content, with_ends) == content
    assert adapted(content, {}) == content


@every_kind
def test_nothing_that_decides_the_mark_is_a_field(item: Any, kind: str) -> None:
    names = {path.rpartition(".")[2] for path in fields(item(kind))}
    assert names & set(FIXED) == set()
    assert not [path for path in fields(item(kind)) if path.startswith(("age.", "competences."))]


@every_kind
def test_every_text_is_a_field_but_those_that_the_kit_words(item: Any, kind: str) -> None:
    one = item(kind)
    own = tuple(f"{path}." for path in one.kit_words())
    texts = {path for path in flatten(content_of(one)) if path.endswith((".fr", ".en"))}
    assert texts - fields(one).keys() == {path for path in texts if path.startswith(own)}


@every_kind
def test_every_field_alone_blank_is_left_out_or_refused_in_its_place(item: Any, kind: str) -> None:
    one = item(kind)
    for path in fields(one):
        try:
            made = adapted(content_of(one), {path: " "})
        except WordingRefused as error:
            assert {trouble.path for trouble in error.troubles} <= fields(one).keys(), path
            assert all(trouble.kind != "other" for trouble in error.troubles), path
        else:
            assert item_from(made).problems() == []


@every_kind
def test_a_fixed_leaf_is_refused_by_name(item: Any, kind: str) -> None:
    one = item(kind)
    for path in flatten(content_of(one)).keys() - fields(one).keys():
        with pytest.raises(Problems) as caught:
            adapted(content_of(one), {path: "x"})
        assert path in str(caught.value) and not isinstance(caught.value, WordingRefused)


@pytest.mark.parametrize(
    "path",
    ["", "stem", "stem.nl", "options.9.text.fr", "options.-1.text.fr", "prompts.3.fr", "prompts.x.fr",
     "sources.2.title", "sources.0.note", "stimulus.credit.fr", "__class__", "options.0.key.fr"],
)  # fmt: skip
def test_no_path_beyond_the_content_is_taken(item: Any, path: str) -> None:
    with pytest.raises(Problems):
        adapted(content_of(item("single_choice")), {path: "x"})


def test_typography_and_ends_of_lines_are_set_right(item: Any) -> None:
    one = item("single_choice")
    typed = {"explanation.fr": "Pourquoi ?\r\n\r\nL'autre : oui.", "explanation.en": " It's so. "}
    made = adapted(content_of(one), typed)
    assert made["explanation"] == {
        "fr": "Pourquoi\u202f?\n\nL’autre\u00a0: oui.",
        "en": "It’s so.",
    }


def test_optional_texts_that_are_blank_are_left_out(item: Any) -> None:
    content = content_of(item("single_choice"))
    made = adapted(content, {"expected.fr": "", "expected.en": "\u00a0"})
    assert "expected" not in made
    made = adapted(content, {"prompts.0.fr": "", "prompts.0.en": ""})
    assert made["prompts"] == content["prompts"][1:]


def test_an_optional_text_may_be_added(item: Any) -> None:
    content = content_of(item("poll"))
    del content["expected"]
    made = adapted(content, {"expected.fr": "Ceci", "expected.en": "This"})
    assert made["expected"] == {"fr": "Ceci", "en": "This"}


def test_six_prompts_are_enough(item: Any) -> None:
    content = content_of(item("poll"))
    content["prompts"] = [{"fr": "Et ?", "en": "And?"}] * 6
    assert "prompts.5.fr" in fields(item_from(content))
    assert "prompts.6.fr" not in fields(item_from(content))


def test_a_source_needs_all_but_its_address_and_its_day(item: Any) -> None:
    one = item("single_choice")
    wrong = troubles(one, sources__1__title="A page")
    assert wrong == [
        ("sources.1.publisher", "missing"),
        ("sources.1.date", "missing"),
        ("sources.1.verification", "missing"),
    ]
    assert troubles(one, sources__0__date="2024-02-31") == [("sources.0.date", "part_date")]
    assert troubles(one, sources__0__url="ftp://x.example") == [("sources.0.url", "address")]
    assert troubles(one, sources__0__verification="R") == [("sources.0.title", "no_source")]
    blank = {
        f"sources.0.{name}": "" for name in ("title", "publisher", "date", "url", "verification")
    }
    assert found(one, blank) == [("sources.0.title", "no_source")]


def test_numbers_as_they_are_typed_in_french(item: Any) -> None:
    content = content_of(item("estimate"))
    typed = {"key.span": "1\u202f097,5", "minimum": "−3", "maximum": " 1 000 ", "seconds": "45"}
    made = adapted(content, typed)
    assert made["key"]["span"] == 1097.5
    assert (made["minimum"], made["maximum"], made["seconds"]) == (-3, 1000, 45)
    assert "temptations.0.value" in numbers(content) and "stem.fr" not in numbers(content)


@pytest.mark.parametrize(
    ("path", "text", "kind"),
    [
        ("key.value", "many", "number"), ("key.value", "nan", "number"), ("key.value", "", "missing"),
        ("key.from", "500", "number_order"), ("key.span", "0", "more_than"),
        ("key.span", "", "missing"), ("maximum", "1", "number_order"),
        ("temptations.0.value", "417", "whole_mark"), ("seconds", "9", "at_least"),
        ("seconds", "901", "at_most"), ("seconds", "20,5", "whole_number"),
    ],
)  # fmt: skip
def test_numbers_that_cannot_be(item: Any, path: str, text: str, kind: str) -> None:
    ((_place, said),) = found(item("estimate"), {path: text})
    assert said == kind


def test_a_stem_stays_short_in_both_languages(item: Any) -> None:
    long = "mot " * 26
    assert troubles(item("poll"), stem__fr=long, stem__en=long) == [
        ("stem.fr", "stem"),
        ("stem.en", "stem"),
    ]


def test_a_passage_stands_in_the_post_once(item: Any) -> None:
    one = item("spot")
    where = ("zones.1.quote.fr", "quote")
    assert troubles(one, zones__1__quote__fr="nowhere") == [where]
    assert where in troubles(one, zones__1__quote__fr="e")  # twice
    assert ("zones.2.quote.en", "quote") in troubles(one, zones__2__quote__en="one two three")
    swapped = {
        f"zones.{zone}.quote.{said}": word
        for zone, word in ((1, "three"), (2, "one"))
        for said in ("fr", "en")
    }
    assert [kind for _path, kind in found(one, swapped)] == ["zone_order"]


def test_a_zone_keeps_its_passage_and_the_part_that_it_lies_on(item: Any) -> None:
    one = item("spot")
    blank = {"zones.1.quote.fr": "", "zones.1.quote.en": ""}
    assert found(one, blank) == [("zones.1.quote.fr", "missing"), ("zones.1.quote.en", "missing")]
    assert troubles(one, stimulus__likes="") == [("stimulus.likes", "zone_part")]
    content = content_of(one)
    content["stimulus"]["link"] = {"fr": "ici", "en": "here"}
    content["zones"].insert(3, {**content["zones"][3], "id": "e", "part": "link"})
    gone = {"stimulus.link.fr": "", "stimulus.link.en": ""}
    assert set(found(item_from(content), gone)) == {("stimulus.link.fr", "zone_part")}


def test_who_wrote_which_post_of_a_feed_stays(item: Any) -> None:
    content = content_of(item("feed_simulator"))
    content["posts"][3]["account"] = content["posts"][1]["account"]
    one = item_from(content)
    assert troubles(one, posts__3__account="new") == [("posts.3.account", "author")]
    first = content["posts"][0]["account"]
    assert troubles(one, posts__2__account=first) == [("posts.2.account", "author")]
    both = {"posts.1.account": "new", "posts.3.account": "new"}
    assert adapted(content, both)["posts"][3]["account"] == "new"


def test_what_no_sentence_was_made_for_is_told_as_the_check_says_it(item: Any) -> None:
    content = content_of(item("poll"))
    content["stimulus"] = {
        "type": "post", "account": "a", "time": {"fr": "h", "en": "h"}, "unfolded": True,
        "caption": {"fr": "c", "en": "c"}, "more": {"fr": "m", "en": "m"},
    }  # fmt: skip
    with pytest.raises(WordingRefused) as caught:
        adapted(content, {"stimulus.more.fr": "", "stimulus.more.en": ""})
    (one,) = caught.value.troubles
    assert one.kind == "other" and one.said.startswith("unfolded says how")


def test_the_name_of_a_zone_follows_its_passage(item: Any) -> None:
    one = item("spot")
    assert "zones.1.text.fr" not in fields(one)
    typed = {"zones.1.quote.fr": "two", "zones.1.quote.en": "two"}
    made = adapted(content_of(one), typed)
    assert made["zones"][1]["text"] == {"fr": "«\u00a0two\u00a0»", "en": "“two”"}


def test_words_that_differ_stand_in_their_text(item: Any) -> None:
    said = troubles(item("trace"), versions__2__differs__en="nowhere")
    assert said == [("versions.2.differs.en", "differs")]


def test_what_a_union_of_pictures_says_is_told_at_the_field(item: Any) -> None:
    content = content_of(item("spot"))
    content["stimulus"]["picture"] = {"drawing": "dog", "alt": {"fr": "Un chien", "en": "A dog"}}
    one = item_from(content)
    assert troubles(one, stimulus__picture__alt__en="") == [("stimulus.picture.alt.en", "missing")]
    assert troubles(one, stimulus__account="x" * 61) == [("stimulus.account", "too_long")]
    made = adapted(content, {"stimulus.picture.alt.fr": "", "stimulus.picture.alt.en": ""})
    assert made["stimulus"]["picture"] == {"drawing": "dog"}


def test_a_stimulus_whose_type_is_the_name_of_a_field(item: Any) -> None:
    content = content_of(item("poll"))
    content["stimulus"]["credit"] = {"fr": "Ici", "en": "Here"}
    assert troubles(item_from(content), stimulus__credit__en="") == [
        ("stimulus.credit.en", "missing")
    ]


@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "a\x85b", "a\ud800b"])
def test_signs_that_no_pack_may_hold(item: Any, text: str) -> None:
    assert troubles(item("poll"), stem__en=text) == [("stem.en", "signs")]


@pytest.mark.parametrize("text", ["2027", "1800000000", "30.11.2027", "2027-11-31", "tomorrow"])
def test_a_day_is_a_day(item: Any, text: str) -> None:
    assert troubles(item("poll"), review_by=text) == [("review_by", "date")]


def test_a_rule_that_nobody_knew_is_told_in_its_own_words() -> None:
    (told,) = from_rules([Problem("What?", "Do.", field="new")], ["stem.fr"])
    assert (told.path, told.kind, told.said) == ("new", "other", "What? Do.")
