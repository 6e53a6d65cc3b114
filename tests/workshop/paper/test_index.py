"""Everything to print, on one page: a table of packs, then sheets by moment."""

from __future__ import annotations

import re

from flask import Flask
from flask.testing import FlaskClient

from quizzes.bank import catalogue
from workshop.plans import planbook


def page_of(client: FlaskClient, language: str = "en") -> str:
    answer = client.get(f"/handouts/?lang={language}")
    assert answer.status_code == 200
    return answer.text


def test_each_pack_is_one_line_with_its_four_sheets(app: Flask, client: FlaskClient) -> None:
    table = page_of(client).split("<tbody>")[1].split("</tbody>")[0]
    lines = table.split("<tr>")[1:]
    with app.app_context():
        packs = catalogue.list_packs()
    assert len(lines) == len(packs)
    for pack, line in zip(packs, lines, strict=True):
        links = re.findall(r'href="([^"]+)"', line)
        assert len(links) == 4 and all(f"/{pack.slug}/" in link for link in links)
        assert line.count(f'<span class="visually-hidden"> {pack.title("en")}</span>') == 4


def test_sheets_stand_by_moment(client: FlaskClient) -> None:
    page = page_of(client, "fr")
    heads = ["Avant la leçon", "Pendant la leçon", "Après la leçon"]
    places = [page.index(f">{head}</h2>") for head in heads]
    assert places == sorted(places)
    before, during, after = (
        page[start:end] for start, end in zip(places, [*places[1:], len(page)], strict=True)
    )
    assert "management-note" in before and all(
        f"/{plan.slug}/" in before or plan.slug in before for plan in planbook.plans()
    )
    assert "vote-cards" in during and "exit-ticket" in after


def test_every_link_and_drawing_leads_somewhere(client: FlaskClient) -> None:
    page = page_of(client).split("<main")[1].split("</main>")[0]
    for drawing in set(re.findall(r'src="([^"]+)"', page)):
        assert client.get(drawing).status_code == 200, drawing
    for sheet in set(re.findall(r'href="(/[^"]+)\.pdf', page)):
        assert client.get(f"{sheet}.html").status_code in (200, 401, 302, 303, 403), sheet
