"""The start page: what runs first, whom it welcomes, and what it lists."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from workshop.live import lifetime, sessions
from workshop.plans import planbook

ROOT = Path(__file__).parents[3]
W1 = "w1-pub-ou-pas-pub"


@pytest.fixture
def desk(fatima: Any) -> Any:
    """Fatima’s start page, as she reads it in English."""

    def read(language: str = "en") -> str:
        answer = fatima.browser.get(f"/facilitate/?lang={language}")
        assert answer.status_code == 200
        return re.sub(r"\s+", " ", answer.text)

    return read


def section(page: str, name: str) -> str:
    """The part of a page that begins with this id."""
    return page.split(f'id="{name}"', 1)[1].split("</section>", 1)[0]


def token_of(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]


def test_whoever_has_never_led_is_offered_the_demo(desk: Any) -> None:
    page = desk()
    assert "Play the demo in five minutes" in page
    assert 'id="running"' not in page
    assert "Jouer la démo en cinq minutes" in desk("fr")


def test_the_demo_is_one_press_and_nothing_of_it_counts_as_led(fatima: Any, desk: Any) -> None:
    answer = fatima.browser.post("/facilitate/demo", data={"csrf_token": token_of(desk())})
    assert answer.status_code == 303
    code = answer.headers["Location"].rsplit("/", 1)[1]
    with fatima.app.app_context():
        live = sessions.load(code)
        assert live is not None and live.settings.rehearsal
        assert {pack.slug for pack in live.packs} == {"demo-cinq-minutes"}
        lifetime.delete(live)
    assert "Play the demo in five minutes" in desk()


def test_a_kit_without_the_demo_says_so(fatima: Any, desk: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("workshop.desk.overview.DEMO", "no-such-pack")
    page = desk()
    assert "Play the demo" not in page and 'id="welcome"' in page
    answer = fatima.browser.post("/facilitate/demo?lang=en", data={"csrf_token": token_of(page)})
    assert answer.status_code == 404
    assert "This kit has no demo." in answer.text


def test_what_runs_comes_before_all_else(room: Any, desk: Any) -> None:
    page = desk()
    assert 'id="welcome"' not in page
    assert page.index('id="running"') < page.index('id="lead"') < page.index('id="paper"')
    assert "Lobby: nobody is in yet" in page
    room.join()
    room.join()
    page = desk()
    assert "Lobby: 2 are in" in page
    assert f'href="/facilitate/{room.code}"' in page
    assert f'href="/present/{room.code}"' in page
    assert "Salle d’attente : 2 personnes" in desk("fr")


def test_it_says_which_question_is_asked_and_how_it_stands(room: Any, desk: Any) -> None:
    asked = room.move("start")["item"]["id"]
    assert f"Question 1 of 16 · {asked}, to be read" in desk()
    for move, words in (("open", "answers open"), ("close", "answers closed")):
        room.move(move)
        assert f"{asked}, {words}" in desk()
    room.move("reveal")
    assert "result shown" in desk()


def test_it_says_which_step_of_a_plan_is_led(app: Flask, fatima: Any, desk: Any) -> None:
    answer = app.test_client().post(f"/api/plans/{W1}/lead", json={}, headers=fatima.headers)
    code = answer.json["code"]
    head = {"version": answer.json["version"]}
    for _ in range(60):
        with app.app_context():
            live = sessions.load(code)
        assert live is not None
        if live.state.phase == "activity":
            break
        move = "start" if live.state.phase == "lobby" else "skip"
        made = app.test_client().post(
            f"/api/live/{code}/moves", json={"move": move, **head}, headers=fatima.headers
        )
        head = {"version": made.json["version"]}
    number, total = live.state.stop.step + 1, len(live.steps)
    assert f"Step {number} of {total} · {live.step.title.en}" in desk()


def test_the_newest_is_large_and_others_are_lines(fatima: Any, desk: Any) -> None:
    older, newer = fatima.open("demo-cinq-minutes"), fatima.open("pub-ou-pas-pub")
    running = section(desk(), "running")
    assert running.index(newer.code) < running.index(older.code)
    assert running.count('class="button big"') == 1


def test_a_rehearsal_gives_way_to_a_class(fatima: Any, desk: Any) -> None:
    real = fatima.open("pub-ou-pas-pub")
    rehearsed = fatima.open("demo-cinq-minutes", rehearsal=True)
    running = section(desk(), "running")
    assert running.index(real.code) < running.index(rehearsed.code)
    page = desk()
    assert "1 rehearsal" in section(page, "mine")


def test_a_session_that_nobody_touched_for_hours_runs_no_more(
    room: Any, desk: Any, time: Any
) -> None:
    room.move("start")
    time.pass_(hours=3)
    room.move("open")
    time.pass_(hours=3)
    assert 'id="running"' in desk(), "it was touched three hours ago"
    time.pass_(hours=2)
    page = desk()
    assert 'id="running"' not in page
    assert 'id="welcome"' not in page
    assert "Not ended" in section(page, "mine")


def test_a_lobby_that_nobody_left_was_never_begun(room: Any, desk: Any, time: Any) -> None:
    time.pass_(hours=5)
    mine = section(desk(), "mine")
    assert "Never begun" in mine
    assert f'href="/facilitate/{room.code}/report"' not in mine


def test_an_ended_session_offers_report_again_and_deletion(room: Any, desk: Any) -> None:
    room.moves("start", "finish")
    page = desk()
    assert 'id="running"' not in page
    mine = section(page, "mine")
    assert "Ended" in mine and "deletes itself on 21 Dec 2026" in mine
    for path in ("report", "again", "delete"):
        assert f'href="/facilitate/{room.code}/{path}"' in mine


def test_the_newest_three_come_before_the_workshops_and_older_ones_are_folded(
    fatima: Any, desk: Any, time: Any
) -> None:
    for _ in range(8):
        fatima.open("demo-cinq-minutes")
    assert "8 sessions that run" in desk()
    time.pass_(hours=5)
    page = desk()
    mine = section(page, "mine")
    assert page.index('id="mine"') < page.index('id="lead"')
    assert "5 earlier sessions" in mine
    assert mine.split("<details")[0].count("Never begun") == 3


def test_a_new_desk_has_no_empty_list_and_the_demo_once(desk: Any) -> None:
    page = desk()
    assert 'id="mine"' not in page
    assert "/packs/demo-cinq-minutes" not in page


def test_one_button_is_filled(fatima: Any, desk: Any, time: Any) -> None:
    filled = 'class="button" href="/plans/'
    assert filled not in desk(), "the demo is first"
    fatima.open("pub-ou-pas-pub")
    assert filled not in desk(), "what runs is first"
    time.pass_(hours=5)
    assert desk().count(filled) == 1


def test_a_deletion_is_asked_in_either_language_and_leads_back(
    fatima: Any, room: Any, desk: Any
) -> None:
    asked = fatima.browser.get(f"/facilitate/{room.code}/delete?lang=en")
    assert asked.status_code == 200 and "This cannot be undone." in asked.text
    assert "?lang=fr" in asked.text
    french = fatima.browser.get(f"/facilitate/{room.code}/delete?lang=fr")
    assert french.status_code == 200
    sure = {"csrf_token": token_of(french.text), "sure": "yes"}
    gone = fatima.browser.post(f"/facilitate/{room.code}/delete", data=sure)
    assert gone.headers["Location"] == "/facilitate/?deleted=1"
    assert "It is deleted." in fatima.browser.get("/facilitate/?deleted=1&lang=en").text
    assert room.code not in desk()


def test_looking_at_the_question_deletes_nothing(fatima: Any, room: Any, desk: Any) -> None:
    for method in ("get", "head"):
        getattr(fatima.browser, method)(f"/facilitate/{room.code}/delete?sure=yes")
    assert room.code in desk()


def test_other_confirmations_change_their_language_too(tested: Any) -> None:
    page = tested.browser.get(f"/facilitate/tests/{tested.code}/delete?lang=en")
    assert page.status_code == 200 and "This cannot be undone." in page.text
    adapted = tested.browser.get("/facilitate/packs/d-ou-ca-sort/shipped?lang=en")
    assert adapted.status_code == 409, "nothing was adapted, which is said in words"


def test_own_plans_are_listed_and_deleting_one_leads_back(fatima: Any, desk: Any) -> None:
    token = {"csrf_token": token_of(desk())}
    made = fatima.browser.post(f"/plans/{W1}/copy", data=token)
    slug = made.headers["Location"].split("/plans/")[1].split("/")[0].split("?")[0]
    mine = section(desk(), "plans")
    for path in (f"/plans/{slug}", f"/plans/{slug}/lead", f"/plans/{slug}/copy"):
        assert f'"{path}"' in mine
    asked = fatima.browser.get(f"/facilitate/plans/{slug}/delete?back=desk&lang=en")
    assert 'href="/facilitate/"' in asked.text
    sure = {**token, "sure": "yes", "back": "desk"}
    gone = fatima.browser.post(f"/facilitate/plans/{slug}/delete", data=sure)
    assert gone.headers["Location"] == "/facilitate/?deleted=1"
    assert slug not in section(desk(), "plans")


def test_a_plan_that_a_colleague_shares_is_listed_without_ways_to_change_it(
    fatima: Any, other_facilitator: Any, desk: Any
) -> None:
    token = {"csrf_token": token_of(other_facilitator.browser.get("/facilitate/").text)}
    made = other_facilitator.browser.post(f"/plans/{W1}/copy", data=token)
    slug = made.headers["Location"].split("/plans/")[1].split("/")[0].split("?")[0]
    assert slug not in section(desk(), "plans")
    shared = {**token, "shared": "read"}
    other_facilitator.browser.post(f"/facilitate/plans/{slug}/share", data=shared)
    mine = section(desk(), "plans")
    assert "by Karim" in mine
    assert f"/plans/{slug}/lead" not in mine and f"{slug}/delete" not in mine


def test_tests_say_what_comes_next(tested: Any, desk: Any) -> None:
    assert "“Before” is open" in section(desk(), "tests")
    tested.step("close")
    assert "“after” is still to come" in section(desk(), "tests")
    tested.step("after")
    assert "“After” is open" in section(desk(), "tests")
    tested.step("close")
    done = section(desk(), "tests")
    assert "Both are done" in done
    assert f'href="/facilitate/tests/{tested.code}/report"' in done


def test_a_workshop_and_a_pack_of_one_name_are_told_apart(desk: Any) -> None:
    lead = section(desk("fr"), "lead")
    for name in ("Atelier W1", "Dossier</p>"):
        assert name in lead
    assert f'href="/plans/{W1}/lead"' in lead
    assert 'href="/facilitate/new/pub-ou-pas-pub"' in lead


@pytest.mark.parametrize("plan", planbook.plans(), ids=lambda plan: plan.code)
def test_every_plan_has_its_drawing(plan: Any) -> None:
    drawing = ROOT / "static" / "img" / "plans" / f"{plan.slug}.svg"
    text = drawing.read_text(encoding="utf-8")
    assert "<text" not in text and "href" not in text, "no letters of a font, nothing from outside"
    assert len(text) < 6_000


def test_plans_and_their_pages_show_the_drawing(fatima: Any) -> None:
    for path in ("/plans", f"/plans/{W1}"):
        assert f"/static/img/plans/{W1}.svg" in fatima.browser.get(path).text


def test_pupils_read_no_word_for_teachers_on_the_public_home(client: Any) -> None:
    page = client.get("/?lang=fr").text
    assert "15 questions" in page
    assert "pour deux leçons" not in page
    assert "pour deux leçons" in client.get("/packs/d-ou-ca-sort?lang=fr").text


def test_a_stranger_has_no_desk_and_another_facilitator_their_own(
    client: Any, other_facilitator: Any, room: Any
) -> None:
    assert client.get("/facilitate/").status_code == 302
    page = other_facilitator.browser.get("/facilitate/").text
    assert room.code not in page
