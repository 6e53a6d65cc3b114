"""Who may call which route. Every view says so; one that does not is closed to everybody."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, current_app, redirect, request, url_for
from flask_babel import gettext as _

from quizzes.gate.replies import Refused

View = TypeVar("View", bound=Callable[..., Any])
KEY = "recoupe.identify"


class Who(StrEnum):
    """People, as routes see them."""

    ANYONE = "anyone"
    SEAT = "participant of this live session"
    FACILITATOR = "any facilitator"
    OWNER = "facilitator of this live session"
    SCREEN = "a big screen that was given this live session"
    LEADER = "whoever leads this live session: its facilitator, or a second one by invitation"


Identify = Callable[[frozenset[Who]], frozenset[Who]]
"""Which of the people asked about the caller is; it looks no further than it is asked."""


def allow(*people: Who) -> Callable[[View], View]:
    """Say who may call a view. The check runs before it."""

    def mark(view: View) -> View:
        view.__dict__["allowed"] = frozenset(people)
        return view

    return mark


def allowed(app: Flask, endpoint: str) -> frozenset[Who]:
    """Who may call an endpoint; nobody where it does not say."""
    return getattr(app.view_functions.get(endpoint), "allowed", frozenset())


def install(app: Flask, identify: Identify) -> None:
    """Check every request. `identify` tells who is calling, Who.ANYONE included."""
    app.view_functions["static"] = allow(Who.ANYONE)(_wrapped(app.view_functions["static"]))
    app.extensions[KEY] = identify
    app.before_request(_check)


def _wrapped(view: Callable[..., Any]) -> Callable[..., Any]:
    def static(**kwargs: Any) -> Any:
        return view(**kwargs)

    return static


def _check() -> Any:
    if request.endpoint is None:
        return None  # no such address, or no such method: the error page says so
    people = allowed(current_app, request.endpoint)
    if Who.ANYONE in people:
        return None
    found: frozenset[Who] = current_app.extensions[KEY](people)
    if people & found:
        return None
    return _refuse(people, found)


def _refuse(people: frozenset[Who], found: frozenset[Who]) -> Any:
    if not people:
        raise Refused(403, _("Nobody may do this."), _("This address is closed."))
    wants_page = request.method == "GET" and not request.path.startswith("/api/")
    facilitators = people & {Who.FACILITATOR, Who.OWNER, Who.LEADER}
    if facilitators and Who.FACILITATOR not in found and Who.SEAT not in people:
        if wants_page:
            return redirect(url_for("people.login", next=request.path))
        raise Refused(401, _("You are not signed in."), _("Sign in as a facilitator, then retry."))
    if people == {Who.SEAT} or (Who.SEAT in people and Who.FACILITATOR not in found):
        raise Refused(401, _("You have no seat here."), _("Join the session with its code first."))
    raise Refused(403, _("This is not yours."), _("Ask the facilitator of this session."))
