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

from quizzes.bank import SHIPPED
from quizzes.domain.grids import GridItem
from quizzes.domain.item import Item
from quizzes.domain.kinds import content_of
from quizzes.domain.options import OptionItem
from quizzes.domain.pack import Pack, PackHead, pack_schema
from quizzes.domain.text import LANGUAGES, Text
from quizzes.formats.pack_folder import read_folder

FOLDERS = sorted(path.parent for path in SHIPPED.glob("*/pack.yaml"))
PACKS = [read_folder(folder).pack for folder in FOLDERS]
ITEMS = [(pack, item) for pack in PACKS for item in pack.items]
TODAY = date(2026, 11, 21)

each_pack = pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.slug)
each_item = pytest.mark.parametrize(
    ("pack", "item"), ITEMS, ids=[f"{pack.slug}-{item.id}" for pack, item in ITEMS]
)


def texts(value: Any, place: str = "") -> Iterator[tuple[str, Text]]:
    """Every text in two languages, with its place."""
    if isinstance(value, Text):
        yield place, value
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
    return re.sub(r"https?://\S+", "", text)


def wrong(pack: Pack, language: Any, pattern: str) -> list[str]:
    """Places and texts where a pattern is found."""
    return [
        f"{place}: {text.say(language)}"
        for place, text in all_texts(pack)
        if re.search(pattern, without_addresses(text.say(language)))
    ]


def test_three_packs_are_shipped_and_each_folder_bears_its_slug() -> None:
    assert len(FOLDERS) == 3
    assert [folder.name for folder in FOLDERS] == [pack.slug for pack in PACKS]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_pack_has_every_file_that_it_needs_and_no_other(folder: Path) -> None:
    loaded = read_folder(folder)
    files = {f"media/{path.name}" for path in (folder / "media").iterdir()}
    assert set(loaded.media) == loaded.pack.media() == files


@each_pack
def test_a_pack_fills_a_lesson(pack: Pack) -> None:
    assert len(pack.items) >= 8
    assert pack.minutes >= 30
    assert len(pack.objectives) >= 2
    assert len({item.id for item in pack.items}) == len(pack.items)


@each_pack
def test_a_pack_has_nothing_to_mend(pack: Pack) -> None:
    assert pack.problems() == []


@each_item
def test_a_scored_item_rests_on_a_source_that_was_seen(pack: Pack, item: Item) -> None:
    if item.scored:
        assert any(source.verification != "R" for source in item.sources)
    assert all(source.date <= "2026-11-21" for source in item.sources)
    assert all((source.seen or "2026") <= "2026-11-21" for source in item.sources)


@each_item
def test_every_option_says_why_in_both_languages(pack: Pack, item: Item) -> None:
    if not item.scored:
        return
    given: list[Text | None]
    if isinstance(item, GridItem):
        given = [text for place, text in texts(item) if place.endswith(".rationale")]
    elif isinstance(item, OptionItem):
        given = [option.rationale for option in item.options]
    else:
        given = [one.rationale for one in item.temptations]  # type: ignore[attr-defined]
    for rationale in given:
        assert rationale is not None
        assert all(len(rationale.say(language)) >= 20 for language in LANGUAGES)


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
            assert all((item.mark({**right, row: cell}) or 0) < 1 for cell in wrong)
    elif item.shape == "number":
        assert item.mark(item.read_response(view["truth"])) == 1
        for one in item.temptations:  # type: ignore[attr-defined]
            assert item.mark(item.read_response(one.value)) != 1


@each_item
def test_a_stem_is_short(pack: Pack, item: Item) -> None:
    for language in LANGUAGES:
        words = re.findall(r"[\w’-]+", item.stem.say(language))
        assert len(words) <= 25, item.stem.say(language)


@each_item
def test_an_item_is_looked_at_again_before_long(pack: Pack, item: Item) -> None:
    assert TODAY < item.review_by <= TODAY.replace(year=2028)


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


@each_pack
def test_keys_are_spread_over_the_letters(pack: Pack) -> None:
    letters = [
        item.letter(key)
        for item in pack.items
        if item.kind == "single_choice" and isinstance(item, OptionItem)
        for key in sorted(item.keys())
    ]
    (_letter, most), *_others = Counter(letters).most_common()
    assert len(set(letters)) >= 2
    assert most <= max(2, 0.6 * len(letters)), letters


@each_pack
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_option_is_not_usually_the_key(pack: Pack, language: Any) -> None:
    longest = []
    for item in pack.items:
        if item.kind == "single_choice" and isinstance(item, OptionItem):
            lengths = {one.id: len(one.text.say(language)) for one in item.options}
            key = next(iter(item.keys()))
            longest.append(lengths.pop(key) > max(lengths.values()))
    assert sum(longest) <= 0.6 * len(longest)


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
    """As editors read it: YAML's own numbers, dates as text."""

    class Editor(yaml.SafeLoader):
        """YAML 1.2's core: no dates."""

    Editor.yaml_implicit_resolvers = {
        sign: [one for one in found if one[0] != "tag:yaml.org,2002:timestamp"]
        for sign, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    text = (folder / "pack.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=../../formats/pack.schema.json")
    loaded = Editor(text).get_single_data()
    found = Draft202012Validator(pack_schema()).iter_errors(loaded)
    assert [str(error.message)[:300] for error in found] == []
