"""The participant's page: join, play, keep the recap."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from quizzes.gate import language
from quizzes.gate.access import Who, allow
from quizzes.gate.limits import count_wrong_codes
from quizzes.gate.replies import Refused
from workshop import joining, recaps
from workshop.domain.joincode import read_code
from workshop.live import Live
from workshop.web import caller
from workshop.web.phrases import no_such_live

blueprint = Blueprint("join", __name__, url_prefix="/j")


def _live() -> Live:
    live = caller.this_live()
    if live is None:
        raise no_such_live()
    return live


@blueprint.get("/")
@allow(Who.ANYONE)
def typed() -> Answer:
    """A code that was typed instead of scanned."""
    code = read_code(request.args.get("code", ""))
    if code is None:
        raise Refused(
            422,
            _("This is not a code."),
            _("A code has six characters and never 0, 1, I, L or O. It is on the big screen."),
        )
    return redirect(url_for("join.room", code=code))


@blueprint.get("/<code>")
@allow(Who.ANYONE)
@count_wrong_codes
def room(code: str) -> str | Answer:
    """The page behind the QR code; whoever has a seat is right back in it."""
    test = None if caller.this_live() else caller.this_test()
    if test is not None:
        return redirect(url_for("sitting.start", code=test.code))
    live = _live()
    seat = caller.this_seat()
    if seat is None:
        name = joining.suggest_name(live, language.visitor_language())
        return render_template("join/room.html", live=live, seat=None, name=name)
    language.speak(seat.language)
    return render_template(
        "join/room.html",
        live=live,
        seat=seat,
    )


@blueprint.get("/<code>/name")
@allow(Who.ANYONE)
@count_wrong_codes
def another_name(code: str) -> dict[str, str]:
    """Another proposed name."""
    return {"nickname": joining.suggest_name(_live(), language.visitor_language())}


@blueprint.get("/<code>/recap")
@allow(Who.SEAT)
def recap(code: str) -> str:
    """What this seat answered, with why and the sources; only what the room has seen."""
    live, seat = _live(), caller.this_seat()
    assert seat is not None
    language.speak(seat.language)
    lines = recaps.recap(live, seat, seat.language)
    return render_template("join/recap.html", live=live, seat=seat, lines=lines)
