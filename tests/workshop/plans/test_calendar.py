"""A calendar file keeps the rules of RFC 5545, whatever a title holds."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from workshop.plans.rules.calendar import LONGEST, Appointment, calendar_file, escape, fold

BEGINS = datetime(2026, 12, 4, 9, 0)


def appointment(summary: str = "W1", description: str = "Cards", **more: object) -> Appointment:
    stamp = datetime(2026, 11, 29, 13, 5, 7, tzinfo=timezone(timedelta(hours=1)))
    given = {"uid": "one@recoupe.invalid", "begins": BEGINS, "minutes": 50, "stamp": stamp}
    return Appointment(summary=summary, description=description, **{**given, **more})  # type: ignore[arg-type]


def unfolded(file: bytes) -> list[str]:
    text = file.decode()
    assert text.endswith("\r\n")
    return text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def unescaped(value: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], value)


def test_a_whole_file() -> None:
    assert unfolded(calendar_file(appointment())) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Recoupe//Workshop kit//EN",
        "CALSCALE:GREGORIAN",
        "BEGIN:VEVENT",
        "UID:one@recoupe.invalid",
        "DTSTAMP:20261129T120507Z",
        "DTSTART:20261204T090000",
        "DURATION:PT50M",
        "SUMMARY:W1",
        "DESCRIPTION:Cards",
        "END:VEVENT",
        "END:VCALENDAR",
    ]


def test_the_stamp_is_in_universal_time_and_the_beginning_floats() -> None:
    lines = unfolded(calendar_file(appointment(stamp=datetime(2026, 7, 1, tzinfo=UTC))))
    assert "DTSTAMP:20260701T000000Z" in lines
    assert not any(line.startswith("DTSTART") and line.endswith("Z") for line in lines)


def test_signs_that_mean_something_are_escaped() -> None:
    assert escape("a;b,c\\d:e\r\nf\rg") == r"a\;b\,c\\d:e\nf\ng"
    assert escape("bell\x07\x00") == "bell"


def test_folding_counts_octets_and_cuts_no_letter() -> None:
    first, second = fold("é" * 40).split("\r\n")
    assert (len(first.encode()), second[0]) == (74, " ")
    assert fold("x" * LONGEST) == "x" * LONGEST
    assert fold("x" * (LONGEST + 1)) == "x" * LONGEST + "\r\n x"


@given(summary=st.text(max_size=300), description=st.text(max_size=600))
def test_any_text_comes_back_and_no_line_is_too_long(summary: str, description: str) -> None:
    if any("\ud800" <= sign <= "\udfff" for sign in summary + description):
        return
    file = calendar_file(appointment(summary, description))
    lines = file.split(b"\r\n")
    assert all(len(line) <= LONGEST for line in lines)
    assert b"\n" not in b"".join(lines) and b"\r" not in b"".join(lines)
    for line in lines:
        line.decode()  # each by itself: no letter is cut
    found = {line.partition(":")[0]: line.partition(":")[2] for line in unfolded(file)}
    assert len(unfolded(file)) == 13
    kept = re.sub(
        r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", "", summary.replace("\r\n", "\n").replace("\r", "\n")
    )
    assert unescaped(found["SUMMARY"]) == kept
