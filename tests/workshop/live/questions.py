"""What tests of questions from the room share: pages without a script, and the console’s wire."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit


def page_of(seat: Any) -> Any:
    return seat.phone.get(f"/j/{seat.room.code}/questions")


def token_in(page: Any) -> str:
    found = re.search(r'name="csrf_token" value="(.*?)"', page.text)
    assert found, page.text
    return found[1]


def ask(seat: Any, text: str, *, expect: int = 303) -> Any:
    """Send a question as the form does."""
    data = {"csrf_token": token_in(page_of(seat)), "text": text}
    answer = seat.phone.post(f"/j/{seat.room.code}/questions", data=data)
    assert answer.status_code == expect, answer.text
    return answer


def voice(seat: Any, number: int, joins: str = "yes", *, expect: int = 303) -> Any:
    data = {"csrf_token": token_in(page_of(seat)), "joins": joins}
    path = f"/j/{seat.room.code}/questions/{number}/voice"
    answer = seat.phone.post(path, data=data)
    assert answer.status_code == expect, answer.text
    return answer


def decide(room: Any, number: int, state: str, *, expect: int = 200, **more: Any) -> Any:
    answer = room.http.put(
        f"/api/live/{room.code}/questions/{number}",
        json={"state": state, **more},
        headers=room.owner.headers,
    )
    assert answer.status_code == expect, answer.text
    return answer.json


def asked(room: Any, state: str = "waiting") -> list[Any]:
    return list(room.results()["questions"][state])


def on_big_screen(room: Any) -> Any:
    path = f"/api/live/{room.code}/results?as=projector"
    return room.http.get(path, headers=room.owner.headers).json.get("question")


class Helper:
    """Nour, who leads too, by a link and without an account."""

    def __init__(self, room: Any) -> None:
        self.room, self.browser = room, room.owner.app.test_client()
        path = f"/api/live/{room.code}/helper"
        self.url = room.http.post(path, headers=room.owner.headers).json["url"]
        self.arrived = self.browser.get(urlsplit(self.url).path)
        assert self.arrived.status_code == 303

    def console(self) -> Any:
        return self.browser.get(f"/facilitate/{self.room.code}")

    def csrf(self) -> dict[str, str]:
        found = re.search(r'name="csrf-token" content="([^"]+)"', self.console().text)
        assert found
        return {"X-CSRFToken": found[1]}

    def call(self, method: str, path: str, **body: Any) -> Any:
        address = f"/api/live/{self.room.code}{path}"
        return self.browser.open(address, method=method, json=body or None, headers=self.csrf())

    def move(self, name: str, version: int) -> Any:
        return self.call("POST", "/moves", move=name, version=version)
