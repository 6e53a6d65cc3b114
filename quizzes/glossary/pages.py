"""The glossary as a page."""

from __future__ import annotations

from flask import Blueprint, render_template

from quizzes.gate.access import Who, allow
from quizzes.gate.language import visitor_language
from quizzes.glossary.terms import glossary

blueprint = Blueprint("glossary", __name__)


@blueprint.get("/glossary")
@allow(Who.ANYONE)
def index() -> str:
    """Thirty terms in three languages, in the order of the visitor's alphabet."""
    found = glossary()
    terms = found.in_order(visitor_language())
    return render_template("glossary/index.html", glossary=found, terms=terms)
