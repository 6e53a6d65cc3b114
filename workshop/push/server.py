"""gevent's own server, fit for a class by itself, on Linux, macOS and Windows."""

from __future__ import annotations

import errno
import logging
import signal
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import Any

from gevent import signal_handler, sleep, spawn
from gevent.pywsgi import WSGIHandler, WSGIServer

from workshop.push.requests import RequestHead
from workshop.push.sse import HAND_OVER

log = logging.getLogger("recoupe")
MANY_FILES = 20_000
REQUEST_BUFFER = 1024
SMALL = 4096
_OF_ONE_REQUEST = ("application", "environ", "headers", "response_headers", "result", "wsgi_input")


class CannotListen(Exception):
    """The address cannot be used; the message says why and what to do."""


class _Handler(WSGIHandler):  # type: ignore[misc]  # gevent ships no types
    """Gives streams their socket, keeps addresses and codes out of logs, and costs little memory.

    Browsers keep a connection for minutes between two answers: what a request needed is let go
    when it is over.
    """

    def __init__(self, sock: Any, address: Any, server: WSGIServer) -> None:
        super().__init__(sock, address, server)
        self.rfile = sock.makefile("rb", REQUEST_BUFFER)

    def MessageClass(self, stream: Any, *_seekable: int) -> RequestHead:  # noqa: N802  (gevent's name)
        """The headers of the request."""
        return RequestHead(stream)

    def _headers(self) -> list[tuple[str, str]]:
        return list(self.headers.lines)

    def _write_with_headers(self, data: bytes) -> None:
        """Send a small reply in one piece: head and body are one packet."""
        if self.response_use_chunked or self.provided_content_length is None or len(data) > SMALL:
            super()._write_with_headers(data)
            return
        self.headers_sent = True
        self.finalize_headers()
        head = b"".join(b"%b: %b\r\n" % pair for pair in self.response_headers)
        self._sendall(b"HTTP/1.1 %b\r\n%b\r\n%b" % (self.status, head, data or b""))

    def handle_one_response(self) -> None:
        """Answer, then forget the request."""
        super().handle_one_response()
        for name in _OF_ONE_REQUEST:
            self.__dict__.pop(name, None)

    def get_environ(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environ()
        if self.request_version == "HTTP/1.1":
            environ[HAND_OVER] = self._hand_over
        return environ

    def _hand_over(self) -> Any:
        """Another handle on the connection; this one ends without a word."""
        self.response_use_chunked, self.close_connection = False, True
        return self.socket.dup()

    def log_request(self) -> None:
        """Requests are not logged: an address and a join code are personal enough."""

    def log_error(self, msg: str, *args: object) -> None:
        """What cannot be read is not quoted: it holds the address too, and perhaps a code."""
        log.info("a request could not be read")


class Every:
    """Calls something again and again; an error is logged, not fatal.

    At a steady pace, but what takes long comes less often: it rests `rest` times as long as it
    took.
    """

    def __init__(self, seconds: float, call: Callable[[], None], *, rest: float = 3) -> None:
        self.seconds, self.call, self.rest = seconds, call, rest

    def run(self) -> None:
        """Call it forever."""
        pause = self.seconds
        while True:
            sleep(pause)
            began = monotonic()
            try:
                self.call()
            except Exception:
                log.exception("a background task failed and will be tried again")
            pause = max(self.seconds, self.rest * (monotonic() - began))


def serve(
    app: Callable[..., Any], host: str, port: int, tasks: list[Every], ready: Callable[[], None]
) -> None:
    """Serve until interrupted. Raises CannotListen."""
    _allow_many_connections()
    server = WSGIServer(
        (host, port), app, handler_class=_Handler, log=None, error_log=log, backlog=4096
    )
    try:
        server.start()
    except OSError as error:
        raise CannotListen(_explain(error, host, port)) from error
    for task in tasks:
        spawn(task.run)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal_handler(number, server.stop, 1)
    ready()
    server.serve_forever()


def _allow_many_connections() -> None:
    """Each phone holds one open file; many systems begin at 1 024, though more is allowed."""
    with suppress(ImportError, ValueError, OSError):  # not on Windows, or not allowed
        import resource  # noqa: PLC0415

        soft, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = MANY_FILES if most == resource.RLIM_INFINITY else min(most, MANY_FILES)
        if soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def _explain(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken. Stop the other program, or set RECOUPE_PORT={port + 1}."
    if error.errno == errno.EACCES:
        return f"Port {port} is not allowed to you. Set RECOUPE_PORT to a number above 1024."
    return f"{host}:{port} cannot be used: {error.strerror}. Set RECOUPE_PORT to another number."
