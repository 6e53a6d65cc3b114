"""The parts that pages are made of, each in its states: for whoever changes how the kit looks."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, render_template

from quizzes.gate.access import Who, allow

blueprint = Blueprint("showcase", __name__)
SHOWN = ("panels", "tiles", "lines", "tabs", "stages", "forms", "drafts", "votes")
"""What is shown, in this order; a template for each in templates/system/showcase/shown."""


@blueprint.get("/parts")
@allow(Who.ANYONE)
def index() -> str:
    """Every part in every state; nothing where the kit is not being developed."""
    if current_app.config["DEVELOP"] != "1":
        abort(404)
    return render_template("system/showcase/index.html", sections=SHOWN)
