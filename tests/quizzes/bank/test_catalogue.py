"""The bank: packs come in whole, revisions never change."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from quizzes.alone import attempts
from quizzes.bank import catalogue
from quizzes.bank.tables import ItemRow, MediaRow, PackItemRow, PackRow
from quizzes.items.problems import Problems
from quizzes.store.db import Base, db

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
SLUG = "d-ou-ca-sort"
pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def context(app: Flask) -> Any:
    """The database of a kit with the shipped packs."""
    with app.app_context():
        yield


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of a shipped pack, to be changed by hand."""
    return Path(shutil.copytree(catalogue.SHIPPED / SLUG, tmp_path / "by-hand"))


def edit(folder: Path, old: str, new: str) -> None:
    path = folder / "pack.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def count(*tables: type[Base]) -> list[int]:
    return [db.session.scalar(select(func.count()).select_from(one)) or 0 for one in tables]


TABLES = (PackRow, ItemRow, PackItemRow, MediaRow)


def found(slug: str = SLUG) -> catalogue.BankPack:
    pack = catalogue.find_pack(slug)
    assert pack is not None
    return pack


def test_the_shipped_packs_are_on_offer() -> None:
    slugs = sorted(path.parent.name for path in catalogue.SHIPPED.glob("*/pack.yaml"))
    assert [pack.slug for pack in catalogue.list_all()] == slugs
    assert catalogue.find_pack("no-such-pack") is None


def test_an_item_is_found_by_the_number_of_its_revision() -> None:
    pack = found()
    assert [pack.by_row(one.row_id) for one in pack.items] == [one.item for one in pack.items]
    with pytest.raises(KeyError):
        pack.by_row(10**9)


def test_importing_the_same_pack_twice_changes_nothing(folder: Path) -> None:
    before = (found(), count(*TABLES))
    assert catalogue.import_folder(folder, NOW) == (before[0], False)
    assert (found(), count(*TABLES)) == before


def test_a_remark_or_another_layout_is_not_a_change(folder: Path) -> None:
    edit(folder, "format: 1", "# a remark\nformat:   1")
    assert catalogue.import_folder(folder, NOW)[1] is False


def test_a_changed_item_becomes_a_new_revision_and_the_others_are_kept(folder: Path) -> None:
    old, before = found(), count(*TABLES)
    edit(folder, "version: 1.0.0", "version: 1.0.1")
    edit(folder, "Je passe à autre chose.", "Je continue à faire défiler.")
    new, changed = catalogue.import_folder(folder, NOW)
    assert changed
    assert found() == new
    assert new.head.version == "1.0.1"
    after = count(*TABLES)
    assert (after[0], after[1]) == (before[0] + 1, before[1] + 1)
    kept = {one.row_id for one in old.items} & {one.row_id for one in new.items}
    assert len(kept) == len(old.items) - 1
    assert catalogue.bank_pack(old.row_id) == old


def test_an_old_attempt_keeps_the_text_that_the_learner_saw(folder: Path) -> None:
    token = attempts.begin(found(), "each", NOW)
    edit(folder, "Je passe à autre chose.", "Je continue à faire défiler.")
    catalogue.import_folder(folder, NOW)
    attempt = attempts.resume(token, NOW)
    assert attempt is not None
    texts = [option["text"] for option in attempt.pack.items[0].item.public_view("fr")["options"]]
    assert "Je passe à autre chose." in texts
    assert "Je continue à faire défiler." not in texts


def test_going_back_to_an_older_revision_offers_it_again(folder: Path) -> None:
    old = found()
    edit(folder, "version: 1.0.0", "version: 9.0.0")
    catalogue.import_folder(folder, NOW)
    before = count(*TABLES)
    assert catalogue.import_folder(catalogue.SHIPPED / SLUG, NOW) == (old, True)
    assert found() == old
    assert count(*TABLES) == before


def test_only_one_revision_of_a_slug_is_on_offer(folder: Path) -> None:
    for before, after in (("1.0.0", "1.0.1"), ("1.0.1", "1.0.2"), ("1.0.2", "1.0.3")):
        edit(folder, f"version: {before}", f"version: {after}")
        catalogue.import_folder(folder, NOW)
    assert [pack.slug for pack in catalogue.list_packs()].count(SLUG) == 1


def test_a_pack_with_a_problem_is_not_imported_at_all(folder: Path) -> None:
    before = (found(), count(*TABLES))
    edit(folder, "version: 1.0.0", "version: one")
    with pytest.raises(Problems):
        catalogue.import_folder(folder, NOW)
    assert (found(), count(*TABLES)) == before


def test_an_import_that_breaks_half_way_leaves_everything_as_it_was(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (found(), count(*TABLES))
    edit(folder, "version: 1.0.0", "version: 1.0.1")
    edit(folder, "Je passe à autre chose.", "Je continue à faire défiler.")
    keep, kept = catalogue._keep_item, []

    def broken(item: Any) -> Any:
        kept.append(item)
        if len(kept) == 5:
            raise RuntimeError("power cut")
        return keep(item)

    monkeypatch.setattr(catalogue, "_keep_item", broken)
    with pytest.raises(RuntimeError):
        catalogue.import_folder(folder, NOW)
    db.session.expire_all()
    assert (found(), count(*TABLES)) == before
    monkeypatch.undo()
    assert catalogue.import_folder(folder, NOW)[1]


def test_a_revision_imported_by_hand_stays_on_offer(folder: Path) -> None:
    edit(folder, "Je passe à autre chose.", "Je continue à faire défiler.")
    mine, _changed = catalogue.import_folder(folder, NOW)
    catalogue.import_shipped(NOW)
    assert found() == mine


def test_importing_the_shipped_packs_again_changes_nothing() -> None:
    before = (catalogue.list_all(), count(*TABLES))
    catalogue.import_shipped(NOW)
    assert (catalogue.list_all(), count(*TABLES)) == before


def test_a_number_that_nobody_had_can_be_given_later(folder: Path) -> None:
    coming = max(pack.row_id for pack in catalogue.list_all()) + 1
    with pytest.raises(LookupError):
        catalogue.bank_pack(coming)
    edit(folder, "version: 1.0.0", "version: 1.0.1")
    new, _changed = catalogue.import_folder(folder, NOW)
    assert new.row_id == coming


def test_media_belong_to_their_revision() -> None:
    pack = found()
    assert pack.head.cover is not None
    name = pack.head.cover.file
    assert catalogue.media_file(pack.row_id, name) == (catalogue.SHIPPED / SLUG / name).read_bytes()
    assert catalogue.media_file(pack.row_id, "media/none.svg") is None
    assert catalogue.media_file(10**9, name) is None
