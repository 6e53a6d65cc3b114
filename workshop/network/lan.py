"""The address at which phones on the same network reach this machine."""

from __future__ import annotations

import socket

from workshop.network.joinaddress import means_this_machine


def address() -> str | None:
    """This machine's address on its network, or None without one. Nothing is sent.

    A datagram socket that is connected to a far address knows which of this machine's
    addresses the system would use; the far one (TEST-NET, RFC 5737) is never contacted.
    """
    for family, far in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.connect((far, 9))
                found = str(probe.getsockname()[0])
        except OSError:
            continue
        if not means_this_machine(found):
            return f"[{found}]" if ":" in found else found
    return _by_name()


def _by_name() -> str | None:
    """On a network without a way out, the addresses that this machine's own name has."""
    try:
        names = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
    except OSError:
        return None
    found = [str(one[4][0]) for one in names]
    return next((one for one in found if not means_this_machine(one)), None)
