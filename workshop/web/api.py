"""The wire of the live session: seats, stream, long poll, responses, moves, results, health."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, g, jsonify, request
from flask.wrappers import Response as Reply
from flask_babel import gettext as _

from quizzes import bank
from quizzes.domain.problems import Problems, refuse
from quizzes.domain.text import Language, as_language
from quizzes.gate.access import Who, allow
from quizzes.gate.clock import now
from quizzes.gate.language import visitor_language
from quizzes.gate.limits import count_misses
from quizzes.gate.replies import Refused
from quizzes.gate.strictjson import read_json, take
from workshop import live as lives
from workshop import responses, screens, seats
from workshop.live import Live, Stale
from workshop.push.hub import Channel
from workshop.push.sse import HEADERS, SOCKET_KEY, stream
from workshop.screens import Role, announce, hub
from workshop.seats import Seat, SeatRefused
from workshop.web import caller, moves
from workshop.web.phrases import no_response, no_such_live, not_kept, seat_refused

blueprint = Blueprint("api", __name__, url_prefix="/api/live")
MAX_WAIT = 25


def _live() -> Live:
    live = caller.this_live()
    if live is None:
        raise no_such_live()
    return live


def _seat() -> Seat:
    seat = caller.this_seat()
    if seat is None:
        raise Refused(401, _("You have no seat here."), _("Join the session with its code first."))
    return seat


def body(*, required: tuple[str, ...] = (), optional: tuple[str, ...] = ()) -> dict[str, Any]:
    """The request's JSON object with exactly these keys. Raises Problems."""
    return take(read_json(request.get_data(cache=False)), required=required, optional=optional)


def set_seat_cookie(answer: Reply, code: str, token: str) -> None:
    """Give the seat's token to the browser; no script can read it."""
    answer.set_cookie(
        caller.seat_cookie(code),
        token,
        max_age=int(seats.TOKEN_LIFE.total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=request.is_secure,
    )


def _text(found: dict[str, Any], key: str) -> str | None:
    value = found.get(key)
    if value is not None and (not isinstance(value, str) or len(value) > 200):
        raise refuse("A short text is expected.", field=key)
    return value


@blueprint.post("/<code>/seats")
@allow(Who.ANYONE)
@count_misses
def take_seat(code: str) -> tuple[Reply, int]:
    """Take a seat, or take over one with a one-time code."""
    live = _live()
    found = body(optional=("language", "nickname", "team", "handover"))
    language = as_language(_text(found, "language")) or visitor_language()
    try:
        if handover := _text(found, "handover"):
            seat, token = seats.take_over(live, handover, now())
            hub().drop(live.code, seat.public_id)
        else:
            nickname, team = _text(found, "nickname"), _text(found, "team")
            seat, token = seats.take_seat(live, language, nickname, team, now())
    except SeatRefused as error:
        raise seat_refused(error.reason) from error
    hub().mark(live.code)
    answer = jsonify(seat=seat.public_id, nickname=seat.nickname, token=token)
    set_seat_cookie(answer, live.code, token)
    return answer, 201


def _role_and_language() -> tuple[Role, Language, str]:
    """Which screen is asking: `?as=` projector or facilitator for the owner, else the seat's."""
    wanted = request.args.get("as", "")
    seat = caller.this_seat()
    leads = Who.OWNER in caller.identify()
    if leads and (seat is None or wanted in ("projector", "facilitator")):
        role: Role = "projector" if wanted == "projector" else "facilitator"
        return role, as_language(request.args.get("lang")) or visitor_language(), "owner"
    seat = _seat()
    return "participant", seat.language, seat.public_id


@blueprint.get("/<code>/stream")
@allow(Who.SEAT, Who.OWNER)
def open_stream(code: str) -> Reply:
    """Server-sent events: the present snapshot at once, then each new one."""
    live = _live()
    role, language, holder = _role_and_language()
    channel = Channel(live.code, role, language)
    app = current_app._get_current_object()  # type: ignore[attr-defined]

    def first() -> list[bytes]:
        with app.app_context():
            g.language = language
            present = lives.load(channel.room)
            return screens.events(present, channel, now()) if present else []

    lives.let_go()
    connection = request.environ.get(SOCKET_KEY)
    most = 6 if role == "participant" else 20
    chunks = stream(hub(), channel, first, holder=holder, connection=connection, most=most)
    return current_app.response_class(chunks, headers=HEADERS, direct_passthrough=True)


@blueprint.get("/<code>/snapshot")
@allow(Who.SEAT, Who.OWNER)
def poll(code: str) -> Reply | tuple[str, int]:
    """The same snapshot by long poll; 204 when nothing is newer."""
    live = _live()
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
    return jsonify(screens.snapshot(live, role, language, now()))


@blueprint.get("/<code>/me")
@allow(Who.SEAT)
def me(code: str) -> Reply:
    """This seat: its name and what it answered."""
    live, seat = _live(), _seat()
    found = responses.own_responses(live, seat, seat.language)
    return jsonify(
        seat=seat.public_id,
        nickname=seat.nickname,
        team=seat.team,
        language=seat.language,
        extra_ms=seat.extra_seconds * 1000,
        version=live.version,
        responses=found,
    )


@blueprint.patch("/<code>/me")
@allow(Who.SEAT)
def change_me(code: str) -> Reply:
    """Change the language of this seat; the seat stays."""
    seat = _seat()
    language = as_language(_text(body(required=("language",)), "language"))
    if language is None:
        raise refuse("The language is fr or en.", field="language")
    seats.set_language(seat, language)
    return jsonify(language=language)


@blueprint.delete("/<code>/me")
@allow(Who.SEAT)
def forget_me(code: str) -> tuple[Reply, int]:
    """Forget this session on this device. What was answered stays, without any name."""
    answer = current_app.response_class(status=204)
    answer.delete_cookie(caller.seat_cookie(_live().code))
    return answer, 204


@blueprint.put("/<code>/rounds/<int:round_id>/response")
@allow(Who.SEAT)
def respond(code: str, round_id: int) -> tuple[Reply, int]:
    """Keep a response. The reply comes after the commit, never before."""
    live, seat = _live(), _seat()
    found = body(required=("value",), optional=("certainty",))
    try:
        kept = responses.take_response(
            live, seat, round_id, found["value"], found.get("certainty"), now()
        )
    except Problems as error:
        raise no_response(error) from error
    except responses.NotKept as error:
        raise not_kept(error.reason) from error
    if kept.outcome != "same":
        hub().mark(live.code)
    answer = jsonify(
        round=round_id,
        value=kept.value,
        certainty=kept.certainty,
        kept_at=kept.kept_at.isoformat(),
        **({"changed": True} if kept.outcome == "changed" else {}),
    )
    return answer, 201 if kept.outcome == "new" else 200


@blueprint.post("")
@allow(Who.FACILITATOR)
def open_live() -> tuple[Reply, int]:
    """Open a live session on a pack."""
    person = caller.facilitator()
    assert person is not None
    found = body(required=("pack",), optional=("settings", "title"))
    pack = bank.find_pack(_text(found, "pack") or "")
    if pack is None:
        raise Refused(404, _("There is no such pack."), _("See the list of packs."))
    settings = moves.read_settings(found.get("settings"), current_app.config["KEEP_DAYS"])
    title = _text(found, "title") or pack.title(visitor_language())
    live = lives.open_live(person.row_id, pack, settings, title, now())
    join = moves.join_address(live.code)
    return jsonify(code=live.code, join_url=join.url, version=live.version), 201


@blueprint.post("/<code>/moves")
@allow(Who.OWNER)
def move(code: str) -> Reply:
    """Make a move decided on the version that it carries; 409 and the snapshot when stale."""
    live = _live()
    found = body(required=("move", "version"), optional=("seconds", "seat", "nickname", "order"))
    wanted, version = moves.read_move(found)
    try:
        new = moves.make(live, wanted, version, found, now())
    except Stale as error:
        present = screens.snapshot(error.live, "facilitator", visitor_language(), now())
        raise Refused(
            409,
            _("Somebody was faster."),
            _("The screen now shows where the session stands; decide again."),
            more={"reason": "stale", "snapshot": present},
        ) from error
    announce(new, now())
    return jsonify(screens.snapshot(new, "facilitator", visitor_language(), now()))


@blueprint.get("/<code>/results")
@allow(Who.OWNER)
def results(code: str) -> Reply:
    """Counts so far."""
    role: Role = "projector" if request.args.get("as") == "projector" else "facilitator"
    return jsonify(screens.results(_live(), role, visitor_language()))


@blueprint.put("/<code>/rounds/<int:round_id>/tally")
@allow(Who.OWNER)
def tally(code: str, round_id: int) -> Reply:
    """Keep answers counted by hand: cards, raised hands, sheets."""
    live = _live()
    counts = body(required=("counts",))["counts"]
    if not isinstance(counts, dict):
        raise refuse("An object of option and count is expected.", field="counts")
    try:
        responses.set_tally(live, round_id, counts)
    except responses.NotKept as error:
        raise not_kept(error.reason) from error
    hub().mark(live.code)
    return jsonify(round=round_id, counts=counts)


@blueprint.post("/<code>/handovers")
@allow(Who.OWNER)
def handover(code: str) -> tuple[Reply, int]:
    """A one-time code with which a seat moves to another device."""
    seat = _text(body(required=("seat",)), "seat") or ""
    try:
        one_time = seats.offer_handover(_live(), seat, now())
    except SeatRefused as error:
        raise seat_refused(error.reason) from error
    minutes = int(seats.HANDOVER_LIFE.total_seconds() // 60)
    return jsonify(seat=seat, code=one_time, minutes=minutes), 201


health = Blueprint("health", __name__)


@health.get("/healthz")
@allow(Who.ANYONE)
def healthz() -> Reply:
    """Whether the kit works."""
    lives.database_answers()
    kit = current_app.config["KIT_VERSION"]
    return jsonify(status="ok", version=kit, database="ok", push="ok", streams=hub().watchers())
