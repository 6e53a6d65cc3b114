"""The pages about packs."""

from __future__ import annotations

from html import unescape
from typing import get_args

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import force_locale

from quizzes.bank import catalogue
from quizzes.gate.filters import said_places
from quizzes.items.item import Jurisdiction
from quizzes.items.text import Language

SLUGS = ("d-ou-ca-sort", "pub-ou-pas-pub", "qui-range-mon-fil")


def test_home_lets_one_join_by_code_or_choose_any_pack(client: FlaskClient) -> None:
    page = client.get("/?lang=en")
    assert page.status_code == 200
    assert 'action="/j/"' in page.text and 'name="code"' in page.text
    assert 'href="/facilitate/"' in page.text
    for slug in SLUGS:
        assert f'href="/packs/{slug}"' in page.text


@pytest.mark.parametrize("path", ["/", f"/packs/{SLUGS[0]}", f"/packs/{SLUGS[0]}/sources"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_pages_say_their_language_and_offer_the_other(
    client: FlaskClient, path: str, language: str
) -> None:
    page = client.get(path, query_string={"lang": language}).text
    assert f'<html lang="{language}">' in page
    assert page.count("<h1") == 1
    for code in ("fr", "en"):
        assert f'href="{path}?lang={code}"' in page


@pytest.mark.parametrize("slug", SLUGS)
def test_a_pack_shows_its_aims_its_paper_and_a_way_to_take_it_alone(
    app: Flask, client: FlaskClient, slug: str
) -> None:
    page = client.get(f"/packs/{slug}?lang=en").text
    with app.app_context():
        pack = catalogue.find_pack(slug)
    assert pack is not None
    for objective in pack.head.objectives:
        assert objective.text.en in unescape(page)
    assert f"/handouts/{slug}/worksheet.pdf" in page
    assert f'action="/packs/{slug}/begin"' in page


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_sources_tell_no_answer(
    app: Flask, client: FlaskClient, slug: str, language: Language
) -> None:
    page = unescape(client.get(f"/packs/{slug}/sources?lang={language}").text)
    with app.app_context():
        pack = catalogue.find_pack(slug)
    assert pack is not None
    for item in (one.item for one in pack.items if one.item.sources):
        assert f'id="{item.id}"' in page
        answer = item.revealed_view(language)
        hidden = [answer["explanation"], *answer.get("rationales", {}).values()]
        hidden += [source.title for source in item.sources if source.verification == "I"]
        hidden += [one["rationale"] for one in answer.get("temptations", [])]
        assert not [text for text in hidden if text and str(text) in page]


def test_a_picture_comes_with_its_type_and_can_do_nothing(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        pack = catalogue.find_pack("pub-ou-pas-pub")
    assert pack is not None and pack.head.cover is not None
    reply = client.get(f"/media/{pack.row_id}/{pack.head.cover.file}")
    assert reply.status_code == 200
    assert reply.mimetype == "image/svg+xml"
    assert "sandbox" in reply.headers["Content-Security-Policy"]
    assert reply.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "/packs/nothing",
        "/packs/nothing/sources",
        "/media/1/media/nothing.svg",
        "/media/99999999999999999999/media/cover.svg",
        "/media/1/../../etc/passwd",
        "/media/1/pack.yaml",
        "/media/x/media/cover.svg",
    ],
)
def test_missing_things_are_404_with_a_sentence(client: FlaskClient, path: str) -> None:
    reply = client.get(path)
    assert reply.status_code == 404
    assert "<h1" in reply.text


@pytest.mark.parametrize("path", ["/", f"/packs/{SLUGS[0]}", f"/packs/{SLUGS[0]}/sources"])
def test_pages_take_no_post(client: FlaskClient, path: str) -> None:
    assert client.post(path).status_code in (400, 405)


@pytest.mark.parametrize(
    ("language", "said"),
    [("fr", "Belgique, UE, Royaume-Uni"), ("en", "Belgium, EU, United Kingdom")],
)
def test_places_of_the_law_have_names(app: Flask, language: str, said: str) -> None:
    with app.app_context(), force_locale(language):
        assert said_places(["BE", "EU", "UK"]) == said
    assert set(get_args(Jurisdiction)) == {"BE", "FR", "EU", "UK", "US"}
