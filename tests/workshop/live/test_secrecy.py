"""Nobody receives what they may not know yet: every byte before the reveal, for every kind."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from flask import Flask

from quizzes.bank import catalogue
from quizzes.items.item import Item
from quizzes.items.text import LANGUAGES
from quizzes.kinds import kinds

SLUGS = ("qui-range-mon-fil", "pub-ou-pas-pub", "d-ou-ca-sort", "en-reserve")
SHORTEST = 18


def every_text(value: Any) -> Iterator[str]:
    """Every text in a value of lists and dicts."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from every_text(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from every_text(one)


def secrets_of(item: Item) -> Iterator[str]:
    """Texts of the reveal that stand nowhere in the question itself."""
    for language in LANGUAGES:
        public = json.dumps(item.public_view(language), ensure_ascii=False)
        shown = item.revealed_view(language)
        told = [shown["explanation"], *shown["prompts"], *every_text(item.answer_view(language))]
        told += [one["title"] for one in shown["sources"]]
        told += [item.expected.say(language)] if item.expected else []
        yield from (text[:60] for text in told if len(text) >= SHORTEST and text not in public)


def plain(received: str) -> str:
    """HTML's and JSON's ways of writing a sign undone, so that nothing hides behind them."""
    for sign, written in {"'": "&#39;", '"': "&#34;", "&": "&amp;"}.items():
        received = received.replace(written, sign)
    return received.replace("\\u202f", "\u202f").replace("\\u00a0", "\u00a0")


def received_by(phones: list[Any], room: Any) -> str:
    """Every byte that participants can get now: screens, own data, stream, page, recap."""
    parts = []
    for phone in phones:
        for path in ("snapshot", "me"):
            parts.append(json.dumps(phone.get(path).json, ensure_ascii=False))
        stream = phone.phone.get(f"/api/live/{room.code}/stream", buffered=False)
        chunks = iter(stream.response)
        parts += [next(chunks).decode(), next(chunks).decode()]
        stream.close()
        parts.append(phone.phone.get(f"/j/{room.code}").text)
        parts.append(phone.phone.get(f"/j/{room.code}/recap").text)
    for language in LANGUAGES:
        path = f"/api/live/{room.code}/snapshot?as=projector&lang={language}"
        parts.append(
            json.dumps(room.http.get(path, headers=room.owner.headers).json, ensure_ascii=False)
        )
    path = f"/api/live/{room.code}/results?as=projector"
    parts.append(room.http.get(path, headers=room.owner.headers).text)
    return plain("".join(parts))


@pytest.mark.parametrize("slug", SLUGS)
def test_no_byte_of_an_answer_before_its_reveal(app: Flask, fatima: Any, slug: str) -> None:
    with app.app_context():
        pack = catalogue.find_pack(slug)
    assert pack is not None
    room = fatima.open(slug, live_bars=True)
    phones = [room.join(language) for language in LANGUAGES]
    snapshot = room.move("start")
    found = 0
    told = ""  # what earlier reveals have told already, such as a source that two items share
    while snapshot["phase"] != "finished":
        item = pack.by_row(
            next(one.row_id for one in pack.items if one.item.id == snapshot["item"]["id"])
        )
        secrets = [text for text in secrets_of(item) if text not in told]
        for move in ("open", "close", "discuss"):
            received = received_by(phones, room)
            leaked = [text for text in secrets if text in received]
            assert leaked == [], (item.id, move, leaked)
            room.move(move)
            if move == "open":
                value = item.plausible(Random(7), 0.5, "fr")
                assert phones[0].respond(value).status_code == 201
        assert not [text for text in secrets if text in received_by(phones, room)]
        stage = room.move("reveal")["stage"]  # votes: what is right is told by the next move
        if item.scored:
            assert stage == "votes"
            received = received_by(phones, room)
            assert [text for text in secrets if text in received] == [], item.id
            assert "is-key" not in received
        received = ""
        while stage != "sources":
            stage = room.move("turn")["stage"]
            received += received_by(phones, room)
        found += sum(text in received for text in secrets)
        told += received
        last = snapshot["item_position"] == snapshot["items_total"]
        snapshot = room.move("finish" if last else "next")
    assert found > 60, "after the reveal the same search must find them"


def test_the_shipped_packs_hold_every_kind(app: Flask) -> None:
    with app.app_context():
        used = {
            one.item.kind
            for slug in SLUGS
            for one in (catalogue.find_pack(slug) or pytest.fail()).items
        }
    assert used == kinds().keys()


def test_what_is_to_be_predicted_cannot_be_worked_out_from_the_wire(fatima: Any) -> None:
    room = fatima.open("qui-range-mon-fil")
    phone = room.join("fr")
    snapshot = room.move("start")
    while snapshot["item"]["id"] != "A10":
        snapshot = room.move("skip")
    room.move("open")
    predicting = phone.get("snapshot").json
    assert "feed" not in predicting["item"] and "data-feed" not in predicting["html"]
    room.moves("close", "discuss", "reopen")
    assert "data-feed" in phone.get("snapshot").json["html"], "then the feed is ranked"
