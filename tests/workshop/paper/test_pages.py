"""Every document over HTTP: for whom, under which name, and what happens without a PDF."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from workshop.paper import press
from workshop.paper.faults import Busy, PangoMissing, RenderError, RenderFault

SLUG = "pub-ou-pas-pub"


@pytest.fixture(autouse=True)
def fast_press(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The press without WeasyPrint: what it was given, in order."""
    given: list[str] = []

    def make(html: str, **_: Any) -> bytes:
        given.append(html)
        return b"%PDF-1.7 fake"

    monkeypatch.setattr(press, "render_pdf", make)
    return given


def failing(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def make(html: str, **_: Any) -> bytes:
        raise error

    monkeypatch.setattr(press, "render_pdf", make)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_anyone_gets_the_worksheet(client: FlaskClient, lang: str) -> None:
    answer = client.get(f"/handouts/{SLUG}/worksheet.pdf?lang={lang}")
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    named = answer.headers["Content-Disposition"]
    assert named == f"inline; filename={SLUG}-worksheet-{lang}.pdf"


def test_large_print_is_another_file(client: FlaskClient, fast_press: list[str]) -> None:
    answer = client.get(f"/handouts/{SLUG}/worksheet.pdf?lang=fr&large=1")
    assert "worksheet-fr-large.pdf" in answer.headers["Content-Disposition"]
    assert "in-large" in fast_press[0]


@pytest.mark.parametrize("form", ["pdf", "html"])
def test_a_stranger_does_not_get_the_key(
    client: FlaskClient, fast_press: list[str], form: str
) -> None:
    answer = client.get(f"/handouts/{SLUG}/key.{form}")
    assert answer.status_code in {302, 303, 401, 403}
    assert fast_press == []


@pytest.mark.parametrize("form", ["pdf", "html"])
def test_a_facilitator_gets_the_key(fatima: Any, form: str) -> None:
    answer = fatima.browser.get(f"/handouts/{SLUG}/key.{form}?lang=fr")
    assert answer.status_code == 200


def test_the_print_view_is_a_page_without_anything_inline(client: FlaskClient) -> None:
    answer = client.get(f"/handouts/{SLUG}/worksheet.html?lang=fr")
    assert answer.status_code == 200
    assert answer.mimetype == "text/html"
    for forbidden in ("<style", "<script", " style=", "kit:"):
        assert forbidden not in answer.text
    assert 'href="/static/css/print.css?v=' in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/handouts/unknown/worksheet.pdf",
        "/handouts/unknown/worksheet.html",
        f"/handouts/{SLUG}/poster.pdf",
        f"/handouts/{SLUG}/worksheet.docx",
        "/handouts/../worksheet.pdf",
        "/handouts/%00/worksheet.pdf",
    ],
)
def test_what_does_not_exist_is_a_404(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("query", ["lang=xx", "lang=", "large=yes", "lang=fr&lang=en", "x=%ff"])
def test_odd_questions_get_an_answer(client: FlaskClient, query: str) -> None:
    assert client.get(f"/handouts/{SLUG}/worksheet.pdf?{query}").status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_other_verbs_are_refused(client: FlaskClient, method: str) -> None:
    answer = getattr(client, method)(f"/handouts/{SLUG}/worksheet.pdf")
    assert 400 <= answer.status_code < 500


def test_without_pango_the_print_view_is_shown(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, PangoMissing())
    answer = client.get(f"/handouts/{SLUG}/worksheet.pdf?lang=en&large=1")
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/handouts/{SLUG}/worksheet.html?lang=en&large=1"


@pytest.fixture
def reachable(app: Flask, room: Any) -> str:
    """The address of a live session that phones can join."""
    app.config["BASE_URL"] = "https://quiz.example.org"
    return f"/facilitate/{room.code}"


@pytest.mark.parametrize("name", ["poster", "report"])
def test_what_a_room_prints_has_a_print_view_too(
    reachable: str, fatima: Any, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    assert fatima.browser.get(f"{reachable}/{name}.pdf?lang=en").data.startswith(b"%PDF-")
    failing(monkeypatch, PangoMissing())
    answer = fatima.browser.get(f"{reachable}/{name}.pdf?lang=en&large=1")
    assert (answer.status_code, answer.headers["Location"]) == (
        303,
        f"{reachable}/{name}.html?lang=en",
    )
    page = fatima.browser.get(answer.headers["Location"])
    assert page.status_code == 200 and "kit:" not in page.text


def test_a_poster_that_no_phone_could_follow_is_not_printed(
    room: Any, fatima: Any, fast_press: list[str]
) -> None:
    for form in ("pdf", "html"):
        answer = fatima.browser.get(f"/facilitate/{room.code}/poster.{form}?lang=en")
        assert answer.status_code == 409
        assert "Phones cannot reach this address." in answer.text
    assert fast_press == []


def test_what_somebody_has_already_is_not_sent_again(client: FlaskClient) -> None:
    path = f"/handouts/{SLUG}/worksheet.pdf"
    first = client.get(f"{path}?lang=fr")
    assert first.headers["Cache-Control"] == "no-store"
    again = client.get(f"{path}?lang=fr", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("trouble", [one for one in RenderFault if one is not RenderFault.NO_PANGO])
def test_a_failed_rendering_is_a_sentence(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, trouble: RenderFault
) -> None:
    failing(monkeypatch, RenderError(trouble, "detail"))
    answer = client.get(f"/handouts/{SLUG}/worksheet.pdf?lang=en")
    assert answer.status_code == 503
    assert "The PDF could not be made." in answer.text
    assert "detail" not in answer.text


def test_a_busy_press_says_when_to_retry(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, Busy())
    answer = client.get(f"/handouts/{SLUG}/worksheet.pdf")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
