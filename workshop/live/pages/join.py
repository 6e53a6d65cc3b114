"""The participant's page: join, play, keep the recap."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Reply

from quizzes.gate import language
from quizzes.gate.access import Who, allow
from quizzes.gate.limits import count_wrong_codes
from quizzes.gate.replies import Refused
from workshop.live import joining, lifetime
from workshop.live.pages import caller
from workshop.live.pages.refusals import no_such_live, type_again
from workshop.live.rules.joincode import read_code
from workshop.live.sessions import Live

blueprint = Blueprint("join", __name__, url_prefix="/j")


def _live() -> Live:
    live = caller.this_live()
    if live is None:
        raise no_such_live()
    return live


@blueprint.get("/")
@allow(Who.ANYONE)
def typed() -> Reply:
    """A code that was typed instead of scanned."""
    code = read_code(request.args.get("code", ""))
    if code is None:
        raise Refused(
            422,
            _("This is not a code."),
            _("A code has six characters and never 0, 1, I, L or O. It is on the big screen."),
            more=type_again(request.args.get("code", "")),
        )
    return redirect(url_for("join.room", code=code))


@blueprint.get("/<code>")
@allow(Who.ANYONE)
@count_wrong_codes
def room(code: str) -> str | Reply:
    """The page behind the QR code; whoever has a seat is right back in it."""
    elsewhere = None if caller.this_live() else lifetime.entrance_of(code)
    if elsewhere is not None:
        return redirect(url_for(elsewhere, code=read_code(code)))
    live = _live()
    seat = caller.this_seat()
    if seat is None:
        name = joining.suggest_name(live, language.visitor_language())
        return render_template("live/join/room.html", live=live, seat=None, name=name)
    language.speak(seat.language)
    return render_template(
        "live/join/room.html",
        live=live,
        seat=seat,
    )


@blueprint.get("/<code>/name")
@allow(Who.ANYONE)
@count_wrong_codes
def another_name(code: str) -> dict[str, str]:
    """Another proposed name."""
    return {"nickname": joining.suggest_name(_live(), language.visitor_language())}
