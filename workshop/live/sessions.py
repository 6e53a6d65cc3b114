"""Operations of a live session: load it, write its state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from sqlalchemy import text

from quizzes.bank.catalogue import BankPack, bank_pack
from quizzes.items.item import Item
from quizzes.store.db import db
from quizzes.store.recent import Recent
from workshop.live.queries import live_queries
from workshop.live.rules import statejson
from workshop.live.rules.phase import Phase
from workshop.live.rules.settings import Settings
from workshop.live.rules.state import LiveState, Round, RoundKey
from workshop.live.rules.steps import LedStep, StepKind
from workshop.live.tables import LiveRow


class Stale(Exception):
    """A command that was decided on an older version. `live` is the present state."""

    def __init__(self, live: Live) -> None:
        self.live = live
        super().__init__("stale")


@dataclass(frozen=True)
class Live:
    """A live session as it stands: state, settings, steps, and the rows of its rounds."""

    row_id: int
    code: str
    title: str
    facilitator_id: int
    version: int
    state: LiveState
    settings: Settings
    steps: tuple[LedStep, ...] = ()
    packs: tuple[BankPack, ...] = ()
    round_ids: Mapping[RoundKey, int] = field(default_factory=dict)
    notice: str | None = None
    begun_at: datetime | None = None
    finished_at: datetime | None = None
    delete_after: datetime | None = None

    @property
    def item(self) -> Item | None:
        """The current item."""
        row = self.state.item_row
        return self.item_of(row) if row is not None else None

    @property
    def step(self) -> LedStep | None:
        """The current step; in the lobby the first one, if it is a welcome."""
        stop = self.state.stop
        if stop is None and self.steps and self.steps[0].kind is StepKind.WELCOME:
            return self.steps[0]
        return self.steps[stop.step] if stop and stop.step < len(self.steps) else None

    @cached_property
    def _pack_rows(self) -> dict[int, int]:
        stops = (*self.state.order, *self.state.spare)
        return {
            one.item: one.pack for one in stops if one.item is not None and one.pack is not None
        }

    @cached_property
    def _items(self) -> dict[int, Item]:
        packs = {pack.row_id: pack for pack in self.packs}
        return {row: packs[pack].by_row(row) for row, pack in self._pack_rows.items()}

    def pack_row_of(self, item_row: int) -> int:
        """The row of the pack that an item of this session is asked from. KeyError if none."""
        return self._pack_rows[item_row]

    def item_of(self, item_row: int) -> Item:
        """An item of this session. KeyError if it has none such."""
        return self._items[item_row]

    @property
    def round_id(self) -> int | None:
        """The current round's row, once it was opened."""
        if self.state.round is None or self.state.key is None:
            return None
        return self.round_ids.get(self.state.key)

    def key_of_round(self, round_id: int) -> RoundKey | None:
        """Item and vote of one of this session's rounds."""
        for key, found in self.round_ids.items():
            if found == round_id:
                return key
        return None


_known: Recent[Live] = Recent(512)
_scripts: Recent[tuple[LedStep, ...]] = Recent(512)
"""Steps never change once a session is open."""


Head = tuple[int, int]
"""Number and version of a live session."""


def load(code: str, head: Head | None = None) -> Live | None:
    """The live session with this join code, as the database has it now.

    What is the same version is not read twice: every change of state raises the version.
    `head`: what somebody has just read.
    """
    head = head or live_queries.live_head(code)
    if head is None:
        return None
    known = _known.get((str(db.engine.url), code))
    if known is not None and (known.row_id, known.version) == head:
        return known
    row = live_queries.live_by_code(code)
    return None if row is None else remember(live_of(row))


def last_known(url: str, code: str) -> Live | None:
    """The live session as it was last loaded: perhaps older than the database has it.

    `url`: of the database. Good for what never changes, such as which item a round asks.
    """
    return _known.get((url, code))


def live_of(row: LiveRow) -> Live:
    """The live session of a row, with its rounds read afresh."""
    rows = live_queries.rounds_of(row.id)
    rounds = {
        (one.item_id, one.vote): Round(one.opened_at, one.deadline, one.closed_at, one.revealed_at)
        for one in rows
    }
    steps = _scripts.get_or_make(
        (str(db.engine.url), row.code, row.begun_at),
        lambda: tuple(LedStep.model_validate(one) for one in row.script),
    )
    state = LiveState(
        order=statejson.read_stops(row.order),
        phase=Phase(row.phase),
        position=row.position,
        vote=row.vote,
        paused_at=row.paused_at,
        locked=row.locked,
        blank=row.blank,
        rounds=rounds,
        spare=statejson.read_stops(row.spare),
        page=row.page,
        until=row.until,
        visits=statejson.read_visits(row.visits),
    )
    return Live(
        row_id=row.id,
        code=row.code,
        title=row.title,
        facilitator_id=row.facilitator_id,
        version=row.version,
        state=state,
        settings=Settings(**row.settings),
        steps=steps,
        packs=_packs_of(state),
        round_ids={(one.item_id, one.vote): one.id for one in rows},
        notice=row.notice,
        begun_at=row.begun_at,
        finished_at=row.finished_at,
        delete_after=row.delete_after,
    )


def _packs_of(state: LiveState) -> tuple[BankPack, ...]:
    """The revisions of packs that its items are from, each once."""
    rows = [one.pack for one in (*state.order, *state.spare) if one.pack is not None]
    return tuple(bank_pack(row) for row in dict.fromkeys(rows))


def keep_state(live: Live, new: LiveState, now: datetime, notice: str | None = None) -> Live:
    """Write what changed, under the next version. Part of a transaction; what it will be after it.

    Raises Stale when somebody else has moved the live session meanwhile.
    """
    finished_at = (live.finished_at or now) if new.phase is Phase.FINISHED else None
    known = dict(live.round_ids)
    rounds = {**dict.fromkeys(known, Round()), **new.rounds}
    if not live_queries.write_state(live.row_id, live.version, new, finished_at, notice):
        raise Stale(load(live.code) or live)
    for key, wanted in rounds.items():
        if key not in known:
            known[key] = live_queries.add_round(live.row_id, key, wanted)
        elif wanted != live.state.rounds.get(key):
            live_queries.write_round(known[key], wanted)
    return replace(
        live,
        version=live.version + 1,
        state=replace(new, rounds=rounds),
        packs=_packs_of(new),
        round_ids=known,
        notice=notice,
        finished_at=finished_at,
    )


def remember(live: Live) -> Live:
    """What was just committed need not be read again."""
    return _known.put((str(db.engine.url), live.code), live)


def let_go() -> None:
    """Give the database connection back before a long wait, such as a stream."""
    db.session.remove()


def database_answers() -> None:
    """Raises OperationalError when the database does not answer."""
    db.session.execute(text("SELECT 1"))
