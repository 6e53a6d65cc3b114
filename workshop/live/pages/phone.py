"""The wire for participants and screens: seats, stream, long poll, responses."""

from __future__ import annotations

import base64
import hmac

from flask import Blueprint, current_app, g, jsonify, request
from flask.wrappers import Response as Reply

from quizzes.gate.access import Who, allow
from quizzes.gate.clock import now
from quizzes.gate.cookies import keep_token
from quizzes.gate.language import visitor_language
from quizzes.gate.limits import count_misses
from quizzes.items.problems import Problems, refuse
from quizzes.items.text import Language, as_language
from workshop.live import joining, responses, seats
from workshop.live import sessions as lives
from workshop.live.pages import caller
from workshop.live.pages.json_body import json_body, short_text
from workshop.live.pages.wording import no_response, not_kept, seat_refused
from workshop.live.screens import screens
from workshop.live.screens.screens import Role, hub
from workshop.live.seats import SeatRefused
from workshop.push.hub import Channel
from workshop.push.sse import HAND_OVER, HEADERS, stream

blueprint = Blueprint("phone", __name__, url_prefix="/api/live")
MAX_WAIT = 25


def token_for_key(code: str, handover: str) -> str | None:
    """The seat's token that belongs to an Idempotency-Key; None without such a key.

    A phone whose reply was lost on the way asks again under the random key that it used before,
    and is told of the seat that it took instead of taking one more. Only with this server's
    secret can a key be turned into its token.
    """
    key = request.headers.get("Idempotency-Key", "")
    if not 16 <= len(key) <= 200:
        return None
    secret = str(current_app.config["SECRET_KEY"]).encode()
    said = "\n".join(("seat", code, handover, key)).encode()
    made = hmac.digest(secret, said, "sha256")
    return base64.urlsafe_b64encode(made[:16]).decode().rstrip("=")


def set_seat_cookie(answer: Reply, code: str, token: str) -> None:
    """Give the seat's token to the browser; no script can read it."""
    keep_token(answer, caller.seat_cookie(code), token, seats.TOKEN_LIFE)


@blueprint.post("/<code>/seats")
@allow(Who.ANYONE)
@count_misses
def take_seat(code: str) -> tuple[Reply, int]:
    """Take a seat, or take over one with a one-time code."""
    live = caller.require_live()
    found = json_body(optional=("language", "nickname", "team", "handover"))
    language = as_language(short_text(found, "language")) or visitor_language()
    try:
        handover = short_text(found, "handover") or ""
        wanted = token_for_key(live.code, handover)
        if handover:
            seat, token = joining.take_over(live, handover, now(), wanted=wanted)
            hub().drop(live.code, seat.public_id)
        else:
            nickname, team = short_text(found, "nickname"), short_text(found, "team")
            seat, token = joining.take_seat(live, language, nickname, team, now(), wanted=wanted)
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
    leads = caller.is_owner()
    if leads and (seat is None or wanted in ("projector", "facilitator")):
        role: Role = "projector" if wanted == "projector" else "facilitator"
        return role, as_language(request.args.get("lang")) or visitor_language(), "owner"
    seat = caller.require_seat()
    return "participant", seat.language, seat.public_id


@blueprint.get("/<code>/stream")
@allow(Who.SEAT, Who.OWNER)
def open_stream(code: str) -> Reply:
    """Server-sent events: the present snapshot at once, then each new one."""
    live = caller.require_live()
    role, language, holder = _role_and_language()
    channel = Channel(live.code, role, language)
    app = current_app._get_current_object()  # type: ignore[attr-defined]

    def first() -> list[bytes]:
        with app.app_context():
            g.language = language
            present = lives.load(channel.room)
            return screens.events(present, channel, now()) if present else []

    lives.let_go()
    hand_over = request.environ.get(HAND_OVER)
    most = 6 if role == "participant" else 20
    chunks = stream(hub(), channel, first, holder=holder, hand_over=hand_over, most=most)
    return current_app.response_class(chunks, headers=HEADERS, direct_passthrough=True)


@blueprint.get("/<code>/snapshot")
@allow(Who.SEAT, Who.OWNER)
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
    return jsonify(screens.snapshot(live, role, language, now()))


@blueprint.get("/<code>/me")
@allow(Who.SEAT)
def me(code: str) -> Reply:
    """This seat: its name and what it answered."""
    return jsonify(responses.mine(caller.require_live(), caller.require_seat()))


@blueprint.patch("/<code>/me")
@allow(Who.SEAT)
def change_me(code: str) -> Reply:
    """Change the language of this seat; the seat stays."""
    seat = caller.require_seat()
    language = as_language(short_text(json_body(required=("language",)), "language"))
    if language is None:
        raise refuse("The language is fr or en.", field="language")
    seats.set_language(seat, language)
    return jsonify(language=language)


@blueprint.delete("/<code>/me")
@allow(Who.SEAT)
def forget_me(code: str) -> tuple[Reply, int]:
    """Forget this session on this device. What was answered stays, without any name."""
    answer = current_app.response_class(status=204)
    answer.delete_cookie(caller.seat_cookie(caller.require_live().code))
    return answer, 204


@blueprint.put("/<code>/rounds/<int:round_id>/response")
@allow(Who.SEAT)
def respond(code: str, round_id: int) -> tuple[Reply, int]:
    """Keep a response. The reply comes after the commit, never before."""
    live, seat = caller.require_live(), caller.require_seat()
    found = json_body(required=("value",), optional=("certainty",))
    try:
        kept = responses.take_response(
            live, seat, round_id, found["value"], found.get("certainty"), now()
        )
    except Problems as error:
        raise no_response(error) from error
    except responses.ResponseRefused as error:
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
