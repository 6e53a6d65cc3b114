"""Operations of the start page: what a facilitator finds on it, and the demo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from quizzes.bank import catalogue
from quizzes.bank.catalogue import BankPack
from quizzes.items.text import Language
from workshop.before_after import tests
from workshop.before_after.tests import BeforeAfter, SheetCounts
from workshop.desk import queries
from workshop.desk.rules import SessionStanding, standing
from workshop.live import lifetime, opening, rehearsal
from workshop.live.rules.phase import Phase
from workshop.live.rules.settings import Settings
from workshop.live.sessions import Live
from workshop.plans import keeping, planbook
from workshop.plans.keeping import OwnPlan
from workshop.plans.rules.plan import WrittenPlan

DEMO = "demo-cinq-minutes"


@dataclass(frozen=True)
class LedSession:
    """A session with where it stands and how many are in it."""

    live: Live
    standing: SessionStanding
    seats: int

    @property
    def is_rehearsal(self) -> bool:
        """Whether nobody answers in truth."""
        return self.live.settings.rehearsal


@dataclass(frozen=True)
class Desk:
    """All that the start page shows. `running`: real sessions before rehearsals, newest first."""

    running: Sequence[LedSession]
    sessions: Sequence[LedSession]
    rehearsals: Sequence[LedSession]
    tests: Sequence[tuple[BeforeAfter, SheetCounts]]
    own: Sequence[OwnPlan]
    shared: Sequence[OwnPlan]
    plans: Sequence[WrittenPlan]
    packs: Sequence[BankPack]
    demo: BankPack | None

    @property
    def past(self) -> Sequence[LedSession]:
        """The sessions that do not run now, newest first."""
        return [one for one in self.sessions if one.standing is not SessionStanding.RUNNING]

    @property
    def welcomes(self) -> bool:
        """Whether it greets somebody who has never led a class and leads nothing now."""
        return not self.sessions and not self.running


def desk_of(facilitator_id: int, now: datetime) -> Desk:
    """The start page of a facilitator."""
    led = _led_sessions(facilitator_id, now)
    own = keeping.own_plans(facilitator_id)
    running = [one for one in led if one.standing is SessionStanding.RUNNING]
    packs = catalogue.list_packs()
    return Desk(
        running=sorted(running, key=lambda one: one.is_rehearsal),
        sessions=[one for one in led if not one.is_rehearsal],
        rehearsals=[one for one in led if one.is_rehearsal],
        tests=[(one, tests.counts(one)) for one in tests.own_tests(facilitator_id)],
        own=[one for one in own if one.is_mine],
        shared=[one for one in own if not one.is_mine],
        plans=planbook.plans(),
        packs=sorted(packs, key=lambda pack: pack.slug == DEMO),
        demo=next((pack for pack in packs if pack.slug == DEMO), None),
    )


def _led_sessions(facilitator_id: int, now: datetime) -> list[LedSession]:
    """A facilitator’s sessions with where they stand, newest first."""
    lives = lifetime.own_lives(facilitator_id)
    open_ids = [one.row_id for one in lives if one.state.phase is not Phase.FINISHED]
    moved, seats = queries.last_moves(open_ids), queries.seats_taken(open_ids)
    found = []
    for live in lives:
        touched = moved.get(live.row_id, live.begun_at) or now
        stands = standing(live.state.phase, touched, now)
        found.append(LedSession(live, stands, seats.get(live.row_id, 0)))
    return found


def play_demo(facilitator_id: int, language: Language, now: datetime) -> Live | None:
    """A rehearsal of the demo with a simulated class; None where this kit has no demo."""
    pack = catalogue.find_pack(DEMO)
    if pack is None:
        return None
    settings = Settings(rehearsal=True, keep_days=1)
    chosen, title = opening.of_pack(pack), pack.title(language)
    live = opening.open_questions(facilitator_id, chosen, settings, title, now)
    rehearsal.begin(live, language)
    return live
