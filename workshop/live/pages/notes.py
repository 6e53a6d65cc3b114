"""The wire for private notes of whoever leads."""

from __future__ import annotations

from flask import Blueprint
from flask.wrappers import Response as Reply
from flask_babel import gettext as _

from quizzes.gate.access import Who, allow
from quizzes.gate.replies import Refused
from quizzes.gate.wire import told, wire
from workshop.live import notes
from workshop.live.pages import caller
from workshop.live.pages.wire.leading import KeepNote, StepNote
from workshop.live.screens.announcing import hub

blueprint = Blueprint("notes", __name__, url_prefix="/api/live")


@blueprint.put("/<code>/notes/<int:stop>")
@allow(Who.LEADER)
@wire(
    body=KeepNote,
    replies={200: StepNote},
    refusals={404: "There is no such session, or no such stop in it."},
)
def keep_note(code: str, stop: int, body: KeepNote) -> Reply:
    """Keep a private note on a stop; stop 0 is the whole session.

    Only whoever leads reads it. A new one takes the place of the one before; an empty one is none.
    """
    live = caller.require_live()
    try:
        notes.keep_note(live, stop, body.text)
    except LookupError as error:
        title = _("This step is not in the session any more.")
        raise Refused(404, title, _("Load the page again.")) from error
    hub().mark(live.code)
    return told(StepNote(stop=stop, text=body.text.strip()))
