"""Where nobody has a device, no face of the room speaks of one, and none shows what was not counted:
every kind, drawn in every phase and both languages."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from quizzes.items.item import Item
from quizzes.items.text import LANGUAGES, Language
from quizzes.kinds import item_from
from tests.quizzes.conftest import OWN, of_kind
from workshop.live.rules.stages import Stage, stages_of
from workshop.live.screens.drawing import _draw_face
from workshop.live.screens.frames import Face
from workshop.live.screens.votes import Votes

ITEMS = {kind: item_from(of_kind(kind)) for kind in OWN}
OF_DEVICES = {
    "fr": r"téléphone|appareil|\btouche|\btape|Chaque texte est relu|récapitulatif|Wi-Fi|QR",
    "en": r"phone|device|\btap\b|\btouch|\btype a|is read before it appears|recap|Wi-Fi|QR",
}
FIGURES = r"\d+\s?%|\d+ (?:vote|voix|answer|réponse)|\b0 (?:person|people|personne)"
ASKED = Face(1, 1, "projector", "fr", 1, False, False, None, None)


def text_of(html: str) -> str:
    """What one reads, without the words of the question itself."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def own_words(item: Item, language: Language) -> str:
    """All that the pack says: it may well be about phones or shares."""
    return repr(item.public_view(language)) + repr(item.revealed_view(language))


def said_by_the_kit(html: str, item: Item, language: Language) -> str:
    """Runs of text that the pack does not hold."""
    own = own_words(item, language)
    runs = (run.strip() for run in re.sub(r"<[^>]+>", "\n", html).split("\n"))
    return " ".join(run for run in runs if run and run not in own)


def hands_of(item: Item) -> dict[str, int]:
    return {cell.key: 7 for group in item.hand_groups("fr") for cell in group.cells}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(OWN))
def test_no_face_speaks_of_devices(app: Flask, kind: str, language: Language) -> None:
    item = ITEMS[kind]
    summary = item.summarise_all([], hands_of(item))
    with app.app_context():
        for stage in (None, *stages_of(item, counted=bool(summary["n"]))):
            votes = None if stage is None else Votes(summary, None, None)
            face = replace(ASKED, language=language, stage=stage, votes=None if not votes else "x")
            said = said_by_the_kit(_draw_face(face, item, votes), item, language)
            assert not re.search(OF_DEVICES[language], said, re.IGNORECASE), (stage, said)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(OWN))
def test_no_figure_stands_where_nothing_was_counted(
    app: Flask, kind: str, language: Language
) -> None:
    item = ITEMS[kind]
    votes = Votes(item.summarise([]), None, None)
    with app.app_context():
        for stage in stages_of(item, counted=False):
            face = replace(ASKED, language=language, stage=Stage(stage), votes="x")
            said = said_by_the_kit(_draw_face(face, item, votes), item, language)
            assert not re.search(FIGURES, said), (stage, said)


@pytest.mark.parametrize("kind", sorted(OWN))
def test_what_is_heard_is_said_in_both_languages_and_shortly(kind: str) -> None:
    item = ITEMS[kind]
    said = {language: item.heard_aloud(language) for language in LANGUAGES}
    assert len(set(said.values())) == len(LANGUAGES)
    for language, sentence in said.items():
        assert sentence.endswith(".") and len(sentence.split()) <= 22
        assert not re.search(OF_DEVICES[language], sentence, re.IGNORECASE)


def screen(room: Any, role: str, language: str = "en") -> str:
    path = f"/api/live/{room.code}/snapshot?as={role}&lang={language}"
    return text_of(room.http.get(path, headers=room.owner.headers).json["html"])


def reach(room: Any, code: str) -> Any:
    now = room.moves("start")
    while now["item"]["id"] != code:
        now = room.moves("skip")
    return now if now["phase"] == "open" else room.moves("open")


def test_the_lobby_says_what_lies_ready(fatima: Any) -> None:
    room = fatima.open(phones=False, hands=True, class_size=24)
    shown = screen(room, "projector", "fr")
    assert "tes cartes, de A à E, ou ta main levée" in shown
    assert "une feuille et un stylo" in shown


def test_what_is_not_counted_is_written_then_heard(fatima: Any) -> None:
    room = fatima.open(phones=False, hands=True, class_size=24, reading=False)
    reach(room, "C07")
    assert "Write your order on paper" in screen(room, "projector")
    assert "Everyone has written" in screen(room, "facilitator")
    room.moves("close")
    wall, console = screen(room, "projector"), screen(room, "facilitator")
    assert "Hold up the letter that you put first" in wall and "Pens down" in wall
    assert "Discuss, then vote again" not in console
    assert room.results()["advice"]["counsel"] == "aloud"
    room.moves("reveal")
    assert "Votes" not in screen(room, "facilitator")
    assert room.results()["advice"] is None


def test_hands_that_give_no_mark_are_not_taken_for_an_opinion(fatima: Any) -> None:
    room = fatima.open(phones=False, hands=True, class_size=24, reading=False)
    number = reach(room, "C15")["round"]
    path = f"/api/live/{room.code}/rounds/{number}/tally"
    counts = {"counts": {"*": 24, "a": 12}}
    assert room.http.put(path, json=counts, headers=room.owner.headers).status_code == 200
    room.moves("close")
    assert room.results()["advice"]["counsel"] == "untold"


def test_beside_devices_a_class_is_told_what_to_do_without_one(fatima: Any) -> None:
    room = fatima.open(phones=True, hands=True, reading=False)
    reach(room, "C14")
    assert "Without a device: Write your number large on paper" in screen(room, "projector")
    assert "Hands are not counted here." in screen(room, "facilitator")
    room.moves("close", "reveal")
    assert "Nobody has answered on a device." in screen(room, "projector")
