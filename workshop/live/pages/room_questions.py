"""Questions from the room: a page for participants without a script, and the wire for who leads."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Reply

from quizzes.gate import language
from quizzes.gate.access import Who, allow
from quizzes.gate.clock import now
from quizzes.gate.replies import Refused
from quizzes.gate.wire import told, wire
from workshop.live import room_questions
from workshop.live.pages import caller
from workshop.live.pages.refusals import question_refused
from workshop.live.pages.wire.leading import DecideQuestion, QuestionTold
from workshop.live.room_questions import QuestionRefused
from workshop.live.rules.phase import Phase
from workshop.live.rules.room_question import MAX_QUESTION, QuestionState
from workshop.live.screens.announcing import hub
from workshop.live.screens.asked_and_noted import told_question

blueprint = Blueprint("room_questions", __name__)


def _page(refused: Refused | None = None, text: str = "") -> str:
    live, seat = caller.require_live(), caller.require_seat()
    said = {
        "sent": _("Your question is sent. The person who leads reads it first."),
        "joined": _("You ask it too."),
        "left": _("You no longer ask it."),
    }
    return render_template(
        "live/room_questions/page.html",
        live=live,
        seat=seat,
        questions=room_questions.readable_by(live, seat),
        done=said.get(request.args.get("done", "")),
        refused=refused,
        text=text,
        longest=MAX_QUESTION,
        is_over=live.state.phase is Phase.FINISHED,
    )


def _speak() -> None:
    language.speak(caller.require_seat().language)


def _back(done: str) -> Reply:
    code = caller.require_live().code
    return redirect(url_for("room_questions.page", code=code, done=done), 303)


@blueprint.get("/j/<code>/questions")
@allow(Who.SEAT)
def page(code: str) -> str:
    """Ask something, see what was approved, and join in."""
    _speak()
    return _page()


@blueprint.post("/j/<code>/questions")
@allow(Who.SEAT)
def ask(code: str) -> Reply | tuple[str, int]:
    """Send a question; what is refused stays in its field."""
    _speak()
    text = request.form.get("text", "")
    live = caller.require_live()
    try:
        room_questions.ask(live, caller.require_seat(), text, now())
    except QuestionRefused as error:
        refused = question_refused(error.reason)
        return _page(refused, text[: 2 * MAX_QUESTION]), refused.status
    hub().mark(live.code)
    return _back("sent")


@blueprint.post("/j/<code>/questions/<int:question_id>/voice")
@allow(Who.SEAT)
def set_voice(code: str, question_id: int) -> Reply | tuple[str, int]:
    """Ask the same as another, or take that back."""
    _speak()
    live, joins = caller.require_live(), request.form.get("joins") == "yes"
    try:
        room_questions.set_voice(live, caller.require_seat(), question_id, joins=joins)
    except QuestionRefused as error:
        refused = question_refused(error.reason)
        return _page(refused), refused.status
    hub().mark(live.code)
    return _back("joined" if joins else "left")


@blueprint.put("/api/live/<code>/questions/<int:question_id>")
@allow(Who.LEADER)
@wire(
    body=DecideQuestion,
    replies={200: QuestionTold},
    refusals={404: "There is no such session, or no such question in it."},
)
def decide_question(code: str, question_id: int, body: DecideQuestion) -> Reply:
    """Show a question from the room, park it for the debrief, or hide it.

    Nobody in the room reads one before it is shown. The same call again is the same decision.
    """
    live, state = caller.require_live(), QuestionState(body.state)
    try:
        found = room_questions.decide(live, question_id, state, on_screen=body.on_screen)
    except QuestionRefused as error:
        raise question_refused(error.reason) from error
    hub().mark(live.code)
    return told(QuestionTold(**{**told_question(found), "state": found.state}))
