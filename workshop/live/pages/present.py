"""The projector."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template

from quizzes.gate.access import Who, allow
from workshop.live.pages import address, caller

blueprint = Blueprint("present", __name__, url_prefix="/present")


@blueprint.get("/<code>")
@allow(Who.LEADER, Who.SCREEN)
def room(code: str) -> str:
    """What the room sees."""
    live = caller.require_live()
    join = address.join_address(live.code)
    own = live.settings.wifi
    return render_template(
        "live/present/room.html",
        live=live,
        join=join,
        wifi=own or current_app.config["WIFI"],
        wifi_password=live.settings.wifi_password if own else "",
    )
