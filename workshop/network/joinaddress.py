"""The address with which phones join, and whether any phone could open it."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit


def means_this_machine(host: str) -> bool:
    """Whether `host` (with or without a port) is only the machine that reads it, or no host."""
    name = (urlsplit(f"//{host}").hostname or "").rstrip(".")
    if not name or name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        found = ip_address(name)
    except ValueError:
        return False
    return found.is_loopback or found.is_unspecified


@dataclass(frozen=True)
class JoinAddress:
    """`url` is what the QR code holds, `host` what a person types."""

    url: str

    @property
    def host(self) -> str:
        """Host and port, without a scheme or a name to sign in with."""
        return urlsplit(self.url).netloc.rsplit("@", 1)[-1]

    @property
    def is_reachable(self) -> bool:
        """Whether a phone could open it."""
        return not means_this_machine(self.host)

    @property
    def needs_room_network(self) -> bool:
        """Whether a phone must be on the room's own network: a kit without a public name."""
        return self.url.startswith("http://")
