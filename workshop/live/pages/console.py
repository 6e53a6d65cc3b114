"""The wire for facilitators: open a session, make moves, counts, cards, another device."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, jsonify, request
from flask.wrappers import Response as Reply
from flask_babel import gettext as _

from quizzes.bank import catalogue, search
from quizzes.bank.catalogue import BankPack
from quizzes.bank.search import OfferedItem
from quizzes.gate.access import Who, allow
from quizzes.gate.clock import now
from quizzes.gate.language import visitor_language
from quizzes.gate.replies import Refused
from quizzes.gate.wire import told, wire
from quizzes.items.problems import refuse
from workshop.live import hands, joining, opening, rehearsal, responses
from workshop.live.making_moves import make_move
from workshop.live.pages import caller
from workshop.live.pages.address import join_address
from workshop.live.pages.refusals import move_refused, not_kept, seat_refused
from workshop.live.pages.wire.asked import Handover, MakeMove, Moderate, Tally
from workshop.live.pages.wire.opening import LiveSettings, OpenLive
from workshop.live.pages.wire.read import AS, PREFER
from workshop.live.pages.wire.screen import Results, Snapshot
from workshop.live.pages.wire.told import Decided, HandoverOffered, Opened, TallyKept
from workshop.live.rules.phase import MoveRefused
from workshop.live.screens.announcing import announce, hub
from workshop.live.screens.counts import results as room_results
from workshop.live.screens.frames import Role
from workshop.live.screens.snapshots import snapshot
from workshop.live.seats import SeatRefused
from workshop.live.sessions import Stale
from workshop.live.writing import moderation
from workshop.people.caller import require_facilitator

blueprint = Blueprint("console", __name__, url_prefix="/api/live")


@blueprint.post("")
@allow(Who.FACILITATOR)
@wire(body=OpenLive, replies={201: Opened}, refusals={404: "There is no such pack."})
def open_live(body: OpenLive) -> Reply:
    """Open a live session on a pack, or on questions of several packs."""
    person = require_facilitator()
    chosen = _chosen(body)
    settings = (body.settings or LiveSettings()).chosen()
    title = body.title or opening.title_of(chosen).say(visitor_language())
    live = opening.open_questions(person.row_id, chosen, settings, title, now())
    rehearsal.begin(live, visitor_language())
    join = join_address(live.code)
    return told(Opened(code=live.code, join_url=join.url, version=live.version), 201)


def _chosen(body: OpenLive) -> list[OfferedItem]:
    """The questions that are asked for. Raises Problems, and Refused without such a pack."""
    if body.questions is not None:
        names = [f"{one.pack} {one.item}" for one in body.questions]
        found = search.named(names)
        if len(found) < len(names):
            raise refuse("A question is named twice, or on offer nowhere.", field="questions")
        return found
    pack = catalogue.find_pack(body.pack or "")
    if pack is None:
        raise Refused(404, _("There is no such pack."), _("See the list of packs."))
    return opening.of_pack(pack, _rows(body.items or (), pack))


def _rows(codes: Sequence[str], pack: BankPack) -> frozenset[int]:
    """The rows of the items with these codes. Raises Problems."""
    rows = {one.item.id: one.row_id for one in pack.items}
    if not rows.keys() >= set(codes):
        raise refuse("The pack has no such item.", f"Known: {', '.join(rows)}.", field="items")
    if len(set(codes)) != len(codes):
        raise refuse("An item is named twice.", field="items")
    return frozenset(rows[one] for one in codes)


@blueprint.post("/<code>/moves")
@allow(Who.LEADER)
@wire(
    body=MakeMove,
    replies={200: Snapshot, 204: "The move was made; Prefer: return=minimal was asked."},
    reads=(PREFER,),
    refusals={
        404: "There is no such session or seat.",
        409: "Stale (reason: stale, with the present snapshot), or not possible now.",
    },
)
def move(code: str, body: MakeMove) -> Reply | tuple[str, int]:
    """Make a move.

    A move carries the version that it was decided on, so that a double click or two tabs make one
    step. The reply is the facilitator's new snapshot.
    """
    try:
        code = caller.require_live().code
        new = make_move(code, body.move, body.version, body.argument(), now())
    except Stale as error:
        raise _stale(error) from error
    except MoveRefused as error:
        raise move_refused(error.reason) from error
    except SeatRefused as error:
        raise seat_refused(error.reason) from error
    announce(new, now())
    if request.headers.get("Prefer") == "return=minimal":  # its screens come by the stream
        return "", 204
    return jsonify(snapshot(new, "facilitator", visitor_language(), now()))


def _stale(error: Stale) -> Refused:
    present = snapshot(error.live, "facilitator", visitor_language(), now())
    return Refused(
        409,
        _("Somebody was faster."),
        _("The screen now shows where the session stands; decide again."),
        more={"reason": "stale", "snapshot": present},
    )


@blueprint.get("/<code>/results")
@allow(Who.LEADER, Who.SCREEN)
@wire(replies={200: Results}, reads=(AS,))
def results(code: str) -> Reply:
    """Counts so far."""
    as_screen = request.args.get("as") == "projector" or not caller.leads()
    role: Role = "projector" if as_screen else "facilitator"
    return jsonify(room_results(caller.require_live(), role))


@blueprint.put("/<code>/rounds/<int:round_id>/tally")
@allow(Who.LEADER)
@wire(
    body=Tally,
    replies={200: TallyKept},
    refusals={404: "This is not the current round.", 409: "Its answers are not open yet."},
)
def tally(code: str, round_id: int, body: Tally) -> Reply:
    """Keep answers counted by hand: cards, raised hands, sheets.

    For the current round of an item that can be counted, from its opening until the session goes
    on; while its result is on screen, every screen is drawn anew. A new count takes the place of
    the one before.
    """
    before = caller.require_live()
    try:
        live = hands.set_tally(before.code, round_id, body.counts, now())
    except responses.ResponseRefused as error:
        raise not_kept(error.reason) from error
    if live.version > before.version:
        announce(live, now())
    else:
        hub().mark(live.code)
    return told(TallyKept(round=round_id, counts=body.counts, version=live.version))


@blueprint.put("/<code>/rounds/<int:round_id>/texts")
@allow(Who.LEADER)
@wire(body=Moderate, replies={200: Decided}, refusals={404: "The round is not of this session."})
def moderate(code: str, round_id: int, body: Moderate) -> Reply:
    """Show texts that participants wrote, or hide them; none is shown without this.

    For items with `moderated`. A decision is tied to the words: who changes a text writes another
    one, which waits again. Spellings that differ in capitals or spaces are one text. The same call
    again is the same decision, and brings a shown text to the top of the big screen.
    """
    live = caller.require_live()
    try:
        decided = moderation.decide(live, round_id, body.texts, shown=body.shown, now=now())
    except responses.ResponseRefused as error:
        raise not_kept(error.reason) from error
    hub().mark(live.code)
    return told(Decided(round=round_id, shown=body.shown, decided=decided))


@blueprint.post("/<code>/handovers")
@allow(Who.LEADER)
@wire(
    body=Handover,
    replies={201: HandoverOffered},
    refusals={404: "There is no such session or seat."},
)
def handover(code: str, body: Handover) -> Reply:
    """A one-time code with which a seat moves to another device."""
    try:
        one_time = joining.offer_handover(caller.require_live(), body.seat, now())
    except SeatRefused as error:
        raise seat_refused(error.reason) from error
    minutes = int(joining.HANDOVER_LIFE.total_seconds() // 60)
    return told(HandoverOffered(seat=body.seat, code=one_time, minutes=minutes), 201)
