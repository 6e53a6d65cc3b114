"""A kind is one file and one folder: put in a copy of the kit, it is played alone and adapted."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

KIND = '''
"""A word to guess, letter by letter the same or not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Literal

from quizzes.items.item import Item
from quizzes.items.kind import Given
from quizzes.items.problems import refuse
from quizzes.items.text import Language, Text


class Guess(Item):
    """Mark 1 for the word, else 0."""

    shape: ClassVar[Literal["text"]] = "text"
    own_fields = ("word",)
    kind: Literal["guess"]
    word: str
    hint: Text

    def accepts(self) -> dict[str, Any]:
        return {"type": "string", "minLength": 1, "maxLength": 20}

    def read_response(self, value: object) -> str:
        if not isinstance(value, str) or not 1 <= len(value) <= 20:
            raise refuse("A word is expected.", field="value")
        return value

    def mark(self, value: Any) -> float:
        return float(value == self.word)

    def summarise(self, given: Sequence[Given]) -> dict[str, Any]:
        return {"n": len(given), "facility": self.facility(given)}

    def question_view(self, language: Language) -> dict[str, Any]:
        return {"hint": self.hint.say(language)}

    def answer_view(self, language: Language) -> dict[str, Any]:
        return {"word": self.word}

    def say_value(self, value: Any, language: Language) -> str:
        return str(value)

    def say_key(self, language: Language) -> str:
        return self.word
'''

FOLDER = {
    "phone.html": """{% include "items/_item_head.html" %}
<p>{{ view.hint }}</p>
{% if answer|default(none) %}<p class="is-key">{{ answer.word }}</p>{% include "items/_why.html" %}
{% else %}<label>Word <input name="value"></label>
{% with field='value' %}{% include "items/_error.html" %}{% endwith %}{% endif %}
""",
    "projector.html": '{% extends "items/_room.html" %}',
    "paper.html": "<p>{{ view.hint }} ……</p>",
    "editor.html": """{% if naming %}A word{% else %}{% import "items/_editor.html" as e with context %}
{{ e.line('word', 'Word') }}{{ e.text('hint', 'Hint') }}{% endif %}
""",
}

PACK = """
format: 1
slug: toy
version: 1.0.0
title: {fr: "Jouet", en: "Toy"}
summary: {fr: "Un mot.", en: "One word."}
licence: CC-BY-SA-4.0
authors: [Nobody]
age: {from: 12, to: 15}
minutes: 5
objectives:
  - text: {fr: "Un mot.", en: "One word."}
    competences: {digcomp: ["1.2"]}
items:
  - id: G01
    kind: guess
    seconds: 45
    review_by: 2027-11-30
    competences: {digcomp: ["1.2"]}
    stem: {fr: "Quel mot ?", en: "Which word?"}
    word: rumour
    hint: {fr: "Six lettres.", en: "Six letters."}
    explanation: {fr: "C’est elle.", en: "That is it."}
    sources:
      - {title: "A study", publisher: "A university", date: 2024-05, verification: V}
"""

PLAY = r"""
import re, sys
from datetime import UTC, datetime
from pathlib import Path

import app as recoupe
from quizzes.bank import catalogue

here = Path(sys.argv[1])
made = recoupe.create_app({"DATA_DIR": here / "data", "SECRET_KEY": "test", "TESTING": True})
recoupe.migrate(made)
with made.app_context():
    catalogue.import_folder(here / "toy", datetime(2026, 11, 21, tzinfo=UTC))
browser = made.test_client()
get = lambda path: browser.get(path, query_string={"lang": "en"})
token = re.search(r'name="csrf_token" value="([^"]+)"', get("/packs/toy").text)[1]
post = lambda path, **fields: browser.post(path, data={"csrf_token": token, **fields})
assert post("/packs/toy/begin").status_code == 303
page = get("/take/toy/1")
assert page.status_code == 200 and "Six letters." in page.text and "rumour" not in page.text
empty = post("/take/toy/1")
assert empty.status_code == 422 and "Give an answer." in empty.text, empty.text
assert post("/take/toy/1", value="rumour").status_code == 303
page = get("/take/toy/1").text
assert "That’s right." in page and '<p class="is-key">rumour</p>' in page
assert post("/take/toy/finish").status_code == 303
assert "rumour" in get("/take/toy/recap").text
from quizzes.adapting.rules import fields
with made.app_context():
    (one,) = catalogue.find_pack("toy").items
assert {"word", "hint.fr", "hint.en"} <= fields(one.item).keys()
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The kit without its packs, with the file and the folder of one more kind."""
    kit = tmp_path / "kit"
    for folder in ("quizzes", "workshop", "templates", "static"):
        left_out = ["__pycache__", "fonts", *(["packs"] if folder == "quizzes" else [])]
        shutil.copytree(ROOT / folder, kit / folder, ignore=shutil.ignore_patterns(*left_out))
    shutil.copy(ROOT / "app.py", kit)
    (kit / "quizzes" / "kinds" / "guess.py").write_text(KIND, encoding="utf-8")
    looks = kit / "templates" / "items" / "guess"
    looks.mkdir()
    for name, text in FOLDER.items():
        (looks / name).write_text(text, encoding="utf-8")
    (tmp_path / "toy").mkdir()
    (tmp_path / "toy" / "pack.yaml").write_text(PACK, encoding="utf-8")
    return kit


def test_a_kind_is_one_file_and_one_folder(copy: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PLAY, str(copy.parent)],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
