"""Operation of rehearsing: a simulated class joins and answers as phones do, on this machine.

What it does follows from the session, the round and the number of a seat, so that after a restart
it goes on where it was.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from flask import current_app

from quizzes.gate.tokens import hashed
from quizzes.items.item import Item
from quizzes.items.kind import Given
from quizzes.items.problems import Problems
from quizzes.items.text import Language
from workshop.live import joining, sessions, teams
from workshop.live.queries import live_queries, response_queries, seat_queries
from workshop.live.responses import ResponseRefused, take_response
from workshop.live.rules import crowd
from workshop.live.rules.crowd import Simulated
from workshop.live.rules.phase import Phase
from workshop.live.rules.settings import Settings
from workshop.live.seats import Seat, SeatRefused, find_seat
from workshop.live.sessions import Live

_RUNNING = "recoupe.rehearsals"


@dataclass
class Rehearsed:
    """What is remembered of a rehearsal: its seats, and who has answered what how often."""

    language: Language
    seats: dict[int, Seat | None] = field(default_factory=dict)
    answered: dict[tuple[int, datetime, int], int] = field(default_factory=dict)


def begin(live: Live, language: Language) -> None:
    """Let the simulated class of this session come in, if it is a rehearsal."""
    if live.settings.rehearsal:
        _running()[live.code] = Rehearsed(language)


def wake(language: Language) -> None:
    """After a restart, rehearsals that were not finished go on."""
    for code in live_queries.rehearsals():
        _running()[code] = Rehearsed(language)


def _running() -> dict[str, Rehearsed]:
    found: dict[str, Rehearsed] = current_app.extensions.setdefault(_RUNNING, {})
    return found


def take_part(now: datetime) -> list[str]:
    """Do what simulated classes do in this second; the codes of rooms in which something changed.

    Without a rehearsal nothing is asked of the database.
    """
    changed = []
    for code, known in list(_running().items()):
        live = sessions.load(code)
        if live is None:
            del _running()[code]
        elif _join(live, known, now) + _answer(live, known, now):
            changed.append(code)
    return changed


def _join(live: Live, known: Rehearsed, now: datetime) -> int:
    """How many came in."""
    passed = (now - live.begun_at).total_seconds() if live.begun_at else crowd.JOINING
    came = 0
    for one in crowd.crowd(live.settings):
        due = one.number not in known.seats and one.joins_after(live.settings.speed) <= passed
        if due and not live.state.locked and live.state.phase is not Phase.FINISHED:
            known.seats[one.number] = _take_seat(live, one, known.language, now)
            came += 1
    return came


def _take_seat(live: Live, one: Simulated, spoken: Language, now: datetime) -> Seat | None:
    """Their seat, the same after a restart; None where the room is full or they were removed."""
    token, language = _token(live, one), one.language(spoken)
    if seat_queries.is_token_used(hashed(token)):
        found = find_seat(live.code, token, now)
        return found[0] if found else None
    name = crowd.team_of(one, live.settings, language)
    try:
        seat, _ = joining.take_seat(live, language, None, now, team=name is not None, wanted=token)
        if name:
            teams.propose_name(live, seat, name)
    except SeatRefused:
        return None
    return seat


def _token(live: Live, one: Simulated) -> str:
    """What the phone of this seat would keep; nobody can guess it."""
    said = f"rehearsal {live.row_id} {live.code} {one.number}".encode()
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, said, hashlib.sha256).hexdigest()


def _answer(live: Live, known: Rehearsed, now: datetime) -> int:
    """How many answered, or changed their answer."""
    state, round_id = live.state, live.round_id
    opened = state.round.opened_at if state.round else None
    if state.phase is not Phase.OPEN or state.paused_at or round_id is None or opened is None:
        return 0
    passed, given = _passed(live, opened, now), 0
    for one in crowd.crowd(live.settings):
        seat, mark = known.seats.get(one.number), (round_id, opened, one.number)
        if seat is None or one.silent or one.is_away(state.question_number):
            continue
        times = known.answered.get(mark, 0)
        moments = _moments(live, one, f"{live.code} {mark}")
        if times < len(moments) and moments[times] <= passed:
            known.answered[mark] = times + 1
            given += _give(live, one, seat, round_id, _chance(f"{live.code} {mark} {times}"), now)
    return given


def _passed(live: Live, opened: datetime, now: datetime) -> float:
    """Seconds of the round that are used up: pauses and given minutes do not count."""
    left = live.state.until_deadline(now)
    planned = live.settings.seconds
    return planned - left.total_seconds() if left and planned else (now - opened).total_seconds()


def _moments(live: Live, one: Simulated, seed: str) -> list[float]:
    """Seconds after which they answer, and perhaps answer again."""
    assert live.item is not None
    chance, settings = _chance(seed), live.settings
    seconds = settings.seconds or live.item.seconds
    first = one.answers_after(chance, seconds, settings.speed)
    if settings.change_answers and crowd.changes_mind(chance):
        return [first, first + seconds / 10 / settings.speed]
    return [first]


def _give(
    live: Live, one: Simulated, seat: Seat, round_id: int, chance: Random, now: datetime
) -> int:
    """Send a response as a phone does. One that is refused is not kept, as anybody's."""
    item, vote = live.item, live.state.vote
    assert item is not None
    before = _before(live, seat) if vote > 1 else []
    value = crowd.answer(one, item, vote, before, chance, seat.language)
    try:
        value = item.read_response(value)
        sure = crowd.certainty(item, value, chance)
        take_response(live, seat, round_id, value, sure, now)
    except (Problems, ResponseRefused):
        return 0
    return 1


def _chance(seed: str) -> Random:
    """The same each time for the same seed."""
    return Random(seed)  # noqa: S311  (nobody has to guess it)


def _before(live: Live, seat: Seat) -> list[Any]:
    """What the seat said in the first vote on this item, if anything."""
    item_row = live.state.item_row
    first = live.round_ids.get((item_row, 1)) if item_row is not None else None
    found = response_queries.response_of(first, seat.row_id) if first is not None else None
    return [] if found is None else [found.value]


def simulated_summary(item: Item, language: Language) -> dict[str, Any]:
    """What a simulated class might answer to an item, counted; the same each time."""
    chance, given = _chance(item.id), []
    for one in crowd.crowd(Settings(rehearsal=True)):
        value = item.read_response(crowd.answer(one, item, 1, (), chance, language))
        given.append(Given(value, crowd.certainty(item, value, chance)))
    return item.summarise(given)
