"""Every kind on a phone and for the room: what is there, and what is not there yet."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, render_template
from flask_babel import force_locale

from quizzes.bank import catalogue
from quizzes.formats.pack_folder import read_folder
from quizzes.items.item import Item
from quizzes.items.kind import Given
from quizzes.kinds import kinds

ROOT = Path(__file__).parents[3]
CSS = ROOT / "static" / "css"


def items(app: Flask) -> list[Item]:
    """Of the shipped packs, and of those that are there for tests."""
    with app.app_context():
        shipped = [one.item for pack in catalogue.list_packs() for one in pack.items]
    folders = sorted((ROOT / "tests" / "packs").iterdir())
    return shipped + [item for folder in folders for item in read_folder(folder).pack.items]


def draw(app: Flask, item: Item, face: str, **more: Any) -> str:
    with app.test_request_context("/"), force_locale("en"):
        view = item.public_view("en")
        name = f"items/{item.kind}/{face}.html"
        return render_template(name, view=view, media_base="/media/1", language="en", **more)


def some(item: Item) -> list[Given]:
    if item.shape == "number":
        return [Given(1.0), Given(60.0)]
    if item.shape == "grid":
        rows = item.accepts()["properties"].items()
        return [Given({row: one["enum"][place] for row, one in rows}) for place in (0, -1)]
    written = {"text": ["one text", "another"], "words": [["one"], ["two"]]}
    if item.shape in written:
        return [Given(item.read_response(value)) for value in written[item.shape]]
    ids = [option["id"] for option in item.public_view("en")["options"]]
    if item.shape == "form":
        pages = [page["id"] for page in item.public_view("en")["pages"]]
        return [Given({"found": ids[0], "pages": pages, "line": "a line"})]
    values = {"one": ids, "many": [ids[:2], ids[1:]], "order": [ids, ids[::-1]]}[item.shape]
    return [Given(value, 3 if item.asks_certainty else None) for value in values]


def test_every_kind_has_a_phone_and_a_projector_template() -> None:
    for kind in kinds():
        for face in ("phone", "projector"):
            assert (ROOT / "templates" / "items" / kind / f"{face}.html").is_file(), (kind, face)


@pytest.mark.parametrize("face", ["phone", "projector"])
def test_before_the_reveal_no_face_tells_the_answer(app: Flask, face: str) -> None:
    for item in items(app):
        drawn = draw(app, item, face)
        assert drawn.count("<h1") == 1
        assert (
            "is-key" not in drawn and 'class="sources' not in drawn and 'class="why"' not in drawn
        )


def test_a_phone_gathers_value_and_certainty(app: Flask) -> None:
    for item in items(app):
        drawn = draw(app, item, "phone")
        assert 'name="value"' in drawn or 'name="value.' in drawn
        assert ('name="certainty"' in drawn) == item.asks_certainty
        assert "<form" not in drawn
        assert "<input" not in draw(app, item, "projector")


def test_after_the_reveal_key_reason_and_source_are_there(app: Flask) -> None:
    for item in items(app):
        answer = item.revealed_view("en")
        for face in ("phone", "projector"):
            drawn = draw(app, item, face, answer=answer, summary=item.summarise(some(item)))
            assert ("Right answer" in drawn or "is-key" in drawn) == item.scored, (item.id, face)
            assert ('class="sources"' in drawn) == bool(item.sources)


def test_an_opinion_is_never_coloured_as_right(app: Flask) -> None:
    for item in items(app):
        if not item.scored:
            summary = item.summarise(some(item))
            drawn = draw(app, item, "projector", answer=item.revealed_view("en"), summary=summary)
            assert "neutral" in drawn and "is-key" not in drawn


def test_a_second_vote_stands_beside_the_first(app: Flask) -> None:
    for item in items(app):
        summary = item.summarise(some(item))
        answer = item.revealed_view("en")
        drawn = draw(app, item, "projector", answer=answer, summary=summary, first=summary)
        shown = item.kind != "short_scale"  # which the big screen never shows
        assert ("First vote" in drawn and "Second vote" in drawn) == shown, item.id


def test_nobody_having_answered_breaks_no_face(app: Flask) -> None:
    for item in items(app):
        empty = item.summarise([])
        for face in ("phone", "projector"):
            assert draw(app, item, face, answer=item.revealed_view("en"), summary=empty)


def test_the_own_choice_is_named_on_the_phone(app: Flask) -> None:
    for item in items(app):
        if item.shape in ("one", "many"):
            given = some(item)[0].value
            drawn = draw(app, item, "phone", answer=item.revealed_view("en"), given=given)
            assert drawn.count("is-chosen") == (1 if isinstance(given, str) else len(given))


def test_markup_in_a_pack_is_shown_as_text(app: Flask) -> None:
    item = next(one for one in items(app) if one.kind == "single_choice")
    view = item.public_view("en")
    view["stem"] = "<script>alert(1)</script>"
    view["stimulus"] = {"type": "text", "text": "<b>x</b>\n\ny", "credit": "<i>"}
    with app.test_request_context("/"):
        drawn = render_template("items/single_choice/phone.html", view=view, media_base="/m")
    assert "<script" not in drawn and "<b>x" not in drawn and drawn.count("<p>") >= 2


def test_the_two_stylesheets_of_a_phone_stay_small() -> None:
    both = (CSS / "kit.css").read_bytes() + (CSS / "item.css").read_bytes()
    assert len(gzip.compress(both, 9)) < 7_000


def test_templates_hold_no_inline_style_script_or_unescaped_text() -> None:
    folders = ("items", "packs", "take")
    paths = [path for one in folders for path in (ROOT / "templates" / one).rglob("*.html")]
    for path in [*paths, ROOT / "templates" / "base.html"]:
        text = path.read_text()
        assert not re.search(
            r"\bstyle=|\bon\w+=\"|\|\s*safe|<style|<script(?![^>]*\bsrc=)", text
        ), path
