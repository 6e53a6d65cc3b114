"""Whether the kit works."""

from __future__ import annotations

from typing import Literal

from flask import Blueprint, current_app
from flask.wrappers import Response as Reply
from pydantic import Field

from quizzes.gate.access import Who, allow
from quizzes.gate.wire import Told, told, wire
from workshop.live import sessions as live
from workshop.live.screens.announcing import hub

blueprint = Blueprint("system", __name__)


class Health(Told):
    """It works."""

    status: Literal["ok"]
    version: str
    database: Literal["ok"]
    push: Literal["ok"]
    streams: int = Field(description="Screens that listen now.")


@blueprint.get("/healthz")
@allow(Who.ANYONE)
@wire(replies={200: Health})
def healthz() -> Reply:
    """Whether the kit works."""
    live.database_answers()
    kit, streams = current_app.config["KIT_VERSION"], hub().watchers()
    return told(Health(status="ok", version=kit, database="ok", push="ok", streams=streams))
