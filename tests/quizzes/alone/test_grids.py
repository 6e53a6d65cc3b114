"""Kinds whose answer is a grid, on their faces and through the form of a learner alone."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, render_template
from flask_babel import force_locale

from quizzes.bank import catalogue
from quizzes.formats.pack_folder import read_folder
from quizzes.items.kind import Given
from quizzes.kinds import content_of, item_from
from quizzes.kinds.bases.grids import GridItem

FOLDER = Path(__file__).parents[2] / "packs" / "grids"
PACK = read_folder(FOLDER).pack
ITEMS = [item for item in PACK.items if isinstance(item, GridItem)]
both = pytest.mark.parametrize("language", ["fr", "en"])


def draw(app: Flask, item: GridItem, face: str, language: Any = "en", **more: Any) -> str:
    with app.test_request_context("/"), force_locale(language):
        name = f"items/{item.kind}/{face}.html"
        media = more.pop("pictures", {})
        shown = {"view": item.public_view(language), "media_base": "/media/1", "media": media}
        return render_template(name, **shown, language=language, **more)


def right(item: GridItem) -> dict[str, str]:
    return {
        row: (item.right_in_order().get(row) or cells)[0] for row, cells in item.cells().items()
    }


def wrong(item: GridItem) -> dict[str, str]:
    keys = item.right()
    return {
        row: next((cell for cell in cells if cell not in keys.get(row, ())), cells[0])
        for row, cells in item.cells().items()
    }


def some(item: GridItem) -> list[Given]:
    return [Given(value) for value in [right(item)] * 6 + [wrong(item)] * 3]


def revealed(item: GridItem, language: Any = "en") -> dict[str, Any]:
    return {"answer": item.revealed_view(language), "summary": item.summarise(some(item))}


def test_the_samples_hold_two_items_of_each_kind_and_nothing_else() -> None:
    assert len(ITEMS) == len(PACK.items)
    kinds = [item.kind for item in ITEMS]
    assert set(kinds) == {
        "judgement_set", "matching", "classification", "two_tier", "trace", "short_scale",
    }  # fmt: skip
    assert all(kinds.count(kind) >= 2 for kind in kinds)
    assert PACK.problems() == []


# Faces -----------------------------------------------------------------------------------


@both
def test_a_phone_has_a_field_for_every_row_and_tells_no_answer(app: Flask, language: Any) -> None:
    for item in ITEMS:
        drawn = draw(app, item, "phone", language)
        fields = set(re.findall(r'name="value\.([a-z0-9_]+)"', drawn))
        assert fields == item.accepts()["properties"].keys()
        assert drawn.count("<h1") == 1 and "<form" not in drawn
        assert not re.search(
            r"is-key|is-chosen|class=\"(sources|why|rationale)| checked>| selected>", drawn
        )
        for row, cells in item.cells().items():
            offered = re.findall(
                rf'name="value\.{row}"(?: value="([^"]+)"|.*?</select>)', drawn, re.S
            )
            options = re.search(rf'<select[^>]*name="value\.{row}".*?</select>', drawn, re.S)
            found = re.findall(r'value="([^"]+)"', options[0]) if options else offered
            assert found == list(cells), row


@both
def test_every_field_has_a_name_that_can_be_read_aloud(app: Flask, language: Any) -> None:
    for item in ITEMS:
        drawn = draw(app, item, "phone", language)
        for select in re.findall(r'<select[^>]*id="([^"]+)"', drawn):
            assert f'<label for="{select}"' in drawn
        radios = len(re.findall(r'type="radio"', drawn))
        assert radios == len(re.findall(r"<label class=\"option\"><input type=\"radio\"", drawn))
        groups = re.findall(r"<fieldset class=\"[^\"]*grid-row[^>]*>(.*?)</fieldset>", drawn, re.S)
        named = re.findall(r"<fieldset class=\"[^\"]*grid-row[^\"]*\" aria-labelledby", drawn)
        assert sum("<legend" in group for group in groups) + len(named) == len(groups)


@both
def test_the_big_screen_asks_without_fields_and_without_the_answer(
    app: Flask, language: Any
) -> None:
    for item in ITEMS:
        drawn = draw(app, item, "projector", language)
        assert drawn.count("<h1") == 1
        assert not re.search(r"<input|<select|is-key|class=\"(sources|why|rationale)", drawn)


@both
@pytest.mark.parametrize("face", ["phone", "projector"])
def test_after_the_reveal_key_reasons_and_sources_are_there(
    app: Flask, language: Any, face: str
) -> None:
    for item in ITEMS:
        drawn = draw(app, item, face, language, **revealed(item, language))
        assert ("is-key" in drawn) == item.scored
        assert ('class="sources"' in drawn) == bool(item.sources)
        assert "neutral" in drawn or item.scored
        keys = sum(len(cells) for cells in item.right_in_order().values())
        if face == "phone" and item.kind != "trace":
            assert len(re.findall(r'class="[^"]*\bis-key\b', drawn)) == keys


@pytest.mark.parametrize("face", ["phone", "projector", "paper"])
def test_nobody_having_answered_breaks_no_face(app: Flask, face: str) -> None:
    for item in ITEMS:
        more = {"twice": True, "large": False} if face == "paper" else {}
        empty = item.summarise([])
        assert draw(app, item, face, answer=item.revealed_view("en"), summary=empty, **more)


def test_a_second_vote_stands_beside_the_first(app: Flask) -> None:
    for item in ITEMS:
        shown = revealed(item)
        drawn = draw(app, item, "projector", **shown, first=item.summarise(some(item)[:5]))
        votes = "First vote" in drawn and "Second vote" in drawn
        assert votes == (item.kind != "short_scale")  # which is never shown to the room


def test_what_one_answered_is_marked_in_every_row(app: Flask) -> None:
    for item in ITEMS:
        given = wrong(item)
        drawn = draw(app, item, "phone", answer=item.revealed_view("en"), given=given)
        marked = len(re.findall(r'class="[^"]*\bis-chosen\b', drawn))
        assert marked == (1 if item.kind == "trace" else len(given))  # places are said in words
        if item.public_view("en").get("asks_order"):
            assert drawn.count("You: place") == len(given) - 1


def test_the_room_is_a_point_among_four_quarters(app: Flask) -> None:
    item = next(one for one in ITEMS if one.id == "X02")
    said = [Given(value) for value in [right(item)] * 7 + [wrong(item)] * 3]
    summary = item.summarise(said)
    first = item.summarise([Given(right(item))] * 6)
    told = {"answer": item.revealed_view("en"), "stage": "key"}
    drawn = draw(app, item, "projector", summary=summary, first=first, **told)
    assert drawn.count("<circle") == 2
    for word in ("Discernment", "Distrust", "Credulity", "Upside down"):
        assert word in drawn
    assert re.findall(r'class="heads"[^>]*>([^<]+)<', drawn) == ["–", "7", "–", "–"]
    assert "indicative" in drawn and "d′" in drawn


def test_a_room_of_four_has_no_picture(app: Flask) -> None:
    item = next(one for one in ITEMS if one.id == "X02")
    summary = item.summarise([Given(right(item))] * 4)
    told = {"answer": item.revealed_view("en"), "stage": "key"}
    drawn = draw(app, item, "projector", summary=summary, **told)
    assert "Fewer than 5 people judged both sorts" in drawn and "<circle" not in drawn


def test_the_big_screen_shows_nothing_of_a_scale(app: Flask) -> None:
    item = next(one for one in ITEMS if one.kind == "short_scale")
    before = draw(app, item, "projector")
    drawn = draw(app, item, "projector", **revealed(item))
    assert "%" not in drawn.replace(before, "")
    for mean in item.summarise(some(item))["means"].values():
        assert f"{mean:.1f}" not in drawn


def test_answers_are_crossed_with_reasons_for_the_room(app: Flask) -> None:
    item = next(one for one in ITEMS if one.id == "C12")
    said = [Given({"answer": "no", "reason": "rejected"})] * 3 + [
        Given({"answer": "no", "reason": "safe"}),
    ]
    drawn = draw(
        app, item, "projector", answer=item.revealed_view("en"), summary=item.summarise(said)
    )
    assert len(re.findall(r'<td class="is-key">', drawn)) == 1
    assert "75%" in drawn and "25%" in drawn
    assert "Right answer for another reason: 1 person." in drawn


def test_the_words_that_differ_are_marked_in_the_chain(app: Flask) -> None:
    item = next(one for one in ITEMS if one.id == "C05")
    drawn = draw(app, item, "projector", answer=item.revealed_view("en"))
    assert "<mark>71% of people</mark>" in drawn
    assert "<mark" not in draw(app, item, "projector")


@both
@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("twice", [False, True])
def test_paper_has_room_for_every_row_and_no_answer(
    app: Flask, language: Any, large: bool, twice: bool
) -> None:
    for item in ITEMS:
        drawn = draw(app, item, "paper", language, answer=None, twice=twice, large=large)
        assert "<input" not in drawn and "key-mark" not in drawn
        boxes = drawn.count('class="tick"') + drawn.count('class="rank-box"') + drawn.count("<i>")
        least = sum(1 if item.kind == "matching" else len(cells) for cells in item.cells().values())
        if item.kind == "trace":
            least = len(item.cells()) - 1 + len(item.cells()["change"])
        assert boxes == least * (2 if twice and item.kind != "short_scale" else 1)


def test_a_post_with_a_picture_or_more_text_is_printed_whole(app: Flask) -> None:
    item = next(one for one in ITEMS if one.id == "X02")
    content = content_of(item)
    picture = {"file": "media/a.svg", "alt": {"fr": "Un dessin", "en": "A drawing"}}
    content["posts"][0]["stimulus"] |= {"picture": picture}
    content["posts"][1]["stimulus"] |= {"more": {"fr": "La suite", "en": "What follows"}}
    shown = item_from(content)
    assert shown.media() == ("media/a.svg",)
    assert isinstance(shown, GridItem)
    drawn = draw(
        app, shown, "paper", answer=None, twice=False, large=False, pdf=True,
        pictures={"media/a.svg": "data:,picture"},
    )  # fmt: skip
    assert 'src="data:,picture" alt="A drawing"' in drawn
    assert "What follows" in drawn
    assert drawn.count("Fictional post<") == 2 and "Fictional posts" in drawn


@both
def test_the_key_on_paper_says_every_right_cell_and_why(app: Flask, language: Any) -> None:
    for item in ITEMS:
        answer = item.revealed_view(language)
        drawn = draw(app, item, "paper", language, answer=answer, twice=False, large=False)
        assert ("key-mark" in drawn) == item.scored
        rationales = answer.get("rationales", {}).values()
        assert all(text in unescape(drawn) for text in rationales)


# Alone -------------------------------------------------------------------------------------


@pytest.fixture
def alone(app: Flask, sam: Any) -> Any:
    """Sam, alone with the samples, in English."""
    with app.app_context():
        catalogue.import_folder(FOLDER, datetime(2026, 11, 21, tzinfo=UTC))
    return type(sam)(app, "grilles")


def fields(value: dict[str, str]) -> dict[str, str]:
    """What a form sends for a value."""
    found = {}
    for row, said in value.items():
        cell, _, sure = said.partition(":")
        found[f"value.{row}"] = cell
        if sure:
            found[f"certainty.{row}"] = sure
    return found


def test_right_answers_go_through_the_form_and_come_back_in_the_recap(alone: Any) -> None:
    alone.begin("each")
    for number, item in enumerate(alone.items, start=1):
        reply = alone.answer(number, **fields(right(item)))
        assert reply.status_code == 303, (item.id, reply.text)
        page = alone.page(number).text
        assert ("That’s right." in page) == item.scored, item.id
        assert "is-chosen" in page
    alone.finish()
    recap = alone.get("/take/grilles/recap").text
    scored = sum(item.scored for item in alone.items)
    assert f"{scored} right answers of {scored}." in recap
    assert "Filtrage" not in recap and "Collaborative filtering → D." in recap


def test_answers_that_stay_open_are_shown_as_they_were_given(alone: Any) -> None:
    alone.begin("end")
    for number, item in enumerate(alone.items, start=1):
        given = wrong(item)
        assert alone.answer(number, **fields(given)).status_code == 303
        page = alone.page(number).text
        chosen = page.count(" checked>") + page.count(" selected>")
        assert chosen == len(given), item.id
        assert "is-key" not in page


def test_how_sure_one_is_of_each_row_is_kept(alone: Any) -> None:
    alone.begin("end")
    number = next(n for n, one in enumerate(alone.items, 1) if one.id == "X02")
    item = alone.items[number - 1]
    value = {
        row: f"{cell}:{1 + place % 3}" for place, (row, cell) in enumerate(right(item).items())
    }
    assert alone.answer(number, **fields(value)).status_code == 303
    page = alone.page(number).text
    for row, said in value.items():
        cell, _, sure = said.partition(":")
        assert f'name="value.{row}" value="{cell}" checked' in page
        assert f'name="certainty.{row}" value="{sure}" checked' in page


@pytest.mark.parametrize("kind", sorted({one.kind for one in ITEMS}))
def test_a_row_left_empty_is_named_and_nothing_typed_is_lost(alone: Any, kind: str) -> None:
    alone.begin()
    number = alone.number(kind)
    item = alone.items[number - 1]
    *kept, last = right(item).items()
    reply = alone.answer(number, **fields(dict(kept)))
    assert reply.status_code == 422
    assert "Answer every line." in reply.text and "is not kept yet" in reply.text
    assert reply.text.count("Choose one here.") == 1
    assert f'id="error-{last[0]}"' in reply.text
    chosen = reply.text.count(" checked>") + reply.text.count(" selected>")
    assert chosen == len(kept)
    assert "is-key" not in alone.page(number).text


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"value": "a"},
        {"value.cdj": ""},
        {"value.cdj": "nowhere", "value.jep": "ads", "value.csa": "ads", "value.spf": "ads"},
        {"value.cdj": ["ads", "press"], "value.jep": "ads", "value.csa": "ads", "value.spf": "ads"},
        {"value.cdj": "ads\x00", "value.jep": "ads", "value.csa": "ads", "value.spf": "ads"},
        {"value.cdj": "x" * 9000},
        {"certainty.cdj": "3"},
        {
            "value.cdj": "ads", "certainty.cdj": "3", "value.jep": "ads", "value.csa": "ads",
            "value.spf": "ads",
        },
    ],
)  # fmt: skip
def test_hostile_fields_are_refused(alone: Any, sent: dict[str, Any]) -> None:
    alone.begin()
    number = next(n for n, one in enumerate(alone.items, 1) if one.id == "C16")
    assert alone.answer(number, **sent).status_code == 422


def test_fields_that_no_row_asks_for_are_not_read(alone: Any) -> None:
    alone.begin()
    number = next(n for n, one in enumerate(alone.items, 1) if one.id == "C16")
    item = alone.items[number - 1]
    sent = {**fields(right(item)), "value.other": "ads", "value": "x"}
    assert alone.answer(number, **sent).status_code == 303
