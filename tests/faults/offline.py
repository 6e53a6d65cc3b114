"""A whole lesson on a machine without any network: run inside `unshare -n`.

    python -m tests.faults.offline FOLDER TOKEN

FOLDER is a data folder that is ready, TOKEN that of its facilitator. Prints JSON: what was tried,
what was found.
"""

from __future__ import annotations

import fcntl
import json
import socket
import struct
import sys
import time
from pathlib import Path
from typing import Any

from tests.faults.phones import Crowd
from tests.faults.proof import prove
from tests.faults.room import Room
from tests.faults.server import Server

PHONES = 20
SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 1


def bring_loopback_up() -> None:
    """As `ip link set lo up` does, which is not everywhere."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        asked = struct.pack("16sh", b"lo", 0)
        flags = struct.unpack("16sh", fcntl.ioctl(line, SIOCGIFFLAGS, asked))[1]
        fcntl.ioctl(line, SIOCSIFFLAGS, struct.pack("16sh", b"lo", flags | IFF_UP))


def outside() -> str:
    """What happens to somebody who wants to go out."""
    with socket.socket() as line:
        line.settimeout(3)
        try:
            line.connect(("192.0.2.1", 80))
        except OSError as error:
            return type(error).__name__ + f" {error.errno}"
    return "connected"


def main() -> None:
    bring_loopback_up()
    folder, token = Path(sys.argv[1]), sys.argv[2]
    server = Server(folder)
    found: dict[str, Any] = {"outside": outside(), "start_s": server.start()}
    try:
        room = Room(server, token, seconds=60)
        with Crowd(server.port, room.code, PHONES, think=0.5) as crowd:
            crowd.wait_until_in()
            room.move("start")
            for _ in range(2):
                number = room.move("open")["round"]
                crowd.wait_until_answered(number)
                room.moves("close", "reveal", "next")
            proved = prove(server.database, crowd, room.pack)
            found["clean"], found["acknowledged"] = proved.clean, proved.acknowledged
            found["errors"] = len(crowd.server_errors())
        paths = ["/", f"/j/{room.code}", "/guide", "/packs/d-ou-ca-sort", "/login"]
        begun = time.monotonic()
        found["pages"] = {path: server.get(path)[0] for path in paths}
        found["pages_s"] = time.monotonic() - begun
    finally:
        server.stop()
    print(json.dumps(found))


if __name__ == "__main__":
    main()
