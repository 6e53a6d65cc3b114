"""The short way of the two requests that a whole room sends at once: a seat's first response, and
what is its own after a reveal.

It stands before the framework and makes the same checks in the same order: host, origin, size,
JSON, seat, open round. What passes them all is answered. Anything else, a second response, a late
one, a wrong one, goes the long way with its body whole, so that every refusal is worded in one
place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from io import BytesIO
from typing import Any, TypeVar

from flask import Flask, request
from werkzeug.http import parse_cookie

from quizzes.gate.clock import now_of
from quizzes.gate.headers import ALWAYS, host_is_ours, host_of
from quizzes.gate.strictjson import MAX_BYTES, read_json, take
from quizzes.items.problems import Problems
from quizzes.store.driver import Driver, driver_of
from workshop.live import sessions
from workshop.live.pages.caller import seat_cookie
from workshop.live.responses import Kept, mine, take_first
from workshop.live.rules.joincode import read_code
from workshop.live.seats import Seat, find_seat
from workshop.live.sessions import Head, Live

FAILED = "recoupe.failed"
"""Where the WSGI environment holds what went wrong on the short way, for the long way to say."""
_PUT = re.compile(r"/api/live/([A-Za-z0-9]{6})/rounds/(\d{1,9})/response", re.ASCII)
_GET = re.compile(r"/api/live/([A-Za-z0-9]{6})/me", re.ASCII)
_HOST = re.compile(r"[a-z0-9.:\[\]-]{1,253}", re.ASCII)
_HEADERS = [*ALWAYS.items(), ("Cache-Control", "no-store"), ("Content-Type", "application/json")]

Found = TypeVar("Found")
Environ = dict[str, Any]
StartResponse = Callable[..., Any]

_is_ours = lru_cache(maxsize=64)(host_is_ours)


class ShortWay:
    """WSGI middleware around the app's own."""

    def __init__(self, app: Flask, driver: Driver) -> None:
        self.app, self.long_way, self.driver = app, app.wsgi_app, driver

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """The reply of either way."""
        said: tuple[str, Any] | None = None
        path, method = environ["PATH_INFO"], environ["REQUEST_METHOD"]
        if method == "PUT" and (found := _PUT.fullmatch(path)):
            said = self._respond(environ, found[1], int(found[2]))
        elif method == "GET" and (found := _GET.fullmatch(path)):
            said = self._tell(environ, found[1])
        if said is None:
            return self.long_way(environ, start_response)
        status, value = said
        data = f"{self.app.json.dumps(value, separators=(',', ':'))}\n".encode()
        start_response(status, [*_HEADERS, ("Content-Length", str(len(data)))])
        return [data]

    def _tell(self, environ: Environ, typed: str) -> tuple[str, Any] | None:
        if not self._is_known_host(environ):
            return None
        mine = self._try(environ, typed, self._mine)
        return None if mine is None else ("200 OK", mine)

    def _respond(self, environ: Environ, typed: str, round_id: int) -> tuple[str, Any] | None:
        if not self._is_known_host(environ) or not self._is_plain(environ):
            return None
        try:
            body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        except OSError:  # the phone went away in the middle of it
            return "400 BAD REQUEST", {}
        environ["wsgi.input"] = BytesIO(body)  # for the long way
        kept = self._try(environ, typed, partial(self._keep, round_id, body))
        return None if kept is None else ("201 CREATED", kept.told())

    def _try(
        self, environ: Environ, typed: str, do: Callable[[Live, Seat, Head], Found | None]
    ) -> Found | None:
        """What `do` makes of the seat in its live session; None where the long way must speak."""
        code = read_code(typed)
        token = _token(environ, code) if code else ""
        live = sessions.last_known(self.driver.url, code) if code else None
        if not code or live is None:
            return None
        try:
            found = find_seat(code, token, now_of(self.app), self.driver)
            return do(live, *found) if found and found[1][0] == live.row_id else None
        except Problems:
            return None
        except Exception as error:  # raised again where errors are worded and logged
            environ[FAILED] = error
            return None

    def _mine(self, live: Live, seat: Seat, head: Head) -> dict[str, Any] | None:
        """What is right depends on what was revealed: only the present version knows."""
        return mine(live, seat, self.driver) if head[1] == live.version else None

    def _keep(self, round_id: int, body: bytes, live: Live, seat: Seat, _: Head) -> Kept | None:
        found = take(read_json(body), required=("value",), optional=("certainty",))
        value, sure = found["value"], found.get("certainty")
        kept = take_first(self.driver, live, seat, round_id, value, sure, now_of(self.app))
        if kept is not None:
            self.app.extensions["recoupe.hub"].mark(live.code)
        return kept

    def _is_known_host(self, environ: Environ) -> bool:
        host = environ.get("HTTP_HOST", "")
        ours = _HOST.fullmatch(host) and _is_ours(host, self.app.config["BASE_URL"])
        return bool(ours) and not environ.get("QUERY_STRING")

    def _is_plain(self, environ: Environ) -> bool:
        """Whether origin and size are such that the long way would go on."""
        length = environ.get("CONTENT_LENGTH", "")
        origin = environ.get("HTTP_ORIGIN")
        return bool(
            (origin is None or host_of(origin) == environ["HTTP_HOST"])
            and length.isascii()
            and length.isdecimal()
            and int(length) <= MAX_BYTES
            and "HTTP_TRANSFER_ENCODING" not in environ
        )


def _token(environ: Environ, code: str) -> str:
    """The seat's token as `caller` finds it: the Authorization header, else the cookie."""
    scheme, _, token = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    if scheme.lower() == "bearer" and token.strip():
        return str(token.strip())
    return parse_cookie(environ.get("HTTP_COOKIE")).get(seat_cookie(code), "")


def install(app: Flask) -> None:
    """Put the short way before the app. Comes before what reads the headers of proxies."""
    driver = driver_of(app)
    if driver is None:
        return
    app.wsgi_app = ShortWay(app, driver)  # type: ignore[method-assign]

    @app.before_request
    def fail() -> None:
        if FAILED in request.environ:
            raise request.environ[FAILED]
