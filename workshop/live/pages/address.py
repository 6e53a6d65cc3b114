"""The addresses that others are given: of the kit, and of a room."""

from __future__ import annotations

from flask import current_app, request
from flask.wrappers import Response as Reply
from flask_babel import gettext as _

from quizzes.gate.replies import Refused
from workshop.network import lan, qr
from workshop.network.joinaddress import JoinAddress


def own_url() -> str:
    """The address of the kit that does not depend on the request: as set, or on the network."""
    chosen: str = current_app.config["BASE_URL"]
    address = lan.address() if current_app.config.get("LAN") else None
    return chosen or f"http://{address or '127.0.0.1'}:{current_app.config['PORT']}"


def join_address(code: str) -> JoinAddress:
    """The address behind the QR code with which phones join."""
    return address_of(f"/j/{code}")


def address_of(path: str) -> JoinAddress:
    """The address of a page for phones: as set, else that of the caller, else on the network.

    It means this machine only where nothing else is known.
    """
    as_called = JoinAddress(request.host_url)
    use_call = not current_app.config["BASE_URL"] and as_called.is_reachable
    base = as_called.url.rstrip("/") if use_call else own_url()
    return JoinAddress(f"{base}{path}")


def helper_address(code: str, token: str) -> JoinAddress:
    """The link of a second facilitator, on the address that phones join by."""
    base = join_address(code).url.removesuffix(f"/j/{code}")
    return JoinAddress(f"{base}/facilitate/{code}/with/{token}")


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
