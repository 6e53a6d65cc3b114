"""What every request must show and every reply carries: host, origin, CSRF, security headers."""

from __future__ import annotations

import hashlib
import ipaddress
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, request
from flask.wrappers import Response as Reply
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from quizzes.gate import access, language, sizes
from quizzes.gate.access import Who
from quizzes.gate.replies import Refused

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; manifest-src 'self'"
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with no-referrer browsers send Origin: null on forms
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN_NAMES = frozenset({"localhost", "testserver"})


def install_csrf(app: Flask, csrf: CSRFProtect) -> None:
    """Ask for a token wherever a cookie alone would do. Comes after the check of who calls."""

    @app.before_request
    def check_token() -> None:
        if request.method not in SAFE and request.endpoint and _needs_csrf():
            csrf.protect()


def install(app: Flask) -> None:
    """Check every request, complete every reply."""
    proxies = int(app.config.get("TRUST_PROXY") or 0)
    if proxies:
        fixed = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)
        app.wsgi_app = fixed  # type: ignore[method-assign]

    @app.before_request
    def check() -> None:
        _check_host()
        if request.method not in SAFE:
            _check_origin()
            sizes.allow_more()
            # The whole body, before anybody holds a connection to the database: one that comes
            # slowly must not keep others waiting.
            request.get_data()

    @app.after_request
    def complete(answer: Reply) -> Reply:
        if request.endpoint == "static" and answer.status_code < 400:
            return _static(answer)
        for name, value in ALWAYS.items():
            answer.headers.setdefault(name, value)
        answer.headers.setdefault("Cache-Control", "no-store")
        return language.remember(answer)

    folder = Path(app.static_folder or "")

    @app.url_defaults
    def versioned(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and (folder / values.get("filename", "")).is_file():
            values["v"] = _version(folder / values["filename"])

    @app.template_global()
    def static_file(name: str) -> str:
        """The address of one of our files, also where a screen is drawn that nobody asked for."""
        return f"/static/{name}?v={_version(folder / name)}"


def _version(path: Path) -> str:
    return _digest(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=256)
def _digest(path: Path, _changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:8]


def _static(answer: Reply) -> Reply:
    """Our own files carry what concerns them and nothing more: a phone pays for each header."""
    answer.headers["X-Content-Type-Options"] = "nosniff"
    if request.args.get("v"):
        answer.headers["Cache-Control"] = "max-age=31536000, immutable"
        answer.headers.pop("ETag", None)  # what never changes is never asked about
    else:
        answer.headers["Cache-Control"] = "no-cache"
    for name in ("Last-Modified", "Content-Disposition", "Vary"):
        answer.headers.pop(name, None)
    answer.vary.add("Accept-Encoding")
    return answer


def host_is_ours(host: str, base_url: str) -> bool:
    """Whether `host` is an address, this machine's own name, or that of the base address.

    Names of strangers are refused, so that no page of theirs can be pointed at a kit.
    """
    name = urlsplit(f"//{host}").hostname or ""
    try:
        ipaddress.ip_address(name)
        return True
    except ValueError:
        ours = {*_OWN_NAMES, urlsplit(base_url).hostname}
        return name in ours or name.endswith((".local", ".localhost"))


def _check_host() -> None:
    try:
        ours = host_is_ours(request.host, current_app.config.get("BASE_URL", ""))
    except ValueError:
        ours = False
    if not ours:
        raise Refused(
            400,
            _("This server does not go by that name."),
            _("Use the address that the kit prints, or set RECOUPE_BASE_URL."),
            bare=True,
        )


def _check_origin() -> None:
    origin = request.headers.get("Origin")
    if origin is None:
        return
    if host_of(origin) != request.host:
        raise Refused(
            403, _("This comes from another site."), _("Open the kit itself and repeat the step.")
        )


def host_of(origin: str) -> str | None:
    """Host and port of an Origin header; None where there is none."""
    try:
        return urlsplit(origin).netloc or None
    except ValueError:
        return None


def _needs_csrf() -> bool:
    """Forms and facilitators' calls need a token; seats are guarded by origin and JSON."""
    if request.headers.get("Authorization", "").lower().startswith("bearer "):
        return False  # the cookie is not looked at then
    people = access.allowed(current_app, request.endpoint or "")
    only_seats = people <= {Who.ANYONE, Who.SEAT}
    return not (request.path.startswith("/api/") and only_seats)
