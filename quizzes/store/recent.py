"""What was made a while ago and may be wanted again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Made = TypeVar("Made")


class Recent(Generic[Made]):
    """The `most` values that were asked for last, by their keys."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, Made] = OrderedDict()

    def get(self, key: Hashable) -> Made | None:
        """The value of this key, if it is still there."""
        found = self._kept.pop(key, None)
        return None if found is None else self.put(key, found)

    def put(self, key: Hashable, value: Made) -> Made:
        """Keep `value` in place of what was longest not asked for."""
        self._kept[key] = value
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return value

    def get_or_make(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """The value of this key, made now if it is not there."""
        found = self.get(key)
        return self.put(key, make()) if found is None else found
