"""A colleague is invited from the desk: a link that is shown once, and not too many at a time."""

from __future__ import annotations

import re
from typing import Any

import pytest

from workshop.people import accounts


@pytest.fixture
def invite(fatima: Any) -> Any:
    """Fatima presses the button; what she then sees."""

    def press() -> Any:
        page = fatima.browser.get("/facilitate/invite?lang=en").text
        found = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert found
        return fatima.browser.post("/facilitate/invite?lang=en", data={"csrf_token": found[1]})

    return press


def link_in(page: str) -> str:
    found = re.search(r'value="https?://[^/"]+(/first/[^"]+)"', page)
    assert found, page
    return found[1]


def test_the_link_makes_an_account_once(invite: Any, app: Any) -> None:
    link = link_in(invite().text)
    colleague = app.test_client()
    page = colleague.get(link).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    data = {"csrf_token": token[1], "name": "Amina", "password": "une phrase assez longue"}
    made = colleague.post(link, data=data)
    assert made.headers["Location"] == "/facilitate/"
    assert colleague.get("/facilitate/").status_code == 200
    again = app.test_client().get(f"{link}?lang=en")
    assert again.status_code == 404
    assert "ask your colleague for a new link" in again.text


def test_the_link_ends_after_a_day(invite: Any, client: Any, time: Any) -> None:
    link = link_in(invite().text)
    assert client.get(link).status_code == 200
    time.pass_(hours=25)
    assert client.get(link).status_code == 404


def test_it_is_shown_once_and_the_language_can_be_changed(invite: Any, fatima: Any) -> None:
    token = link_in(invite().text).rsplit("/", 1)[1]
    french = fatima.browser.get("/facilitate/invite?lang=fr")
    assert french.status_code == 200
    assert token not in french.text
    assert token not in fatima.browser.get("/facilitate/").text


def test_ten_wait_at_most_whoever_made_them(invite: Any, fatima: Any, time: Any) -> None:
    for _ in range(accounts.MOST_INVITATIONS):
        assert invite().status_code == 200
    refused = invite()
    assert refused.status_code == 409
    assert "10 invitations are open already." in refused.text
    assert "24 hours" in refused.text
    time.pass_(hours=25)
    assert invite().status_code == 200


def test_the_command_is_never_refused(invite: Any, app: Any, time: Any) -> None:
    for _ in range(accounts.MOST_INVITATIONS):
        invite()
    with app.app_context():
        assert accounts.invitation_holds(accounts.invite(time.now), time.now)


def test_a_link_for_this_machine_only_says_so_and_has_no_code(invite: Any) -> None:
    page = invite().text
    assert "works on this machine only" in page
    assert "data:image/svg+xml" not in page


def test_a_link_that_others_can_open_has_a_code(app: Any, invite: Any) -> None:
    app.config["BASE_URL"] = "https://recoupe.example.be"
    page = invite().text
    assert 'value="https://recoupe.example.be/first/' in page
    assert 'src="data:image/svg+xml;base64,' in page
    assert "same network" not in page
