"""Posts with zones, ranked feeds and the simulator: on every face, and alone without a script."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, render_template
from flask_babel import force_locale

from quizzes.bank import catalogue
from quizzes.items.item import Item
from quizzes.items.kind import Given
from quizzes.items.text import Language
from workshop.paper import documents
from workshop.paper.documents import Copy

ROOT = Path(__file__).parents[3]
PACK = ROOT / "tests" / "packs" / "fil-et-zones"
SLUG = "fil-et-zones"
POSTS = ("B02", "B13", "A18")
both_languages = pytest.mark.parametrize("language", ["fr", "en"])
FICTIONAL = {"fr": "Publication fictive", "en": "Fictional post"}


@pytest.fixture
def pack(app: Flask) -> dict[str, Item]:
    """The sample pack, offered; its items by code."""
    with app.app_context():
        found, _new = catalogue.import_folder(PACK, datetime(2026, 11, 21, tzinfo=UTC))
    return {one.item.id: one.item for one in found.items}


@pytest.fixture
def alone(app: Flask, sam: Any, pack: dict[str, Item]) -> Any:
    """Sam, alone with the sample pack, in a browser without scripts."""
    return type(sam)(app, SLUG)


def number(pack: dict[str, Item], code: str) -> int:
    return list(pack).index(code) + 1


def draw(app: Flask, item: Item, face: str, language: Language = "en", **more: Any) -> str:
    with app.test_request_context("/"), force_locale(language):
        view = item.public_view(language)
        name = f"items/{item.kind}/{face}.html"
        return render_template(name, view=view, media_base="/m", language=language, **more)


def revealed(app: Flask, item: Item, face: str, *given: Any, **more: Any) -> str:
    summary = item.summarise([Given(value) for value in given])
    return draw(app, item, face, answer=item.revealed_view("en"), summary=summary, **more)


# Posts ----------------------------------------------------------------------------------


@both_languages
@pytest.mark.parametrize("code", POSTS)
@pytest.mark.parametrize("face", ["phone", "projector"])
def test_every_screen_says_that_a_post_is_fictional(
    app: Flask, pack: dict[str, Item], code: str, face: str, language: Language
) -> None:
    assert FICTIONAL[language] in draw(app, pack[code], face, language)


def test_a_post_is_html_with_its_parts(app: Flask, pack: dict[str, Item]) -> None:
    drawn = draw(app, pack["B13"], "phone")
    for words in ("yanis_soin", "Founder of Peaudouce Lab", "yesterday", "Collaboration",
                  "peaudouce.example", "52,000 views", "4,100 likes"):  # fmt: skip
        assert words in drawn, words
    assert '<img src="/static/img/posts/cosmetics.svg" alt="Drawing of three' in drawn
    assert "Why am I seeing this?" in draw(app, pack["A18"], "phone")


def test_the_caption_opens_where_one_points_and_stands_open_in_the_result(
    app: Flask, pack: dict[str, Item]
) -> None:
    item = pack["B02"]
    assert '<details class="post-more"><summary>… see more' in draw(app, item, "phone")
    for drawn in (draw(app, item, "projector"), revealed(app, item, "phone")):
        assert '<details class="post-more"' not in drawn
        assert "Hidden until somebody touches" in drawn


# Spot it --------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["B02", "B13", "C08", "A18", "C17"])
def test_each_zone_can_be_touched_and_ticked_alike(
    app: Flask, pack: dict[str, Item], code: str
) -> None:
    """Without a script a zone is the label of its checkbox, so that touching it ticks it."""
    drawn = draw(app, pack[code], "phone")
    zones = re.findall(r'<label class="zone" data-zone="(\w+)" for="([\w-]+)"', drawn)
    boxes = re.findall(r'type="checkbox" name="value" value="(\w+)" id="([\w-]+)"', drawn)
    assert sorted(zones) == sorted(boxes)
    assert len(boxes) == len(pack[code].public_view("en")["options"])
    assert 'data-part="spot"' in drawn


def test_zones_bear_the_numbers_of_the_list(app: Flask, pack: dict[str, Item]) -> None:
    for code in ("B02", "C08"):
        drawn = draw(app, pack[code], "phone")
        shown = dict(re.findall(r'data-zone="(\w+)"[^>]*><b class="zone-no">(\d+)</b>', drawn))
        wanted = pack[code].public_view("en")["options"]
        assert shown == {option["id"]: option["letter"] for option in wanted}


def test_before_the_reveal_no_zone_tells_that_it_is_right(
    app: Flask, pack: dict[str, Item]
) -> None:
    for face in ("phone", "projector"):
        drawn = draw(app, pack["B02"], face)
        assert "is-key" not in drawn and "zone-sign" not in drawn and "zone-count" not in drawn


def test_the_room_sees_how_many_touched_each_zone_on_the_post(
    app: Flask, pack: dict[str, Item]
) -> None:
    drawn = revealed(app, pack["B02"], "projector", ["marque", "code"], ["marque"], ["image"])
    counts = re.findall(r'data-zone="(\w+)".*?zone-count">(\d+)<', drawn, re.S)
    assert dict(counts)["marque"] == "2" and dict(counts)["pub"] == "0"
    keys = set(re.findall(r'class="zone is-key" data-zone="(\w+)"', drawn))
    assert keys == {"marque", "code", "pub"}


def test_while_answers_are_open_the_big_screen_shows_no_counts(
    app: Flask, pack: dict[str, Item]
) -> None:
    assert "zone-count" not in draw(app, pack["B02"], "projector")


def test_own_zones_are_marked_on_the_post(app: Flask, pack: dict[str, Item]) -> None:
    drawn = revealed(app, pack["B02"], "phone", ["marque"], given=["marque", "image"])
    assert set(re.findall(r'is-mine" data-zone="(\w+)"', drawn)) == {"marque", "image"}


def test_zones_are_ticked_without_a_script(alone: Any, pack: dict[str, Item]) -> None:
    alone.begin("each")
    place = number(pack, "B02")
    assert alone.answer(place).status_code == 422
    assert "Tick at least one answer." in alone.answer(place).text
    assert alone.answer(place, value=["marque", "nowhere"]).status_code == 422
    assert alone.answer(place, value=["pub", "marque", "code"]).status_code == 303
    page = alone.page(place).text
    assert "That’s right." in page and page.count("is-chosen") == 3


def test_some_of_the_zones_are_partly_right(alone: Any, pack: dict[str, Item]) -> None:
    alone.begin("each")
    place = number(pack, "C08")
    alone.answer(place, value=["posts", "nombre"])
    assert "Partly right." in alone.page(place).text


def test_markup_in_a_post_is_shown_as_text(app: Flask, pack: dict[str, Item]) -> None:
    item = pack["B02"]
    view = item.public_view("en")
    run = {"text": "<script>alert(1)</script>", "zone": "marque"}
    view["stimulus"]["zones"]["runs"]["caption"] = [run]
    view["stimulus"]["account"] = "<b>x</b>"
    with app.test_request_context("/"):
        drawn = render_template("items/spot/phone.html", view=view, media_base="/m")
    assert "<script" not in drawn and "<b>x" not in drawn


# Rank the feed --------------------------------------------------------------------------


def test_points_and_totals_are_printed_beside_each_post(app: Flask, pack: dict[str, Item]) -> None:
    for face in ("phone", "projector"):
        drawn = draw(app, pack["A09"], face)
        for words in ("+296.6", "−295.6", "= 237", "= −107", "weights of April 2023"):
            assert words in drawn, (face, words)
    assert "= 237" not in draw(app, pack["A21"], "phone")


def test_ranked_posts_that_tie_share_a_place(app: Flask, pack: dict[str, Item]) -> None:
    drawn = revealed(app, pack["A21"], "phone", ["p11", "p9", "p10", "p8"])
    assert re.findall(r'class="rank">([^<]+)<', drawn) == ["1", "2", "3–4", "3–4"]


def test_a_feed_is_ranked_in_a_form(alone: Any, pack: dict[str, Item]) -> None:
    alone.begin("each")
    place = number(pack, "A09")
    right = ["p6", "p1", "p12", "p7", "p3"]
    assert alone.answer(place, value=right[:4]).status_code == 422
    assert alone.answer(place, value=right).status_code == 303
    assert "That’s right." in alone.page(place).text


# The simulator --------------------------------------------------------------------------


@both_languages
@pytest.mark.parametrize("face", ["phone", "projector"])
def test_the_caveats_are_on_the_screen_of_the_simulator(
    app: Flask, pack: dict[str, Item], face: str, language: Language
) -> None:
    drawn = draw(app, pack["A10"], face, language)
    view = pack["A10"].public_view(language)["feed"]
    for preset in view["presets"]:
        assert preset["name"] in drawn
    assert "2023" in re.search(r'<p class="notice">([^<]+)', drawn)[1]  # type: ignore[index]


def test_the_simulator_is_marked_by_its_check_alone(alone: Any, pack: dict[str, Item]) -> None:
    alone.begin("each")
    place = number(pack, "A10")
    page = alone.page(place).text
    prediction = re.findall(r'name="prediction"[^>]*form="nowhere-A10"', page)
    assert len(prediction) == 4, "predictions belong to no form: they are never sent"
    assert alone.answer(place, prediction="colere").status_code == 422
    assert alone.answer(place, prediction="pubs", value="colere").status_code == 303
    assert "That’s right." in alone.page(place).text


def test_without_a_script_a_table_says_where_each_rule_puts_each_post(
    app: Flask, pack: dict[str, Item]
) -> None:
    drawn = draw(app, pack["A10"], "phone")
    table = re.search(r"<noscript>(.*?)</noscript>", drawn, re.S)
    assert table is not None
    rows = re.findall(r'<tr><th scope="row">([^<]+)</th>((?:<td>\d+</td>)+)</tr>', table[1])
    places = {post: re.findall(r"\d+", cells) for post, cells in rows}
    assert len(places) == 12
    water = next(cells for post, cells in places.items() if "tap water" in post)
    assert (water[3], water[4]) == ("11", "2"), "X 2023, then without negative signals"


def test_in_a_room_the_first_vote_is_the_prediction_and_the_second_the_check(
    app: Flask, pack: dict[str, Item]
) -> None:
    first = draw(app, pack["A10"], "phone", vote=1)
    assert "This is your prediction." in first and 'data-part="simulator"' not in first
    second = draw(app, pack["A10"], "phone", vote=2)
    assert "what did you see?" in second and 'data-part="simulator"' in second
    for drawn in (first, second):
        assert len(re.findall(r'type="radio" name="value"', drawn)) == 4
        assert "data-predict " not in drawn


def test_the_facilitator_ranks_the_feed_on_the_big_screen_after_the_prediction(
    app: Flask, pack: dict[str, Item]
) -> None:
    predicting = draw(app, pack["A10"], "projector", vote=1)
    assert "First predict" in predicting and "data-preset" not in predicting
    for vote, phase in ((1, "discuss"), (2, "open"), (2, "closed")):
        drawn = draw(app, pack["A10"], "projector", vote=vote, discussing=phase == "discuss")
        assert drawn.count("data-preset=") == 7 and "data-sliders" in drawn
        assert drawn.count('data-option="') == 4, "the options to vote on stay in sight"


def test_the_feed_starts_in_the_order_of_its_rule(app: Flask, pack: dict[str, Item]) -> None:
    drawn = draw(app, pack["A10"], "phone")
    order = re.findall(r'<li data-post="(\w+)"', drawn)
    assert order == [f"p{n}" for n in (6, 1, 4, 8, 12, 2, 10, 7, 5, 11, 3, 9)]


# Paper ----------------------------------------------------------------------------------


@both_languages
def test_a_worksheet_prints_numbered_zones_and_says_that_posts_are_fictional(
    app: Flask, pack: dict[str, Item], language: Language
) -> None:
    with app.app_context():
        found = catalogue.find_pack(SLUG)
        assert found is not None
        html = documents.html(Copy(documents.named("worksheet"), found, language))
    for code in POSTS:
        article = re.search(rf'id="item-{code}">(.*?)</article>', html, re.S)
        assert article is not None and FICTIONAL[language] in article[1]
        numbers = re.findall(r'class="zone-no">(\d+)<', article[1])
        assert numbers == [str(n + 1) for n in range(len(numbers))] and len(numbers) >= 5
        assert article[1].count('class="tick"') == len(numbers)
    assert 'src="kit:/img/posts/dog.svg"' in html
    assert "is-key" not in html


@both_languages
def test_the_key_brings_twelve_cards_three_roles_and_an_answer_table(
    app: Flask, pack: dict[str, Item], language: Language
) -> None:
    with app.app_context():
        found = catalogue.find_pack(SLUG)
        assert found is not None
        html = documents.html(Copy(documents.named("key"), found, language))
        worksheet = documents.html(Copy(documents.named("worksheet"), found, language))
    cards = re.search(r'class="cut-sheet"><h2>A10 .*?</section>', html, re.S)
    assert cards is not None
    posts, roles = cards[0].split("cut-roles")
    assert posts.count("<li>") == 12 and posts.count(FICTIONAL[language]) == 12
    assert roles.count("<li>") == 3
    table = re.search(r'class="feed-orders".*?</table>', html, re.S)
    assert table is not None
    assert "6 › 3 › 9 › 1 › 4 › 8 › 11 › 2 › 12 › 7 › 10 › 5" in table[0]
    assert "5\u00a0=\u00a012" in table[0], "ties of the watch time are joined"
    assert "cut-sheet" not in worksheet and "feed-orders" not in worksheet


def test_a_sheet_with_ranked_posts_alone_says_that_they_are_fictional(
    app: Flask, pack: dict[str, Item]
) -> None:
    with app.app_context():
        found = catalogue.find_pack(SLUG)
        assert found is not None
        for code in ("A09", "A10"):
            only = replace(found, items=tuple(one for one in found.items if one.item.id == code))
            html = documents.html(Copy(documents.named("worksheet"), only, "en"))
            assert "Posts are fictional" in html
