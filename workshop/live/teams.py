"""Operations of teams: several on one device, under a name of their own once it is approved."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from quizzes.store.db import writing
from workshop.live import sessions
from workshop.live.queries import seat_queries, team_queries
from workshop.live.rules.names import free_variant, is_unkind, name_key
from workshop.live.rules.phase import Phase
from workshop.live.seats import Seat, SeatRefused, readable_name, standing_seat
from workshop.live.sessions import Live

MOST_TEAMS = 8


def is_for_team(live: Live, *, wanted: bool) -> bool:
    """Whether a device that joins is a team’s. Raises SeatRefused where there are no teams."""
    if wanted and not live.settings.teams:
        raise SeatRefused("no_teams")
    return live.settings.teams and (wanted or not live.settings.phones)


def require_room(live: Live) -> None:
    """Part of a transaction. Raises SeatRefused where there are as many teams as there may be."""
    if team_queries.team_count(live.row_id) >= MOST_TEAMS:
        raise SeatRefused("teams_full")


def proposable(text: str) -> str:
    """A name that a team may propose. Raises SeatRefused."""
    name = readable_name(text)
    if is_unkind(name):
        raise SeatRefused("unkind_name")
    return name


def propose_name(live: Live, seat: Seat, text: str) -> str:
    """Let a team’s own name wait for the facilitator; until then the present one stands.

    Raises SeatRefused.
    """
    if not seat.team:
        raise SeatRefused("no_team")
    name = proposable(text)
    with writing():
        team_queries.propose(live.row_id, seat.row_id, name)
    return name


def decide_name(live: Live, public_id: str, now: datetime, *, approved: bool, name: str) -> Live:
    """Give a team the name that it proposed, or drop it; the live session after it.

    `name`: the one that was read, as another may have come meanwhile. After the end the screens
    that name teams are drawn anew. Raises SeatRefused.
    """
    with writing():
        row = standing_seat(live, public_id)
        if team_queries.proposal(row.id) != name:
            raise SeatRefused("nothing_waits")
        team_queries.take_proposal(row.id)
        if not approved:
            return live
        rows = seat_queries.seats_of(live.row_id, removed=True)
        row.nickname = free_variant(name, [one.nickname for one in rows if one.id != row.id])
        row.name_key = name_key(row.nickname)
        if live.state.phase is not Phase.FINISHED:
            return live
        new = sessions.keep_state(live, live.state, now)
    return sessions.remember(new)


def told(live: Live) -> dict[str, Any]:
    """For the facilitator: how many teams there are, and the names that wait."""
    waiting = team_queries.names_waiting(live.row_id)
    return {
        "count": team_queries.team_count(live.row_id),
        "waiting": [
            {"seat": seat, "nickname": nickname, "name": name} for seat, nickname, name in waiting
        ],
    }
