"""Server-sent events: framing, and the two ways in which a phone is reached.

On gevent's own server the stream takes the connection over from the request, which ends, and the
publisher writes to it directly: no task waits or is woken for each phone. On any other server (and
in tests) a queue of length one feeds an ordinary response.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from workshop.push.framing import PACKED_HEAD, Event, packed
from workshop.push.hub import Channel, Hub

HEARTBEAT = 15.0
HAND_OVER = "recoupe.hand_over"
"""Where the WSGI environment says how a stream takes its connection over."""
HEADERS = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store, no-transform",
    "X-Accel-Buffering": "no",
    "Vary": "Accept-Encoding",
}
BEAT = b"event: beat\ndata: 1\n\n"
HELLO = b"retry: 1500\n\n"


class SocketSink:
    """Writes to the socket at once, or not at all: a phone that cannot follow is let go."""

    def __init__(self, connection: socket.socket, *, gzip: bool = False) -> None:
        self._gzip = gzip
        self._raw: Any = getattr(connection, "_sock", connection)
        self._connection = connection
        self.closed = False

    def send(self, event: Event) -> bool:
        """Put the event into the socket's buffer; False if it does not fit whole."""
        chunk = event.packed_chunk if self._gzip else event.chunk
        try:
            return bool(self._raw.send(chunk, _FLAGS) == len(chunk))
        except OSError:
            return False

    def close(self) -> None:
        """End the connection; the phone comes back by itself and gets the snapshot."""
        self.closed = True
        with suppress(OSError):  # it may be gone already
            self._connection.shutdown(socket.SHUT_RDWR)
        self._connection.close()


_FLAGS = getattr(socket, "MSG_DONTWAIT", 0) | getattr(socket, "MSG_NOSIGNAL", 0)


class QueueSink:
    """Keeps the newest event of each name until the response's own thread takes it."""

    def __init__(self) -> None:
        self._waiting: dict[bytes, bytes] = {}
        self._news = threading.Condition()
        self.closed = False

    def send(self, event: Event) -> bool:
        """Keep the event in place of an older one of the same name."""
        with self._news:
            self._waiting[event.plain.split(b"\n", 1)[0]] = event.plain
            self._news.notify()
        return not self.closed

    def take(self, timeout: float) -> list[bytes]:
        """The waiting events; empty after `timeout` seconds."""
        with self._news:
            if not self._waiting and not self.closed:
                self._news.wait(timeout)
            found = list(self._waiting.values())
            self._waiting.clear()
        return found

    def close(self) -> None:
        """End the response."""
        with self._news:
            self.closed = True
            self._news.notify()


HandOver = Callable[[], socket.socket]
"""Gives the connection away: the server ends its own work on it without closing it."""


def stream(
    hub: Hub,
    channel: Channel,
    first: Callable[[], list[bytes]],
    *,
    holder: str,
    most: int,
    hand_over: HandOver | None,
    gzip: bool = False,
) -> Iterator[bytes]:
    """The body of a stream: the present snapshot first, then all that is published.

    `gzip`: whether it is packed, which only a connection that was handed over can be.
    """
    if hand_over is None:
        return _queued(hub, channel, first, holder, most)
    return _direct(hub, channel, first, hand_over, holder, most, gzip=gzip)


def _direct(
    hub: Hub,
    channel: Channel,
    first: Callable[[], list[bytes]],
    hand_over: HandOver,
    holder: str,
    most: int,
    *,
    gzip: bool,
) -> Iterator[bytes]:
    yield PACKED_HEAD + packed(HELLO) if gzip else HELLO  # sends the head
    sink = SocketSink(
        hand_over(), gzip=gzip
    )  # from here on only the sink writes, and no greenlet waits
    hub.subscribe(channel, sink, holder=holder, most=most)
    alive = False
    try:
        alive = all(sink.send(Event(event)) for event in first())
    finally:
        if not alive:
            hub.unsubscribe(channel, sink)
            sink.close()


def _queued(
    hub: Hub, channel: Channel, first: Callable[[], list[bytes]], holder: str, most: int
) -> Iterator[bytes]:
    sink = QueueSink()
    hub.subscribe(channel, sink, holder=holder, most=most)  # here: a HEAD never comes so far
    try:
        yield HELLO
        yield from first()
        while not sink.closed:
            events = sink.take(HEARTBEAT)
            yield from events or [BEAT]
    finally:
        hub.unsubscribe(channel, sink)
