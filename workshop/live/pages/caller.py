"""Which live session the address names, and whose seat in it is calling."""

from __future__ import annotations

from flask import g, request
from flask_babel import gettext as _

from quizzes.gate.clock import now
from quizzes.gate.replies import Refused
from workshop.live import inviting, pairing, seats, sessions
from workshop.live.pages.refusals import no_such_live
from workshop.live.rules.joincode import read_code
from workshop.live.seats import Seat
from workshop.live.sessions import Live
from workshop.people.caller import bearer, facilitator

SCREEN_COOKIE = "screen"
"""The name of the cookie that carries the token of a big screen without a login."""


def seat_cookie(code: str) -> str:
    """The name of the cookie that carries the token of a seat in this live session."""
    return f"seat-{code}"


def helper_cookie(code: str) -> str:
    """The name of the cookie that carries the token of a second facilitator."""
    return f"helper-{code}"


def _code() -> str:
    return read_code(str((request.view_args or {}).get("code", ""))) or ""


def this_live() -> Live | None:
    """The live session that the address names."""
    if "live" not in g:
        g.live = sessions.load(_code()) if _code() else None
    found: Live | None = g.live
    return found


def require_live() -> Live:
    """The live session that the address names. Raises Refused when there is none."""
    found = this_live()
    if found is None:
        raise no_such_live()
    return found


def require_real() -> Live:
    """The same, of a session with people in it. Raises Refused for a rehearsal."""
    found = require_live()
    if found.settings.rehearsal:
        raise Refused(
            409,
            _("This was a rehearsal: its answers were made up, so there is no report."),
            _("Lead the session with a class to have one."),
        )
    return found


def is_owner() -> bool:
    """Whether the live session that the address names is led by whoever is calling."""
    live, person = this_live(), facilitator()
    return live is not None and person is not None and live.facilitator_id == person.row_id


def is_helper() -> bool:
    """Whether the caller leads that live session by an invitation, without an account."""
    if "helper" not in g:
        g.helper = _find_helper()
    found: bool = g.helper
    return found


def leads() -> bool:
    """Whether the caller leads that live session, as its facilitator or as the second one."""
    return is_owner() or is_helper()


def is_screen() -> bool:
    """Whether the caller is a big screen that was given that live session."""
    token = "" if bearer() else request.cookies.get(SCREEN_COOKIE, "")
    live = this_live() if token else None
    return live is not None and pairing.shows(live, token)


def this_seat() -> Seat | None:
    """The caller's seat in that live session."""
    if "seat" not in g:
        g.seat = _find_seat()
    found: Seat | None = g.seat
    return found


def require_seat() -> Seat:
    """The caller's seat. Raises Refused for anybody else."""
    found = this_seat()
    if found is None:
        raise Refused(401, _("You have no seat here."), _("Join the session with its code first."))
    return found


def _find_helper() -> bool:
    """Where a bearer token is given, no cookie is looked at."""
    token = "" if bearer() else request.cookies.get(helper_cookie(_code()), "")
    live = this_live() if token else None
    return live is not None and inviting.holds(live, token)


def _find_seat() -> Seat | None:
    code = _code()
    token = bearer() or request.cookies.get(seat_cookie(code), "")
    found = seats.find_seat(code, token, now()) if code else None
    if found is None:
        return None
    seat, head = found
    g.setdefault("live", sessions.load(code, head))
    return seat
