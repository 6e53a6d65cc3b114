"""A learner alone: begin, respond, come back, finish, erase, and what is deleted when."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from quizzes.alone import attempts
from quizzes.alone.attempts import Attempt, Reveal
from quizzes.alone.tables import AttemptResponseRow, AttemptRow
from quizzes.bank import catalogue
from quizzes.items.kind import Given
from quizzes.items.problems import Problems
from quizzes.store.db import db


class Learner:
    """Lina, alone, with the token in her browser."""

    def __init__(self, time: Any, reveal: Reveal) -> None:
        pack = catalogue.find_pack("d-ou-ca-sort")
        assert pack is not None
        self.time, self.pack = time, pack
        self.token = attempts.begin(pack, reveal, time.now)

    @property
    def attempt(self) -> Attempt:
        found = attempts.resume(self.token, self.time.now)
        assert found is not None
        return found

    def answer(self, position: int, value: Any = None, certainty: Any = None) -> bool:
        item = self.pack.items[position].item
        if value is None:
            value = some_value(item.accepts())
        return attempts.respond(self.attempt, position, value, certainty, self.time.now)


def some_value(schema: dict[str, Any], which: int = 0) -> Any:
    """A response that this schema takes."""
    if schema["type"] == "number":
        return schema["minimum"] + which
    if schema["type"] == "string":
        return schema["enum"][which] if "enum" in schema else f"My own words, {which}."
    if schema["type"] == "object":
        rows = schema["properties"].items()
        return {row: some_value(one, which) for row, one in rows if row in schema["required"]}
    if "enum" not in schema["items"]:
        return [some_value(schema["items"], which)]
    ids = schema["items"]["enum"]
    return (ids if not which else ids[::-1])[: max(1, schema["minItems"])]


@pytest.fixture(params=["each", "end"])
def reveal(request: pytest.FixtureRequest) -> Reveal:
    found: Reveal = request.param
    return found


@pytest.fixture
def lina(app: Flask, time: Any, reveal: Reveal) -> Any:
    """She learns alone, with either way of revealing."""
    with app.app_context():
        yield Learner(time, reveal)


only = pytest.mark.parametrize


def test_an_attempt_begins_empty_and_is_kept_for_thirty_days(lina: Learner) -> None:
    attempt = lina.attempt
    assert (attempt.given, attempt.finished, attempt.next_position()) == ({}, False, 0)
    assert attempt.pack == lina.pack
    assert attempt.delete_after == lina.time.now + timedelta(days=30)


def test_the_token_is_long_random_and_kept_only_as_a_hash(lina: Learner) -> None:
    other = attempts.begin(lina.pack, "each", lina.time.now)
    assert other != lina.token
    assert len(lina.token) >= 22
    row = db.session.get(AttemptRow, lina.attempt.row_id)
    assert row is not None
    assert lina.token not in row.token_hash


@pytest.mark.parametrize("token", ["", "x", "é" * 40, "A" * 5000, "' OR 1=1 --"])
def test_another_token_opens_nothing(lina: Learner, token: str) -> None:
    assert attempts.resume(token, lina.time.now) is None


def test_an_answer_is_there_when_she_comes_back(lina: Learner) -> None:
    assert lina.answer(0)
    lina.time.pass_(days=3)
    attempt = lina.attempt
    row = lina.pack.items[0].row_id
    assert attempt.given == {row: Given(some_value(lina.pack.items[0].item.accepts()), None)}
    assert attempt.next_position() == 1


def test_every_kind_of_answer_can_be_kept(lina: Learner) -> None:
    for position, one in enumerate(lina.pack.items):
        certainty = 2 if one.item.asks_certainty else None
        assert lina.answer(position, certainty=certainty)
        assert lina.attempt.given[one.row_id].certainty == certainty
    assert lina.attempt.next_position() is None


def test_what_is_no_response_is_refused_and_nothing_is_kept(lina: Learner) -> None:
    for value in (None, [], {"a": 1}, "zz", -1, True):
        with pytest.raises(Problems):
            attempts.respond(lina.attempt, 0, value, None, lina.time.now)
    with pytest.raises(Problems):
        lina.answer(0, certainty=2)
    assert lina.attempt.given == {}


@only("position", [-1, 10_000])
def test_a_position_outside_the_pack_keeps_nothing(lina: Learner, position: int) -> None:
    value = some_value(lina.pack.items[-1].item.accepts())
    with pytest.raises(IndexError):
        attempts.respond(lina.attempt, position, value, None, lina.time.now)
    assert lina.attempt.given == {}


@only("reveal", ["each"], indirect=True)
def test_an_answer_that_was_shown_cannot_be_changed(lina: Learner) -> None:
    lina.answer(0)
    row, schema = lina.pack.items[0].row_id, lina.pack.items[0].item.accepts()
    assert lina.attempt.may_see_answer(row)
    assert not lina.attempt.may_see_answer(lina.pack.items[1].row_id)
    assert lina.answer(0, some_value(schema, 1)) is False
    assert lina.attempt.given[row].value == some_value(schema)


@only("reveal", ["each"], indirect=True)
def test_a_second_tab_cannot_change_an_answer_that_the_first_one_shows(lina: Learner) -> None:
    stale = lina.attempt
    lina.answer(0)
    schema = lina.pack.items[0].item.accepts()
    kept = attempts.respond(stale, 0, some_value(schema, 1), None, lina.time.now)
    assert kept is False
    assert lina.attempt.given[lina.pack.items[0].row_id].value == some_value(schema)


@only("reveal", ["end"], indirect=True)
def test_an_answer_that_was_not_shown_can_be_changed_until_the_end(lina: Learner) -> None:
    lina.answer(0)
    row, schema = lina.pack.items[0].row_id, lina.pack.items[0].item.accepts()
    assert not lina.attempt.may_see_answer(row)
    assert lina.answer(0, some_value(schema, 1))
    assert lina.attempt.given[row].value == some_value(schema, 1)
    assert db.session.scalar(select(func.count()).select_from(AttemptResponseRow)) == 1


def test_after_the_end_every_answer_is_shown_and_none_is_taken(lina: Learner) -> None:
    lina.answer(0)
    attempts.finish(lina.attempt, lina.time.now)
    attempt = lina.attempt
    assert attempt.finished
    assert all(attempt.may_see_answer(one.row_id) for one in lina.pack.items)
    assert lina.answer(0, some_value(lina.pack.items[0].item.accepts(), 1)) is False
    assert lina.answer(1) is False
    assert lina.attempt.given == attempt.given


def test_a_tab_that_missed_the_end_cannot_add_an_answer(lina: Learner) -> None:
    stale = lina.attempt
    attempts.finish(lina.attempt, lina.time.now)
    value = some_value(lina.pack.items[1].item.accepts())
    assert attempts.respond(stale, 1, value, None, lina.time.now) is False
    assert lina.attempt.given == {}


def test_finishing_twice_keeps_the_first_moment(lina: Learner) -> None:
    attempts.finish(lina.attempt, lina.time.now)
    first = lina.time.now
    attempts.finish(lina.attempt, lina.time.pass_(hours=1))
    row = db.session.get(AttemptRow, lina.attempt.row_id)
    assert row is not None
    assert row.finished_at == first


def test_erasing_deletes_the_attempt_and_its_answers_only(lina: Learner) -> None:
    other = Learner(lina.time, "each")
    for learner in (lina, other):
        learner.answer(0)
    gone = lina.attempt
    attempts.erase(gone)
    assert attempts.resume(lina.token, lina.time.now) is None
    assert len(other.attempt.given) == 1
    assert db.session.scalar(select(func.count()).select_from(AttemptResponseRow)) == 1
    attempts.erase(gone)
    attempts.finish(gone, lina.time.now)


def test_a_tab_that_missed_the_erasing_cannot_bring_it_back(lina: Learner) -> None:
    stale = lina.attempt
    attempts.erase(lina.attempt)
    value = some_value(lina.pack.items[0].item.accepts())
    assert attempts.respond(stale, 0, value, None, lina.time.now) is False
    assert db.session.scalar(select(func.count()).select_from(AttemptResponseRow)) == 0


def test_after_thirty_days_an_attempt_is_gone_even_before_the_purge(lina: Learner) -> None:
    lina.time.pass_(days=30, seconds=-1)
    assert lina.attempt.given == {}
    lina.time.pass_(seconds=1)
    assert attempts.resume(lina.token, lina.time.now) is None


def test_the_purge_deletes_what_is_due_and_nothing_else(lina: Learner) -> None:
    lina.answer(0)
    lina.time.pass_(days=10)
    young = Learner(lina.time, "each")
    young.answer(0)
    assert attempts.purge(lina.time.now) == 0
    assert attempts.purge(lina.time.pass_(days=20)) == 1
    assert attempts.purge(lina.time.now) == 0
    assert len(young.attempt.given) == 1
    counts = [
        db.session.scalar(select(func.count()).select_from(table))
        for table in (AttemptRow, AttemptResponseRow)
    ]
    assert counts == [1, 1]


@only("reveal", ["end"], indirect=True)
@only("way", ["erase", "purge"])
def test_what_was_deleted_is_not_in_the_raw_file(
    lina: Learner, app: Flask, tmp_path: Path, way: str
) -> None:
    position = [one.item.kind for one in lina.pack.items].index("estimate")
    item = lina.pack.items[position].item
    marker = item.read_response((item.accepts()["minimum"] + item.accepts()["maximum"]) / 3)
    lina.answer(position, marker)
    token_hash = db.session.scalars(select(AttemptRow.token_hash)).one()
    if way == "erase":
        attempts.erase(lina.attempt)
    else:
        attempts.purge(lina.time.pass_(days=31))
    db.session.remove()
    db.engine.dispose()
    with sqlite3.connect(tmp_path / "recoupe.db") as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    for path in tmp_path.glob("recoupe.db*"):
        assert token_hash.encode() not in path.read_bytes()
