"""The guide for facilitators, and the wire in OpenAPI for whoever writes a client."""

from __future__ import annotations

from flask import Blueprint, current_app, jsonify, render_template
from flask.wrappers import Response as Reply

from quizzes.bank import catalogue
from quizzes.gate.access import Who, allow
from quizzes.gate.wire import AnyObject, wire
from workshop.guide.openapi import document
from workshop.plans import planbook

blueprint = Blueprint("guide", __name__)


@blueprint.get("/guide")
@allow(Who.ANYONE)
def index() -> str:
    """Before, during and after a lesson, on one page that prints well."""
    keep_days = current_app.config["KEEP_DAYS"]
    return render_template("guide/index.html", packs=catalogue.list_packs(), keep_days=keep_days)


@blueprint.get("/guide/management-note")
@allow(Who.ANYONE)
def management_note() -> str:
    """The note for the school's management, to read before it is printed."""
    values = planbook.leaflet_values("management-note")
    keep_days = current_app.config["KEEP_DAYS"]
    return render_template("guide/management_note.html", keep_days=keep_days, **values)


@blueprint.get("/api/openapi.json")
@allow(Who.ANYONE)
@wire(replies={200: AnyObject})
def openapi() -> Reply:
    """Every call of the wire, in OpenAPI 3.1, under this kit's version."""
    return jsonify(document(current_app._get_current_object()))  # type: ignore[attr-defined]
