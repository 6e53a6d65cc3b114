"""A room that is counted by hand, through the wire and on its screens."""

from __future__ import annotations

import re
from typing import Any

import pytest

PACKS = ("d-ou-ca-sort", "pub-ou-pas-pub", "en-reserve", "qui-range-mon-fil")


def tally(room: Any, number: int, counts: Any, status: int = 200) -> Any:
    path = f"/api/live/{room.code}/rounds/{number}/tally"
    answer = room.http.put(path, json={"counts": counts}, headers=room.owner.headers)
    assert answer.status_code == status, (counts, answer.json)
    if status == 200:
        room.version = answer.json["version"]
    return answer.json


def wall(room: Any, language: str = "en") -> str:
    """The big screen."""
    path = f"/api/live/{room.code}/snapshot?as=projector&lang={language}"
    found: str = room.http.get(path, headers=room.owner.headers).json["html"]
    return re.sub(r"\s+", " ", found)


def console(room: Any) -> str:
    path = f"/api/live/{room.code}/snapshot?as=facilitator&lang=en"
    found: str = room.http.get(path, headers=room.owner.headers).json["html"]
    return found


def reach(room: Any, code: str) -> dict[str, Any]:
    """Open the question of this code."""
    now = room.moves("start")
    while now["item"]["id"] != code:
        now = room.moves("skip")
    return dict(now if now["phase"] == "open" else room.moves("open"))


def keys_of(drawn: str) -> list[str]:
    return re.findall(r'id="tally-[^"]+" name="([^"]+)"', drawn)


@pytest.fixture
def hands(fatima: Any) -> Any:
    """Opens a session without any device."""
    return lambda pack: fatima.open(pack, reading=False, phones=False, hands=True, class_size=24)


class TestTheWire:
    def test_rows_are_counted_cell_by_cell(self, hands: Any) -> None:
        room = hands("d-ou-ca-sort")
        number = reach(room, "C02")["round"]
        rows = {key.partition(":")[0] for key in keys_of(console(room))}
        counts = dict.fromkeys(keys_of(console(room)), 6)
        assert tally(room, number, counts)["counts"] == counts
        found = room.results()
        assert found["by_hand"] == found["answered"] == 6 * len(counts) // len(rows)
        assert found["tally"] == counts
        assert 0 < found["summary"]["facility"] < 1

    @pytest.mark.parametrize(
        "wrong",
        [
            {"nothing": 1},
            {"a:b": 1},
            {"*": 3},
            {"a": -1},
            {"a": 501},
            {"a": 1.5},
            {"a": "3"},
            {"a": None},
            {"": 1},
        ],
    )
    def test_what_cannot_be_counted_is_refused_with_a_sentence(
        self, hands: Any, wrong: Any
    ) -> None:
        room = hands("d-ou-ca-sort")
        number = room.moves("start")["round"]
        said = tally(room, number, wrong, 422)
        assert said["detail"]
        assert room.results()["tally"] == {}

    def test_more_hands_than_people_are_kept(self, hands: Any) -> None:
        room = hands("d-ou-ca-sort")
        number = room.moves("start")["round"]
        tally(room, number, {"a": 20, "b": 20})
        assert room.results()["answered"] == 40

    def test_what_is_no_vote_is_not_counted(self, hands: Any) -> None:
        room = hands("d-ou-ca-sort")
        found = room.moves("start")
        while found["item"]["shape"] != "order":
            found = room.moves("skip")
        said = tally(room, found["round"], {"a": 1}, 422)
        assert "paper" in str(said)

    def test_a_stranger_counts_nothing(self, hands: Any, app: Any, other_facilitator: Any) -> None:
        room = hands("d-ou-ca-sort")
        path = f"/api/live/{room.code}/rounds/{room.moves('start')['round']}/tally"
        for headers in ({}, other_facilitator.headers):
            answer = app.test_client().put(path, json={"counts": {"a": 1}}, headers=headers)
            assert answer.status_code in (401, 403, 404)
        assert room.results()["tally"] == {}

    def test_devices_and_hands_are_one_result(self, fatima: Any) -> None:
        room = fatima.open("d-ou-ca-sort", reading=False, phones=True, hands=True)
        seat = room.join()
        number = room.moves("start")["round"]
        seat.respond("a")
        tally(room, number, {"a": 3, "b": 5})
        found = room.results()
        assert (found["summary"]["n"], found["summary"]["counts"]["a"]) == (9, 4)
        assert (found["answered"], found["joined"], found["by_hand"]) == (9, 9, 8)


class TestMendingAResult:
    def test_a_wrong_number_is_mended_while_the_result_is_on_screen(self, hands: Any) -> None:
        room = hands("d-ou-ca-sort")
        number = room.moves("start")["round"]
        tally(room, number, {"a": 2, "b": 12})
        shown = room.moves("close", "reveal")
        assert "14 %" in wall(room).replace("14%", "14 %")
        kept = tally(room, number, {"a": 12, "b": 12})
        assert kept["version"] == shown["version"] + 1
        assert "50%" in wall(room)
        assert tally(room, number, {"a": 12, "b": 12})["version"] == kept["version"]
        assert room.moves("undo")["phase"] == "closed"

    def test_not_once_the_session_has_gone_on(self, hands: Any) -> None:
        room = hands("d-ou-ca-sort")
        number = room.moves("start")["round"]
        room.moves("close", "reveal", "next")
        tally(room, number, {"a": 1}, 404)


class TestWhatTheRoomSees:
    def test_a_tally_tells_the_big_screen_and_participants_nothing(self, fatima: Any) -> None:
        room = fatima.open("d-ou-ca-sort", reading=False, phones=True, hands=True)
        seat = room.join()
        number = room.moves("start")["round"]
        before = wall(room)
        tally(room, number, {"a": 3})
        assert wall(room) == before
        assert "tally" not in str(seat.snapshot())
        told = room.http.get(
            f"/api/live/{room.code}/results?as=projector", headers=room.owner.headers
        ).json
        assert not told.keys() & {"tally", "by_hand", "summary"}

    @pytest.mark.parametrize("pack", PACKS)
    def test_every_question_of_a_pack_without_a_device(self, hands: Any, pack: str) -> None:
        """Nothing is asked of a phone, nothing is claimed of nobody; what was counted is shown."""
        room = hands(pack)
        now = room.moves("start")
        while now["phase"] != "finished":
            asked = wall(room)
            assert 'class="by-hand is-now"' in asked
            about = str(now["item"])  # a question may be about phones
            for word in ("your phone", "{joined}", "Type a", "/qr"):
                assert word not in asked or word in about, (now["item"]["id"], word)
            keys = keys_of(console(room))
            assert keys or "data-not-counted" in console(room)
            room.moves("close", "reveal")
            self.nothing_is_claimed(wall(room), now["item"]["id"])
            if keys:
                tally(room, now["round"], dict.fromkeys(keys, 6))
                assert 'class="by-hand"' not in wall(room)
                assert "None" in about or "None" not in wall(room), now["item"]["id"]
            last = now["item_position"] == now["items_total"]
            now = room.moves("finish" if last else "next")
        report = room.owner.browser.get(f"/facilitate/{room.code}/report?lang=en").text
        assert "Counted by hand:" in report
        assert "0 seats" not in report

    def nothing_is_claimed(self, shown: str, code: str) -> None:
        found = re.search(r"(?<![\d,.])0(?: votes| people| answers|% ·)|Nobody has answered", shown)
        assert not found, (code, found)
