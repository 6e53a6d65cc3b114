"""Plans, the glossary, sources, the note and everything to print: over HTTP, for anyone."""

from __future__ import annotations

import html as markup
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quizzes.bank import catalogue
from quizzes.items.text import LANGUAGES
from workshop.paper import press
from workshop.paper.documents import DOCUMENTS
from workshop.paper.faults import PangoMissing
from workshop.plans import planbook

PLANS = [plan.slug for plan in planbook.plans()]
WITH_CARDS = [plan.slug for plan in planbook.plans() if plan.decks]
PAGES = ["/plans", "/handouts/", "/glossary", "/sources", "/guide/management-note",
         *(f"/plans/{slug}" for slug in PLANS)]  # fmt: skip
FOR_ALL = [one.address for one in DOCUMENTS if one.address.count("/") == 2]
SHEETS = [
    *FOR_ALL,
    "/handouts/d-ou-ca-sort/counting",
    *(f"/plans/{slug}/plan" for slug in PLANS),
    *(f"/plans/{slug}/certificate" for slug in PLANS),
    *(f"/plans/{slug}/{sheet}" for slug in WITH_CARDS for sheet in ("cards", "answers")),
]


@pytest.fixture
def pressed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The press without WeasyPrint: what it was given, in order."""
    given: list[str] = []

    def make(html: str, **_: Any) -> bytes:
        given.append(html)
        return b"%PDF-1.7 fake"

    monkeypatch.setattr(press, "render_pdf", make)
    return given


@pytest.mark.parametrize("language", LANGUAGES)
def test_anyone_reads_every_page_in_both_languages(client: FlaskClient, language: str) -> None:
    for path in PAGES:
        answer = client.get(f"{path}?lang={language}")
        assert answer.status_code == 200, path
        assert f'<html lang="{language}">' in answer.text
        assert answer.text.count("<h1") == 1, path


def test_every_sheet_comes_as_pdf_and_as_a_page(
    client: FlaskClient, fatima: Any, pressed: list[str]
) -> None:
    sam = client
    for path in SHEETS:
        client = fatima.browser if path.endswith("/answers") else sam
        answer = client.get(f"{path}.pdf?lang=en")
        assert answer.status_code == 200, path
        assert answer.mimetype == "application/pdf"
        named = answer.headers["Content-Disposition"]
        assert re.fullmatch(r"inline; filename=[a-z0-9-]+-en\.pdf", named)
        page = client.get(f"{path}.html?lang=en")
        assert page.status_code == 200, path
        assert '="kit:' not in page.text and '="kit:' in pressed[-1]
        assert page.text.count("<h1") == 1, path
        for forbidden in ("<style", "<script", " style="):
            assert forbidden not in page.text, path
    assert len(pressed) == len(SHEETS)


def test_without_pango_the_page_is_shown_instead(
    fatima: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def make(html: str, **_: Any) -> bytes:
        raise PangoMissing

    monkeypatch.setattr(press, "render_pdf", make)
    for path in SHEETS:
        answer = fatima.browser.get(f"{path}.pdf?lang=en")
        assert answer.status_code == 303, path
        assert answer.headers["Location"] == f"{path}.html?lang=en"


NOWHERE = [
        "/plans/nothing", "/plans/nothing/plan.pdf", "/plans/w6-sans-ecran/cards.pdf",
        "/plans/W1", "/plans/%00", "/handouts/nothing.pdf",
        "/handouts/nothing.html", "/handouts/nothing/counting.pdf", "/handouts/plan.pdf",
        "/handouts/../plan.pdf", "/plans/w6-sans-ecran/worksheet.pdf",
    ]  # fmt: skip


def test_what_does_not_exist_is_a_404(client: FlaskClient, pressed: list[str]) -> None:
    for path in NOWHERE:
        assert client.get(path).status_code == 404, path
    assert pressed == []


def test_the_answers_to_cards_are_for_facilitators(client: FlaskClient, fatima: Any) -> None:
    for slug in WITH_CARDS:
        for sheet in ("answers.html", "answers.pdf"):
            assert "/login" in client.get(f"/plans/{slug}/{sheet}").headers["Location"]
        told = "The answers to the cards are shown here to facilitators"
        assert told in client.get(f"/plans/{slug}?lang=en").text
        assert told not in fatima.browser.get(f"/plans/{slug}?lang=en").text
    assert fatima.browser.get("/plans/w6-sans-ecran/answers.html").status_code == 404


def test_other_verbs_are_refused(client: FlaskClient) -> None:
    for path in ("/plans", "/glossary", "/handouts/glossary.pdf", "/sources"):
        for method in ("post", "put", "delete", "patch"):
            assert 400 <= getattr(client, method)(path).status_code < 500, (path, method)


def test_the_list_leads_to_every_plan(client: FlaskClient) -> None:
    page = client.get("/plans?lang=en").text
    for slug in PLANS:
        assert f'href="/plans/{slug}"' in page
    for needs in ("with or without devices", "without any screen"):
        assert needs in page


def links_of(page: str) -> set[str]:
    return {markup.unescape(one) for one in re.findall(r'href="(/[^"#]*)"', page)}


def test_every_link_of_every_plan_leads_somewhere(client: FlaskClient, pressed: list[str]) -> None:
    found = [links_of(client.get(f"/plans/{slug}?lang=en").text) for slug in PLANS]
    assert all(len(links) > 8 for links in found)
    for link in set().union(*found):
        assert client.get(link).status_code in {200, 302}, link


def test_everything_to_print_lists_every_sheet(client: FlaskClient, pressed: list[str]) -> None:
    page = client.get("/handouts/?lang=en").text
    links = links_of(page)
    for address in FOR_ALL:
        assert f"{address}.pdf?lang=en" in links
    for slug in PLANS:
        assert f"/plans/{slug}/plan.pdf?lang=en" in links
    for link in links:
        assert client.get(link).status_code in {200, 302}, link


def test_a_plan_says_its_steps_its_facts_and_its_sources(client: FlaskClient) -> None:
    book = planbook.factbook()
    for plan in planbook.plans():
        page = markup.unescape(client.get(f"/plans/{plan.slug}?lang=fr").text)
        for step in plan.steps():
            assert step.title.fr in page
            for text in (*step.do, *step.say, *step.expect, *step.prompts):
                assert text.fr in page
            for key in step.facts:
                assert book.facts[key].text.fr in page
        for key in plan.fact_keys():
            for name in book.facts[key].sources:
                assert book.sources[name].title in page


def test_a_plan_tells_no_explanation_and_no_rationale_of_a_pack(
    app: Flask, client: FlaskClient
) -> None:
    """Pupils may read plans: the keys of the questions are in the commented key only."""
    pages = "".join(markup.unescape(client.get(f"/plans/{slug}?lang=fr").text) for slug in PLANS)
    pages += markup.unescape(client.get("/sources?lang=fr").text)
    pages += markup.unescape(client.get("/handouts/d-ou-ca-sort/counting.html?lang=fr").text)
    with app.app_context():
        items = [one.item for pack in catalogue.list_packs() for one in pack.items]
    for item in items:
        answer = item.revealed_view("fr")
        secrets = [answer["explanation"], *answer.get("rationales", {}).values()]
        for secret in filter(None, secrets):
            assert secret[:60] not in pages, item.id


# ---- the note --------------------------------------------------------------------------------


def test_the_note_says_the_days_that_the_kit_keeps(app: Flask, client: FlaskClient) -> None:
    app.config["KEEP_DAYS"] = 12
    for path in ("/guide/management-note", "/handouts/management-note.html"):
        page = client.get(f"{path}?lang=en").text
        assert "after 12 days" in page and "{days}" not in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_note_has_the_decree_its_marks_and_blanks(client: FlaskClient, language: str) -> None:
    page = markup.unescape(client.get(f"/guide/management-note?lang={language}").text)
    sheet = planbook.leaflet("management-note")
    assert planbook.factbook().facts["phones-decree"].text.say(language) in page
    assert '<b class="verified">V2</b>' in page
    for field in sheet.fields:
        assert field.say(language) in page


def test_the_guide_leads_to_the_note_and_to_the_plans(client: FlaskClient) -> None:
    page = client.get("/guide?lang=en").text
    for link in ("/guide/management-note", "/plans", "/handouts/"):
        assert f'href="{link}"' in page


# ---- the glossary and the sources ------------------------------------------------------------


def test_the_glossary_says_that_dutch_awaits_a_reader(client: FlaskClient) -> None:
    for path in ("/glossary", "/handouts/glossary.html"):
        page = client.get(f"{path}?lang=en").text
        assert "native review pending" in page
        assert page.count('lang="nl"') == 30


def test_the_glossary_is_in_the_order_of_the_visitor(client: FlaskClient) -> None:
    for language, first in (("fr", "algorithme de recommandation"), ("en", "ad")):
        page = client.get(f"/glossary?lang={language}").text
        terms = re.findall(rf'<p lang="{language}"><dfn>(.*?)</dfn>', page)
        assert len(terms) == 30 and terms[0].startswith(first)


def test_the_page_of_sources_has_all_packs_and_the_plans(client: FlaskClient, app: Flask) -> None:
    page = markup.unescape(client.get("/sources?lang=fr").text)
    with app.app_context():
        packs = catalogue.list_packs()
    for pack in packs:
        assert f'id="{pack.slug}"' in page
        for one in pack.items:
            for source in one.item.sources:
                if source.verification != "I" or source.url:
                    assert source.title in page, one.item.id
    for source in planbook.factbook().sources.values():
        assert source.publisher in page
    ids = re.findall(r'id="([^"]+)"', page)
    assert len(ids) == len(set(ids))


# ---- what is to be read again ----------------------------------------------------------------


def test_a_stranger_is_sent_to_the_login(client: FlaskClient) -> None:
    answer = client.get("/facilitate/review")
    assert answer.status_code == 302 and "/login" in answer.headers["Location"]


def codes(page: str) -> list[str]:
    return re.findall(r'<h3><span class="code-name">(\w+)</span>', page)


def test_a_facilitator_sees_what_comes_near_sorted(fatima: Any, time: Any) -> None:
    first = fatima.browser.get("/facilitate/review?lang=en&days=11").text
    assert codes(first) == ["B19", "C19"] and "in 11 days" in first
    assert "Has the law changed?" in first
    assert codes(fatima.browser.get("/facilitate/review?lang=en&days=10").text) == []
    assert codes(fatima.browser.get("/facilitate/review?lang=en&days=98").text) == ["B19", "C19"]
    near = fatima.browser.get("/facilitate/review?lang=en&days=99").text
    assert len(codes(near)) > 10 and "in 99 days" in near
    every = fatima.browser.get("/facilitate/review?lang=en&days=3650").text
    assert codes(every)[: len(codes(near))] == codes(near)
    time.pass_(days=12)
    late = fatima.browser.get("/facilitate/review?lang=en").text
    assert "1 day ago" in late and codes(late)[:2] == ["B19", "C19"]


@pytest.mark.parametrize(
    ("asked", "shown"),
    [("", "120"), ("x", "120"), ("-5", "0"), ("9" * 5000, "120"), ("99999", "3650"), ("²", "120")],
)
def test_an_odd_number_of_days_is_put_right(fatima: Any, asked: str, shown: str) -> None:
    answer = fatima.browser.get("/facilitate/review", query_string={"days": asked})
    assert answer.status_code == 200
    assert f'value="{shown}"' in answer.text


def test_facts_of_plans_are_listed_too(fatima: Any) -> None:
    page = markup.unescape(fatima.browser.get("/facilitate/review?lang=fr&days=400").text)
    assert planbook.factbook().facts["phones-decree"].text.fr in page
    assert "phones-decree · W1, W2, W3, W4, W5, W6, TF" in page
