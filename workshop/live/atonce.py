"""What a whole room asks in the same second: keep a first response, tell a seat its own.

The same as `responses`, with nothing read before the one statement that decides. What they leave
out is why something is refused, which the usual way says.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from quizzes.gate.tokens import hashed
from quizzes.items.certainty import read_certainty
from quizzes.store.driver import AtOnce, at_once
from workshop.live.queries.atonce_queries import keep_at_once, responses_at_once, seat_at_once
from workshop.live.responses import Kept, about, told
from workshop.live.seats import TOKEN_LIFE, seat_of
from workshop.live.sessions import last_known

__all__ = ["AtOnce", "at_once", "keep", "mine"]


def keep(
    database: AtOnce,
    code: str,
    token: str,
    round_id: int,
    value: object,
    certainty: object,
    now: datetime,
) -> Kept | None:
    """Keep a seat's first response to an open round; None when it is anything else than that.

    Raises Problems for what is no response to the item.
    """
    live = last_known(database.url, code)
    key = live.key_of_round(round_id) if live is not None else None
    if live is None or key is None:
        return None
    item = live.pack.by_row(key[0])
    read = item.read_response(value)
    sure = read_certainty(certainty, asked=item.asks_certainty)
    kept = keep_at_once(
        database,
        code=code,
        token_hash=hashed(token),
        since=now - TOKEN_LIFE,
        round_id=round_id,
        item_id=key[0],
        value=json.dumps(read),
        certainty=sure,
        now=now,
    )
    return Kept("new", read, sure, now) if kept else None


def mine(database: AtOnce, code: str, token: str, now: datetime) -> dict[str, Any] | None:
    """A seat: its name, and what it answered; None for anybody but a seat that is well known."""
    live = last_known(database.url, code)
    found = seat_at_once(database, code, hashed(token), now - TOKEN_LIFE) if live else None
    if live is None or found is None or found[6:] != (live.row_id, live.version):
        return None
    seat = seat_of(found)
    rows = responses_at_once(database, seat.row_id)
    return None if rows is None else about(live, seat, told(live, seat.language, rows))
