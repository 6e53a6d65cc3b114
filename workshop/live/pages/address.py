"""The addresses that others are given: of the kit, and of a room."""

from __future__ import annotations

from flask import current_app, request

from workshop.live import lan
from workshop.live.rules.joinaddress import JoinAddress


def own_url() -> str:
    """The address of the kit that does not depend on the request: as set, or on the network."""
    chosen: str = current_app.config["BASE_URL"]
    address = lan.address() if current_app.config.get("LAN") else None
    return chosen or f"http://{address or '127.0.0.1'}:{current_app.config['PORT']}"


def join_address(code: str) -> JoinAddress:
    """The address behind the QR code: as set, else that of the caller, else on the network.

    It means this machine only where nothing else is known.
    """
    as_called = JoinAddress(request.host_url)
    use_call = not current_app.config["BASE_URL"] and as_called.is_reachable
    base = as_called.url.rstrip("/") if use_call else own_url()
    return JoinAddress(f"{base}/j/{code}")
