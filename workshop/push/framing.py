"""An event as bytes: as server-sent events, as a chunk of HTTP, packed by gzip."""

from __future__ import annotations

import json
import zlib
from functools import cached_property
from typing import Any


def frame(event: str, data: Any, *, event_id: int | None = None) -> bytes:
    """One event. `data` becomes JSON on one line."""
    head = f"event: {event}\n" + (f"id: {event_id}\n" if event_id is not None else "")
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"{head}data: {body}\n\n".encode()


def chunked(event: bytes) -> bytes:
    """`event` as one chunk of an HTTP/1.1 body."""
    return b"%x\r\n%b\r\n" % (len(event), event)


PACKED_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
"""How a gzip stream begins (RFC 1952)."""
_LEVEL = 4


def packed(event: bytes) -> bytes:
    """`event` as whole blocks of a DEFLATE stream (RFC 1951), at any place in it.

    It points at nothing that was sent before, so the same bytes serve every stream.
    """
    made = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return made.compress(event) + made.flush(zlib.Z_SYNC_FLUSH)


class Event:
    """One event on its way to many: framed, and packed, once for all of them."""

    def __init__(self, plain: bytes) -> None:
        self.plain = plain

    @cached_property
    def chunk(self) -> bytes:
        """As one chunk of an HTTP/1.1 body."""
        return chunked(self.plain)

    @cached_property
    def packed_chunk(self) -> bytes:
        """The same for a body with `Content-Encoding: gzip`."""
        return chunked(packed(self.plain))
