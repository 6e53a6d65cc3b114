"""The wire for facilitators: open a session, make moves, counts, cards, another device."""

from __future__ import annotations

from flask import Blueprint, current_app, jsonify, request
from flask.wrappers import Response as Reply
from flask_babel import gettext as _

from quizzes.bank import catalogue
from quizzes.gate.access import Who, allow
from quizzes.gate.clock import now
from quizzes.gate.language import visitor_language
from quizzes.gate.replies import Refused
from quizzes.items.problems import refuse
from workshop.live import joining, responses
from workshop.live import sessions as lives
from workshop.live.pages import caller, moves
from workshop.live.pages.json_body import json_body, short_text
from workshop.live.pages.wording import not_kept, seat_refused
from workshop.live.screens.announcing import announce, hub
from workshop.live.screens.counts import results as room_results
from workshop.live.screens.drawing import Role
from workshop.live.screens.snapshots import snapshot
from workshop.live.seats import SeatRefused
from workshop.live.sessions import Stale
from workshop.live.writing import moderation
from workshop.people.caller import require_facilitator

blueprint = Blueprint("console", __name__, url_prefix="/api/live")


@blueprint.post("")
@allow(Who.FACILITATOR)
def open_live() -> tuple[Reply, int]:
    """Open a live session on a pack."""
    person = require_facilitator()
    found = json_body(required=("pack",), optional=("settings", "title", "items"))
    pack = catalogue.find_pack(short_text(found, "pack") or "")
    if pack is None:
        raise Refused(404, _("There is no such pack."), _("See the list of packs."))
    settings = moves.read_settings(found.get("settings"), current_app.config["KEEP_DAYS"])
    title = short_text(found, "title") or pack.title(visitor_language())
    items = moves.read_items(found.get("items"), pack)
    live = lives.open_live(person.row_id, pack, settings, title, now(), items=items)
    join = moves.join_address(live.code)
    return jsonify(code=live.code, join_url=join.url, version=live.version), 201


@blueprint.post("/<code>/moves")
@allow(Who.OWNER)
def move(code: str) -> Reply:
    """Make a move decided on the version that it carries; 409 and the snapshot when stale."""
    live = caller.require_live()
    found = json_body(
        required=("move", "version"), optional=("seconds", "seat", "nickname", "order")
    )
    wanted, version = moves.read_move(found)
    try:
        new = moves.make(live, wanted, version, found, now())
    except Stale as error:
        present = snapshot(error.live, "facilitator", visitor_language(), now())
        raise Refused(
            409,
            _("Somebody was faster."),
            _("The screen now shows where the session stands; decide again."),
            more={"reason": "stale", "snapshot": present},
        ) from error
    announce(new, now())
    if request.headers.get("Prefer") == "return=minimal":  # its screens come by the stream
        return jsonify(version=new.version)
    return jsonify(snapshot(new, "facilitator", visitor_language(), now()))


@blueprint.get("/<code>/results")
@allow(Who.OWNER)
def results(code: str) -> Reply:
    """Counts so far."""
    role: Role = "projector" if request.args.get("as") == "projector" else "facilitator"
    return jsonify(room_results(caller.require_live(), role))


@blueprint.put("/<code>/rounds/<int:round_id>/tally")
@allow(Who.OWNER)
def tally(code: str, round_id: int) -> Reply:
    """Keep answers counted by hand: cards, raised hands, sheets."""
    live = caller.require_live()
    counts = json_body(required=("counts",))["counts"]
    if not isinstance(counts, dict):
        raise refuse("An object of option and count is expected.", field="counts")
    try:
        responses.set_tally(live, round_id, counts)
    except responses.ResponseRefused as error:
        raise not_kept(error.reason) from error
    hub().mark(live.code)
    return jsonify(round=round_id, counts=counts)


@blueprint.put("/<code>/rounds/<int:round_id>/texts")
@allow(Who.OWNER)
def moderate(code: str, round_id: int) -> Reply:
    """Show texts that participants wrote, or hide them; none is shown without this."""
    live = caller.require_live()
    found = json_body(required=("texts", "shown"))
    try:
        decided = moderation.decide(live, round_id, found["texts"], found["shown"], now())
    except responses.ResponseRefused as error:
        raise not_kept(error.reason) from error
    hub().mark(live.code)
    return jsonify(round=round_id, shown=found["shown"], decided=decided)


@blueprint.post("/<code>/handovers")
@allow(Who.OWNER)
def handover(code: str) -> tuple[Reply, int]:
    """A one-time code with which a seat moves to another device."""
    seat = short_text(json_body(required=("seat",)), "seat") or ""
    try:
        one_time = joining.offer_handover(caller.require_live(), seat, now())
    except SeatRefused as error:
        raise seat_refused(error.reason) from error
    minutes = int(joining.HANDOVER_LIFE.total_seconds() // 60)
    return jsonify(seat=seat, code=one_time, minutes=minutes), 201
