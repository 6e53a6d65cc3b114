"""Operations of adapting: other words for an item of a pack on offer, and back to the shipped ones.

What runs already keeps the words it began with: revisions never change.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from quizzes.adapting.rules import adapted, fields
from quizzes.bank import catalogue, queries
from quizzes.bank.catalogue import BankItem, BankPack
from quizzes.formats.pack import Pack
from quizzes.formats.pack_folder import LoadedPack, read_folder
from quizzes.items.item import Item
from quizzes.kinds import content_of, item_from
from quizzes.store.db import writing


class ChangedMeanwhile(Exception):
    """The item that is on offer is no longer the one that was on the screen."""


def find_pack(slug: str) -> BankPack | None:
    """The pack on offer whose words may be adapted. Forms of tests are not among them."""
    return catalogue.find_pack(slug)


def find_item(slug: str, code: str) -> tuple[BankPack, BankItem]:
    """The pack on offer, and its item with this code. LookupError where there is none."""
    pack = catalogue.find_pack(slug)
    found = next((one for one in pack.items if one.item.id == code), None) if pack else None
    if pack is None or found is None:
        raise LookupError(f"{slug} {code}")
    return pack, found


def adapt(
    slug: str, code: str, posted: Mapping[str, str], seen_row_id: int, now: datetime
) -> BankPack:
    """Offer the pack with other words in one item; nothing is kept where they stay the same.

    Raises NotKept or Problems, LookupError, and ChangedMeanwhile.
    """
    pack, seen = find_item(slug, code)
    if not _is_changed(seen, posted, seen_row_id):
        return pack
    with writing():
        pack, seen = find_item(slug, code)  # two people may adapt two items at once
        if seen.row_id != seen_row_id:
            raise ChangedMeanwhile(code)
        made = item_from(adapted(content_of(seen.item), posted))
        loaded = _with_item(pack, made)
        pack_id = catalogue.put_on_offer(loaded, now, shipped=_is_shipped(loaded))
    return catalogue.bank_pack(pack_id)


def _is_changed(seen: BankItem, posted: Mapping[str, str], seen_row_id: int) -> bool:
    if seen.row_id != seen_row_id:
        raise ChangedMeanwhile(seen.item.id)
    content = content_of(seen.item)
    return adapted(content, posted) != content


def _with_item(pack: BankPack, made: Item) -> LoadedPack:
    items = tuple(made if one.item.id == made.id else one.item for one in pack.items)
    whole = Pack.model_construct(**{**dict(pack.head), "items": items})
    files = {name: catalogue.media_file(pack.row_id, name) for name in whole.media()}
    return LoadedPack(whole, {name: data for name, data in files.items() if data is not None})


@lru_cache(maxsize=32)
def _shipped(slug: str) -> LoadedPack | None:
    """The pack that came with this version of the kit, which does not change while it runs."""
    folders = {path.parent.name: path.parent for path in catalogue.SHIPPED.glob("*/pack.yaml")}
    return read_folder(folders[slug]) if slug in folders else None


def _is_shipped(loaded: LoadedPack) -> bool:
    shipped = _shipped(loaded.pack.slug)
    return shipped is not None and catalogue.pack_digest(shipped) == catalogue.pack_digest(loaded)


def back_to_shipped(slug: str, now: datetime) -> BankPack:
    """Offer the pack as it came with the kit. LookupError where the kit ships none."""
    loaded = _shipped(slug)
    if loaded is None or catalogue.find_pack(slug) is None:
        raise LookupError(slug)
    return catalogue.offer(loaded, now, shipped=True)[0]


def changed_on(slug: str) -> datetime | None:
    """When the pack on offer was adapted; None where it is the shipped one, or none is shipped."""
    row = queries.current_pack(slug)
    if row is None or row.shipped or _shipped(slug) is None:
        return None
    return row.imported_at


def adapted_codes(pack: BankPack) -> frozenset[str]:
    """The codes of the questions whose words are no longer those that came with the kit."""
    loaded = _shipped(pack.slug)
    came = {one.id: content_of(one) for one in loaded.pack.items} if loaded else {}
    asked = ((one.item.id, content_of(one.item)) for one in pack.items)
    return frozenset(code for code, content in asked if came.get(code, content) != content)


def shipped_words(slug: str, code: str) -> dict[str, str]:
    """Each field of a question with the words that came with the kit; empty where it ships none."""
    loaded = _shipped(slug)
    found = [one for one in loaded.pack.items if one.id == code] if loaded else []
    return fields(found[0]) if found else {}
