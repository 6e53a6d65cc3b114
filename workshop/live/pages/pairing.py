"""A big screen on a computer where nobody is signed in: its code, and giving it a room."""

from __future__ import annotations

from flask import Blueprint, jsonify, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Reply

from quizzes.gate.access import Who, allow
from quizzes.gate.clock import now
from quizzes.gate.cookies import keep_token
from quizzes.gate.limits import count_misses
from quizzes.gate.replies import Refused
from quizzes.gate.wire import wire
from workshop.live import pairing
from workshop.live.pages import caller
from workshop.live.pages.wire.leading import GiveScreen

blueprint = Blueprint("pairing", __name__)


@blueprint.get("/screen")
@allow(Who.ANYONE)
def screen() -> Reply:
    """The code that whoever leads types on the console; once they did, the room."""
    token = request.cookies.get(caller.SCREEN_COOKIE, "")
    room = pairing.room_of(token)
    if room is not None and "new" not in request.args:
        return redirect(url_for("present.room", code=room), 303)
    try:
        waiting = pairing.wait("" if room else token, now())
    except pairing.TooManyScreens as error:
        raise Refused(
            429, _("Too many screens wait."), _("Try again in a quarter of an hour.")
        ) from error
    reply = make_response(render_template("live/pairing/screen.html", code=waiting.code))
    keep_token(reply, caller.SCREEN_COOKIE, waiting.token, pairing.SHOWS)
    return reply


@blueprint.get("/screen/room")
@allow(Who.ANYONE)
def room() -> Reply | tuple[str, int]:
    """Where the screen goes, once it was given a room; nothing before."""
    code = pairing.room_of(request.cookies.get(caller.SCREEN_COOKIE, ""))
    return ("", 204) if code is None else jsonify(path=url_for("present.room", code=code))


@blueprint.post("/api/live/<code>/screens")
@allow(Who.LEADER)
@count_misses
@wire(
    body=GiveScreen,
    replies={204: "The screen shows this room."},
    refusals={404: "No screen waits under this code."},
)
def give_screen(code: str, body: GiveScreen) -> tuple[str, int]:
    """Give this room to a big screen, by the code that it shows at /screen."""
    if not pairing.give(caller.require_live(), body.code, now()):
        raise Refused(
            404,
            _("No screen shows this code."),
            _("Type the four characters that the other screen shows now."),
        )
    return "", 204
