"""Who is calling: facilitator by login or API token, participant by the token of their seat."""

from __future__ import annotations

from flask import g, request
from flask_babel import gettext as _
from flask_login import current_user

from quizzes.gate.access import Who
from quizzes.gate.clock import now
from quizzes.gate.replies import Refused
from workshop import accounts, before_after, live, seats
from workshop.accounts import Facilitator
from workshop.before_after import BeforeAfter
from workshop.domain.joincode import read_code
from workshop.live import Live
from workshop.seats import Seat
from workshop.web.phrases import no_such_live, no_such_test


def seat_cookie(code: str) -> str:
    """The name of the cookie that carries the token of a seat in this live session."""
    return f"seat-{code}"


def bearer() -> str:
    """The token of the Authorization header, or nothing."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def facilitator() -> Facilitator | None:
    """The facilitator who is calling."""
    if "facilitator" not in g:
        g.facilitator = _find_facilitator()
    found: Facilitator | None = g.facilitator
    return found


def _find_facilitator() -> Facilitator | None:
    if bearer():
        return accounts.by_token(bearer())
    if current_user.is_authenticated:
        signed_in: Facilitator = current_user._get_current_object()
        return signed_in
    return None


def _code() -> str:
    return read_code(str((request.view_args or {}).get("code", ""))) or ""


def this_live() -> Live | None:
    """The live session that the address names."""
    if "live" not in g:
        g.live = live.load(_code()) if _code() else None
    found: Live | None = g.live
    return found


def this_test() -> BeforeAfter | None:
    """The test before and after that the address names. No live session has its code."""
    if "before_after" not in g:
        code = read_code(str((request.view_args or {}).get("code", "")))
        g.before_after = before_after.load(code) if code else None
    found: BeforeAfter | None = g.before_after
    return found


def require_test() -> BeforeAfter:
    """The test that the address names. Raises Refused when there is none."""
    found = this_test()
    if found is None:
        raise no_such_test()
    return found


def require_live() -> Live:
    """The live session that the address names. Raises Refused when there is none."""
    found = this_live()
    if found is None:
        raise no_such_live()
    return found


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


def _find_seat() -> Seat | None:
    code = _code()
    token = bearer() or request.cookies.get(seat_cookie(code), "")
    found = seats.find_seat(code, token, now()) if code else None
    if found is None:
        return None
    seat, head = found
    g.setdefault("live", live.load(code, head))
    return seat


def identify(asked: frozenset[Who] = frozenset(Who)) -> frozenset[Who]:
    """Which of the people asked about the caller is, for the table of who may call which route.

    A phone that sends its answer is not looked up among facilitators.
    """
    found = {Who.ANYONE}
    if Who.SEAT in asked and this_seat() is not None:
        found.add(Who.SEAT)
    person = facilitator() if asked & {Who.FACILITATOR, Who.OWNER} else None
    if person is not None:
        found.add(Who.FACILITATOR)
        here = this_live() or this_test()
        if here is not None and here.facilitator_id == person.row_id:
            found.add(Who.OWNER)
    return frozenset(found)
