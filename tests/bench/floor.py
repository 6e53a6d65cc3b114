"""What nothing can be faster than on this machine: a bare loop that writes the same bytes to the
same number of sockets, and the store's bare commits.

Run as a program (`python -m tests.bench.floor COUNT`) it is that bare loop's server: it prints
its port, takes COUNT phones that each say two letters, then one controller that sends two payloads
at a time, and writes to every phone the payload of its language.
"""

from __future__ import annotations

import socket
import sqlite3
import struct
import sys
import time
from contextlib import closing
from pathlib import Path

SIZES = struct.Struct("!II")


def commits(folder: Path, count: int = 500) -> list[float]:
    """Seconds of each of `count` commits of one small row, WAL with synchronous=FULL."""
    found = []
    with closing(sqlite3.connect(folder / "floor.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE kept (id INTEGER PRIMARY KEY, value TEXT)")
        for number in range(count):
            began = time.perf_counter()
            connection.execute("INSERT INTO kept (value) VALUES (?)", (f'"{number}"',))
            found.append(time.perf_counter() - began)
    return found


def _exactly(connection: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        more = connection.recv(size - len(data))
        if not more:
            raise EOFError
        data += more
    return data


def serve(count: int) -> None:
    """The bare loop. Ends when the controller goes."""
    with socket.create_server(("127.0.0.1", 0), backlog=4096) as listener:
        print(listener.getsockname()[1], flush=True)
        phones: dict[bytes, list[socket.socket]] = {b"fr": [], b"en": []}
        for _ in range(count):
            phone, _address = listener.accept()
            phone.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            phones[_exactly(phone, 2)].append(phone)
        controller, _address = listener.accept()
        try:
            while True:
                first, second = SIZES.unpack(_exactly(controller, SIZES.size))
                payloads = {b"fr": _exactly(controller, first), b"en": _exactly(controller, second)}
                for language, payload in payloads.items():
                    for phone in phones[language]:
                        phone.sendall(payload)
        except EOFError:
            return


if __name__ == "__main__":
    serve(int(sys.argv[1]))
