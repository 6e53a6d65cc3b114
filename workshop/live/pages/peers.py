"""The wire for peers: a text of another to read, and the criteria that one sees met."""

from __future__ import annotations

from flask import Blueprint
from flask.wrappers import Response as Reply

from quizzes.gate.access import Who, allow
from quizzes.gate.clock import now
from quizzes.gate.wire import told, wire
from workshop.live.pages import caller
from workshop.live.pages.refusals import not_kept
from workshop.live.pages.wire.asked import ReadPeer
from workshop.live.pages.wire.screen import PeerTicks
from workshop.live.pages.wire.told import PeerRead, PeerText
from workshop.live.responses import ResponseRefused
from workshop.live.screens.announcing import hub
from workshop.live.writing import peers

blueprint = Blueprint("peers", __name__, url_prefix="/api/live")
NO_ROUND = "No such round, or its item has no criteria."


@blueprint.get("/<code>/rounds/<int:round_id>/peer")
@allow(Who.SEAT)
@wire(
    replies={200: PeerText},
    refusals={404: NO_ROUND, 409: "The result was not shown yet."},
)
def peer_text(code: str, round_id: int) -> Reply:
    """An approved text of somebody else, without a name, and what others ticked on one's own.

    After the reveal of an item with `criteria`, dealt so that each text is read about as often.
    """
    live, seat = caller.require_live(), caller.require_seat()
    try:
        found = peers.reading_of(live, seat, round_id)
    except ResponseRefused as error:
        raise not_kept(error.reason) from error
    own = PeerTicks(readers=found.readers, counts=found.counts)
    return told(PeerText(round=round_id, text=found.text, ticked=found.ticked, own=own))


@blueprint.put("/<code>/rounds/<int:round_id>/peer")
@allow(Who.SEAT)
@wire(
    body=ReadPeer,
    replies={200: PeerRead},
    refusals={404: NO_ROUND, 409: "The text is not shown any more, or is one's own."},
)
def read_peer(code: str, round_id: int, body: ReadPeer) -> Reply:
    """Keep which criteria the text meets.

    One text for each seat and round; the newest call stands.
    """
    live, seat = caller.require_live(), caller.require_seat()
    try:
        peers.keep_reading(live, seat, round_id, body.text, body.ticked, now())
    except ResponseRefused as error:
        raise not_kept(error.reason) from error
    hub().mark(live.code)
    return told(PeerRead(round=round_id, ticked=tuple(body.ticked)))
