"""Bugs that a review found, each with the test that would have caught it."""

from __future__ import annotations

import io
import logging
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import TimeoutError as NoConnection

from quizzes.store.db import db
from workshop.live import lifetime, timekeeping
from workshop.live import sessions as live
from workshop.live.screens import announcing, counts
from workshop.paper import press
from workshop.push.hub import Channel, Hub
from workshop.push.server import _Handler
from workshop.push.sse import stream


class TestUndo:
    def test_undo_goes_back_more_than_one_step(self, room: Any) -> None:
        room.moves("start", "open", "close")
        assert room.move("undo")["phase"] == "open"
        assert room.move("undo")["phase"] == "reading"
        assert room.move("undo")["phase"] == "lobby"
        assert room.move("undo", expect=409)["reason"] == "nothing_to_undo"

    def test_a_rename_and_a_removal_are_passed_over(self, room: Any, pavel: Any) -> None:
        room.moves("start", "open")
        seat = pavel.joined.json["seat"]
        room.move("rename", seat=seat)
        room.move("remove", seat=seat)
        assert room.move("undo")["phase"] == "reading"

    def test_extra_time_of_a_seat_is_passed_over_too(self, room: Any, pavel: Any) -> None:
        room.moves("start", "open")
        room.move("extend", seat=pavel.joined.json["seat"], seconds=30)
        assert room.move("undo")["phase"] == "reading"


class TestTime:
    def test_a_restart_gives_back_no_more_than_the_round_lost(
        self, app: Flask, fatima: Any, time: Any
    ) -> None:
        room = fatima.open(seconds=30)
        with app.app_context():
            timekeeping.keep_alive_mark(time.now)
        time.pass_(hours=1)  # nobody asked anything, so the mark was not renewed
        room.moves("start", "open")
        opened = time.now
        time.pass_(seconds=10)
        with app.app_context():
            timekeeping.after_gap(time.now, opened - timedelta(hours=1), pause=False)
            state = live.load(room.code)
        assert state is not None
        assert state.state.remaining(time.now) == timedelta(seconds=30)

    def test_the_extra_time_of_a_removed_seat_keeps_no_round_open(
        self, app: Flask, fatima: Any, time: Any
    ) -> None:
        room = fatima.open(seconds=30)
        seat = room.join().joined.json["seat"]
        room.moves("start", "open")
        room.move("extend", seat=seat, seconds=600)
        room.move("remove", seat=seat)
        time.pass_(seconds=31)
        with app.app_context():
            closed = timekeeping.close_due_rounds(time.now)
        assert [one.code for one in closed] == [room.code]


class TestSecrets:
    def test_bars_that_come_in_live_do_not_say_how_many_are_right(
        self, app: Flask, fatima: Any
    ) -> None:
        room = fatima.open(live_bars=True)
        pavel = room.join()
        room.moves("start", "open")
        item = pavel.snapshot()["item"]
        pavel.respond(item["options"][0]["id"])
        with app.app_context():
            present = live.load(room.code)
            assert present is not None
            found = counts.results(present, "projector")
        assert found["summary"]["counts"][item["options"][0]["id"]] == 1
        assert found["summary"].keys() <= {"n", "counts"}

    def test_what_was_deleted_is_not_on_the_disk(
        self, app: Flask, fatima: Any, tmp_path: Path
    ) -> None:
        room = fatima.open(free_names=True)
        room.join(nickname="Zqxmarqueur")
        with app.app_context():
            found = live.load(room.code)
            assert found is not None
            lifetime.delete(found)
            db.session.remove()
        files = [file for file in tmp_path.glob("recoupe.db*") if file.is_file()]
        assert files
        assert not [file.name for file in files if b"Zqxmarqueur" in file.read_bytes()]

    def test_a_request_that_cannot_be_read_is_not_quoted_in_the_log(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        handler = _Handler.__new__(_Handler)
        with caplog.at_level(logging.DEBUG):
            handler.log_error("(from %s) Invalid: %r", ("192.168.1.7", 5), "GET /j/ABC234 HTTP/9")
        assert "192.168" not in caplog.text
        assert "ABC234" not in caplog.text

    def test_values_of_statements_stay_out_of_error_messages(self, app: Flask) -> None:
        with app.app_context():
            assert db.engine.hide_parameters


class TestStrangeRequests:
    @pytest.mark.parametrize("origin", ["http://[", "http://a]", "null", "", "http://evil.example"])
    def test_a_foreign_or_broken_origin_is_refused(
        self, app: Flask, room: Any, origin: str
    ) -> None:
        path = f"/api/live/{room.code}/seats"
        answer = app.test_client().post(path, json={}, headers={"Origin": origin})
        assert answer.status_code == 403

    def test_a_token_number_beyond_the_database(self, app: Flask, fatima: Any) -> None:
        path = f"/settings/tokens/{'9' * 30}/revoke"
        assert app.test_client().post(path, headers=fatima.headers).status_code == 302

    def test_a_token_of_another_is_not_taken_back(
        self, app: Flask, fatima: Any, other_facilitator: Any
    ) -> None:
        for number in range(1, 5):
            path = f"/settings/tokens/{number}/revoke"
            app.test_client().post(path, headers=other_facilitator.headers)
        assert app.test_client().get("/settings", headers=fatima.headers).status_code == 200

    @pytest.mark.parametrize("target", ["/\t/evil.example", "/\n/evil.example", "//evil.example"])
    def test_signing_in_leads_to_no_other_site(self, app: Flask, fatima: Any, target: str) -> None:
        browser = app.test_client()
        found = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', browser.get("/login").text)
        assert found
        form = {"name": "Fatima", "password": "une phrase assez longue", "csrf_token": found[1]}
        answer = browser.post("/login", query_string={"next": target}, data=form)
        assert answer.status_code == 302
        assert answer.headers["Location"] == "/facilitate/"

    def test_a_code_in_look_alike_letters_names_the_file_plainly(
        self, app: Flask, fatima: Any
    ) -> None:
        room = fatima.open()
        while "S" not in room.code:
            room = fatima.open()
        path = f"/facilitate/{room.code.replace('S', 'ſ', 1)}/report.csv"
        answer = app.test_client().get(path, headers=fatima.headers)
        assert room.code in answer.headers["Content-Disposition"]

    def test_when_every_connection_is_taken_the_phone_is_told_to_wait(self, app: Flask) -> None:
        def busy() -> str:
            raise NoConnection

        busy.__dict__["allowed"] = app.view_functions["packs.home"].__dict__["allowed"]
        app.view_functions["packs.home"] = busy
        answer = app.test_client().get("/")
        assert answer.status_code == 503
        assert answer.headers["Retry-After"]


class TestSeats:
    def test_names_that_cannot_be_used_shut_nobody_out(self, fatima: Any) -> None:
        room = fatima.open(free_names=True)
        for _ in range(30):
            room.join(nickname="😀", expect=422)
        room.join(nickname="Zoé")


class TestStreams:
    def test_a_stream_that_is_never_read_leaves_nobody_in_the_room(self) -> None:
        hub = Hub()
        chunks = stream(
            hub, Channel("ABC234", "participant", "fr"), list, holder="a", most=3, hand_over=None
        )
        chunks.close()  # type: ignore[attr-defined]  # what HEAD does
        assert hub.watchers() == 0

    def test_the_body_is_read_before_anybody_asks_the_database(
        self, app: Flask, pavel: Any, room: Any
    ) -> None:
        """A body that comes slowly must not keep a connection to the database."""
        room.moves("start", "open")
        seen: list[bool] = []
        with app.app_context():
            pool: Any = db.engine.pool

        class Slow(io.BytesIO):
            def readinto(self, buffer: Any) -> int:
                seen.append(pool.checkedout() == 0)
                return super().readinto(buffer)

            def read(self, size: int | None = -1, /) -> bytes:
                seen.append(pool.checkedout() == 0)
                return super().read(size)

        number = pavel.snapshot()["round"]
        path = f"/api/live/{room.code}/rounds/{number}/response"
        pavel.phone.put(path, input_stream=Slow(b"{}"))
        assert seen
        assert all(seen)


class TestPaper:
    def test_whoever_waits_for_a_pdf_holds_no_connection_to_the_database(
        self, app: Flask, fatima: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        held: list[int] = []
        with app.app_context():
            pool: Any = db.engine.pool

        def print_it(html: str, **_: Any) -> bytes:
            held.append(pool.checkedout())
            return b"%PDF-"

        monkeypatch.setattr(press, "render_pdf", print_it)
        for path in ("/handouts/d-ou-ca-sort/worksheet.pdf", "/handouts/d-ou-ca-sort/key.pdf"):
            assert app.test_client().get(path, headers=fatima.headers).status_code == 200
        assert held == [0, 0]


class TestCounts:
    def test_counts_that_could_not_be_sent_are_sent_later(
        self, app: Flask, room: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(_code: str) -> None:
            raise OSError

        with app.app_context():
            hub: Hub = app.extensions["recoupe.hub"]
            hub.take_marked()
            hub.mark(room.code)
            with monkeypatch.context() as patch:
                patch.setattr(announcing, "_send_counts", fail)
                announcing.Flushing().flush()
            assert hub.take_marked() == {room.code}


class TestTally:
    def test_what_was_counted_by_hand_is_told_so_that_it_is_not_overwritten(
        self, app: Flask, room: Any, fatima: Any
    ) -> None:
        snapshot = room.moves("start", "open")
        option = snapshot["item"]["options"][0]["id"]
        path = f"/api/live/{room.code}/rounds/{snapshot['round']}/tally"
        counts = {"counts": {option: 4}}
        assert app.test_client().put(path, json=counts, headers=fatima.headers).status_code == 200
        assert room.results()["tally"] == {option: 4}
