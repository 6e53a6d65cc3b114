"""What sheets show, as values; no browser, no PDF, no database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest

from quizzes.formats.pack import Pack, PackHead
from quizzes.formats.pack_folder import read_folder
from quizzes.items.dates import say_date
from quizzes.items.item import Item
from quizzes.items.text import LANGUAGES, Language
from quizzes.kinds import kinds
from workshop.paper import compose

PACKS = sorted(path.parent for path in Path("quizzes/packs").glob("*/pack.yaml"))
ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class OneItem:
    item: Item


@dataclass(frozen=True)
class OnePack:
    head: PackHead
    items: tuple[OneItem, ...]


def on_paper(pack: Pack) -> OnePack:
    return OnePack(pack, tuple(OneItem(item) for item in pack.items))


@pytest.fixture(params=PACKS, ids=lambda folder: folder.name)
def pack(request: pytest.FixtureRequest) -> Pack:
    return read_folder(request.param).pack


def secrets(pack: Pack, language: Language) -> Iterator[str]:
    for item in pack.items:
        answer = item.revealed_view(language)
        yield answer["explanation"]
        yield from answer.get("rationales", {}).values()
        yield from (one["rationale"] for one in answer.get("temptations", ()))
        yield from answer["prompts"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_worksheet_holds_no_answer_anywhere(pack: Pack, language: Language) -> None:
    sheet = compose.worksheet(on_paper(pack), language)
    text = json.dumps(asdict(sheet), ensure_ascii=False, default=str)
    assert all(entry.answer is None and not entry.short_answer for entry in sheet.entries)
    assert not [secret for secret in secrets(pack, language) if secret and secret in text]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_key_answers_every_scored_item(pack: Pack, language: Language) -> None:
    sheet = compose.key(on_paper(pack), language)
    for entry, item in zip(sheet.entries, pack.items, strict=True):
        assert bool(entry.short_answer) == item.scored, entry.code
        assert entry.answer is not None


def test_both_sheets_number_the_items_alike(pack: Pack) -> None:
    one, two = compose.worksheet(on_paper(pack), "fr"), compose.key(on_paper(pack), "fr")
    numbers = [(entry.number, entry.code) for entry in one.entries]
    assert numbers == [(entry.number, entry.code) for entry in two.entries]
    assert [number for number, _ in numbers] == list(range(1, len(numbers) + 1))


def shows_made_up_posts(item: Item) -> bool:
    """A mock post above the question, among what is judged, or in a feed."""
    if item.kind in {"feed_ranking", "feed_simulator"}:
        return True
    shown = [item, *getattr(item, "posts", ())]
    return any(one.stimulus and one.stimulus.type == "post" for one in shown)


def test_the_foot_says_version_licence_codes_and_the_law(pack: Pack) -> None:
    foot = compose.worksheet(on_paper(pack), "fr").footer
    assert (foot.slug, foot.version, foot.licence) == (pack.slug, pack.version, "CC BY-SA 4.0")
    assert pack.items[0].id in foot.codes and pack.items[-1].id in foot.codes
    assert bool(foot.law_date) == bool(pack.law_date)
    assert foot.fictional == any(shows_made_up_posts(item) for item in pack.items)


def test_a_tie_shows_in_the_short_answer() -> None:
    view = {"shape": "order", "options": [{"id": i, "letter": i.upper()} for i in "abc"]}
    said = compose._short_answer(view, {"groups": [["c"], ["a", "b"]]})
    assert said.replace("\u00a0", " ") == "C › A = B"


@pytest.mark.parametrize(
    ("partial", "language", "said"),
    [
        ("2024", "fr", "2024"),
        ("2024-02", "fr", "février 2024"),
        ("2024-02-01", "fr", "1er février 2024"),
        ("2024-02-11", "fr", "11 février 2024"),
        ("2024-02-01", "en", "1 February 2024"),
    ],
)
def test_dates_are_said_as_print_says_them(partial: str, language: Language, said: str) -> None:
    assert say_date(partial, language) == said


def test_every_kind_has_its_paper() -> None:
    missing = [
        kind
        for kind in kinds()
        if not (ROOT / "templates" / "items" / kind / "paper.html").is_file()
    ]
    assert not missing
