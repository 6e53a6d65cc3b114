"""Whether the kit works."""

from __future__ import annotations

from flask import Blueprint, current_app, jsonify
from flask.wrappers import Response as Reply

from quizzes.gate.access import Who, allow
from workshop.live import sessions as live
from workshop.live.screens.announcing import hub

blueprint = Blueprint("system", __name__)


@blueprint.get("/healthz")
@allow(Who.ANYONE)
def healthz() -> Reply:
    """Whether the kit works."""
    live.database_answers()
    kit = current_app.config["KIT_VERSION"]
    return jsonify(status="ok", version=kit, database="ok", push="ok", streams=hub().watchers())
