"""Whoever went astray: a wrong code, a session that is over, a home page instead of the room."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.parametrize("path", ["/j/ZZZZZZ", "/j/?code=ZZZZZZ", "/j/?code=O0O", "/j/abc"])
def test_a_wrong_code_can_be_typed_again(client: Any, path: str) -> None:
    reply = client.get(f"{path}{'&' if '?' in path else '?'}lang=en", follow_redirects=True)
    assert reply.status_code in (404, 422)
    assert 'action="/j/"' in reply.text and 'name="code"' in reply.text
    typed = path.rpartition("=")[2].rpartition("/")[2]
    assert f'value="{typed}"' in reply.text


def test_what_was_typed_is_text(client: Any) -> None:
    reply = client.get("/j/", query_string={"code": '"><b>', "lang": "en"})
    assert reply.status_code == 422
    assert "<b>" not in reply.text.split('name="code"')[1].split("</form>")[0]


def test_no_other_error_page_has_the_field(client: Any) -> None:
    assert 'name="code"' not in client.get("/packs/none").text
    assert client.get("/api/live/ZZZZZZ/snapshot").json.keys() >= {"title", "detail", "status"}


def test_a_latecomer_is_told_what_it_was_and_where_to_go(client: Any, fatima: Any) -> None:
    room = fatima.open("d-ou-ca-sort")
    pavel = room.join("en")
    room.moves("start", "finish")
    page = client.get(f"/j/{room.code}?lang=en").text
    assert "This session is over." in page
    assert "Says who?" in page or "D’où ça sort" in page
    assert 'href="/packs/d-ou-ca-sort"' in page and 'href="/"' in page
    assert "data-join" not in page
    assert "This session is over." not in pavel.phone.get(f"/j/{room.code}").text


def test_a_pupil_finds_the_way_back_from_the_home_page(client: Any, fatima: Any) -> None:
    assert "way-back" not in client.get("/").text
    room = fatima.open("d-ou-ca-sort")
    pavel = room.join("en")
    page = pavel.phone.get("/?lang=en").text
    assert "Go back to the session" in page and f'href="/j/{room.code}"' in page
    room.moves("start", "finish")
    page = pavel.phone.get("/?lang=en").text
    assert "Go back to the session" not in page
    assert f'href="/j/{room.code}/recap"' in page
    assert "way-back" not in client.get("/").text


def test_strange_cookies_lead_nowhere(client: Any, fatima: Any) -> None:
    room = fatima.open("d-ou-ca-sort")
    for name in (f"seat-{room.code}", "seat-", "seat-ZZZZZZ", "seat-%00", *map("seat-{}".format, range(9))):  # fmt: skip
        client.set_cookie(name, "no token")
    page = client.get("/")
    assert page.status_code == 200 and "way-back" not in page.text
