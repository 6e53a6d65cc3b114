"""The wire for peers: a text of another to read, and the criteria that one sees met."""

from __future__ import annotations

from flask import Blueprint, jsonify
from flask.wrappers import Response as Reply

from quizzes.gate.access import Who, allow
from quizzes.gate.clock import now
from workshop.live.pages import caller
from workshop.live.pages.json_body import json_body
from workshop.live.pages.wording import not_kept
from workshop.live.responses import ResponseRefused
from workshop.live.screens.announcing import hub
from workshop.live.writing import peers

blueprint = Blueprint("peers", __name__, url_prefix="/api/live")


@blueprint.get("/<code>/rounds/<int:round_id>/peer")
@allow(Who.SEAT)
def peer_text(code: str, round_id: int) -> Reply:
    """An approved text of somebody else, without a name, and what others ticked on one's own."""
    live, seat = caller.require_live(), caller.require_seat()
    try:
        found = peers.reading_of(live, seat, round_id)
    except ResponseRefused as error:
        raise not_kept(error.reason) from error
    own = {"readers": found.readers, "counts": found.counts}
    return jsonify(round=round_id, text=found.text, ticked=found.ticked, own=own)


@blueprint.put("/<code>/rounds/<int:round_id>/peer")
@allow(Who.SEAT)
def read_peer(code: str, round_id: int) -> Reply:
    """Keep which criteria the text meets."""
    live, seat = caller.require_live(), caller.require_seat()
    found = json_body(required=("text", "ticked"))
    try:
        peers.keep_reading(live, seat, round_id, found["text"], found["ticked"], now())
    except ResponseRefused as error:
        raise not_kept(error.reason) from error
    hub().mark(live.code)
    return jsonify(round=round_id, ticked=found["ticked"])
