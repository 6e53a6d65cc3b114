"""The page of one’s account: who one is, how long sessions are kept, the way out, and tokens."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient


def test_it_says_who_in_which_language_and_for_how_long(app: Flask, fatima: Any) -> None:
    page = fatima.browser.get("/settings?lang=en").text
    assert "<h1>My account</h1>" in page
    assert "<dd>Fatima" in page
    assert f"after {app.config['KEEP_DAYS']} days" in page
    main = page.split("<main")[1].split("</main>")[0]
    assert 'hreflang="fr"' in main and 'action="/logout"' in main
    assert 'class="button"' not in main, "most people need no token: nothing is filled"


def test_a_token_is_shown_once_and_taken_back(fatima: Any) -> None:
    page = fatima.browser.get("/settings?lang=en").text
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    made = fatima.browser.post("/settings/tokens", data={"csrf_token": found[1]}).text
    assert "rcp_" in made
    again = fatima.browser.get("/settings?lang=en").text
    assert "rcp_" not in again and again.count("/revoke") == made.count("/revoke")


def test_a_stranger_is_sent_to_sign_in(client: FlaskClient) -> None:
    assert client.get("/settings").status_code in (302, 303, 401)


def test_an_error_offers_the_desk_to_whoever_is_signed_in(fatima: Any, client: FlaskClient) -> None:
    link = 'class="button second" href="/facilitate/"'
    assert link in fatima.browser.get("/nowhere", headers={"Accept": "text/html"}).text
    assert link not in client.get("/nowhere", headers={"Accept": "text/html"}).text
