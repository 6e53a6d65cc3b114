"""The one reader of JSON (quizzes.gate.strictjson), and names of hosts (quizzes.gate.headers)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.gate.headers import host_is_ours
from quizzes.gate.strictjson import MAX_BYTES, MAX_DEPTH, read_json, take
from quizzes.items.problems import Problems


@pytest.mark.parametrize(
    "body",
    [
        b'{"value": NaN}', b'{"value": Infinity}', b'{"value": -Infinity}', b'{"value": 1e999}',
        b'{"value": -1e999}', b'{"value": [1e999]}',
        b'{"a": 1, "a": 2}', b'{"b": {"a": 1, "\\u0061": 2}}',
        b'{"value": "\\ud800"}', b'{"\\udfff": 1}', b'{"value": ["x", {"y": "\\udc00\\ud800"}]}',
        b'{"value": "a\\u0000b"}', b'{"a\\u0000": 1}', b'{"value": "a\x00b"}',
        b'{"value": 9223372036854775808}', b'{"value": -9223372036854775808}',
        b'{"value": 9007199254740993}', b'{"value": ' + b"9" * 5000 + b"}",
        b"[" * 30_000 + b"]" * 30_000, b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
        b"[1, 2]", b'"text"', b"3", b"null", b"true", b"", b" ", b"{", b"{}{}", b"{'a': 1}",
        b'{"a": 1,}', b'{"a": 01}', b'{"a": +1}', b'{"a": .5}', b'{"a": 1} x', b'{"a": "\n"}',
        b'{"value": "\xe9"}', b"\xff\xfe{\x00}\x00", b"\xef\xbb\xbf{}", b'{"value": "\xed\xa0\x80"}',
        b'{"a": "' + b"x" * MAX_BYTES + b'"}',
    ],
    ids=lambda body: repr(body[:24]),
)  # fmt: skip
def test_a_hostile_body_is_refused_with_a_sentence(body: bytes) -> None:
    with pytest.raises(Problems) as caught:
        read_json(body)
    assert all(one.what.endswith(".") and one.mend for one in caught.value.problems)


def test_a_hundred_thousand_nested_lists_are_refused() -> None:
    with pytest.raises(Problems):
        read_json(b"[" * 100_000)
    with pytest.raises(Problems):
        read_json(b'{"a":' + b"[" * (MAX_BYTES - 10))


def nested(depth: int) -> bytes:
    return b'{"a":' * (depth - 1) + b"{}" + b"}" * (depth - 1)


def test_depth_is_allowed_up_to_the_limit() -> None:
    assert read_json(nested(MAX_DEPTH))
    with pytest.raises(Problems):
        read_json(nested(MAX_DEPTH + 1))


@pytest.mark.parametrize(
    "number", ["0", "-1", "1.5", "1e3", "9007199254740992", "-9007199254740992"]
)
def test_an_ordinary_number_is_read(number: str) -> None:
    assert read_json(f'{{"value": {number}}}'.encode()) == {"value": json.loads(number)}


def test_text_of_any_script_is_read() -> None:
    assert read_json('{"é": "張 🦊 \\ud83e\\udd8a"}'.encode()) == {"é": "張 🦊 🦊"}


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc"), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@given(st.dictionaries(st.text("abc"), VALUES, max_size=3))
def test_what_json_can_say_is_read_back(value: dict[str, Any]) -> None:
    assert read_json(json.dumps(value).encode()) == value


@given(st.binary(max_size=40) | st.text('{}[]":,\\u0d8-1e9NaInfity ', max_size=40).map(str.encode))
def test_whatever_is_read_the_answer_is_an_object_or_problems(data: bytes) -> None:
    try:
        assert isinstance(read_json(data), dict)
    except Problems as error:
        assert error.problems


def test_a_missing_key_and_an_unknown_key_are_named() -> None:
    assert take({"a": 1, "b": 2}, required=["a"], optional=["b", "c"]) == {"a": 1, "b": 2}
    with pytest.raises(Problems, match="Missing: a, d"):
        take({"b": 2}, required=["a", "d"], optional=["b"])
    with pytest.raises(Problems, match="Unknown: score"):
        take({"a": 1, "score": 100}, required=["a"])


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.0.0.1:8080", "192.168.1.20:8080", "[::1]:8080", "[fe80::1]", "localhost",
     "LOCALHOST:8080", "kit.local", "Kit.Local:8080", "quiz.example.org", "quiz.example.org:443",
     "QUIZ.example.org"],
)  # fmt: skip
def test_our_own_names_are_ours(host: str) -> None:
    assert host_is_ours(host, "https://quiz.example.org")


@pytest.mark.parametrize(
    "host",
    ["", "evil.example", "quiz.example.org.evil.example", "evil-quiz.example.org", "localhost.evil.example",
     "127.0.0.1.evil.example", "127.0.0.1@evil.example", "quiz.example.org:443@evil.example", "local",
     "2130706433", "0x7f000001", "evil.example/.local", "evil.example#.local", "evil.example?.local"],
)  # fmt: skip
@pytest.mark.parametrize("base_url", ["", "https://quiz.example.org"])
def test_names_of_strangers_are_not_ours(host: str, base_url: str) -> None:
    assert not host_is_ours(host, base_url)
