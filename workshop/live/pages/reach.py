"""How phones reach a live session or a test: refused where no phone could."""

from __future__ import annotations

from flask import current_app
from flask.wrappers import Response as Reply
from flask_babel import gettext as _

from quizzes.gate.replies import Refused
from workshop.live import qr
from workshop.live.pages.moves import join_address
from workshop.live.rules.joinaddress import JoinAddress


def require_address(code: str) -> JoinAddress:
    """The address with which phones join. It is never a loopback address: Refused instead."""
    join = join_address(code)
    if not join.is_reachable:
        raise Refused(409, _("Phones cannot reach this address."), _("Start the kit with --lan."))
    return join


def qr_reply(code: str) -> Reply:
    """The QR code of that address."""
    drawing = qr.qr_svg(require_address(code).url)
    return current_app.response_class(drawing, mimetype="image/svg+xml")
