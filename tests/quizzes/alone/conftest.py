"""A learner alone: Sam, at the pages of a pack."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from quizzes.bank import catalogue
from quizzes.items.item import Item

SLUG = "qui-range-mon-fil"


class Learner:
    """One browser that takes one pack, as a person with forms would."""

    def __init__(self, app: Flask, slug: str = SLUG, language: str = "en") -> None:
        self.app, self.slug, self.language = app, slug, language
        self.browser: FlaskClient = app.test_client()
        with app.app_context():
            pack = catalogue.find_pack(slug)
            assert pack is not None
            self.items: list[Item] = [one.item for one in pack.items]

    def get(self, path: str) -> TestResponse:
        return self.browser.get(path, query_string={"lang": self.language})

    def post(self, path: str, **fields: Any) -> TestResponse:
        page = self.get(f"/packs/{self.slug}").text
        found = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert found is not None
        return self.browser.post(path, data={"csrf_token": found[1], **fields})

    def begin(self, reveal: str = "each") -> TestResponse:
        return self.post(f"/packs/{self.slug}/begin", reveal=reveal)

    def answer(self, number: int, **fields: Any) -> TestResponse:
        return self.post(f"/take/{self.slug}/{number}", **fields)

    def page(self, number: int) -> TestResponse:
        return self.get(f"/take/{self.slug}/{number}")

    def number(self, kind: str) -> int:
        """The place of the first item of a kind, from 1."""
        return next(n for n, one in enumerate(self.items, start=1) if one.kind == kind)

    def right_value(self, number: int) -> Any:
        """What a form sends for the right answer, or for any answer to an opinion item."""
        item = self.items[number - 1]
        answer = item.revealed_view("en")
        if item.shape == "number":
            return str(answer["truth"])
        if item.shape in ("text", "words"):
            return "My own words."
        keys = answer["keys"] or [item.public_view("en")["options"][0]["id"]]
        return keys if item.shape in ("many", "order") else keys[0]

    def right_fields(self, number: int) -> dict[str, Any]:
        """The fields of the form for the right answer, or for any to an opinion item."""
        item = self.items[number - 1]
        if item.shape != "grid":
            return {"value": self.right_value(number)}
        right = item.answer_view("en")["right"]
        rows = item.accepts()["properties"].items()
        return {f"value.{row}": (right.get(row) or one["enum"])[0] for row, one in rows}

    def answer_all(self) -> None:
        for number in range(1, len(self.items) + 1):
            self.answer(number, **self.right_fields(number))

    def finish(self) -> TestResponse:
        return self.post(f"/take/{self.slug}/finish")


@pytest.fixture
def sam(app: Flask) -> Learner:
    """Sam, alone with a pack, in English."""
    return Learner(app)


@pytest.fixture
def learner(app: Flask) -> Callable[[str], Learner]:
    """Somebody alone with any pack."""
    return partial(Learner, app)
