"""The proof that nothing was lost: notes of the phones against the table of responses."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from quizzes.formats.pack_folder import read_folder
from quizzes.items.item import Item
from tests.faults.phones import Crowd, Note
from tests.faults.server import ROOT, speak

_ROWS = """
    SELECT response.round_id, seat.public_id, response.value, response.certainty, item.code
      FROM response
      JOIN seat ON seat.id = response.seat_id
      JOIN round ON round.id = response.round_id
      JOIN item ON item.id = round.item_id
"""


@dataclass
class Findings:
    """What is wrong. `lost`, `different` and `wrong_marks` name round and seat."""

    acknowledged: int = 0
    rows: int = 0
    lost: list[tuple[int, str]] = field(default_factory=list)
    different: list[tuple[int, str, Any, Any]] = field(default_factory=list)
    doubled: list[tuple[int, str]] = field(default_factory=list)
    wrong_marks: list[tuple[int, str, Any, Any]] = field(default_factory=list)
    marks: int = 0

    @property
    def clean(self) -> bool:
        return not (self.lost or self.different or self.doubled or self.wrong_marks)

    def add(self, other: Findings) -> None:
        for name, value in asdict(other).items():
            setattr(self, name, getattr(self, name) + value)

    def line(self) -> str:
        return (
            f"acknowledged {self.acknowledged}, lost {len(self.lost)}, "
            f"different {len(self.different)}, doubled {len(self.doubled)}, "
            f"marks {self.marks}, wrong marks {len(self.wrong_marks)}"
        )


@cache
def pack_items(slug: str) -> dict[str, Item]:
    """The items of a shipped pack by their code, read from its own folder."""
    return {one.id: one for one in read_folder(ROOT / "quizzes" / "packs" / slug).pack.items}


def compare(database: Path, notes: Iterable[Note], pack: str) -> Findings:
    """Every noted response is in the table, with the value that was asked for, once."""
    items = pack_items(pack)
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=20)) as opened:
        rows = opened.execute(_ROWS).fetchall()
    table: dict[tuple[int, str], tuple[Any, int | None, str]] = {}
    found = Findings(rows=len(rows))
    for number, seat, value, certainty, code in rows:
        if (number, seat) in table:
            found.doubled.append((number, seat))
        # SQLite keeps the JSON text of a number as the number itself.
        read = json.loads(value) if isinstance(value, str) else value
        table[number, seat] = (read, certainty, code)
    newest = {(note.round, note.seat): note for note in notes}  # in the order of their replies
    found.acknowledged = len(newest)
    for place, note in newest.items():
        if place not in table:
            found.lost.append(place)
            continue
        value, certainty, code = table[place]
        wanted = items[code].read_response(note.sent)
        if value != wanted or value != note.value or certainty != note.certainty:
            found.different.append((*place, note.value, value))
    return found


def check_marks(crowd: Crowd, pack: str) -> Findings:
    """Marks that phones are shown are those that the items themselves give to what was noted.

    Called after the reveal of the current item; asks `me` for every phone.
    """
    items = pack_items(pack)
    found = Findings()
    newest = {(note.round, note.seat): note for note in crowd.notes}
    for phone in crowd.phones:
        path = f"/api/live/{crowd.code}/me"
        status, me, _ = speak(crowd.port, "GET", path, token=phone.token)
        assert status == 200, me
        shown = {one["round"]: one for one in me["responses"]}
        if len(shown) != len(me["responses"]):
            found.doubled.append((0, phone.seat))
        for (number, seat), note in newest.items():
            if seat != phone.seat:
                continue
            one = shown.get(number)
            if one is None:
                found.lost.append((number, seat))
            elif "mark" in one:
                found.marks += 1
                item = items[one["item"]]
                right = item.mark(item.read_response(note.sent))
                if one["mark"] != right:
                    found.wrong_marks.append((number, seat, one["mark"], right))
    return found


def prove(database: Path, crowd: Crowd, pack: str, *, marks: bool = True) -> Findings:
    """Both at once, for a room whose current item was revealed."""
    found = compare(database, list(crowd.notes), pack)
    if marks:
        found.add(check_marks(crowd, pack))
    return found
