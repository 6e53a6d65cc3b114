"""Refusals of the room in words: what happened, and what to do next."""

from __future__ import annotations

from flask import request
from flask_babel import gettext as _

from quizzes.gate.replies import Refused, problem_dicts, refused_for
from quizzes.items.problems import Problems


def no_such_live() -> Refused:
    """The same for every code that is not live. On a page it can be typed again."""
    typed = (request.view_args or {}).get("code", "") if request.path.startswith("/j/") else None
    return Refused(
        404,
        _("No session has this code."),
        _("Check the six characters on the big screen."),
        more=type_again(str(typed)) if typed is not None else None,
    )


def type_again(code: str) -> dict[str, str]:
    """What an error page needs, so that a code can be typed again."""
    return {"typed": code[:20]}


def seat_refused(reason: str) -> Refused:
    """Why no seat is given."""
    ask = _("Ask the person who leads the session.")
    said = {
        "locked": (_("The session no longer takes newcomers."), ask),
        "full": (_("Every seat is taken."), ask),
        "bad_name": (
            _("This name cannot be used."),
            _("Use 1 to 20 letters or digits, without emoji."),
        ),
        "names_are_given": (_("Names are given here."), _("Take one of the proposed names.")),
        "teams_full": (
            _("There are eight teams already."),
            _("Join one of them, and answer together."),
        ),
        "no_teams": (_("There are no teams in this session."), _("Join alone.")),
        "unkind_name": (_("This name could hurt somebody."), _("Find another one together.")),
        "no_team": (_("Only a team has a name to choose."), _("Keep the name that you have.")),
        "nothing_waits": (_("This name no longer waits."), _("The list shows those that do.")),
        "no_such_seat": (_("This seat does not exist."), _("Load the page again.")),
        "bad_handover": (_("This code is wrong or too old."), _("Ask for a new one.")),
    }
    status = {
        **dict.fromkeys(("bad_name", "names_are_given", "no_teams", "unkind_name"), 422),
        **dict.fromkeys(("no_such_seat", "bad_handover"), 404),
    }
    return refused_for(status.get(reason, 409), reason, said)


def no_response(error: Problems) -> Refused:
    """A value that is no answer to this item, in words for whoever holds the phone."""
    more = {"problems": problem_dicts(error.problems)}
    title = _("This answer does not fit the question.")
    return Refused(422, title, _("Read what is asked below it, then answer again."), more=more)


def not_kept(reason: str) -> Refused:
    """Why a response was not kept."""
    wait = _("Look at the big screen.")
    said = {
        "closed": (_("Too late: the answers are closed."), wait),
        "paused": (_("The session is paused."), _("Your answer will be sent when it goes on.")),
        "not_open": (_("The answers are not open yet."), wait),
        "stands": (_("Your first answer stands."), wait),
        "no_such_round": (_("This question is over."), wait),
        "not_to_read": (_("This text cannot be read now."), _("Ask for another one.")),
    }
    return refused_for(404 if reason == "no_such_round" else 409, reason, said)


def question_refused(reason: str) -> Refused:
    """Why a question was not taken, or not decided."""
    write = _("Use 1 to 200 signs, on one line.")
    said = {
        "finished": (_("The session is over."), _("Ask the person who leads in person.")),
        "too_many": (
            _("Five of your questions are waiting already."),
            _("Wait until the person who leads has read one."),
        ),
        "too_long": (_("Your question is too long."), write),
        "bad_text": (_("This question cannot be read."), write),
        "own": (_("This is your own question."), _("The others can ask it too.")),
        "no_such_question": (_("This question is not here any more."), _("Load the page again.")),
    }
    status = {"too_long": 422, "bad_text": 422, "no_such_question": 404}
    return refused_for(status.get(reason, 409), reason, said)


def move_refused(reason: str) -> Refused:
    """Why a move was not made."""
    look = _("The screen shows what can be done now.")
    said = {
        "wrong_phase": (_("This step is not possible now."), look),
        "paused": (_("The session is paused."), _("Resume it first.")),
        "not_paused": (_("The session is not paused."), look),
        "voted_twice": (_("There were two votes already."), _("Show the result.")),
        "voted_later": (_("The second vote comes later in this workshop."), _("Show the result.")),
        "nothing_left": (_("One step has to be left."), look),
        "wrong_page": (_("There is no such page."), look),
        "asked_already": (_("This question is in the session already."), look),
        "last_item": (_("That was the last question."), _("Finish the session.")),
        "nothing_earlier": (_("No earlier result was shown."), look),
        "nothing_to_undo": (_("There is nothing to undo."), look),
        "no_timer": (_("No time is running."), look),
        "wrong_seconds": (_("The time cannot be read."), _("Give 1 to 3600 seconds.")),
        "wrong_order": (_("The order does not fit."), _("Load the page again.")),
    }
    return refused_for(409, reason, said)
