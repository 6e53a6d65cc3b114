"""The shipped packs: what every educator may rely on, checked on every item."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from quizzes.bank.catalogue import SHIPPED
from quizzes.formats.pack import Pack, PackHead, pack_schema
from quizzes.formats.pack_folder import read_folder
from quizzes.items.item import Item
from quizzes.items.text import LANGUAGES, Text
from quizzes.kinds import content_of, kinds
from quizzes.kinds.bases.grids import GridItem
from quizzes.kinds.bases.options import OptionItem
from quizzes.kinds.estimate import Estimate
from quizzes.kinds.judgement_set import JudgementSet
from quizzes.kinds.matching import Matching
from quizzes.kinds.trace import Trace
from quizzes.kinds.two_tier import TwoTier

FOLDERS = sorted(path.parent for path in SHIPPED.glob("*/pack.yaml"))
PACKS = [read_folder(folder).pack for folder in FOLDERS]
ITEMS = [(pack, item) for pack in PACKS for item in pack.items]
TODAY = date(2026, 11, 22)
LESSONS = {"d-ou-ca-sort": 16, "pub-ou-pas-pub": 15, "qui-range-mon-fil": 15}
FORMS = ("test-court-a", "test-court-b", "test-forme-a", "test-forme-b")

each_pack = pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.slug)
each_item = pytest.mark.parametrize(
    ("pack", "item"), ITEMS, ids=[f"{pack.slug}-{item.id}" for pack, item in ITEMS]
)
SETS = [(pack, item) for pack, item in ITEMS if isinstance(item, JudgementSet)]
each_set = pytest.mark.parametrize(
    ("pack", "item"), SETS, ids=[f"{pack.slug}-{item.id}" for pack, item in SETS]
)


def texts(value: Any, place: str = "") -> Iterator[tuple[str, Text]]:
    """Every text in two languages, with its place."""
    if isinstance(value, Text):
        yield place, value
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from texts(one, f"{place}.{name}")
    elif isinstance(value, tuple):
        for number, one in enumerate(value):
            yield from texts(one, f"{place}[{number}]")
    elif hasattr(value, "__pydantic_fields__"):
        for name in type(value).model_fields:
            yield from texts(getattr(value, name), f"{place}.{name}")


def all_texts(pack: Pack) -> list[tuple[str, Text]]:
    head = PackHead.model_construct(**{k: v for k, v in dict(pack).items() if k != "items"})
    found = list(texts(head))
    for item in pack.items:
        found += texts(item, item.id)
    return found


def without_addresses(text: str) -> str:
    """Web addresses are no French: their signs stand without spaces."""
    return re.sub(r"https?://\S+|[\w.-]+\.[a-z]+/\S*", "", text)


def wrong(pack: Pack, language: Any, pattern: str) -> list[str]:
    """Places and texts where a pattern is found."""
    return [
        f"{place}: {text.say(language)}"
        for place, text in all_texts(pack)
        if re.search(pattern, without_addresses(text.say(language)))
    ]


def single_choices(packs: list[Pack]) -> list[OptionItem]:
    items = [item for pack in packs for item in pack.items if item.kind == "single_choice"]
    return [item for item in items if isinstance(item, OptionItem)]


def test_the_packs_are_these_and_each_folder_bears_its_slug() -> None:
    assert [folder.name for folder in FOLDERS] == [pack.slug for pack in PACKS]
    counts = {pack.slug: len(pack.items) for pack in PACKS}
    assert counts == {
        **LESSONS,
        **dict(zip(FORMS, (3, 3, 4, 4), strict=True)),
        "demo-cinq-minutes": 5,
        "en-reserve": 17,
    }


def test_every_kind_is_shipped() -> None:
    """A kind that no pack asks would be one that no teacher has ever seen."""
    assert {item.kind for _pack, item in ITEMS} == set(kinds())


def test_codes_are_those_of_one_item_only() -> None:
    """Plans and reports name items by their codes; only the scale is asked in every form."""
    told = Counter(item.id for _pack, item in ITEMS)
    assert {code for code, times in told.items() if times > 1} == {"X03"}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_pack_has_every_file_that_it_needs_and_no_other(folder: Path) -> None:
    loaded = read_folder(folder)
    files = {f"media/{path.name}" for path in (folder / "media").iterdir()}
    assert set(loaded.media) == loaded.pack.media() == files


@each_pack
def test_a_pack_has_an_aim_and_the_time_that_it_needs(pack: Pack) -> None:
    assert pack.objectives
    assert len({item.id for item in pack.items}) == len(pack.items)
    assert sum(item.seconds for item in pack.items) <= 60 * pack.minutes


@pytest.mark.parametrize(
    "pack", [one for one in PACKS if one.slug in LESSONS], ids=lambda p: p.slug
)
def test_a_lesson_is_more_than_its_votes(pack: Pack) -> None:
    """Talk takes longer than answering: at most half of the minutes go into answers."""
    assert len(pack.objectives) >= 2
    assert pack.minutes >= 50
    assert sum(item.seconds for item in pack.items) <= 30 * pack.minutes
    assert any(item.second_vote for item in pack.items)
    assert len({item.kind for item in pack.items}) >= 8


def test_the_demo_takes_five_minutes() -> None:
    (demo,) = (pack for pack in PACKS if pack.slug == "demo-cinq-minutes")
    assert demo.minutes == 5


@pytest.mark.parametrize("pack", [one for one in PACKS if one.slug in FORMS], ids=lambda p: p.slug)
def test_a_form_hides_itself_and_asks_what_the_other_one_asks(pack: Pack) -> None:
    assert pack.test is not None
    (other,) = (one for one in PACKS if one.slug == pack.test.pair)
    assert other.test is not None
    assert (other.test.pair, {pack.test.form, other.test.form}) == (pack.slug, {"a", "b"})
    assert (pack.minutes, pack.age) == (other.minutes, other.age)
    for one, two in zip(pack.items, other.items, strict=True):
        assert (one.kind, one.seconds, one.age) == (two.kind, two.seconds, two.age)
        assert len(one.accepts().get("properties", ())) == len(two.accepts().get("properties", ()))
        if isinstance(one, JudgementSet) and isinstance(two, JudgementSet):
            assert one.asks == two.asks
            assert sum(post.reliable for post in one.posts) == sum(p.reliable for p in two.posts)


@each_pack
def test_only_forms_hide_themselves(pack: Pack) -> None:
    assert (pack.test is not None) == (pack.slug in FORMS)


@each_pack
def test_a_pack_has_nothing_to_mend(pack: Pack) -> None:
    assert pack.problems() == []


@each_item
def test_a_scored_item_rests_on_a_source_that_was_seen(pack: Pack, item: Item) -> None:
    today = TODAY.isoformat()
    if item.scored:
        assert item.sources
    if item.sources:
        assert any(source.verification != "R" for source in item.sources)
    assert all(source.date <= today for source in item.sources)
    assert all((source.seen or "2026") <= today for source in item.sources)
    for source in item.sources:
        if source.verification in {"V", "V2"}:
            assert source.seen, source.title


def must_say_why(item: Item) -> set[str]:
    """The ids of all that could be chosen wrongly; the places of tempting numbers."""
    if isinstance(item, TwoTier):
        return {one.id for one in (*item.answers, *item.reasons)}
    if isinstance(item, Matching):
        used = {term.key for term in item.terms}
        spare = {one.id for one in item.definitions} - used
        return {term.id for term in item.terms} | spare
    if isinstance(item, Trace):
        return set(item.version_ids())
    if isinstance(item, GridItem):
        return set(item.right())
    if isinstance(item, OptionItem):
        return set(item.option_ids())
    assert isinstance(item, Estimate), f"Say here what can be wrong in a {item.kind}."
    return {str(one.value) for one in item.temptations}


@each_item
@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_can_be_chosen_says_why(pack: Pack, item: Item, language: Any) -> None:
    if not item.scored:
        return
    view = item.answer_view(language)
    told = {**view.get("rationales", {}), **view.get("extras", {})}
    if isinstance(item, Estimate):
        told = {str(one.value): one.rationale.say(language) for one in item.temptations}
    assert told.keys() == must_say_why(item) != set()
    assert [one for one, why in told.items() if len(why) < 20] == []


@each_set
def test_as_much_deserves_trust_as_doubt(pack: Pack, item: JudgementSet) -> None:
    """A set of traps would teach to reject everything, and earn for it."""
    reliable = sum(post.reliable for post in item.posts)
    assert abs(reliable - (len(item.posts) - reliable)) <= len(item.posts) % 2
    for verdict in ("reliable", "unreliable", "unsure"):
        blanket = item.mark(item.read_response({post.id: verdict for post in item.posts}))
        assert (blanket or 0) <= 0.6, verdict


@each_item
def test_the_key_earns_everything_and_no_distractor_does(pack: Pack, item: Item) -> None:
    view = item.answer_view("fr")
    if item.shape == "one" and isinstance(item, OptionItem) and item.scored:
        keys = set(view["keys"])
        marks = {one: item.mark(item.read_response(one)) for one in item.option_ids()}
        assert marks == {one: float(one in keys) for one in marks}
    elif item.shape == "many" and isinstance(item, OptionItem):
        assert item.mark(item.read_response(view["keys"])) == 1
        everything = item.mark(item.option_ids())
        assert everything is not None
        assert everything < 1
        for distractor in set(item.option_ids()) - set(view["keys"]):
            assert item.mark([distractor]) == 0
    elif item.shape == "order" and isinstance(item, OptionItem):
        assert item.mark(item.read_response(view["order"])) == 1
        assert item.mark(view["order"][::-1]) == 0
        assert item.mark(item.option_ids()) != 1
    elif isinstance(item, GridItem) and item.scored:
        right = {row: cells[0] for row, cells in view["right"].items()}
        assert item.mark(item.read_response(right)) == 1
        for row, one in item.accepts()["properties"].items():
            wrong = [cell for cell in one["enum"] if cell.split(":")[0] not in view["right"][row]]
            assert wrong, row
            assert all((item.mark({**right, row: cell}) or 0) < 1 for cell in wrong)
            also = [{**right, row: cell} for cell in view["right"][row]]
            assert all(item.mark(item.read_response(one)) == 1 for one in also)
    elif item.shape == "number":
        assert item.mark(item.read_response(view["truth"])) == 1
        for one in item.temptations:  # type: ignore[attr-defined]
            assert item.mark(item.read_response(one.value)) != 1
    else:
        assert not item.scored, f"Say here how a {item.kind} is marked."
        assert item.shape not in {"one", "many", "order", "number"} or item.kind == "poll"


@each_item
def test_a_stem_is_short(pack: Pack, item: Item) -> None:
    for language in LANGUAGES:
        words = re.findall(r"[\w’-]+", item.stem.say(language))
        assert len(words) <= 25, item.stem.say(language)


@each_item
def test_an_item_is_looked_at_again_before_long(pack: Pack, item: Item) -> None:
    assert TODAY < item.review_by <= TODAY.replace(year=2028)


@each_item
def test_both_languages_are_whole_on_every_screen(pack: Pack, item: Item) -> None:
    """Before and after the reveal: the same fields, the same lists, nothing empty in one only."""
    for face in (item.public_view, item.revealed_view):
        assert outline(face("fr")) == outline(face("en"))
    for place, text in texts(item):
        assert text.fr.strip() and text.en.strip(), place


def outline(value: Any) -> Any:
    """What is there, without its words."""
    if isinstance(value, dict):
        return {name: outline(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [outline(one) for one in value]
    return bool(value) if isinstance(value, str) else value


@each_item
def test_an_item_about_law_says_whose_law(pack: Pack, item: Item) -> None:
    if item.volatile:
        assert item.jurisdiction
        assert pack.law_date is not None
        assert pack.law_date <= TODAY


@each_item
def test_an_item_is_tied_to_the_frameworks_and_to_a_debrief(pack: Pack, item: Item) -> None:
    assert item.competences.codes()
    assert item.prompts


some_packs = pytest.mark.parametrize(
    "packs",
    [*([one] for one in PACKS if one.slug in LESSONS), PACKS],
    ids=lambda packs: packs[0].slug if len(packs) == 1 else "all",
)


@some_packs
def test_keys_are_spread_over_the_letters(packs: list[Pack]) -> None:
    """In each lesson, and over all packs: short ones have one or two such questions."""
    letters = [item.letter(key) for item in single_choices(packs) for key in sorted(item.keys())]
    (_letter, most), *_others = Counter(letters).most_common()
    assert len(set(letters)) >= 2
    assert most <= max(2, 0.6 * len(letters)), letters


@some_packs
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_option_is_not_usually_the_key(packs: list[Pack], language: Any) -> None:
    longest = []
    for item in single_choices(packs):
        lengths = {one.id: len(one.text.say(language)) for one in item.options}
        key = next(iter(item.keys()))
        longest.append(lengths.pop(key) > max(lengths.values()))
    assert sum(longest) <= 0.6 * len(longest), longest


def test_true_and_false_are_both_right_somewhere() -> None:
    keys = [
        key
        for _pack, item in ITEMS
        if item.kind == "true_false" and isinstance(item, OptionItem)
        for key in sorted(item.keys())
    ]
    assert len(keys) < 2 or set(keys) == {"true", "false"}


@each_pack
def test_french_signs_stand_after_a_no_break_space(pack: Pack) -> None:
    assert wrong(pack, "fr", r"[ \n][;:!?%»](?!\))|« |«(?!\u00a0)|(?<!\u00a0)»") == []
    assert wrong(pack, "fr", r"(?<![\u202f!?(])[;!?](?![;!?])") == []
    assert wrong(pack, "fr", r"(?<![\u00a0\d]):(?=\s|$)") == []


@each_pack
def test_french_numbers_are_grouped_by_narrow_spaces(pack: Pack) -> None:
    assert wrong(pack, "fr", r"\d \d{3}(?!\d)") == []


@each_pack
@pytest.mark.parametrize("language", LANGUAGES)
def test_apostrophes_and_quotes_are_typographic(pack: Pack, language: Any) -> None:
    assert wrong(pack, language, "['\"`´]|\\.\\.\\.") == []
    assert wrong(pack, language, " {2}") == []


@each_pack
def test_each_language_uses_its_own_quotes(pack: Pack) -> None:
    assert wrong(pack, "en", "[«»]") == []
    assert wrong(pack, "fr", "^[^«]*[“”]|»[^«]*[“”]") == []  # fine for a quote within a quote
    assert wrong(pack, "en", r"[\u202f\u00a0][;!?:]") == []


@each_pack
def test_french_and_english_have_the_same_shape(pack: Pack) -> None:
    for place, text in all_texts(pack):
        fr, en = text.fr, text.en
        assert fr.count("\n\n") == en.count("\n\n"), place
        assert 0.5 <= len(fr) / len(en) <= 2.2 or max(len(fr), len(en)) < 40, (place, fr, en)
        same = fr == en and len(fr.split()) > 4
        assert not same, (place, fr)


SAID_IN_WORDS = {"1000"}
NUMBERS = re.compile(r"\d+(?:[.,\u202f]\d+)*")


def figures(text: str) -> Counter[str]:
    return Counter(re.sub(r"\D", "", found) for found in NUMBERS.findall(text))


@each_item
def test_french_and_english_give_the_same_figures(pack: Pack, item: Item) -> None:
    for place, text in texts(item):
        fr, en = set(figures(text.fr)), set(figures(text.en))
        assert not {one for one in fr ^ en if len(one) >= 3} - SAID_IN_WORDS, (place, text.fr)


@each_pack
def test_the_published_schema_accepts_the_pack_and_notices_a_slip(pack: Pack) -> None:
    head = pack.model_dump(mode="json", by_alias=True, exclude_none=True, exclude={"items"})
    content = {**head, "items": [content_of(item) for item in pack.items]}
    validator = Draft202012Validator(pack_schema())
    validator.check_schema(pack_schema())
    assert [error.message for error in validator.iter_errors(content)] == []
    for slip in (
        {"titel": "x"},
        {"licence": "GPL"},
        {"items": []},
        {"items": [{"kind": "hotspot"}]},
    ):
        assert not validator.is_valid({**content, **slip})
    first = content["items"][0]
    assert not validator.is_valid({**content, "items": [{**first, "stimulos": None}]})
    assert not validator.is_valid(
        {**content, "items": [{k: first[k] for k in first if k != "stem"}]}
    )


def test_the_published_schema_is_the_one_of_the_models() -> None:
    published = json.loads(
        (SHIPPED.parent / "formats" / "pack.schema.json").read_text(encoding="utf-8")
    )
    assert published == pack_schema(), (
        "run: recoupe packs schema > quizzes/formats/pack.schema.json"
    )


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_an_editor_finds_no_fault_in_a_shipped_pack(folder: Path) -> None:
    """As editors read it: YAML 1.2, where `no` is a word, with dates as text."""

    class Editor(yaml.SafeLoader):
        """YAML 1.2's core: no dates, and no booleans but true and false."""

    older = {"tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool"}
    Editor.yaml_implicit_resolvers = {
        sign: [one for one in found if one[0] not in older]
        for sign, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    Editor.add_implicit_resolver(
        "tag:yaml.org,2002:bool", re.compile("(?:true|false)$"), list("tf")
    )
    text = (folder / "pack.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=../../formats/pack.schema.json")
    loaded = Editor(text).get_single_data()
    found = Draft202012Validator(pack_schema()).iter_errors(loaded)
    assert [str(error.message)[:300] for error in found] == []
