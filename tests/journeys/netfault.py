"""A bad network between a browser and the kit: a small TCP proxy that fails as it is told.

It stands on a port of its own and hands every connection on to the server, until a test says
otherwise. Nothing is simulated in the browser: what is cut, held back or lost here is so for
Chromium’s own network code too.
"""

from __future__ import annotations

import re
import socket
import struct
import threading
import time
from contextlib import suppress
from typing import Literal

Streams = Literal["pass", "swallow", "buffer", "refuse"]
REQUEST = re.compile(rb"(GET|HEAD|POST|PUT|PATCH|DELETE) (\S+) HTTP/1\.1\r\n")
BAD_GATEWAY = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
RESET = struct.pack("ii", 1, 0)  # SO_LINGER: closing sends a reset


class Link:
    """One connection of the browser’s, and the one to the server that carries it on."""

    def __init__(self, near: socket.socket, far: socket.socket) -> None:
        self.near, self.far = near, far
        self.asked = ""  # method and path of the request under way
        self.holds = False  # nothing of what the server says goes on to the browser
        self.frozen = False  # nothing passes either way, and neither end is told

    def end(self) -> None:
        """Close both ends."""
        for one in (self.near, self.far):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()


class NetFault:
    """The proxy. `base` is the address that the browser uses; faults last until they are undone."""

    def __init__(self, port: int) -> None:
        self.target = port
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.base = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.requests: list[str] = []  # all that was asked, such as "GET /j/ABCDEF"
        self.streams: Streams = "pass"
        self.seconds = 0.0  # how much later everything arrives, each way
        self.lost = 0  # replies that the server gave and nobody got
        self.turned_away = 0  # connections that were refused
        self._down = False
        self._hangs = False
        self._lose: str | None = None
        self._links: list[Link] = []
        self._lock = threading.Lock()
        threading.Thread(target=self._accept, daemon=True).start()

    # Faults -----------------------------------------------------------------------------

    def cut(self) -> None:
        """Close every connection; new ones are welcome."""
        with self._lock:
            links, self._links = self._links, []
        for link in links:
            link.end()

    def down(self) -> None:
        """Close every connection and refuse new ones, until `up`."""
        self._down = True
        self.cut()

    def hang(self) -> None:
        """Take every connection, old and new, and let nothing pass, until `up`."""
        self._hangs = True
        with self._lock:
            for link in self._links:
                link.frozen = True

    def up(self) -> None:
        """Let connections in again; those that hang are closed."""
        was_hanging, self._hangs, self._down = self._hangs, False, False
        if was_hanging:
            self.cut()

    def freeze(self, asked: str) -> int:
        """Leave connections half-open: each end believes that the other is there.

        Those on which the request under way has `asked` in its method and path, such as "/stream".
        Returns how many there were.
        """
        with self._lock:
            found = [link for link in self._links if asked in link.asked and not link.frozen]
        for link in found:
            link.frozen = True
        return len(found)

    def lose_replies(self, asked: str) -> None:
        """Lose every reply to requests that begin with `asked`, such as "PUT /api", until `find`.

        The server gets the request and answers it; the browser sees a broken connection. One
        would not be enough: on a connection that it used before, Chromium asks again by itself.
        """
        self._lose = asked

    def find(self) -> None:
        """No reply is lost any more."""
        self._lose = None

    def close(self) -> None:
        """End the proxy with everything in it."""
        self._down = True
        with suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.cut()

    def asked(self, words: str) -> int:
        """How many requests had `words` in their method and path."""
        return sum(words in one for one in list(self.requests))

    # Carrying on ------------------------------------------------------------------------

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            far = None if self._down else self._reach()
            if far is None:
                self.turned_away += 1
                near.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                near.close()
                continue
            for one in (near, far):
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            link = Link(near, far)
            link.frozen = self._hangs
            with self._lock:
                self._links.append(link)
            for carry in (self._to_server, self._to_browser):
                threading.Thread(target=carry, args=(link,), daemon=True).start()

    def _reach(self) -> socket.socket | None:
        try:
            return socket.create_connection(("127.0.0.1", self.target))
        except OSError:
            return None

    def _to_server(self, link: Link) -> None:
        try:
            while chunk := link.near.recv(65536):
                if found := REQUEST.match(chunk):
                    link.asked = b" ".join(found.groups()).decode()
                    self.requests.append(link.asked)
                time.sleep(self.seconds)
                if not link.frozen:
                    link.far.sendall(chunk)
        except OSError:
            pass
        if not link.frozen:  # the server is not told that a half-open connection is gone
            self._forget(link)

    def _to_browser(self, link: Link) -> None:
        try:
            while chunk := link.far.recv(65536):
                if self._lose and link.asked.startswith(self._lose):
                    self.lost += 1
                    break
                time.sleep(self.seconds)
                passed = self._passed(link, chunk)
                if passed and not link.frozen:
                    link.near.sendall(passed)
                if passed is BAD_GATEWAY:
                    break
        except OSError:
            pass
        self._forget(link)

    def _passed(self, link: Link, chunk: bytes) -> bytes:
        """What goes on to the browser of a piece of a reply."""
        if link.holds:
            return b""
        head, _, _body = chunk.partition(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 ") or b"text/event-stream" not in head.lower():
            return chunk
        if self.streams == "pass":
            return chunk
        link.holds = True
        if self.streams == "refuse":
            return BAD_GATEWAY
        return head + b"\r\n\r\n" if self.streams == "buffer" else b""

    def _forget(self, link: Link) -> None:
        with self._lock:
            if link in self._links:
                self._links.remove(link)
        link.end()
