"""The projector."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template

from quizzes.gate.access import Who, allow
from workshop import lan
from workshop.web import moves
from workshop.web.facilitate import own_live

blueprint = Blueprint("present", __name__, url_prefix="/present")


@blueprint.get("/<code>")
@allow(Who.OWNER)
def room(code: str) -> str:
    """What the room sees."""
    live = own_live()
    address = moves.join_url(live.code)
    return render_template(
        "present/room.html",
        live=live,
        join_url=address,
        reachable=not lan.is_loopback(address.split("/")[2]),
        wifi=current_app.config["WIFI"],
    )
