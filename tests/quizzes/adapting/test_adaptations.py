"""Adapted packs: a new revision on offer, the old one where it runs, and back again."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from quizzes.adapting import adaptations
from quizzes.adapting.adaptations import ChangedMeanwhile
from quizzes.adapting.faults import WordingRefused
from quizzes.alone import attempts
from quizzes.bank import catalogue
from quizzes.items.problems import Problems
from quizzes.kinds import content_of

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=3)
SLUG, CODE = "d-ou-ca-sort", "C04"
WORDS = {"stem.fr": "Et alors ?", "stem.en": "So what?"}
pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def context(app: Flask) -> Any:
    """The database of a kit with the shipped packs."""
    with app.app_context():
        yield


def seen(code: str = CODE) -> int:
    return adaptations.find_item(SLUG, code)[1].row_id


def adapt(code: str = CODE, **more: Any) -> catalogue.BankPack:
    typed = more.pop("typed", WORDS)
    return adaptations.adapt(SLUG, code, typed, more.pop("seen", seen(code)), more.pop("now", NOW))


def test_an_adapted_pack_is_on_offer_with_its_pictures_and_its_other_items() -> None:
    old = catalogue.find_pack(SLUG)
    assert old is not None
    new = adapt()
    assert catalogue.find_pack(SLUG) == new and new.row_id != old.row_id
    assert new.head == old.head
    changed = [one.item.id for one, other in zip(new.items, old.items, strict=True) if one != other]
    assert changed == [CODE]
    assert new.head.cover is not None
    name = new.head.cover.file
    assert (
        catalogue.media_file(new.row_id, name) == catalogue.media_file(old.row_id, name) is not None
    )
    assert catalogue.bank_pack(old.row_id) == old


def test_the_same_words_change_nothing() -> None:
    old = catalogue.find_pack(SLUG)
    assert adapt(typed={}) == old
    assert adaptations.changed_on(SLUG) is None


def test_an_attempt_that_has_begun_keeps_its_words() -> None:
    old = catalogue.find_pack(SLUG)
    assert old is not None
    token = attempts.begin(old, "each", NOW)
    adapt()
    attempt = attempts.resume(token, NOW)
    assert attempt is not None and attempt.pack == old


def test_nothing_is_kept_of_what_is_refused() -> None:
    old = catalogue.find_pack(SLUG)
    with pytest.raises(WordingRefused):
        adapt(typed={"stem.fr": ""})
    with pytest.raises(Problems):
        adapt(typed={**WORDS, "options.0.key": "true"})
    with pytest.raises(LookupError):
        adaptations.adapt(SLUG, "Z99", WORDS, 1, NOW)
    with pytest.raises(LookupError):
        adaptations.adapt("no-such-pack", CODE, WORDS, 1, NOW)
    assert catalogue.find_pack(SLUG) == old


def test_forms_of_tests_are_not_adapted() -> None:
    form = catalogue.find_any("test-forme-a")
    assert form is not None and adaptations.find_pack("test-forme-a") is None
    one = form.items[0]
    with pytest.raises(LookupError):
        adaptations.adapt("test-forme-a", one.item.id, WORDS, one.row_id, NOW)


def test_who_saw_older_words_does_not_overwrite_newer_ones() -> None:
    number = seen()
    new = adapt()
    for typed in (WORDS, {"stem.en": "Something else?"}, {}):
        with pytest.raises(ChangedMeanwhile):
            adapt(typed=typed, seen=number)
    assert catalogue.find_pack(SLUG) == new


def test_somebody_who_saves_between_the_check_and_the_lock_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    number, check = seen(), adaptations._is_changed

    def late(*args: Any) -> bool:
        monkeypatch.undo()
        adapt(typed={"stem.en": "The first was quicker."})
        return check(*args)

    monkeypatch.setattr(adaptations, "_is_changed", late)
    with pytest.raises(ChangedMeanwhile):
        adapt(seen=number)
    assert adaptations.find_item(SLUG, CODE)[1].item.stem.en == "The first was quicker."


def test_an_update_of_the_kit_leaves_adapted_words() -> None:
    new = adapt()
    catalogue.import_shipped(LATER)
    assert catalogue.find_pack(SLUG) == new


def test_the_day_of_the_last_change_is_known() -> None:
    assert adaptations.changed_on(SLUG) is None
    adapt()
    assert adaptations.changed_on(SLUG) == NOW
    adapt(typed={"stem.en": "What now?"}, now=LATER)
    assert adaptations.changed_on(SLUG) == LATER
    adapt(typed=WORDS, now=LATER + timedelta(days=1))  # a revision that was kept before
    assert adaptations.changed_on(SLUG) == LATER + timedelta(days=1)
    assert adaptations.changed_on("no-such-pack") is None


def test_back_to_the_shipped_version() -> None:
    old = catalogue.find_pack(SLUG)
    adapt()
    assert adaptations.back_to_shipped(SLUG, LATER) == old == catalogue.find_pack(SLUG)
    assert adaptations.changed_on(SLUG) is None
    catalogue.import_shipped(LATER)
    assert catalogue.find_pack(SLUG) == old
    with pytest.raises(LookupError):
        adaptations.back_to_shipped("no-such-pack", LATER)


def test_typing_the_shipped_words_again_is_going_back() -> None:
    old = catalogue.find_pack(SLUG)
    assert old is not None
    before = content_of(adaptations.find_item(SLUG, CODE)[1].item)["stem"]
    adapt()
    assert adapt(typed={"stem.fr": before["fr"], "stem.en": before["en"]}) == old
    assert adaptations.changed_on(SLUG) is None


def test_a_pack_of_one_s_own_can_be_adapted_but_has_no_shipped_version(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(catalogue.SHIPPED / SLUG, tmp_path / "own"))
    path = folder / "pack.yaml"
    text = path.read_text(encoding="utf-8").replace(f"slug: {SLUG}", "slug: my-own", 1)
    path.write_text(text, encoding="utf-8")
    catalogue.import_folder(folder, NOW)
    _pack, one = adaptations.find_item("my-own", CODE)
    new = adaptations.adapt("my-own", CODE, WORDS, one.row_id, NOW)
    assert new.items[3].item.stem.en == "So what?"
    assert adaptations.changed_on("my-own") is None
    with pytest.raises(LookupError):
        adaptations.back_to_shipped("my-own", NOW)
