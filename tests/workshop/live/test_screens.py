"""Screens are drawn once for all who see the same, and also when nobody asks for them."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from workshop.live import sessions
from workshop.live.screens import drawing
from workshop.live.screens.announcing import Flushing, announce, events, hub
from workshop.live.screens.drawing import drawn
from workshop.live.screens.frames import Role
from workshop.push.hub import Channel

ROLES: tuple[Role, ...] = ("participant", "projector", "facilitator")
SLUGS = ("d-ou-ca-sort", "pub-ou-pas-pub", "qui-range-mon-fil", "en-reserve", "demo-cinq-minutes")


class Noted:
    """A screen that notes what it is sent."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []

    def send(self, event: Any) -> bool:
        self.sent.append(event.plain)
        return True

    def close(self) -> None:
        pass


def load(code: str) -> sessions.Live:
    found = sessions.load(code)
    assert found is not None
    return found


@pytest.mark.parametrize("slug", SLUGS)
def test_every_screen_can_be_drawn_when_no_request_asks_for_it(
    app: Flask, fatima: Any, time: Any, slug: str
) -> None:
    """A timer that ends moves the room, and what comes next is drawn ahead."""
    room = fatima.open(slug)
    room.join()
    while room.move("start" if room.version == 1 else "next")["phase"] != "finished":
        for move in ("open", "close", "reveal"):
            room.move(move)
            with app.app_context():
                for role in ROLES:
                    assert events(load(room.code), Channel(room.code, role, "en"), time.now)
        with app.app_context():
            state = load(room.code).state
        if state.is_last:
            break


def test_rooms_that_show_the_same_share_its_drawing(
    app: Flask, fatima: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    faces: list[str] = []
    draw = drawing._draw_face
    monkeypatch.setattr(
        drawing, "_draw_face", lambda face, *more: faces.append(face.face) or draw(face, *more)
    )
    rooms = [fatima.open() for _ in range(3)]
    for room in rooms:
        room.moves("start", "open", "close")
        with app.app_context():
            for role in ROLES:
                drawn(load(room.code), role, "fr")
    assert sorted(faces) == ["phone", "projector"]


def test_what_comes_next_is_drawn_ahead(app: Flask, room: Any, time: Any) -> None:
    room.move("start")
    screen = Noted()
    hub_ = app.extensions["recoupe.hub"]
    hub_.subscribe(Channel(room.code, "participant", "fr"), screen, holder="a", most=2)
    with app.app_context():
        announce(load(room.code), time.now)
        Flushing().flush()
        known = len(drawing.drawings().faces._kept)
        room.moves("open", "close")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(drawing, "_draw_face", lambda *_: pytest.fail("it was not drawn ahead"))
            room.move("skip")
        assert hub() is hub_
        assert known == 2, "the present question and the next one"


def test_a_drawing_that_fails_ahead_is_only_logged(
    app: Flask, room: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    room.move("start")
    hub_ = app.extensions["recoupe.hub"]
    hub_.subscribe(Channel(room.code, "participant", "fr"), Noted(), holder="a", most=2)
    hub_.moved(room.code)

    def fail(*_any: Any) -> str:
        raise RuntimeError("no ink")

    monkeypatch.setattr(drawing, "_draw_face", fail)
    with app.app_context():
        Flushing().flush()
    assert "could not be drawn ahead" in caplog.text
