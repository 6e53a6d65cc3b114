"""What the votes of a room come to: figures where there are some, and plain words where not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from quizzes.items.item import Item
from quizzes.items.itemstats import Flow
from quizzes.items.text import Language
from workshop.live.rules.phase import Phase
from workshop.live.sessions import Live

Uncounted = Literal["", "nobody", "nothing", "second"]
"""Nobody answered on a device, nothing was counted by hand, or the second vote was not."""


@dataclass(frozen=True)
class Votes:
    """What the room answered: the last vote, the first where there were two, what moved between."""

    last: dict[str, Any]
    first: dict[str, Any] | None
    flow: Flow | None

    @property
    def counted(self) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
        """The last vote and the first, each only if anything was counted in it: of nothing there
        are no figures. A first vote stands alone where the second was not counted."""
        first = self.first if self.first and self.first["n"] else None
        return (self.last, first) if self.last["n"] else (first, None)


def is_counted(item: Item | None) -> bool:
    """Whether hands, cards or sheets are counted for an item."""
    return item is not None and bool(item.hand_groups("fr"))


def how_without_devices(live: Live, language: Language) -> str:
    """What whoever has no device does while a question is open and, where nothing is counted, once
    everybody has written; else empty."""
    item = live.item
    if item is None or not live.settings.hands:
        return ""
    if live.state.phase is Phase.OPEN:
        return item.without_devices(language)
    heard = live.state.phase is Phase.CLOSED and not is_counted(item)
    return item.heard_aloud(language) if heard else ""


def uncounted(live: Live, votes: Votes) -> Uncounted:
    """What the figures lack, where they lack something."""
    if votes.last["n"] or live.item is None:
        return ""
    if votes.counted[0]:
        return "second"
    if live.settings.hands and is_counted(live.item):
        return "nothing"
    return "nobody" if live.settings.devices else ""
