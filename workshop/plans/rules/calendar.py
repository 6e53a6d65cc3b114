"""A workshop as a calendar file (RFC 5545), which any calendar can read.

Times are floating: nine o’clock is nine o’clock where the calendar is, so no zone is needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

LONGEST = 75
"""Octets of a line, without its end (section 3.1)."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Appointment:
    """What stands in the calendar. `begins` has no zone; `stamp`, when the file was made, has."""

    uid: str
    begins: datetime
    minutes: int
    summary: str
    description: str
    stamp: datetime


def calendar_file(one: Appointment) -> bytes:
    """The file: lines that end with CR and LF, folded, in UTF-8."""
    said = (fold(line) for line in _lines(one))
    return "".join(f"{line}\r\n" for line in said).encode()


def _lines(one: Appointment) -> Iterable[str]:
    return (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Recoupe//Workshop kit//EN",
        "CALSCALE:GREGORIAN",
        "BEGIN:VEVENT",
        f"UID:{escape(one.uid)}",
        f"DTSTAMP:{one.stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART:{one.begins:%Y%m%dT%H%M%S}",
        f"DURATION:PT{one.minutes}M",
        f"SUMMARY:{escape(one.summary)}",
        f"DESCRIPTION:{escape(one.description)}",
        "END:VEVENT",
        "END:VCALENDAR",
    )


def escape(text: str) -> str:
    r"""A text as a value: backslash, semicolon, comma and end of line are written with a backslash.

    >>> escape("Cards; 7, one\nper team")
    'Cards\\; 7\\, one\\nper team'
    """
    plain = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    for sign in ("\\", ";", ","):
        plain = plain.replace(sign, f"\\{sign}")
    return plain.replace("\n", "\\n")


def fold(line: str) -> str:
    """The line in pieces of at most 75 octets; a piece after the first begins with a space.

    No letter is cut in two, however many octets it has.
    """
    pieces, piece, length = [], "", 0
    for sign in line:
        octets = len(sign.encode())
        if length + octets > LONGEST:
            pieces.append(piece)
            piece, length = " ", 1
        piece, length = piece + sign, length + octets
    return "\r\n".join([*pieces, piece])
