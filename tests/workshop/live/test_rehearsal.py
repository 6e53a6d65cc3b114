"""A rehearsal: a simulated class joins and answers by itself, and nothing of it is kept."""

from __future__ import annotations

import re
from datetime import timedelta
from statistics import mean
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from quizzes.store.db import db
from workshop.live import lifetime, rehearsal, sessions, timekeeping
from workshop.live.making_moves import make_move
from workshop.live.queries import live_queries, response_queries, seat_queries, team_queries
from workshop.live.rules import crowd
from workshop.live.rules.nextmove import next_move
from workshop.live.rules.phase import Phase
from workshop.live.rules.settings import Settings
from workshop.live.rules.steps import pages_of
from workshop.live.sessions import Live
from workshop.plans import leading, planbook
from workshop.system.commands import Ticker


class Stage:
    """A rehearsal on a clock that only the test moves."""

    def __init__(self, app: Flask, time: Any, code: str) -> None:
        self.app, self.time, self.code = app, time, code

    def live(self) -> Live:
        found = sessions.load(self.code)
        assert found is not None
        return found

    def wait(self, seconds: int) -> int:
        """Let seconds pass one by one; in how many of them something happened."""
        happened = 0
        with self.app.app_context():
            for _ in range(seconds):
                happened += self.code in rehearsal.take_part(self.time.pass_(seconds=1))
                timekeeping.close_due_rounds(self.time.now)
        return happened

    def seconds(self) -> int:
        """What the current item takes."""
        with self.app.app_context():
            item = self.live().item
        assert item is not None
        return item.seconds

    def seats(self) -> list[Any]:
        with self.app.app_context():
            return seat_queries.seats_of(self.live().row_id)

    def answered(self) -> list[Any]:
        with self.app.app_context():
            number = self.live().round_id
            assert number is not None
            return response_queries.answers([number])[number]


@pytest.fixture
def rehearse(app: Flask, fatima: Any, time: Any) -> Any:
    """Open a rehearsal; the room, and the stage on which time passes."""

    def opened(pack: str = "d-ou-ca-sort", **settings: Any) -> tuple[Any, Stage]:
        room = fatima.open(pack, rehearsal=True, **settings)
        return room, Stage(app, time, room.code)

    return opened


def test_twenty_five_come_in_one_after_another(rehearse: Any) -> None:
    _room, stage = rehearse()
    stage.wait(5)
    assert 1 < len(stage.seats()) < 15
    stage.wait(20)
    assert len(stage.seats()) == crowd.CLASS
    assert {seat.language for seat in stage.seats()} == {"fr", "en"}
    assert stage.wait(10) == 0


def test_they_answer_while_it_is_open_spread_over_its_time(rehearse: Any) -> None:
    room, stage = rehearse(seconds=60)
    stage.wait(25)
    room.moves("start", "open")
    counts = []
    for _ in range(5):
        stage.wait(12)
        counts.append(len(stage.answered()))
    assert counts == sorted(counts) and counts[0] < 12 < counts[-1]
    assert counts[-1] == crowd.CLASS - 2  # two never answer
    assert room.join().snapshot()["phase"] == "closed"


def test_nobody_answers_after_it_is_closed(rehearse: Any) -> None:
    room, stage = rehearse()
    stage.wait(25)
    room.moves("start", "open")
    stage.wait(15)
    room.move("close")
    before = len(stage.answered())
    assert stage.wait(120) == 0
    assert len(stage.answered()) == before > 0


def test_a_pause_stops_them(rehearse: Any) -> None:
    room, stage = rehearse(seconds=60)
    stage.wait(25)
    room.moves("start", "open")
    stage.wait(10)
    room.move("pause")
    assert stage.wait(60) == 0
    room.move("resume")
    few = len(stage.answered())
    stage.wait(1)
    assert len(stage.answered()) - few < 6


def test_five_times_as_fast(rehearse: Any) -> None:
    room, stage = rehearse(speed=5)
    stage.wait(5)
    assert len(stage.seats()) == crowd.CLASS
    room.moves("start", "open")
    stage.wait(12)
    assert len(stage.answered()) == crowd.CLASS - 2


def test_more_are_right_on_a_second_vote_and_some_change_their_mind(rehearse: Any) -> None:
    room, stage = rehearse(speed=5)
    stage.wait(6)
    snapshot = room.move("start")
    gains, changed = [], 0
    while True:
        if snapshot["item"]["scored"]:
            room.move("open")
            stage.wait(25)
            first = {one.seat_id: one.value for one in stage.answered()}
            room.moves("close", "reopen")
            stage.wait(25)
            second = {one.seat_id: one.value for one in stage.answered()}
            with stage.app.app_context():
                item = stage.live().item
            assert item is not None
            marks = [[item.mark(one) or 0 for one in vote.values()] for vote in (first, second)]
            gains.append(mean(marks[1]) - mean(marks[0]))
            changed += sum(second[seat] != first[seat] for seat in first if seat in second)
        if snapshot["item_position"] == snapshot["items_total"]:
            break
        snapshot = room.move("skip")
    assert mean(gains) > 0.05
    assert changed > len(gains)


def test_a_whole_pack_is_answered_plausibly(rehearse: Any) -> None:
    room, stage = rehearse("pub-ou-pas-pub", speed=5)
    stage.wait(6)
    room.move("start")
    facilities = []
    while True:
        room.move("open")
        stage.wait(stage.seconds() // 5 + 1)
        room.move("close")
        found = room.results()["summary"]
        assert crowd.CLASS - 3 <= found["n"] <= crowd.CLASS - 2
        if found["facility"] is not None:
            facilities.append(found["facility"])
        room.move("reveal")
        if stage_is_last(stage):
            break
        room.move("next")
    room.move("finish")
    assert 0.5 < mean(facilities) < 0.8
    assert all(0.3 < one < 0.95 for one in facilities)
    assert stage.wait(30) == 0


def stage_is_last(stage: Stage) -> bool:
    with stage.app.app_context():
        return stage.live().state.is_last


def test_what_they_write_waits_for_the_facilitator(app: Flask, written: Any, time: Any) -> None:
    room = written("B14", rehearsal=True, speed=5)
    stage = Stage(app, time, room.code)
    stage.wait(stage.seconds() // 5 + 1)
    results = room.results()
    assert results["answered"] >= crowd.CLASS - 3
    assert len(results["writing"]["waiting"]) >= 3


@pytest.mark.parametrize("slug", ["w1-pub-ou-pas-pub"])
def test_a_plan_is_rehearsed_to_its_end(app: Flask, fatima: Any, time: Any, slug: str) -> None:
    plan = planbook.find_plan(slug)
    assert plan is not None
    with app.app_context():
        settings = Settings(rehearsal=True, speed=5, teams=True, free_names=True)
        live = leading.open_plan(fatima.person.row_id, plan, 0, settings, "W1", time.now)
        rehearsal.begin(live, "fr")
    stage = Stage(app, time, live.code)
    stage.wait(6)
    with stage.app.app_context():
        waiting = {name for _seat, _now, name in team_queries.names_waiting(stage.live().row_id)}
    assert waiting == set(crowd.TEAM_NAMES["fr"])
    for _ in range(200):
        stage.wait(20)
        for path in (f"/facilitate/{live.code}", f"/present/{live.code}"):
            assert fatima.browser.get(path).status_code == 200
        for role in ("facilitator", "projector"):
            path = f"/api/live/{live.code}/snapshot?as={role}"
            assert fatima.browser.get(path).status_code == 200
            assert fatima.browser.get(f"/api/live/{live.code}/results?as={role}").status_code == 200
        with app.app_context():
            now = stage.live()
            again = bool(now.item and now.item.second_vote)
            pages = len(pages_of(now.step))
            wanted = next_move(now.state, second_vote=again, pages=pages)
            if wanted is None:
                break
            make_move(now.code, wanted, now.version, {}, time.now)
    with app.app_context():
        assert stage.live().state.phase is Phase.FINISHED


class TestNothingIsKept:
    def test_the_report_says_so(self, rehearse: Any, fatima: Any) -> None:
        room, _stage = rehearse()
        page = fatima.browser.get(f"/facilitate/{room.code}/report?lang=en")
        assert page.status_code == 200
        assert "so there are no figures" in page.text
        for path in ("report.csv", "report.pdf"):
            assert fatima.browser.get(f"/facilitate/{room.code}/{path}").status_code == 409

    def test_it_is_listed_apart(self, rehearse: Any, fatima: Any) -> None:
        real = fatima.open()
        room, _stage = rehearse()
        page = fatima.browser.get("/facilitate/?lang=en").text
        mine, _, apart = page.partition('id="mine"')[2].partition("1 rehearsal")
        assert f'/facilitate/{real.code}"' in mine and room.code not in mine
        assert f'/facilitate/{room.code}"' in apart and real.code not in apart
        assert f"/facilitate/{room.code}/report" not in page

    def test_it_deletes_itself_after_a_day(self, rehearse: Any, app: Flask, time: Any) -> None:
        room, stage = rehearse(keep_days=30)
        stage.wait(25)
        with app.app_context():
            assert lifetime.purge(time.now + timedelta(hours=23)) == 0
            assert lifetime.purge(time.now + timedelta(hours=24)) == 1
            assert sessions.load(room.code) is None
            assert rehearsal.take_part(time.now) == []

    def test_no_pack_is_held_back_for_it(
        self, rehearse: Any, fatima: Any, app: Flask, time: Any
    ) -> None:
        room, _stage = rehearse()
        room.moves("start", "open")
        with app.app_context():
            assert not lifetime.is_being_played("d-ou-ca-sort", time.now)
        fatima.open().moves("start", "open")
        with app.app_context():
            assert lifetime.is_being_played("d-ou-ca-sort", time.now)

    def test_the_screens_say_that_it_is_one(self, rehearse: Any, fatima: Any) -> None:
        room, _stage = rehearse()
        other = fatima.open()
        for path, said in (
            ("facilitate", "made up by this computer"),
            ("present", "Rehearsal: made-up"),
        ):
            assert said in fatima.browser.get(f"/{path}/{room.code}?lang=en").text
            assert said not in fatima.browser.get(f"/{path}/{other.code}?lang=en").text


class TestOthers:
    def test_a_real_phone_may_take_part_too(self, rehearse: Any) -> None:
        room, stage = rehearse()
        stage.wait(25)
        own = room.join()
        room.moves("start", "open")
        assert own.respond("a").status_code == 201
        stage.wait(80)
        assert len(stage.answered()) == crowd.CLASS - 1

    def test_after_a_restart_the_same_seats_go_on(self, rehearse: Any, app: Flask) -> None:
        room, stage = rehearse()
        stage.wait(25)
        room.moves("start", "open")
        stage.wait(20)
        seats, before = len(stage.seats()), len(stage.answered())
        app.extensions.pop("recoupe.rehearsals")
        assert stage.wait(5) == 0
        with app.app_context():
            rehearsal.wake("fr")
        stage.wait(80)
        assert len(stage.seats()) == seats
        assert before < len(stage.answered()) == crowd.CLASS - 2

    def test_whoever_is_removed_stays_away(self, rehearse: Any, app: Flask) -> None:
        room, stage = rehearse()
        stage.wait(25)
        room.move("remove", seat=stage.seats()[0].public_id)
        with app.app_context():
            app.extensions.pop("recoupe.rehearsals")
            rehearsal.wake("fr")
        stage.wait(30)
        assert len(stage.seats()) == crowd.CLASS - 1

    def test_one_leaves_and_comes_back(self, rehearse: Any) -> None:
        room, stage = rehearse(speed=5)
        stage.wait(6)
        counts = []
        room.move("start")
        for _ in range(5):
            room.move("open")
            stage.wait(40)
            counts.append(len(stage.answered()))
            room.move("skip")
        assert counts == [23, 23, 22, 22, 23]

    def test_a_small_or_locked_room_takes_no_more_than_it_does(self, rehearse: Any) -> None:
        _room, stage = rehearse(cap=5)
        stage.wait(30)
        assert len(stage.seats()) == 5
        room, stage = rehearse()
        room.move("lock")
        assert stage.wait(30) == 0

    def test_where_hands_are_counted_nobody_is_simulated(self, rehearse: Any) -> None:
        _room, stage = rehearse(hands=True, phones=False)
        stage.wait(30)
        assert stage.seats() == []

    def test_a_team_has_one_device(self, rehearse: Any) -> None:
        _room, stage = rehearse(teams=True)
        stage.wait(30)
        assert len(stage.seats()) == crowd.TEAMS

    def test_without_a_rehearsal_nothing_is_asked(self, room: Any, app: Flask, time: Any) -> None:
        with app.app_context():
            queries: list[str] = []
            event.listen(db.engine, "before_cursor_execute", lambda *a: queries.append(a[2]))
            assert rehearsal.take_part(time.now) == []
            assert queries == []


def token_of(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]


@pytest.mark.parametrize(
    "path", ["/facilitate/open?pack=d-ou-ca-sort", "/plans/w1-pub-ou-pas-pub/lead"]
)
def test_the_forms_have_a_button_for_it(fatima: Any, app: Flask, path: str) -> None:
    browser: FlaskClient = fatima.browser
    page = browser.get(path).text
    assert 'name="rehearse"' in page
    fields = {"csrf_token": token_of(page), "ways": "phones", "cap": "100", "keep_days": "30",
              "rehearse": "1", "speed": "5", "part": "0"}  # fmt: skip
    chosen = re.findall(r'name="question" value="([^"]+)"', page)
    answer = browser.post(path, data={**fields, "question": chosen})
    assert answer.status_code == 302, answer.text
    with app.app_context():
        live = sessions.load(answer.headers["Location"].rsplit("/", 1)[1])
        assert live is not None and live.settings.rehearsal
        assert (live.settings.speed, live.settings.keep_days) == (5, 1)
        assert live_queries.rehearsals() == [live.code]
    wrong = browser.post(path, data={**fields, "question": chosen, "speed": "9"})
    assert wrong.status_code == 422


def test_the_ticker_sends_the_counts_of_rehearsals(
    app: Flask, rehearse: Any, monkeypatch: Any
) -> None:
    room, _stage = rehearse()
    monkeypatch.setattr(rehearsal, "take_part", lambda _now: [room.code])
    marked: list[str] = []
    monkeypatch.setattr(app.extensions["recoupe.hub"], "mark", marked.append)
    Ticker(app).rehearse()
    assert marked == [room.code]
