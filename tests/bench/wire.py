"""A plain client of the wire: a kept-alive connection, and a stream of server-sent events.

Non-blocking sockets on one asyncio loop, with as little work for each phone as possible: what the
client costs is measured as if the server were slow.
"""

from __future__ import annotations

import asyncio
import json
import re
import socket
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from workshop.push.framing import PACKED_HEAD

Address = tuple[str, int]
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_EVENT = re.compile(rb"event: (\w+)\n(?:id: (\d+)\n)?")
LONGEST = 30.0


class WireError(Exception):
    """The connection ended, or the reply is no reply."""


@dataclass(frozen=True)
class Reply:
    """A whole reply; `seconds` from the first byte sent to the last byte read."""

    status: int
    body: Any
    seconds: float


def _head(
    method: str, path: str, address: Address, token: str, length: int, key: str = ""
) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", f"Host: {address[0]}:{address[1]}"]
    if key:
        lines.append(f"Idempotency-Key: {key}")
    if token:
        lines.append(f"Authorization: Bearer {token}")
    if "/stream" in path:
        lines.append("Accept-Encoding: gzip")  # as browsers do
    if method != "GET":
        lines += ["Content-Type: application/json", f"Content-Length: {length}"]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


class Line:
    """One kept-alive connection, opened when it is needed, for one request at a time."""

    def __init__(self, address: Address, token: str = "") -> None:
        self.address, self.token = address, token
        self.reconnections = 0
        self._socket: socket.socket | None = None

    async def ask(self, method: str, path: str, body: Any = None, *, key: str = "") -> Reply:
        """Send a request and read the whole reply. Raises WireError."""
        data = b"" if body is None else json.dumps(body).encode()
        request = _head(method, path, self.address, self.token, len(data), key) + data
        began = time.perf_counter()
        fresh = self._socket is None
        try:
            return await asyncio.wait_for(self._exchange(request, began), LONGEST)
        except (OSError, WireError, TimeoutError) as error:
            self.close()
            if fresh:
                raise WireError(str(error) or "no reply") from error
        self.reconnections += 1  # a kept connection that was closed meanwhile: as browsers do
        try:
            return await asyncio.wait_for(self._exchange(request, began), LONGEST)
        except (OSError, TimeoutError) as error:
            self.close()
            raise WireError(str(error) or "no reply") from error

    async def _exchange(self, request: bytes, began: float) -> Reply:
        loop = asyncio.get_running_loop()
        if self._socket is None:
            self._socket = _plain_socket()
            await loop.sock_connect(self._socket, self.address)
        await loop.sock_sendall(self._socket, request)
        data = b""
        while b"\r\n\r\n" not in data:
            data += await self._more()
        head, _, body = data.partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        wanted = int(length[1]) if length else 0
        while len(body) < wanted:
            body += await self._more()
        seconds = time.perf_counter() - began
        if b"connection: close" in head.lower():
            self.close()
        status = int(head.split(b" ", 2)[1])
        return Reply(status, json.loads(body) if body else None, seconds)

    async def _more(self) -> bytes:
        assert self._socket is not None
        data = await asyncio.get_running_loop().sock_recv(self._socket, 65_536)
        if not data:
            raise WireError("the server closed the connection")
        return data

    def close(self) -> None:
        """End the connection; the next request opens another."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None


def _plain_socket() -> socket.socket:
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    found.setblocking(False)
    found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return found


@lru_cache(maxsize=32)
def unpacked(chunk: bytes) -> bytes:
    """The events of a chunk; what all phones are sent is unpacked once."""
    return zlib.decompressobj(-zlib.MAX_WBITS).decompress(chunk.removeprefix(PACKED_HEAD))


OnEvent = Callable[[str, int, float, bytes], None]


class Stream:
    """A packed stream of events. `on_event(name, id, moment, chunk)` for each whole one."""

    def __init__(self, address: Address, on_event: OnEvent, on_end: Callable[[], None]) -> None:
        self.address, self.on_event, self.on_end = address, on_event, on_end
        self._rest = b""
        self._socket: socket.socket | None = None

    async def open(self, request: bytes) -> None:
        """Connect and send `request`; events follow by themselves."""
        loop = asyncio.get_running_loop()
        self._socket = _plain_socket()
        await loop.sock_connect(self._socket, self.address)
        await loop.sock_sendall(self._socket, request)
        loop.add_reader(self._socket, self._readable, self._socket)

    async def open_room(self, code: str, token: str, query: str = "") -> None:
        """The stream of a room."""
        path = f"/api/live/{code}/stream{query}"
        await self.open(_head("GET", path, self.address, token, 0))

    def _readable(self, connection: socket.socket) -> None:
        try:
            data = connection.recv(262_144)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self.close()
            self.on_end()
            return
        moment = time.perf_counter()
        self._rest += data
        while (chunk := self._next_chunk()) is not None:
            for event in unpacked(chunk).split(b"\n\n"):
                if found := _EVENT.match(event):
                    self.on_event(found[1].decode(), int(found[2] or 0), moment, chunk)

    def _next_chunk(self) -> bytes | None:
        """The next whole chunk of the body, whose head is passed over."""
        if self._rest.startswith(b"HTTP/"):
            _head, end, rest = self._rest.partition(b"\r\n\r\n")
            if not end:
                return None
            self._rest = rest
        size, end, rest = self._rest.partition(b"\r\n")
        length = int(size, 16) if end else 0
        if not end or len(rest) < length + 2:
            return None
        self._rest = rest[length + 2 :]
        return rest[:length]

    def close(self) -> None:
        """Stop listening."""
        if self._socket is not None:
            with suppress(ValueError, OSError):
                asyncio.get_running_loop().remove_reader(self._socket)
            self._socket.close()
            self._socket = None
