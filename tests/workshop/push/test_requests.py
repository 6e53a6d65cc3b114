"""A request’s head is read as RFC 9112 has it; what is doubtful is refused, and nothing takes long."""

from __future__ import annotations

from io import BytesIO

import pytest

from workshop.push.requests import MAX_HEADERS, MAX_LINE, RequestHead


def head(*lines: bytes, end: bytes = b"\r\n") -> RequestHead:
    return RequestHead(BytesIO(b"".join(line + b"\r\n" for line in lines) + end))


def test_names_have_no_capitals_and_values_no_blanks_around_them() -> None:
    found = head(b"Host: 127.0.0.1:8080", b"X-Two:\t a  b \t", b"Content-Type: text/plain")
    assert found.status == ""
    assert found.get("host") == "127.0.0.1:8080" and found.getheader("HOST") == found.get("host")
    assert found.typeheader == "text/plain"
    assert found.lines == [("HTTP_HOST", "127.0.0.1:8080"), ("HTTP_X_TWO", "a  b")]


def test_several_cookies_are_all_handed_on_and_the_first_value_is_told() -> None:
    found = head(b"Cookie: a=1", b"Cookie: b=2")
    assert found.lines == [("HTTP_COOKIE", "a=1"), ("HTTP_COOKIE", "b=2")]
    assert found.get("cookie") == "a=1"


def test_a_name_with_an_underscore_is_not_handed_on() -> None:
    assert head(b"X_Real_IP: 1.2.3.4").lines == []


@pytest.mark.parametrize(
    "lines",
    [
        [b"no colon"],
        [b": no name"],
        [b"Name : blank before the colon"],
        [b"A: b", b" folded"],
        [b"A: nul\x00"],
        [b"A: return\rB: c"],
        [b"Content-Length: 5", b"Content-Length: 6"],
        [b"Content-Length: +5"],
        [b"Content-Length: 1_0"],
        [b"Content-Length: -1"],
        [b"Transfer-Encoding: chunked", b"Transfer-Encoding: identity"],
        [b"Transfer-Encoding: gzip, chunked"],
        [b"Transfer-Encoding: chunked", b"Content-Length: 5"],
        [b"Content-Length: 5", b"Transfer-Encoding: chunked"],
        [b"A: b"] * (MAX_HEADERS + 1),
        [b"A: " + b"b" * MAX_LINE],
    ],
)
def test_what_is_doubtful_is_refused(lines: list[bytes]) -> None:
    assert head(*lines).status


def test_a_head_that_ends_in_the_middle_is_refused() -> None:
    assert head(b"Host: a", end=b"").status
    assert head(b"Host: a", end=b"X: b").status


@pytest.mark.parametrize(
    "line",
    [b"X:" + b" " * 65_000, b"X: a" + b" " * 60_000 + b"b", b"X:" + b"\t " * 30_000 + b"\x00"],
)
def test_blanks_by_the_thousand_are_read_in_one_go(line: bytes) -> None:
    """A pattern that tries every way to part them would not end: one phone would stop every room."""
    assert [bool(head(line).status) for _ in range(50)] == [b"\x00" in line] * 50


def test_the_same_length_twice_is_one() -> None:
    assert head(b"Content-Length: 5", b"Content-Length: 5").status == ""
    found = head(b"Content-Length: 5")
    del found["content-length"]
    assert found.get("content-length") is None
