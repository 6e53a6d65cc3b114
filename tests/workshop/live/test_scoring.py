"""Scores in a room: off unless asked for, at the end where people are compared, never for speed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from quizzes.bank import catalogue
from workshop.live import sessions


def screen(room: Any, role: str = "projector") -> str:
    path = f"/api/live/{room.code}/snapshot?as={role}&lang=en"
    return str(room.http.get(path, headers=room.owner.headers).json["html"])


def key_of(room: Any) -> tuple[str, str]:
    """The key of the question on screen, and another option."""
    with room.owner.app.app_context():
        live = sessions.load(room.code)
        assert live is not None and live.item is not None
        key = live.item.revealed_view("en")["keys"][0]
        return key, next(o["id"] for o in live.item.public_view("en")["options"] if o["id"] != key)


def play(room: Any, answers: dict[Any, bool]) -> None:
    """One question of one choice: who is right, and who is not."""
    number = room.move("open")["round"]
    key, other = key_of(room)
    for phone, right in answers.items():
        assert phone.respond(key if right else other, round_id=number).status_code == 201
    room.move("close")
    room.tell()


PACK = "une-lecon"


@pytest.fixture
def lesson(app: Any, time: Any) -> str:
    """Twelve plain questions."""
    with app.app_context():
        catalogue.import_folder(Path(__file__).parents[2] / "packs" / PACK, time.now)
    return PACK


def test_nothing_is_shown_anywhere_unless_it_was_asked_for(fatima: Any, lesson: str) -> None:
    room = fatima.open(lesson)
    phones = [room.join() for _ in range(6)]
    room.moves("start", "skip")  # it begins with an opinion
    play(room, dict.fromkeys(phones, True))
    shown = [screen(room), screen(room, "facilitator"), phones[0].snapshot()["html"]]
    room.move("finish")
    shown += [screen(room), phones[0].snapshot()["html"]]
    shown.append(phones[0].phone.get(f"/j/{room.code}/recap").text)
    shown.append(fatima.browser.get(f"/present/{room.code}").text)
    for html in shown:
        for word in ("goal", "ranking", "own-score", "scores.css"):
            assert word not in html


def test_the_goal_shows_from_five_answers_on_and_is_said_at_the_end(
    fatima: Any, lesson: str
) -> None:
    room = fatima.open(lesson, scores="goal", goal=60)
    phones = [room.join() for _ in range(5)]
    room.moves("start", "skip")  # it begins with an opinion
    play(room, dict.fromkeys(phones[:4], True))
    assert "goal-words" not in screen(room)
    room.move("next")
    assert "goal-words" not in screen(room)
    play(room, {one: index < 4 for index, one in enumerate(phones)})
    html = screen(room)
    assert "Together: 80%" in html and "goal: 60%" in html and "is-reached" in html
    assert "goal-words" not in phones[0].snapshot()["html"]
    room.move("next")
    play(room, dict.fromkeys(phones, False))
    assert "Together: 40%" in screen(room)
    room.move("finish")
    html = screen(room)
    assert "Together: 40%" in html and "a long way together" in html and "ranking" not in html
    told = phones[0].snapshot()["html"]
    assert "goal" in told or "objectif" in told
    assert "40" in told


def test_hands_count_towards_the_goal(fatima: Any, lesson: str) -> None:
    room = fatima.open(lesson, hands=True, scores="goal")
    room.moves("start", "skip")  # it begins with an opinion
    number = room.move("open")["round"]
    key, other = key_of(room)
    path = f"/api/live/{room.code}/rounds/{number}/tally"
    body = {"counts": {key: 9, other: 1}}
    assert room.http.put(path, json=body, headers=room.owner.headers).status_code == 200
    room.move("close")
    room.tell()
    assert "Together: 90%" in screen(room)


def test_teams_are_ranked_on_the_last_screen_only(fatima: Any, lesson: str) -> None:
    room = fatima.open(lesson, phones=True, teams=True, scores="teams")
    teams = [room.join("en", team=True) for _ in range(3)]
    alone = room.join("en")
    names = [one.get("me").json["nickname"] for one in teams]
    room.moves("start", "skip")  # it begins with an opinion
    play(room, {teams[0]: True, teams[1]: True, teams[2]: False, alone: True})
    assert "ranking" not in screen(room)
    room.move("next")
    play(room, {teams[0]: True, teams[1]: False, teams[2]: False})
    room.move("finish")
    html = screen(room)
    places = html.split('class="others"')
    assert names[0] in places[0] and names[1] in places[0] and names[2] not in places[0]
    assert names[2] in places[1] and alone.get("me").json["nickname"] not in html
    assert "2 of 2" in places[0] and "1 of 2" in places[0]
    recap = teams[1].phone.get(f"/j/{room.code}/recap").text
    assert "1 of 2" in recap
    for word in ("ranking", "place-total"):
        assert word not in teams[0].snapshot()["html"]


def test_a_name_that_is_approved_after_the_end_is_on_the_last_screen(
    fatima: Any, lesson: str
) -> None:
    room = fatima.open(lesson, teams=True, scores="teams")
    team = room.join(nickname="Les Furets")
    room.join()
    room.moves("start", "skip")  # it begins with an opinion
    play(room, {team: True})
    room.move("finish")
    assert "Furets" not in screen(room)
    (one,) = room.results()["teams"]["waiting"]
    body = {"seat": one["seat"], "name": one["name"], "approved": True}
    room.http.put(f"/api/live/{room.code}/names", json=body, headers=room.owner.headers)
    assert "Les Furets" in screen(room)


def test_persons_are_ranked_from_five_on_and_only_three_are_named(fatima: Any, lesson: str) -> None:
    for people, ranked in ((4, False), (6, True)):
        room = fatima.open(lesson, scores="persons")
        phones = [room.join("en") for _ in range(people)]
        names = [one.get("me").json["nickname"] for one in phones]
        room.moves("start", "skip")  # it begins with an opinion
        for best in range(4):
            play(room, {one: index <= best for index, one in enumerate(phones)})
            if best < 3:
                room.move("next")
        room.move("finish")
        html = screen(room)
        assert ("ranking" in html) is ranked
        assert [name in html for name in names[:3]] == [ranked] * 3
        assert not any(name in html for name in names[3:])


def test_whoever_is_removed_is_neither_counted_nor_ranked(fatima: Any, lesson: str) -> None:
    room = fatima.open(lesson, scores="persons")
    phones = [room.join("en") for _ in range(6)]
    name, seat = (phones[0].get("me").json[one] for one in ("nickname", "seat"))
    room.moves("start", "skip")  # it begins with an opinion
    play(room, {one: index < 2 for index, one in enumerate(phones)})
    room.move("remove", seat=seat)
    room.move("finish")
    assert "ranking" in screen(room) and name not in screen(room)


@pytest.mark.parametrize(
    "settings",
    [
        {"scores": "teams"},
        {"scores": "persons", "teams": True},
        {"scores": "speed"},
        {"scores": "goal", "goal": 0},
        {"scores": "goal", "goal": 101},
        {"scores": ["goal"]},
    ],
)
def test_scores_that_cannot_be_are_refused(fatima: Any, settings: dict[str, Any]) -> None:
    answer = fatima.app.test_client().post(
        "/api/live", json={"pack": "d-ou-ca-sort", "settings": settings}, headers=fatima.headers
    )
    assert answer.status_code == 422 and answer.json["problems"]
