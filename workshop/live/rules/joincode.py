"""Join codes: short, said aloud easily, never two signs that look alike."""

from __future__ import annotations

from collections.abc import Callable

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LENGTH = 6


def new_code(choice: Callable[[str], str]) -> str:
    """A code of six signs; `choice` picks one of a text (`secrets.choice`)."""
    return "".join(choice(ALPHABET) for _ in range(LENGTH))


def read_code(text: str) -> str | None:
    """The code a person typed, in any case, with spaces or dashes; None if it is none."""
    code = text.upper().replace(" ", "").replace("-", "").replace("\u00a0", "")
    right = len(code) == LENGTH and all(sign in ALPHABET for sign in code)
    return code if right else None


def spaced(code: str) -> str:
    """`ABC DEF`, as it is shown."""
    return f"{code[:3]} {code[3:]}"
