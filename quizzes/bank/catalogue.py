"""Operations of the bank: import packs, list them, give their items to whoever asks."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from quizzes.bank import queries
from quizzes.bank.tables import ItemRow, MediaRow, PackItemRow, PackRow
from quizzes.formats.pack import Form, Pack, PackHead
from quizzes.formats.pack_folder import LoadedPack, read_folder
from quizzes.items.item import Item
from quizzes.items.review import SOON, Due, due
from quizzes.items.text import Language
from quizzes.kinds import content_of, item_from
from quizzes.store.db import db, writing

SHIPPED = Path(__file__).parents[1] / "packs"


@dataclass(frozen=True)
class BankItem:
    """An item with the number of its immutable revision."""

    row_id: int
    item: Item


@dataclass(frozen=True)
class BankPack:
    """A revision of a pack, ready to be shown, asked or printed."""

    row_id: int
    head: PackHead
    items: tuple[BankItem, ...]

    @property
    def slug(self) -> str:
        """Its name in addresses."""
        return self.head.slug

    def title(self, language: Language) -> str:
        """Its title."""
        return self.head.title.say(language)

    def by_row(self, row_id: int) -> Item:
        """The item of that revision. KeyError if the pack has none."""
        for one in self.items:
            if one.row_id == row_id:
                return one.item
        raise KeyError(row_id)


@dataclass(frozen=True)
class FormPair:
    """The two forms of a test that is taken before and after."""

    a: BankPack
    b: BankPack

    @property
    def is_whole(self) -> bool:
        """Whether they are form a and form b of each other."""
        first, other = self.a.head.test, self.b.head.test
        if first is None or other is None or (first.form, other.form) != ("a", "b"):
            return False
        return first.pair == self.b.slug and other.pair == self.a.slug

    def title(self, language: Language) -> str:
        """What both are called together: the title of form a up to its dash."""
        return self.a.title(language).split(" — ")[0].strip()

    def form(self, name: Form) -> BankPack:
        """Form a or form b."""
        return self.a if name == "a" else self.b


def _digest(content: Any) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def pack_digest(loaded: LoadedPack) -> str:
    """What a revision is known by: the same for the same head, items and files."""
    files = {name: hashlib.sha256(data).hexdigest() for name, data in loaded.media.items()}
    items = [content_of(item) for item in loaded.pack.items]
    return _digest([_head_content(loaded.pack), items, files])


def _head_content(pack: Pack) -> dict[str, Any]:
    return pack.model_dump(mode="json", by_alias=True, exclude_none=True, exclude={"items"})


def import_folder(folder: Path, now: datetime) -> tuple[BankPack, bool]:
    """Keep the pack of `folder` as the offered revision of its slug.

    All or nothing; True when something changed. Raises Problems.
    """
    return offer(read_folder(folder), now, shipped=False)


def offer(loaded: LoadedPack, now: datetime, *, shipped: bool) -> tuple[BankPack, bool]:
    """Keep a pack as the offered revision of its slug; True when something changed."""
    known = queries.pack_by_digest(pack_digest(loaded))
    if known is not None and known.current and known.shipped == shipped:
        return bank_pack(known.id), False
    changed = known is None or not known.current
    with writing():
        pack_id = put_on_offer(loaded, now, shipped=shipped)
    return bank_pack(pack_id), changed


def put_on_offer(loaded: LoadedPack, now: datetime, *, shipped: bool) -> int:
    """The same within a transaction that writes: the number of the revision, to be loaded after
    it. A revision that was kept before is offered again."""
    digest = pack_digest(loaded)
    known = queries.pack_by_digest(digest)
    for row in queries.current_packs():
        if row.slug == loaded.pack.slug:
            row.current = False
    if known is not None:
        known.current = True
        known.imported_at = now
    else:
        known = _keep(loaded, digest, now)
    known.shipped = shipped
    db.session.flush()
    return known.id


def _keep(loaded: LoadedPack, digest: str, now: datetime) -> PackRow:
    pack = loaded.pack
    head = _head_content(pack)
    row = PackRow(slug=pack.slug, digest=digest, head=head, current=True, imported_at=now)
    db.session.add(row)
    db.session.flush()
    for position, item in enumerate(pack.items):
        item_row = _keep_item(item)
        db.session.add(PackItemRow(pack_id=row.id, item_id=item_row.id, position=position))
    for name, data in loaded.media.items():
        db.session.add(MediaRow(pack_id=row.id, name=name, data=data))
    return row


def _keep_item(item: Item) -> ItemRow:
    content = content_of(item)
    digest = _digest(content)
    row = queries.item_by_digest(digest)
    if row is None:
        row = ItemRow(digest=digest, code=item.id, kind=item.kind, content=content)
        db.session.add(row)
        db.session.flush()
    return row


def import_shipped(now: datetime) -> None:
    """Offer the newest revision of each shipped pack.

    A pack that was imported by hand under the same slug stays on offer.
    """
    for path in sorted(SHIPPED.glob("*/pack.yaml")):
        loaded = read_folder(path.parent)
        offered = queries.current_pack(loaded.pack.slug)
        if offered is None or offered.shipped:
            offer(loaded, now, shipped=True)


@lru_cache(maxsize=64)
def _load(_database: str, pack_id: int) -> BankPack:
    row = queries.pack_by_id(pack_id)
    if row is None:
        raise LookupError(pack_id)  # not kept in memory: this number may be given later
    head = PackHead.model_validate(row.head)
    items = tuple(BankItem(one.id, item_from(one.content)) for one in queries.item_rows(pack_id))
    return BankPack(row.id, head, items)


def bank_pack(pack_id: int) -> BankPack:
    """A revision of a pack. Kept in memory: revisions never change. LookupError if unknown."""
    return _load(str(db.engine.url), pack_id)


def find_any(slug: str) -> BankPack | None:
    """The offered revision of a pack, or of a form of a test: for those who may see its key."""
    row = queries.current_pack(slug)
    return bank_pack(row.id) if row else None


def find_pack(slug: str) -> BankPack | None:
    """The offered revision of a pack that may be led, taken alone and printed for pupils."""
    found = find_any(slug)
    return found if found is not None and found.head.test is None else None


def list_all() -> list[BankPack]:
    """Every pack on offer, by slug, and the forms of tests among them."""
    return [bank_pack(row.id) for row in queries.current_packs()]


def list_packs() -> list[BankPack]:
    """Every pack on offer, by slug. The forms of tests are not among them."""
    return [pack for pack in list_all() if pack.head.test is None]


def list_tests() -> list[FormPair]:
    """Every test whose two forms are on offer and name each other, the longest first."""
    packs = {pack.slug: pack for pack in list_all()}
    firsts = [one for one in packs.values() if one.head.test and one.head.test.form == "a"]
    found = [FormPair(one, packs[_pair(one)]) for one in firsts if _pair(one) in packs]
    whole = [one for one in found if one.is_whole]
    return sorted(whole, key=lambda one: (-one.a.head.minutes, one.a.slug))


def _pair(pack: BankPack) -> str:
    return pack.head.test.pair if pack.head.test else ""


def to_review(today: date, days: int = SOON) -> list[Due]:
    """Items of the packs on offer that should be read again by `today` plus `days`."""
    packs = [(pack.slug, pack.head.title, [one.item for one in pack.items]) for pack in list_all()]
    return due(packs, today, days)


def media_file(pack_id: int, name: str) -> bytes | None:
    """A media file of a revision."""
    return queries.media_data(pack_id, name)
