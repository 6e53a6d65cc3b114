"""Every error as a sentence that helps: pages for people, problem+json for scripts."""

from __future__ import annotations

import logging

from flask import Flask, current_app
from flask.wrappers import Response as Reply
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from werkzeug.exceptions import HTTPException

from quizzes.gate.replies import Refused, problem_dicts, reply, wants_json
from quizzes.items.problems import Problems

log = logging.getLogger("recoupe")
TROUBLE = "recoupe.trouble"
"""Where the store says whether the disk refuses what is written: its `kind`, or None."""


def install(app: Flask) -> None:
    """Answer every exception."""
    app.register_error_handler(Refused, reply)
    app.register_error_handler(Problems, _problems)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(OperationalError, _database)
    app.register_error_handler(NoConnection, _database)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def _problems(error: Problems) -> Reply:
    said = " ".join(f"{one.what} {one.mend}".strip() for one in error.problems)
    more = {"problems": problem_dicts(error.problems)}
    return reply(Refused(422, _("This cannot be taken as it is."), said, more=more))


def _csrf(_error: CSRFError) -> Reply:
    return reply(
        Refused(400, _("This page has expired."), _("Load the page again, then repeat the step."))
    )


def _database(error: OperationalError | NoConnection) -> Reply:
    cause = getattr(error, "orig", None) or error
    trouble = getattr(current_app.extensions.get(TROUBLE), "kind", None)
    if trouble:
        log.error("the database cannot write: %s", cause)
        return reply(_disk(trouble))
    log.error("the database did not answer: %s", type(cause).__name__)
    return reply(
        Refused(
            503,
            _("The kit cannot save right now."),
            _("Nothing was lost. Wait a moment and try again."),
            headers={"Retry-After": "2"},
        )
    )


def _disk(trouble: str) -> Refused:
    """Nothing can be written. Phones keep what they hold, and send it again after a 5xx."""
    full = trouble == "full"
    said = (
        _("The disk of the computer that runs the kit is full.")
        if full
        else _("The disk of the computer that runs the kit reports an error.")
    )
    then = (
        _("Answers are sent again by themselves.")
        if wants_json()
        else _("Wait a moment, then try again.")
    )
    wait = {"Retry-After": "2"}
    return Refused(507 if full else 503, _("This is not kept yet."), f"{said} {then}", headers=wait)


def _said(status: int) -> tuple[str, str]:
    return {
        400: (_("This request cannot be read."), _("Load the page again, then repeat the step.")),
        404: (_("There is nothing at this address."), _("Check the address, or go back home.")),
        405: (_("This address does not do that."), _("Go back to the page before.")),
        413: (_("This is too large."), _("Send less at once.")),
        415: (_("This is not in the right format."), _("Send JSON.")),
        429: (_("Too many tries."), _("Wait a minute, then try again.")),
    }.get(status, (_("This did not work."), _("Go back and try again.")))


def _http(error: HTTPException) -> Reply:
    status = error.code or 500
    if 300 <= status < 400:
        return error.get_response()  # type: ignore[return-value]
    title, detail = _said(status)
    headers = {name: value for name, value in error.get_headers() if name == "Allow"}
    return reply(Refused(status, title, detail, headers=headers))


def _unexpected(error: Exception) -> Reply:
    log.exception("an error that nobody expected", exc_info=error)
    return reply(
        Refused(
            500,
            _("Something broke on our side."),
            _("What was saved is safe. Load the page again."),
        )
    )
