"""The kinds of items. Each file beside this one is a kind; nothing else names one.

To add a kind: copy a file, give its class a new `kind`, and make `templates/items/<kind>/`.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from typing import Any, get_args

from quizzes.items.item import Item


def _subclasses(base: type[Item]) -> list[type[Item]]:
    return [found for child in base.__subclasses__() for found in (child, *_subclasses(child))]


def kind_name(cls: type[Item]) -> str:
    """The word that packs use for this kind; empty for a base class of several kinds."""
    names = get_args(cls.model_fields["kind"].annotation)
    return str(names[0]) if names else ""


@cache
def kinds() -> Mapping[str, type[Item]]:
    """Every kind by its name."""
    for module in (one for one in pkgutil.iter_modules(__path__) if not one.ispkg):
        importlib.import_module(f"{__name__}.{module.name}")
    base: Any = Item  # abstract, which its subclasses are not
    return {kind_name(cls): cls for cls in _subclasses(base) if kind_name(cls)}


def item_from(content: Mapping[str, Any]) -> Item:
    """An item from the dict that packs and the database hold. Raises pydantic's error."""
    return kinds()[content["kind"]].model_validate(content)


def content_of(item: Item) -> dict[str, Any]:
    """The dict of an item, as packs and the database hold it."""
    return item.model_dump(mode="json", by_alias=True, exclude_none=True)
