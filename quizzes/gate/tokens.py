"""What is kept of a secret that somebody else holds."""

from __future__ import annotations

import hashlib


def hashed(token: str) -> str:
    """SHA-256 of a random token, in hex: enough to know it again, nothing to claim it with.

    For tokens of 128 random bits or more, or codes that live for minutes; never for passwords.
    """
    return hashlib.sha256(token.encode()).hexdigest()
