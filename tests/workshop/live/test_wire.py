"""The wire of the live session, call by call, as any client would use it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from flask import Flask

from workshop.live import sessions as live
from workshop.live.rules.phase import Phase
from workshop.live.screens import announcing
from workshop.push.hub import Channel

POLL, CHOICE, ESTIMATE = 0, 1, 10  # positions in “D'où ça sort ?”


def to_item(room: Any, wanted: str) -> dict[str, Any]:
    """Skip on until the wanted item is being read."""
    snapshot = room.move("start")
    while snapshot["item"]["id"] != wanted:
        snapshot = room.move("skip")
    return snapshot


class TestSeats:
    def test_a_seat_is_taken_with_a_made_up_name(self, room: Any) -> None:
        joined = room.join("fr").joined
        assert joined.json.keys() == {"seat", "nickname", "token"}
        assert len(joined.json["token"]) >= 22  # 128 bits
        cookie = joined.headers["Set-Cookie"]
        assert "HttpOnly" in cookie and "SameSite=Lax" in cookie

    def test_the_token_is_kept_as_a_hash_only(self, app: Flask, pavel: Any, tmp_path: Any) -> None:
        token = pavel.joined.json["token"].encode()
        kept = b"".join(path.read_bytes() for path in tmp_path.glob("recoupe.db*"))
        assert token not in kept

    def test_a_bearer_token_works_like_the_cookie(self, app: Flask, room: Any, pavel: Any) -> None:
        headers = {"Authorization": f"Bearer {pavel.joined.json['token']}"}
        me = app.test_client().get(f"/api/live/{room.code}/me", headers=headers)
        assert me.json["nickname"] == pavel.joined.json["nickname"]

    def test_the_token_of_another_room_opens_nothing(self, fatima: Any, pavel: Any) -> None:
        other = fatima.open()
        headers = {"Authorization": f"Bearer {pavel.joined.json['token']}"}
        assert pavel.phone.get(f"/api/live/{other.code}/me", headers=headers).status_code == 401

    def test_a_full_room_says_so(self, fatima: Any) -> None:
        room = fatima.open(cap=2)
        room.join()
        room.join()
        full = room.join(expect=409).joined
        assert full.json["reason"] == "full"
        assert full.mimetype == "application/problem+json"

    def test_a_locked_room_takes_nobody_but_keeps_those_who_are_in(
        self, room: Any, pavel: Any
    ) -> None:
        room.move("lock")
        assert room.join(expect=409).joined.json["reason"] == "locked"
        assert pavel.get("me").status_code == 200
        room.move("unlock")
        room.join()

    def test_late_joining_lands_on_the_open_question(self, room: Any) -> None:
        room.moves("start", "open")
        late = room.join("en")
        assert late.snapshot()["phase"] == "open"
        assert late.respond("a").status_code == 201

    def test_names_are_given_unless_the_facilitator_lets_people_choose(
        self, room: Any, fatima: Any
    ) -> None:
        assert room.join(expect=422, nickname="Zorro").joined.json["reason"] == "names_are_given"
        free = fatima.open(free_names=True)
        assert free.join(nickname="  Léa ").joined.json["nickname"] == "Léa"
        assert free.join(nickname="léa").joined.json["nickname"] == "léa 2"
        assert free.join(expect=422, nickname="a\u202eb").joined.json["reason"] == "bad_name"

    def test_the_language_changes_without_losing_the_seat(self, room: Any, pavel: Any) -> None:
        room.moves("start")
        french = pavel.snapshot()["item"]["stem"]
        path = f"/api/live/{room.code}/me"
        assert pavel.phone.patch(path, json={"language": "en"}).status_code == 200
        assert pavel.snapshot()["item"]["stem"] != french
        assert pavel.phone.patch(path, json={"language": "nl"}).status_code == 422

    def test_a_seat_moves_to_another_device_once(self, app: Flask, room: Any, pavel: Any) -> None:
        seat = pavel.joined.json["seat"]
        offer = room.http.post(
            f"/api/live/{room.code}/handovers", json={"seat": seat}, headers=room.owner.headers
        )
        code = offer.json["code"]
        taken = room.join(handover=code).joined.json
        assert taken["seat"] == seat
        assert pavel.get("me").status_code == 401  # the lost phone is out
        assert room.join(expect=404, handover=code).joined.json["reason"] == "bad_handover"

    def test_a_removed_seat_is_out_and_its_answers_do_not_count(
        self, room: Any, pavel: Any, priya: Any
    ) -> None:
        room.moves("start", "open")
        pavel.respond("a")
        room.move("remove", seat=pavel.joined.json["seat"])
        assert pavel.get("me").status_code == 401
        assert (room.results()["joined"], room.results()["answered"]) == (1, 0)

    def test_a_seat_is_renamed_to_another_made_up_name(self, room: Any, pavel: Any) -> None:
        room.move("rename", seat=pavel.joined.json["seat"])
        assert pavel.get("me").json["nickname"] != pavel.joined.json["nickname"]

    def test_forgetting_on_this_device(self, pavel: Any, room: Any) -> None:
        assert pavel.phone.delete(f"/api/live/{room.code}/me").status_code == 204
        assert pavel.get("me").status_code == 401

    def test_a_seat_lasts_a_day(self, pavel: Any, time: Any) -> None:
        time.pass_(hours=23)
        assert pavel.get("me").status_code == 200
        time.pass_(hours=2)
        assert pavel.get("me").status_code == 401

    def test_a_whole_class_behind_one_address_joins(self, room: Any) -> None:
        assert len({room.join().joined.json["nickname"] for _ in range(40)}) == 40

    def test_a_flood_does_not_pass_the_cap(self, fatima: Any) -> None:
        room = fatima.open(cap=30)
        codes = [
            room.owner.app.test_client().post(f"/api/live/{room.code}/seats", json={}).status_code
            for _ in range(60)
        ]
        assert codes.count(201) == 30

    def test_guessing_codes_is_stopped(self, app: Flask) -> None:
        signs = "ABCDEFGHJKLMNPQRS"
        guesses = [
            app.test_client().get(f"/j/AAAA{a}{b}").status_code for a in signs for b in signs
        ]
        guesses += [app.test_client().get(f"/j/AAABA{a}").status_code for a in signs]
        assert guesses[:300] == [404] * 300
        assert set(guesses[300:]) == {429}


class TestSnapshots:
    def test_it_has_exactly_the_documented_fields(self, room: Any, pavel: Any) -> None:
        snapshot = pavel.snapshot()
        assert snapshot.keys() == {
            "version", "phase", "paused", "round", "vote", "item_position", "items_total",
            "remaining_ms", "item", "html", "step", "stage",
        }  # fmt: skip
        assert (snapshot["phase"], snapshot["item"], snapshot["round"]) == ("lobby", None, None)

    def test_each_phone_has_its_language(self, room: Any, pavel: Any, priya: Any) -> None:
        room.move("start")
        assert pavel.snapshot()["item"]["stem"].startswith("Tu vois passer")
        assert priya.snapshot()["item"]["stem"].startswith("You come across")

    def test_long_poll_answers_204_when_nothing_is_newer(self, room: Any, pavel: Any) -> None:
        assert pavel.get("snapshot?after=1&wait=0").status_code == 204
        room.move("start")
        assert pavel.get("snapshot?after=1&wait=0").json["phase"] == "reading"
        assert pavel.get("snapshot?after=x&wait=y").status_code == 200

    def test_the_stream_begins_with_the_whole_snapshot(self, room: Any, pavel: Any) -> None:
        room.moves("start", "open")
        answer = pavel.phone.get(f"/api/live/{room.code}/stream", buffered=False)
        assert answer.mimetype == "text/event-stream"
        chunks = iter(answer.response)
        next(chunks)
        event = next(chunks).decode()
        assert event.startswith("event: snapshot\nid: 3\ndata: ")
        assert json.loads(event.split("data: ", 1)[1])["phase"] == "open"
        room.move("close")
        assert '"phase":"closed"' in next(chunks).decode()
        answer.close()

    def test_the_time_left_is_the_servers(self, fatima: Any, time: Any) -> None:
        room = fatima.open(seconds=60)
        pavel = room.join()
        room.moves("start", "open")
        time.pass_(seconds=13)
        assert pavel.snapshot()["remaining_ms"] == 47_000
        room.move("extend", seconds=30)
        assert pavel.snapshot()["remaining_ms"] == 77_000
        room.move("pause")
        time.pass_(minutes=5)
        assert pavel.snapshot()["remaining_ms"] == 77_000
        assert pavel.respond("a").json["reason"] == "paused"
        room.move("resume")
        assert pavel.snapshot()["remaining_ms"] == 77_000
        assert pavel.respond("a").status_code == 201

    @pytest.mark.parametrize("language", ["fr", "en"])
    def test_every_screen_of_every_item_can_be_drawn(
        self, fatima: Any, time: Any, language: str
    ) -> None:
        for pack in ("qui-range-mon-fil", "pub-ou-pas-pub", "d-ou-ca-sort"):
            room = fatima.open(pack)
            phone = room.join(language)
            snapshot = room.move("start")
            while snapshot["phase"] != Phase.FINISHED:
                draw_all(room, phone, language, snapshot)
                snapshot = step(room, snapshot)


def draw_all(room: Any, phone: Any, language: str, snapshot: dict[str, Any]) -> None:
    """Every role's screen says the item's stem."""
    stem = phone.snapshot()["item"]["stem"]
    for role in ("projector", "facilitator"):
        path = f"/api/live/{room.code}/snapshot?as={role}&lang={language}"
        drawn = room.http.get(path, headers=room.owner.headers).json
        assert drawn["item"]["stem"] == stem
        assert len(drawn["html"]) > 200


def step(room: Any, snapshot: dict[str, Any]) -> dict[str, Any]:
    """What the primary button would do."""
    last = snapshot["item_position"] == snapshot["items_total"]
    following = {"reading": "open", "open": "close", "closed": "reveal"}
    return room.move(following.get(snapshot["phase"], "finish" if last else "next"))


class TestResponses:
    def test_first_same_and_changed(self, room: Any, pavel: Any) -> None:
        room.moves("start", "open")
        first = pavel.respond("a")
        assert (first.status_code, first.json["value"]) == (201, "a")
        again = pavel.respond("a")
        assert (again.status_code, "changed" in again.json) == (200, False)
        changed = pavel.respond("b")
        assert (changed.status_code, changed.json["changed"]) == (200, True)
        assert room.results()["summary"]["counts"]["b"] == 1
        assert room.results()["answered"] == 1

    def test_the_same_again_after_closing_is_the_kept_one(self, room: Any, pavel: Any) -> None:
        number = room.moves("start", "open")["round"]
        pavel.respond("a")
        room.move("close")
        assert pavel.respond("a", round_id=number).status_code == 200
        late = pavel.respond("b", round_id=number)
        assert (late.status_code, late.json["reason"]) == (409, "closed")

    def test_before_the_opening_there_is_no_round(self, room: Any, pavel: Any) -> None:
        assert room.move("start")["round"] is None
        assert pavel.respond("a", round_id=1).status_code == 404

    def test_a_round_of_another_room_is_none_of_yours(self, fatima: Any, pavel: Any) -> None:
        other = fatima.open()
        number = other.moves("start", "open")["round"]
        assert pavel.respond("a", round_id=number).status_code == 404

    def test_a_first_answer_can_be_made_to_stand(self, fatima: Any) -> None:
        room = fatima.open(change_answers=False)
        pavel = room.join()
        room.moves("start", "open")
        pavel.respond("a")
        assert pavel.respond("b").json["reason"] == "stands"

    def test_the_deadline_counts_and_a_seats_extra_time_too(self, fatima: Any, time: Any) -> None:
        room = fatima.open(seconds=30)
        pavel, priya = room.join(), room.join()
        number = room.moves("start", "open")["round"]
        room.move("extend", seconds=30, seat=priya.joined.json["seat"])
        time.pass_(seconds=31)
        assert pavel.respond("a", round_id=number).json["reason"] == "closed"
        assert priya.get("me").json["extra_ms"] == 30_000
        assert priya.respond("a", round_id=number).status_code == 201

    def test_certainty_is_asked_where_the_item_asks(self, room: Any, pavel: Any) -> None:
        to_item(room, "C13")
        room.move("open")
        assert pavel.respond("true", certainty=3).status_code == 201
        assert pavel.respond("true", certainty=4).status_code == 422
        assert pavel.respond("true", certainty=True).status_code == 422
        assert pavel.respond(True).status_code == 422

    def test_certainty_is_refused_where_it_is_not_asked(self, room: Any, pavel: Any) -> None:
        room.moves("start", "open")
        assert pavel.respond("a", certainty=2).status_code == 422

    @pytest.mark.parametrize(
        "value", [None, -1, 0, True, "z", "", "A", [], ["a"], {"a": 1}, "a" * 1000, 2**60]
    )
    def test_what_is_no_answer_is_refused_and_changes_nothing(
        self, room: Any, pavel: Any, value: Any
    ) -> None:
        room.moves("start", "open")
        answer = pavel.respond(value)
        assert answer.status_code == 422
        assert answer.json["problems"]
        assert room.results()["answered"] == 0

    @pytest.mark.parametrize(
        "body",
        [b"", b"[]", b"null", b'"a"', b"{", b'{"value":NaN}', b'{"value":"a","value":"b"}',
         b'{"value":1e999}', b'{"value":9223372036854775808}', b'{"value":"\\ud800"}',
         b"[" * 100_000, b'{"value":"a","score":1}', b'{"value":"a","time":0}', b"\xff\xfe",
         b'{"value":"a"' + b" " * 70_000 + b"}"],
    )  # fmt: skip
    def test_hostile_bodies_get_a_sentence(self, room: Any, pavel: Any, body: bytes) -> None:
        number = room.moves("start", "open")["round"]
        path = f"/api/live/{room.code}/rounds/{number}/response"
        answer = pavel.phone.put(path, data=body, content_type="application/json")
        assert answer.status_code in (413, 422)
        assert answer.json["title"] and answer.json["detail"]
        assert room.results()["answered"] == 0

    def test_me_tells_the_mark_only_after_the_reveal(self, room: Any, pavel: Any) -> None:
        to_item(room, "C03")
        room.move("open")
        pavel.respond("c")
        assert "mark" not in pavel.get("me").json["responses"][0]
        room.moves("close")
        assert "mark" not in pavel.get("me").json["responses"][0]
        room.move("reveal")
        assert "mark" not in pavel.get("me").json["responses"][0]
        assert pavel.snapshot()["phase"] == "closed"
        room.move("turn")
        assert pavel.get("me").json["responses"][0]["mark"] == 1
        assert pavel.snapshot()["phase"] == "revealed"


class TestMoves:
    def test_a_stale_move_is_refused_with_the_present_state(self, room: Any) -> None:
        room.move("start")
        room.version = 1
        stale = room.move("open", expect=409)
        assert stale["reason"] == "stale"
        assert stale["snapshot"]["phase"] == "reading"

    def test_a_double_click_is_one_step(self, room: Any) -> None:
        room.move("start")
        version = room.version
        room.move("open")
        room.version = version
        room.move("open", expect=409)
        room.version = version + 1
        assert room.move("close")["phase"] == "closed"

    @pytest.mark.parametrize("move", ["reveal", "close", "next", "discuss", "resume", "undo"])
    def test_a_move_out_of_turn_changes_nothing(self, room: Any, move: str) -> None:
        refused = room.move(move, expect=409)
        assert refused["detail"]
        assert room.move("start")["version"] == 2

    @pytest.mark.parametrize(
        "body",
        [{}, {"move": "start"}, {"move": "fly", "version": 1}, {"move": "start", "version": "1"},
         {"move": "start", "version": True}, {"move": ["start"], "version": 1},
         {"move": "remove", "version": 1}, {"move": "remove", "version": 1, "seat": 3},
         {"move": "start", "version": 1, "key": "x"}],
    )  # fmt: skip
    def test_a_move_that_cannot_be_read(self, room: Any, body: dict[str, Any]) -> None:
        path = f"/api/live/{room.code}/moves"
        answer = room.http.post(path, json=body, headers=room.owner.headers)
        assert answer.status_code == 422, answer.text

    def test_a_second_vote_is_a_round_of_its_own(self, room: Any, pavel: Any, priya: Any) -> None:
        to_item(room, "C03")
        first = room.move("open")["round"]
        pavel.respond("a")
        priya.respond("c")
        room.moves("close", "discuss")
        second = room.move("reopen")["round"]
        assert second != first
        assert pavel.snapshot()["vote"] == 2
        pavel.respond("c")
        priya.respond("c")
        room.moves("close")
        assert room.move("reopen", expect=409)["reason"] == "voted_twice"
        html = room.move("reveal")["html"]
        assert "data-primary" in html
        path = f"/api/live/{room.code}/snapshot?as=projector&lang=en"
        shown = room.http.get(path, headers=room.owner.headers).json["html"]
        assert "First vote" in shown and "Second vote" in shown
        assert "changed to the right answer" not in shown
        room.move("turn")
        shown = room.http.get(path, headers=room.owner.headers).json["html"]
        assert "1 changed to the right answer, 0 away from it" in shown

    def test_undo_opens_the_answers_again_with_the_time_they_had(
        self, fatima: Any, time: Any
    ) -> None:
        room = fatima.open(seconds=60)
        pavel = room.join()
        room.moves("start", "open")
        time.pass_(seconds=20)
        room.move("close")
        time.pass_(seconds=300)
        room.move("undo")
        assert pavel.snapshot()["remaining_ms"] == 40_000
        assert pavel.respond("a").status_code == 201

    def test_undo_of_an_opening_keeps_what_was_answered(self, room: Any, pavel: Any) -> None:
        number = room.moves("start", "open")["round"]
        pavel.respond("a")
        assert room.move("undo")["phase"] == "reading"
        assert pavel.respond("b", round_id=number).json["reason"] == "not_open"
        assert room.move("open")["round"] == number
        assert room.results()["answered"] == 1

    def test_going_back_shows_the_earlier_result_again(self, room: Any) -> None:
        room.moves("start", "open", "close", "reveal", "next")
        back = room.move("back")
        assert (back["phase"], back["item_position"]) == ("revealed", 1)
        assert room.move("next")["phase"] == "reading"

    def test_what_is_left_can_be_put_in_another_order(self, room: Any, app: Flask) -> None:
        room.move("start")
        html = room.move("lock")["html"]
        stops = [int(one) for one in re.findall(r'data-order="up" data-stop="(\d+)"', html)]
        moved = room.move("reorder", order=[stops[1], stops[0], *stops[2:]])
        assert moved["version"] == room.version
        assert room.move("reorder", expect=409, order=[1])["reason"] == "wrong_order"
        assert room.moves("skip")["item"]["id"] == "C03"

    def test_counts_by_hand_join_the_others(self, room: Any, pavel: Any) -> None:
        number = room.moves("start", "open")["round"]
        pavel.respond("a")
        path = f"/api/live/{room.code}/rounds/{number}/tally"
        owner = room.owner.headers
        assert (
            room.http.put(path, json={"counts": {"a": 4, "b": 7}}, headers=owner).status_code == 200
        )
        assert room.results()["summary"]["counts"]["a"] == 5
        for wrong in ({"a": -1}, {"z": 1}, {"a": 501}, {"a": "1"}, {"a": True}, [], None):
            answer = room.http.put(path, json={"counts": wrong}, headers=owner)
            assert answer.status_code == 422, wrong
        room.moves("close", "reveal", "next")
        assert room.http.put(path, json={"counts": {"a": 1}}, headers=owner).status_code == 404


class TestOpening:
    def test_settings_are_optional_and_strict(self, app: Flask, fatima: Any) -> None:
        http = app.test_client()

        def opened(**body: Any) -> Any:
            return http.post("/api/live", json=body, headers=fatima.headers)

        assert opened(pack="d-ou-ca-sort").json.keys() == {"code", "join_url", "version"}
        assert opened(pack="nothing").status_code == 404
        for wrong in ({"cap": 0}, {"cap": "9"}, {"reading": 1}, {"points": True}, [], "x"):
            assert opened(pack="d-ou-ca-sort", settings=wrong).status_code == 422, wrong

    def test_health(self, app: Flask) -> None:
        answer = app.test_client().get("/healthz").json
        assert (answer["status"], answer["database"], answer["push"]) == ("ok", "ok", "ok")
        assert answer["version"]


class TestChosenQuestions:
    def test_only_the_chosen_ones_are_played_in_the_order_of_the_pack(
        self, app: Flask, fatima: Any
    ) -> None:
        answer = app.test_client().post(
            "/api/live",
            json={"pack": "d-ou-ca-sort", "items": ["C12", "C03", "C07"]},
            headers=fatima.headers,
        )
        assert answer.status_code == 201
        with app.app_context():
            found = live.load(answer.json["code"])
            assert found is not None
            codes = [found.item_of(row).id for row in found.state.item_rows()]
        assert codes == ["C03", "C07", "C12"]

    @pytest.mark.parametrize(
        "items", [[], "C03", ["C03", "C03"], ["A01"], [3], [["C03"]], {"C03": 1}]
    )
    def test_what_is_no_choice_is_refused(self, app: Flask, fatima: Any, items: Any) -> None:
        answer = app.test_client().post(
            "/api/live", json={"pack": "d-ou-ca-sort", "items": items}, headers=fatima.headers
        )
        assert answer.status_code == 422
        assert answer.json["problems"][0]["field"] == "items"

    def test_questions_of_several_packs_are_named_in_their_order(
        self, app: Flask, fatima: Any
    ) -> None:
        asked = [{"pack": "en-reserve", "item": "C20"}, {"pack": "d-ou-ca-sort", "item": "C03"}]
        call = {"json": {"questions": asked}, "headers": fatima.headers}
        answer = app.test_client().post("/api/live", **call)
        assert answer.status_code == 201, answer.text
        with app.app_context():
            found = live.load(answer.json["code"])
            assert found is not None
            assert [found.item_of(row).id for row in found.state.item_rows()] == ["C20", "C03"]
            assert found.steps[0].title.en == "Chosen questions"

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"questions": []},
            {"pack": "d-ou-ca-sort", "questions": [{"pack": "d-ou-ca-sort", "item": "C03"}]},
            {"questions": [{"pack": "d-ou-ca-sort", "item": "ZZ9"}]},
            {"questions": [{"pack": "d-ou-ca-sort", "item": "C03"}] * 2},
            {"questions": [{"pack": "d-ou-ca-sort", "item": "C03"}] * 41},
            {"questions": [{"pack": "d-ou-ca-sort", "item": "C03"}], "items": ["C03"]},
            {"questions": [{"pack": "test-forme-a", "item": "T01"}]},
        ],
    )
    def test_what_names_no_questions_is_refused(
        self, app: Flask, fatima: Any, body: dict[str, Any]
    ) -> None:
        answer = app.test_client().post("/api/live", json=body, headers=fatima.headers)
        assert answer.status_code == 422


def test_counts_that_were_overtaken_do_not_stay_on_a_screen(
    app: Flask, room: Any, pavel: Any, time: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer comes in, and is counted, while a move is on its way to the second screen."""
    room.moves("start", "open")
    watching = [Channel(room.code, role, "fr") for role in ("facilitator", "projector")]
    sent: list[tuple[str, bytes]] = []
    with app.app_context():
        hub, found = announcing.hub(), live.load(room.code)
        assert found is not None
        hub.take_marked()

        def count() -> None:
            with app.app_context():
                announcing.Flushing().flush()

        def publish(one: Channel, event: bytes) -> None:
            sent.append((one.role, event))
            if len(sent) == 1:  # the first screen has the move, the second not yet
                assert pavel.respond("a").status_code == 201
                count()

        monkeypatch.setattr(hub, "channels", lambda _code: watching)
        monkeypatch.setattr(hub, "publish", publish)
        announcing.announce(found, time.now)
        stale = [event for role, event in sent if role == "projector"][-1]
        count()
    last = dict(sent)
    assert b'"answered":0' in stale.replace(b" ", b""), "otherwise this test shows nothing"
    assert all(b'"answered":1' in event.replace(b" ", b"") for event in last.values())
