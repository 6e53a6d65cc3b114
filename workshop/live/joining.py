"""Operations of joining: take a seat, or take over a seat from another device."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta

from flask import current_app

from quizzes.gate.tokens import hashed
from quizzes.items.text import Language
from quizzes.store.db import writing
from quizzes.store.driver import Usual, Way, driver_of
from workshop.live import teams
from workshop.live.queries import seat_queries, statements, team_queries
from workshop.live.rules.names import MAX_LENGTH, free_variant, is_made_up, made_up_name, name_key
from workshop.live.rules.phase import Phase
from workshop.live.seats import (
    Seat,
    SeatRefused,
    find_seat,
    readable_name,
    seat_from,
    standing_seat,
)
from workshop.live.sessions import Live, load

HANDOVER_LIFE = timedelta(minutes=5)
TRIES = 6


def take_seat(
    live: Live,
    language: Language,
    nickname: str | None,
    now: datetime,
    *,
    team: bool = False,
    wanted: str | None = None,
) -> tuple[Seat, str]:
    """A new seat and its token, of which only the hash is kept. Raises SeatRefused.

    `wanted`: the token to give, of 128 bits or more that nobody can guess. Where a seat has it
    already, that seat: whoever took it did not get the reply, and asks again. `team`: it is for
    a team, as it always is where nobody has a device of their own.
    """
    team = teams.is_for_team(live, wanted=team)
    if not nickname and not team and (taken := _take_quickly(live, language, wanted, now)):
        return taken
    with writing():
        token, known = _token(live, wanted, now)
        if known is not None:
            return known, token
        if not _takes_newcomers(live):
            raise SeatRefused("locked")
        name, proposed = _names_of(live, language, nickname, team=team)
        seat = _add(Usual(), live, name, language, token, now, team=team)
        if seat is None:  # the statement that writes sees who locked, and counts the seats
            raise SeatRefused("full" if _takes_newcomers(load(live.code)) else "locked")
        if proposed:
            team_queries.propose(live.row_id, seat.row_id, proposed)
    return seat, token


def _names_of(
    live: Live, language: Language, nickname: str | None, *, team: bool
) -> tuple[str, str | None]:
    """The name of a newcomer, and the one that a team proposes. Raises SeatRefused."""
    if not team:
        return _name(live, language, nickname), None
    teams.require_room(live)
    own = readable_name(nickname) if nickname and nickname.strip() else ""
    if not own or is_made_up(own):
        return _name(live, language, own), None
    return suggest_name(live, language), teams.proposable(own)


def _takes_newcomers(live: Live | None) -> bool:
    return live is not None and not live.state.locked and live.state.phase is not Phase.FINISHED


def _take_quickly(
    live: Live, language: Language, wanted: str | None, now: datetime
) -> tuple[Seat, str] | None:
    """A new seat under a made-up name, in one statement; None where that cannot be."""
    driver = driver_of(current_app)
    if driver is None:
        return None
    token = wanted or secrets.token_urlsafe(16)
    for name in _two_names(language):
        if seat := _add(driver, live, name, language, token, now):
            return seat, token
    return None


def _add(
    way: Way,
    live: Live,
    name: str,
    language: Language,
    token: str,
    now: datetime,
    *,
    team: bool = False,
) -> Seat | None:
    public_id = secrets.token_hex(5)
    columns = {
        "public_id": public_id,
        "live_id": live.row_id,
        "token_hash": hashed(token),
        "nickname": name,
        "name_key": name_key(name),
        "team": team,
        "language": language,
    }
    row_id = statements.add_seat(way, columns, cap=live.settings.cap, now=now)
    return None if row_id is None else Seat(row_id, public_id, name, language, team, 0)


def _two_names(language: Language) -> Iterator[str]:
    """A made-up name, and the same with a number for a room where somebody has it."""
    name = made_up_name(language, (), secrets.choice)
    yield name
    if len(numbered := f"{name} {2 + secrets.randbelow(998)}") <= MAX_LENGTH:
        yield numbered


def _token(live: Live, wanted: str | None, now: datetime) -> tuple[str, Seat | None]:
    """The token to give, and the seat that has it; a random one if the wanted one is used up."""
    if wanted is not None:
        if not seat_queries.is_token_used(hashed(wanted)):
            return wanted, None
        if found := find_seat(live.code, wanted, now):
            return wanted, found[0]
    return secrets.token_urlsafe(16), None


def _name(live: Live, language: Language, wanted: str | None) -> str:
    if wanted is None or not wanted.strip():
        return suggest_name(live, language)
    name = readable_name(wanted)
    if not live.settings.free_names and not is_made_up(name):
        raise SeatRefused("names_are_given")
    if not seat_queries.names_taken(live.row_id, [name_key(name)]):
        return name
    return free_variant(name, _names(live))


def suggest_name(live: Live, language: Language) -> str:
    """A made-up name that nobody in the room has."""
    names = [made_up_name(language, (), secrets.choice) for _ in range(TRIES)]
    # For a very full room: the same words with a number.
    names += [f"{name} {2 + secrets.randbelow(998)}" for name in names]
    keys = {name_key(name): name for name in names if len(name) <= MAX_LENGTH}
    taken = seat_queries.names_taken(live.row_id, keys)
    free = (name for key, name in keys.items() if key not in taken)
    return next(free, None) or made_up_name(language, _names(live), secrets.choice)


def _names(live: Live) -> list[str]:
    return [row.nickname for row in seat_queries.seats_of(live.row_id, removed=True)]


def offer_handover(live: Live, public_id: str, now: datetime) -> str:
    """A one-time code of six digits with which another device takes this seat."""
    with writing():
        row = standing_seat(live, public_id)
        code = f"{secrets.randbelow(1_000_000):06d}"
        while seat_queries.seat_by_handover(live.row_id, hashed(code), now) is not None:
            code = f"{secrets.randbelow(1_000_000):06d}"
        row.handover_hash, row.handover_until = hashed(code), now + HANDOVER_LIFE
    return code


def take_over(
    live: Live, code: str, now: datetime, *, wanted: str | None = None
) -> tuple[Seat, str]:
    """The seat that waits for this code, with a new token; the old device loses it.

    `wanted` as for a new seat. Raises SeatRefused.
    """
    code = "".join(code.split())
    with writing():
        token, known = _token(live, wanted, now)
        if known is not None:
            return known, token
        row = seat_queries.seat_by_handover(live.row_id, hashed(code), now)
        if row is None:
            raise SeatRefused("bad_handover")
        row.token_hash = hashed(token)
        row.handover_hash = row.handover_until = None
        row.joined_at = now
    return seat_from(row), token
