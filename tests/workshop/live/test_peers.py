"""Peers: after the reveal, each reads an approved text of another and ticks criteria."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

Open = Callable[..., Any]
TEXTS = ["PUB: my shoes", "Ad. I got these free", "Lovely shoes ♥"]


def decide(room: Any, *texts: str, shown: bool = True) -> None:
    path = f"/api/live/{room.code}/rounds/{room.round}/texts"
    body = {"texts": list(texts), "shown": shown}
    assert room.http.put(path, json=body, headers=room.owner.headers).status_code == 200


def read(room: Any, reader: Any) -> Any:
    return reader.get(f"rounds/{room.round}/peer")


def tick(room: Any, reader: Any, text: Any, ticked: Any) -> Any:
    path = f"/api/live/{room.code}/rounds/{room.round}/peer"
    return reader.phone.put(path, json={"text": text, "ticked": ticked})


@pytest.fixture
def room(written: Open) -> Any:
    """Three texts, of which all are approved, and the result is shown."""
    room = written("B15")
    room.authors = [room.join("fr") for _ in TEXTS]
    for author, words in zip(room.authors, TEXTS, strict=True):
        author.respond(words)
    decide(room, *TEXTS)
    room.moves("close", "reveal")
    return room


def test_everybody_reads_one_of_another_without_a_name(room: Any) -> None:
    readers = [*room.authors, *(room.join("en") for _ in range(3))]
    found = [read(room, reader).json["text"] for reader in readers]
    assert set(Counter(found).values()) == {2}
    for own, other in zip(TEXTS, found, strict=False):
        assert own != other
    nicknames = [author.joined.json["nickname"] for author in room.authors]
    replies = [read(room, reader).text for reader in readers]
    assert not [name for name in nicknames if name in "".join(replies)]


def test_only_approved_texts_are_dealt(room: Any) -> None:
    decide(room, *TEXTS[1:], shown=False)
    first, second, _third = room.authors
    assert read(room, first).json["text"] is None  # the only text left is their own
    assert read(room, second).json["text"] == TEXTS[0]


def test_what_was_ticked_is_kept_counted_and_told_to_the_author(room: Any) -> None:
    first, second, third = room.authors
    text = read(room, first).json["text"]
    assert text == TEXTS[1]
    kept = tick(room, first, text, ["benefit", "clear"])
    assert (kept.status_code, read(room, first).json["ticked"]) == (200, ["clear", "benefit"])
    assert read(room, second).json["own"] == {
        "readers": 1,
        "counts": {"first": 0, "clear": 1, "language": 0, "benefit": 1},
    }
    assert read(room, third).json["own"]["readers"] == 0
    assert room.results()["peers"]["readers"] == 1
    assert tick(room, first, text, []).status_code == 200  # seeing none of them is an answer too
    assert room.results()["peers"] == {
        "readers": 1,
        "counts": {"first": 0, "clear": 0, "language": 0, "benefit": 0},
    }


def test_a_text_that_was_begun_stays_ones_own_reading(room: Any) -> None:
    reader = room.join()
    text = read(room, reader).json["text"]
    tick(room, reader, text, ["first"])
    late = [room.join() for _ in range(2)]
    assert read(room, late[0]).json["text"] is not None
    assert read(room, reader).json == {**read(room, reader).json, "text": text, "ticked": ["first"]}
    decide(room, text, shown=False)
    other = read(room, reader).json
    assert other["text"] not in (None, text)
    assert other["ticked"] == []
    assert room.results()["peers"]["readers"] == 0


def test_nothing_is_read_before_the_reveal(written: Open) -> None:
    room = written("B15")
    author, reader = room.join(), room.join()
    author.respond(TEXTS[0])
    decide(room, TEXTS[0])
    for move in ("close", "discuss"):
        refused = [read(room, reader), tick(room, reader, TEXTS[0], [])]
        assert [one.status_code for one in refused] == [409, 409]
        assert TEXTS[0] not in refused[0].text
        room.move(move)


def test_ones_own_text_and_one_that_is_not_shown_take_no_ticks(room: Any) -> None:
    first, second, _third = room.authors
    assert tick(room, first, TEXTS[0], ["clear"]).json["reason"] == "not_to_read"
    assert tick(room, first, "nobody wrote this", ["clear"]).status_code == 409
    decide(room, TEXTS[0], shown=False)
    assert tick(room, second, TEXTS[0], ["clear"]).status_code == 409


@pytest.mark.parametrize(
    ("text", "ticked"),
    [
        (None, []),
        (5, []),
        (TEXTS[1], None),
        (TEXTS[1], "clear"),
        (TEXTS[1], ["z"]),
        (TEXTS[1], ["clear", "clear"]),
        (TEXTS[1], [["clear"]]),
        (TEXTS[1], [{}]),
    ],
)
def test_what_is_no_reading_is_refused(room: Any, text: Any, ticked: Any) -> None:
    assert tick(room, room.authors[0], text, ticked).status_code == 422


def test_other_questions_have_no_readers(written: Open) -> None:
    room = written("B14")
    author, reader = room.join(), room.join()
    author.respond("two things")
    decide(room, "two things")
    room.moves("close", "reveal")
    assert read(room, reader).status_code == 404
    assert tick(room, reader, "two things", []).status_code == 404


def test_the_round_of_another_session_is_closed(room: Any, written: Open) -> None:
    stranger = written("B15").join()
    answer = stranger.phone.get(f"/api/live/{room.code}/rounds/{room.round}/peer")
    assert answer.status_code == 401
    elsewhere = stranger.get(f"rounds/{room.round}/peer")
    assert elsewhere.status_code == 404
