"""A room where people write, and a test before and after, with those who take it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from quizzes.bank import catalogue
from workshop.before_after import tests as before_after
from workshop.before_after.tests import BeforeAfter

PACK = Path(__file__).parents[1] / "packs" / "en-tes-mots"


@pytest.fixture
def written(app: Flask, fatima: Any, time: Any) -> Callable[..., Any]:
    """Open Fatima’s session on the pack for tests, at the item with this code, its answers open."""
    with app.app_context():
        catalogue.import_folder(PACK, time.now)

    def open_at(code: str, **settings: Any) -> Any:
        room = fatima.open("en-tes-mots", **settings)
        snapshot = room.move("start")
        while snapshot["item"]["id"] != code:
            snapshot = room.move("skip")
        room.round = room.move("open")["round"]
        return room

    return open_at


FORMS = tuple(PACK.parent / name for name in ("essai-a", "essai-b"))


def token_of(page: str) -> str:
    """The token of the forms of a page."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found, page
    return found[1]


class Tested:
    """Fatima’s test before and after, at its pages."""

    def __init__(self, fatima: Any, code: str) -> None:
        self.fatima, self.code = fatima, code
        self.browser: FlaskClient = fatima.browser

    def post(self, path: str, *, expect: int = 303, **fields: Any) -> TestResponse:
        page = self.browser.get(f"/facilitate/tests/{self.code}").text
        data = {"csrf_token": token_of(page), **fields}
        answer = self.browser.post(f"/facilitate/tests/{self.code}/{path}?lang=en", data=data)
        assert answer.status_code == expect, answer.text
        return answer

    def step(self, name: str, *, expect: int = 303) -> TestResponse:
        return self.post("step", step=name, expect=expect)

    def report(self, language: str = "en") -> str:
        answer = self.browser.get(f"/facilitate/tests/{self.code}/report?lang={language}")
        assert answer.status_code == 200
        return answer.text

    @property
    def loaded(self) -> BeforeAfter:
        with self.fatima.app.app_context():
            found = before_after.load(self.code)
        assert found is not None
        return found

    def pupil(self) -> Pupil:
        return Pupil(self)


class Pupil:
    """One who takes the test, with a browser and a code on paper."""

    def __init__(self, test: Tested) -> None:
        self.test, self.browser = test, test.fatima.app.test_client()

    def get(self, path: str = "") -> TestResponse:
        return self.browser.get(f"/t/{self.test.code}{path}?lang=en")

    def post(self, path: str, **fields: Any) -> TestResponse:
        token = token_of(self.browser.get("/packs/pub-ou-pas-pub").text)
        data = {"csrf_token": token, **fields}
        return self.browser.post(f"/t/{self.test.code}{path}?lang=en", data=data)

    def begin(self, code: str, *, expect: int = 303, **more: Any) -> TestResponse:
        answer = self.post("/begin", pseudonym=code, **more)
        assert answer.status_code == expect, answer.text
        return answer

    @property
    def form(self) -> str:
        """The letter of the form that this browser has."""
        return "A" if "Claim Aa" in self.get("/1").text else "B"

    def fields(self, number: int, *, right: bool) -> dict[str, str]:
        """What the form of a page sends when all is right, or all is wrong."""
        forms = self.test.loaded.forms
        item = (forms.a if self.form == "A" else forms.b).items[number - 1].item
        if item.shape == "one":
            return {"value": "b" if right else "a"}
        keys = item.answer_view("en")["right"]
        if not keys:
            return {f"value.{row}": "4" if right else "2" for row in item.accepts()["properties"]}
        turned = {"reliable": "unreliable", "unreliable": "reliable"}
        return {
            f"value.{row}": cells[0] if right else turned[cells[0]] for row, cells in keys.items()
        }

    def answer(self, number: int, *, right: bool = True, **more: Any) -> TestResponse:
        return self.post(f"/{number}", **self.fields(number, right=right), **more)

    def hand_in(self) -> TestResponse:
        return self.post("/hand-in")

    def take(self, code: str, *, right: bool = True, **more: Any) -> None:
        """From the code to the end."""
        self.begin(code, **more)
        for number in range(1, 5):
            assert self.answer(number, right=right).status_code == 303
        assert self.hand_in().status_code == 303
        assert self.get("/done").status_code == 200


@pytest.fixture
def tested(app: Flask, fatima: Any, time: Any) -> Tested:
    """A test that Fatima has just opened, with the small forms for tests."""
    with app.app_context():
        for folder in FORMS:
            catalogue.import_folder(folder, time.now)
    page = fatima.browser.get("/facilitate/tests").text
    data = {"csrf_token": token_of(page), "title": "3B", "forms": "essai-a", "keep_days": "30"}
    answer = fatima.browser.post("/facilitate/tests", data=data)
    assert answer.status_code == 303, answer.text
    return Tested(fatima, answer.headers["Location"].rsplit("/", 1)[1])
