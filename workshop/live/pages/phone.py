"""The wire for participants and screens: seats, stream, long poll, responses."""

from __future__ import annotations

from flask import Blueprint, current_app, g, jsonify, request
from flask.wrappers import Response as Reply

from quizzes.gate.access import Who, allow
from quizzes.gate.clock import now
from quizzes.gate.language import visitor_language
from quizzes.gate.limits import count_misses
from quizzes.gate.wire import EventStream, told, wire
from quizzes.items.problems import Problems
from quizzes.items.text import Language, as_language
from workshop.live import joining, responses, seats
from workshop.live import sessions as lives
from workshop.live.pages import caller
from workshop.live.pages.inviting import HELPER
from workshop.live.pages.refusals import no_response, not_kept, seat_refused
from workshop.live.pages.seat_token import set_seat_cookie, token_for_key
from workshop.live.pages.wire.asked import ChangeMe, Respond, TakeSeat
from workshop.live.pages.wire.read import AFTER, AS, IDEMPOTENCY_KEY, LANG, MAX_WAIT, WAIT
from workshop.live.pages.wire.screen import Snapshot
from workshop.live.pages.wire.told import LanguageChanged, Me, ResponseKept, SeatTaken
from workshop.live.screens.announcing import events, hub
from workshop.live.screens.frames import Role
from workshop.live.screens.snapshots import snapshot
from workshop.live.seats import SeatRefused
from workshop.push.hub import Channel
from workshop.push.sse import HAND_OVER, HEADERS, stream

SCREEN = "screen"
"""Under which name the streams of big screens without a login are held."""
blueprint = Blueprint("phone", __name__, url_prefix="/api/live")


@blueprint.post("/<code>/seats")
@allow(Who.ANYONE)
@count_misses
@wire(
    body=TakeSeat,
    replies={201: SeatTaken},
    refusals={
        404: "No session has this code, or the handover is wrong or too old.",
        409: "No seat is given. `reason` is locked, full or teams_full.",
    },
    reads=(IDEMPOTENCY_KEY,),
)
def take_seat(code: str, body: TakeSeat) -> Reply:
    """Take a seat, or take over one with a one-time code.

    Joins up to the cap of the session are never slowed, whatever address they come from; only
    misses count against an address (20 a minute).
    """
    live = caller.require_live()
    wanted = token_for_key(live.code, body.handover or "")
    try:
        if body.handover:
            seat, token = joining.take_over(live, body.handover, now(), wanted=wanted)
            hub().drop(live.code, seat.public_id)
        else:
            language = as_language(body.language) or visitor_language()
            seat, token = joining.take_seat(
                live, language, body.nickname, now(), team=body.team, wanted=wanted
            )
    except SeatRefused as error:
        raise seat_refused(error.reason) from error
    hub().mark(live.code)
    answer = told(SeatTaken(seat=seat.public_id, nickname=seat.nickname, token=token), 201)
    set_seat_cookie(answer, live.code, token)
    return answer


def _leader() -> str:
    """Under which name streams of whoever leads are held."""
    return "owner" if caller.is_owner() else HELPER


def _role_and_language() -> tuple[Role, Language, str]:
    """Which screen is asking: `?as=` projector or facilitator for who leads, else the seat's."""
    wanted = request.args.get("as", "")
    seat = caller.this_seat()
    if caller.leads() and (seat is None or wanted in ("projector", "facilitator")):
        role: Role = "projector" if wanted == "projector" else "facilitator"
        return role, as_language(request.args.get("lang")) or visitor_language(), _leader()
    if wanted == "projector" and caller.is_screen():  # whoever took a seat there has one too
        return "projector", as_language(request.args.get("lang")) or visitor_language(), SCREEN
    seat = caller.require_seat()
    return "participant", seat.language, seat.public_id


@blueprint.get("/<code>/stream")
@allow(Who.SEAT, Who.LEADER, Who.SCREEN)
@wire(replies={200: EventStream}, reads=(AS, LANG))
def open_stream(code: str) -> Reply:
    """Server-sent events: the present snapshot at once, then each new one.

    `event: snapshot` has the version as its `id` and a Snapshot as its data. `event: results`, for
    the projector and the facilitator, has Results, at most 5 times a second. `event: beat` comes
    every 15 seconds. A client that falls behind is let go, comes back and gets the snapshot. Where
    a proxy eats the stream, use the snapshot call.
    """
    live = caller.require_live()
    role, language, holder = _role_and_language()
    channel = Channel(live.code, role, language)
    app = current_app._get_current_object()  # type: ignore[attr-defined]

    def first() -> list[bytes]:
        with app.app_context():
            g.language = language
            present = lives.load(channel.room)
            return events(present, channel, now()) if present else []

    lives.let_go()
    hand_over = request.environ.get(HAND_OVER)
    most = 6 if role == "participant" else 20
    gzip = hand_over is not None and bool(request.accept_encodings["gzip"])
    chunks = stream(hub(), channel, first, holder=holder, hand_over=hand_over, most=most, gzip=gzip)
    headers = {
        **HEADERS,
        **({"Content-Encoding": "gzip"} if gzip else {}),
    }
    return current_app.response_class(chunks, headers=headers, direct_passthrough=True)


@blueprint.get("/<code>/snapshot")
@allow(Who.SEAT, Who.LEADER, Who.SCREEN)
@wire(replies={200: Snapshot, 204: "Nothing is newer."}, reads=(AS, LANG, AFTER, WAIT))
def poll(code: str) -> Reply | tuple[str, int]:
    """The same snapshot by long poll; 204 when nothing is newer."""
    live = caller.require_live()
    role, language, _holder = _role_and_language()
    after = request.args.get("after", type=int)
    wait = min(max(request.args.get("wait", 0, type=int), 0), MAX_WAIT)
    if after is not None and live.version <= after:
        lives.let_go()
        newer = wait > 0 and hub().wait(live.code, after, wait)
        present = lives.load(live.code) if newer or wait else live
        if present is None or present.version <= after:
            return "", 204
        live = present
    return jsonify(snapshot(live, role, language, now()))


@blueprint.get("/<code>/me")
@allow(Who.SEAT)
@wire(replies={200: Me})
def me(code: str) -> Reply:
    """This seat: its name and what it answered."""
    return jsonify(responses.mine(caller.require_live(), caller.require_seat()))


@blueprint.patch("/<code>/me")
@allow(Who.SEAT)
@wire(body=ChangeMe, replies={200: LanguageChanged})
def change_me(code: str, body: ChangeMe) -> Reply:
    """Change the language of this seat; the seat stays."""
    seats.set_language(caller.require_seat(), body.language)
    return told(LanguageChanged(language=body.language))


@blueprint.delete("/<code>/me")
@allow(Who.SEAT)
@wire(replies={204: "Forgotten."})
def forget_me(code: str) -> tuple[Reply, int]:
    """Forget this session on this device.

    The cookie goes. What was answered stays, under a made-up name, until the session is deleted.
    """
    answer = current_app.response_class(status=204)
    answer.delete_cookie(caller.seat_cookie(caller.require_live().code))
    return answer, 204


@blueprint.put("/<code>/rounds/<int:round_id>/response")
@allow(Who.SEAT)
@wire(
    body=Respond,
    replies={200: ResponseKept, 201: ResponseKept},
    refusals={
        404: "The round is not of this session.",
        409: "Not kept. `reason` is closed, paused, not_open or stands.",
    },
)
def respond(code: str, round_id: int, body: Respond) -> Reply:
    """Keep a response.

    The reply comes after the commit, never before. The server's clock decides whether the round is
    open. The same response again is the same response.
    """
    live, seat = caller.require_live(), caller.require_seat()
    try:
        kept = responses.take_response(live, seat, round_id, body.value, body.certainty, now())
    except Problems as error:
        raise no_response(error) from error
    except responses.ResponseRefused as error:
        raise not_kept(error.reason) from error
    if kept.outcome != "same":
        hub().mark(live.code)
    return told(ResponseKept(**kept.told()), 201 if kept.outcome == "new" else 200)
