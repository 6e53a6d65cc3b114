"""Operation: the report of a live session, by step and item. Counts of the group, never a name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from quizzes.items.text import Language
from workshop.live.queries import seat_queries, team_queries
from workshop.live.rules.state import WELCOME, Stop
from workshop.live.rules.steps import LedStep, StepKind
from workshop.live.sessions import Live
from workshop.reports import from_room, lessons, tickets
from workshop.reports.item_report import item_report
from workshop.reports.rules.figures import ItemReport
from workshop.reports.rules.timing import seconds_at, time_at
from workshop.reports.rules.whole import Report, StepReport, Turnout


@dataclass(frozen=True)
class Notebook:
    """What the report needs at each step: the time used, and the notes, by the number of stops."""

    times: dict[int, timedelta]
    notes: Mapping[int, str]

    def seconds(self, stops: Sequence[int]) -> int | None:
        """Seconds used at these stops."""
        return seconds_at(stops, self.times)

    def said(self, stops: Sequence[int]) -> tuple[str, ...]:
        """The notes that were made at these stops."""
        return tuple(self.notes[one] for one in stops if one in self.notes)


def is_rehearsal(live: Live) -> bool:
    """Whether nobody was in the room: its figures are made up."""
    return live.settings.rehearsal


def report(live: Live, language: Language, now: datetime) -> Report:
    """The report of `live` as it stands."""
    bare = Report(
        title=live.title,
        code=live.code,
        pack_title=", ".join(pack.title(language) for pack in live.packs),
        turnout=Turnout(phones=False, teams=False, hands=False, devices=0),
        steps=(),
        rehearsal=is_rehearsal(live),
        begun_at=live.begun_at,
    )
    if bare.rehearsal:
        return bare
    notes = from_room.notes(live)
    steps = _steps(live, language, now, notes)
    items = [one for step in steps for one in step.items]
    return replace(
        bare,
        turnout=_turnout(live, items),
        steps=steps,
        take_up=lessons.take_up(live, items, language),
        questions=from_room.questions(live),
        note=notes.get(WELCOME, ""),
        tickets=tickets.grouped(live),
    )


def _turnout(live: Live, items: Sequence[ItemReport]) -> Turnout:
    settings = live.settings
    return Turnout(
        phones=settings.phones,
        teams=settings.teams,
        hands=settings.hands,
        devices=seat_queries.seat_count(live.row_id),
        team_devices=team_queries.team_count(live.row_id) if settings.teams else 0,
        counted=max((one.by_hand for one in items), default=0),
        class_size=settings.class_size,
    )


def _steps(
    live: Live, language: Language, now: datetime, notes: Mapping[int, str]
) -> tuple[StepReport, ...]:
    """Each step with its items; an item stands in the step that asked it first."""
    end = live.finished_at or now
    book = Notebook(time_at(live.state.visits, end), notes)
    rows = {row: item_report(live, row, language, now) for row in live.state.item_rows()}
    return tuple(
        _step(live, number, step, rows, book, language) for number, step in enumerate(live.steps)
    )


def _step(
    live: Live,
    number: int,
    step: LedStep,
    rows: Mapping[int, ItemReport],
    book: Notebook,
    language: Language,
) -> StepReport:
    stops = [one for one in live.state.order if one.step == number]
    numbers = [one.number for one in stops]
    if step.kind is StepKind.WELCOME:
        numbers = [WELCOME]
    asked = [one for one in stops if one.item is not None]
    activities = [one.number for one in stops if one.item is None]
    return StepReport(
        number=number + 1,
        title=step.title.say(language),
        kind=step.kind.value,
        planned=step.minutes * 60,
        used=book.seconds(numbers),
        items=tuple(_timed(live, one, rows, book) for one in asked if not one.again),
        left_out=not numbers,
        again=tuple(live.item_of(one.item).id for one in asked if one.again and one.item),
        notes=book.said(activities),
    )


def _timed(live: Live, stop: Stop, rows: Mapping[int, ItemReport], book: Notebook) -> ItemReport:
    """The item with the time and the notes of all stops that asked it."""
    assert stop.item is not None and stop.pack is not None
    stops = [one for one in live.state.order if one.item == stop.item]
    numbers = [one.number for one in stops]
    return replace(
        rows[stop.item],
        pack=next(pack.slug for pack in live.packs if pack.row_id == stop.pack),
        planned=sum(one.seconds for one in stops),
        used=book.seconds(numbers),
        notes=book.said(numbers),
    )
