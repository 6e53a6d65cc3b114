"""The wire of teams: propose a name of one’s own, approve it."""

from __future__ import annotations

from flask import Blueprint
from flask.wrappers import Response as Reply

from quizzes.gate.access import Who, allow
from quizzes.gate.clock import now
from quizzes.gate.wire import told, wire
from workshop.live import teams
from workshop.live.pages import caller
from workshop.live.pages.refusals import seat_refused
from workshop.live.pages.wire.asked import DecideName, ProposeName
from workshop.live.pages.wire.told import NameDecided, NameWaits
from workshop.live.screens.announcing import announce, hub
from workshop.live.seats import SeatRefused

blueprint = Blueprint("teams", __name__, url_prefix="/api/live")


@blueprint.put("/<code>/me/name")
@allow(Who.SEAT)
@wire(
    body=ProposeName,
    replies={200: NameWaits},
    refusals={409: "This seat is no team's."},
)
def propose(code: str, body: ProposeName) -> Reply:
    """Propose a name for this team.

    Nobody but the facilitator sees it before it is approved. The newest proposal counts.
    """
    live = caller.require_live()
    try:
        name = teams.propose_name(live, caller.require_seat(), body.name)
    except SeatRefused as error:
        raise seat_refused(error.reason) from error
    hub().mark(live.code)
    return told(NameWaits(name=name))


@blueprint.put("/<code>/names")
@allow(Who.LEADER)
@wire(
    body=DecideName,
    replies={200: NameDecided},
    refusals={404: "There is no such seat.", 409: "The name no longer waits."},
)
def decide(code: str, body: DecideName) -> Reply:
    """Approve or refuse the name that a team proposed.

    An approved name takes the place of the made-up one on every screen; a refused one is gone, and
    the team may propose another.
    """
    live = caller.require_live()
    try:
        new = teams.decide_name(live, body.seat, now(), approved=body.approved, name=body.name)
    except SeatRefused as error:
        raise seat_refused(error.reason) from error
    if new.version != live.version:
        announce(new, now())
    hub().mark(live.code)
    return told(NameDecided(seat=body.seat, approved=body.approved))
