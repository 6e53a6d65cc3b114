"""Operation of counting by hand: keep what was counted in the current round."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from quizzes.items.item import Item
from quizzes.items.problems import refuse
from quizzes.store.db import writing
from workshop.live import sessions
from workshop.live.queries import response_queries
from workshop.live.responses import ResponseRefused
from workshop.live.rules.phase import Phase
from workshop.live.sessions import Live

MAX_TALLY = 500
_COUNTED = (Phase.OPEN, Phase.CLOSED, Phase.DISCUSS, Phase.REVEALED)


def set_tally(code: str, round_id: int, counts: Mapping[str, object], now: datetime) -> Live:
    """Keep answers counted by hand (cards, raised hands, sheets) in place of those before.

    While the result is on screen a wrong number may still be mended: else the only way would be to
    take the result back in front of the class. Every screen is then drawn anew, under the next
    version. Raises Problems for wrong counts, ResponseRefused for another round than the current.
    """
    with writing():
        live = sessions.load(code)
        key = live.key_of_round(round_id) if live else None
        if live is None or key is None or key != live.state.key:
            raise ResponseRefused("no_such_round")
        if live.state.phase not in _COUNTED:
            raise ResponseRefused("closed")
        read = _read(live.item_of(key[0]), counts)
        is_new = response_queries.keep_tally(round_id, read)
        if not is_new or live.state.phase is not Phase.REVEALED:
            return live
        redrawn = sessions.keep_state(live, live.state, now, live.notice)
    return sessions.remember(redrawn)


def _read(item: Item, counts: Mapping[str, object]) -> dict[str, int]:
    """The counts of what can be counted; zeros are not kept."""
    groups = item.hand_groups("fr")
    if not groups:
        raise refuse(
            "This question is not counted by hand.", item.without_devices("en"), field="counts"
        )
    known = {key for group in groups for key in group.every_key()}
    read: dict[str, int] = {}
    for key, count in counts.items():
        if key not in known:
            raise refuse(
                "Nothing of that name is counted in this question.",
                "Send the keys of its options, or row:cell.",
                field="counts",
            )
        if isinstance(count, bool) or not isinstance(count, int) or not 0 <= count <= MAX_TALLY:
            raise refuse(f"A count lies between 0 and {MAX_TALLY}.", field="counts")
        read[key] = count
    return {key: count for key, count in read.items() if count}
