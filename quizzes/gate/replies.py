"""Refusals: what happened and what to do next, as a page or as problem+json."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import json, make_response, render_template, request
from flask.wrappers import Response as Reply
from flask_babel import gettext as _

from quizzes.items.problems import Problem


class Refused(Exception):
    """A request that gets a 4xx or 503. `more` goes into the JSON and the page as it is."""

    def __init__(
        self,
        status: int,
        title: str,
        detail: str,
        *,
        more: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        bare: bool = False,
    ) -> None:
        self.status, self.title, self.detail = status, title, detail
        self.more = dict(more or {})
        self.headers = dict(headers or {})
        self.bare = bare  # words alone, where no link can be made
        super().__init__(title)


def refused_for(status: int, reason: str, said: Mapping[str, tuple[str, str]]) -> Refused:
    """The refusal for a reason, of those that can be said; scripts read the reason itself."""
    title, detail = said.get(reason, (_("This is not possible now."), _("Look at the screen.")))
    return Refused(status, title, detail, more={"reason": reason})


def problem_dicts(problems: tuple[Problem, ...]) -> list[dict[str, str]]:
    """Problems as JSON."""
    return [{"field": one.field, "what": one.what, "mend": one.mend} for one in problems]


def wants_json() -> bool:
    """Whether the caller is a script rather than a person at a page."""
    return request.path.startswith("/api/") or request.path == "/healthz"


def _page(refused: Refused) -> str:
    if refused.bare:
        return f"<!doctype html><title>Recoupe</title><p>{refused.title} {refused.detail}</p>"
    return render_template("error.html", refused=refused)


def reply(refused: Refused) -> Reply:
    """The refusal in the form that suits the caller."""
    if wants_json():
        body = {
            "type": "about:blank",
            "title": refused.title,
            "status": refused.status,
            "detail": refused.detail,
            **refused.more,
        }
        answer = make_response(json.dumps(body), refused.status)
        answer.mimetype = "application/problem+json"
    else:
        answer = make_response(_page(refused), refused.status)
    answer.headers.update(refused.headers)
    return answer
