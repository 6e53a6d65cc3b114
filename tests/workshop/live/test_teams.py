"""Teams: several on one device, beside phones and counted hands, under a name that was read first."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from quizzes.store.db import db
from workshop.live import lifetime, sessions
from workshop.live.tables import TeamNameRow

WAYS = [
    ({"phones": True}, None, False),
    ({"phones": True, "teams": True}, None, False),
    ({"phones": True, "teams": True}, True, True),
    ({"teams": True}, None, True),
    ({"teams": True}, False, True),
    ({"teams": True, "hands": True}, None, True),
    ({"phones": True, "teams": True, "hands": True}, True, True),
]


@pytest.mark.parametrize(("settings", "asked", "is_team"), WAYS)
def test_a_device_is_a_teams_where_it_says_so_or_nobody_has_their_own(
    fatima: Any, settings: dict[str, bool], asked: bool | None, is_team: bool
) -> None:
    room = fatima.open(**settings)
    me = room.join(**({} if asked is None else {"team": asked})).get("me").json
    assert me["team"] is is_team
    (person,) = room.results()["people"]
    assert person["team"] is is_team


def test_nobody_is_a_team_where_there_are_none(fatima: Any) -> None:
    room = fatima.open(phones=True, hands=True)
    refused = room.join(team=True, expect=422).joined.json
    assert refused["reason"] == "no_teams"
    assert refused["detail"]


def test_the_page_asks_only_where_both_may_join(fatima: Any, client: Any) -> None:
    asked = {
        name: client.get(f"/j/{fatima.open(**settings).code}?lang=en").text
        for name, settings in (
            ("both", {"phones": True, "teams": True}),
            ("teams", {"teams": True}),
            ("phones", {"phones": True}),
        )
    }
    assert "We are a team" in asked["both"] and 'name="team" value="" checked' in asked["both"]
    assert "We are a team" not in asked["teams"] + asked["phones"]
    assert "your team is called" in asked["teams"]


def test_a_ninth_team_is_told_to_join_another_and_a_phone_still_gets_in(fatima: Any) -> None:
    room = fatima.open(phones=True, teams=True)
    first = room.join(team=True).get("me").json["seat"]
    for _ in range(7):
        room.join(team=True)
    refused = room.join(team=True, expect=409).joined.json
    assert refused["reason"] == "teams_full"
    assert "eight teams" in refused["title"] or "huit équipes" in refused["title"]
    room.join()
    assert room.results()["teams"]["count"] == 8
    room.move("remove", seat=first)
    room.join(team=True)


def test_the_same_request_again_is_the_same_team_also_when_all_are_there(fatima: Any) -> None:
    room = fatima.open(teams=True)
    path, key = f"/api/live/{room.code}/seats", {"Idempotency-Key": "0123456789abcdef0123"}
    seats = [room.http.post(path, json={}, headers=key).json["seat"]]
    for _ in range(7):
        room.join()
    seats.append(room.http.post(path, json={}, headers=key).json["seat"])
    assert seats[0] == seats[1]


def waiting(room: Any) -> list[dict[str, str]]:
    return list(room.results()["teams"]["waiting"])


def decide(room: Any, *, approved: bool, **more: Any) -> Any:
    one = waiting(room)[0]
    body = {"seat": one["seat"], "name": one["name"], "approved": approved, **more}
    path = f"/api/live/{room.code}/names"
    return room.http.put(path, json=body, headers=room.owner.headers)


def everything_shown(room: Any, phone: Any) -> str:
    """All that anybody but the facilitator is told."""
    path = f"/api/live/{room.code}/results?as=projector"
    big = room.http.get(path, headers=room.owner.headers).text
    screen = room.http.get(
        f"/api/live/{room.code}/snapshot?as=projector", headers=room.owner.headers
    ).text
    return big + screen + phone.get("snapshot").text + phone.get("me").text


def test_a_teams_own_name_is_shown_once_it_is_approved(fatima: Any) -> None:
    room = fatima.open(teams=True)
    team, others = room.join(nickname="Les Furets"), room.join()
    made_up = team.get("me").json["nickname"]
    assert made_up != "Les Furets"
    for phone in (team, others):
        assert "Furets" not in everything_shown(room, phone)
    assert waiting(room) == [
        {"seat": team.get("me").json["seat"], "nickname": made_up, "name": "Les Furets"}
    ]
    assert decide(room, approved=True).status_code == 200
    assert waiting(room) == []
    assert team.get("me").json["nickname"] == "Les Furets"
    assert "Les Furets" in everything_shown(room, others)


def test_a_refused_name_is_gone_and_another_may_be_proposed(fatima: Any) -> None:
    room = fatima.open(phones=True, teams=True)
    team = room.join(team=True)
    made_up = team.get("me").json["nickname"]
    path = f"/api/live/{room.code}/me/name"
    assert team.phone.put(path, json={"name": " Les  Aigles "}).json == {"name": "Les Aigles"}
    assert decide(room, approved=False).status_code == 200
    assert waiting(room) == [] and team.get("me").json["nickname"] == made_up
    team.phone.put(path, json={"name": "Les Hiboux"})
    team.phone.put(path, json={"name": "Les Cygnes"})
    assert [one["name"] for one in waiting(room)] == ["Les Cygnes"]


def test_what_is_approved_is_the_name_that_was_read(fatima: Any) -> None:
    room = fatima.open(teams=True)
    team = room.join(nickname="Les Cygnes")
    stale = decide(room, approved=True, name="Les Hiboux")
    assert (stale.status_code, stale.json["reason"]) == (409, "nothing_waits")
    stranger = decide(room, approved=True, seat="0000000000")
    assert (stranger.status_code, stranger.json["reason"]) == (404, "no_such_seat")
    assert team.get("me").json["nickname"] != "Les Cygnes"


@pytest.mark.parametrize("name", ["", "   ", "😀", "x" * 21, "Les c0nnards", "F.U.C.K", "pu te"])
def test_a_name_that_cannot_be_is_refused_with_a_sentence(fatima: Any, name: str) -> None:
    room = fatima.open(teams=True)
    team = room.join()
    answer = team.phone.put(f"/api/live/{room.code}/me/name", json={"name": name})
    assert answer.status_code == 422
    assert answer.json["reason"] in ("bad_name", "unkind_name") and answer.json["detail"]
    assert waiting(room) == []


def test_an_insult_is_refused_at_the_door_too(fatima: Any) -> None:
    room = fatima.open(teams=True)
    assert room.join(nickname="Les Enculés", expect=422).joined.json["reason"] == "unkind_name"
    assert room.results()["joined"] == 0


def test_a_phone_of_ones_own_has_no_name_to_propose(fatima: Any) -> None:
    room = fatima.open(phones=True, teams=True)
    alone = room.join()
    answer = alone.phone.put(f"/api/live/{room.code}/me/name", json={"name": "Moi"})
    assert (answer.status_code, answer.json["reason"]) == (409, "no_team")
    assert "data-team-name" not in alone.phone.get(f"/j/{room.code}").text
    team = room.join(team=True)
    assert "data-team-name" in team.phone.get(f"/j/{room.code}").text


def test_two_teams_with_one_name_are_told_apart(fatima: Any) -> None:
    room = fatima.open(teams=True)
    names = [room.join(nickname="Les Furets") for _ in range(2)]
    for _ in names:
        assert decide(room, approved=True).status_code == 200
    assert [one.get("me").json["nickname"] for one in names] == ["Les Furets", "Les Furets 2"]


def test_a_team_answers_once_the_short_way_and_the_report_says_what_that_is(fatima: Any) -> None:
    room = fatima.open(phones=True, teams=True)
    team, alone = room.join(team=True), room.join()
    room.join()  # never answers
    number = room.moves("start", "open")["round"]
    for one in (team, alone):
        assert one.respond("a", round_id=number).status_code == 201
    found = room.results()
    assert (found["answered"], found["joined"]) == (2, 3)
    page = fatima.browser.get(f"/facilitate/{room.code}/report?lang=en").text
    assert "1 team on one device" in page and "2 phones" in page
    assert "it stands for 2 to 4 pupils" in page


def test_a_deleted_session_leaves_no_name(app: Flask, fatima: Any) -> None:
    room = fatima.open(teams=True)
    room.join(nickname="Les Furets")
    with app.app_context():
        live = sessions.load(room.code)
        assert live is not None
        lifetime.delete(live)
        assert db.session.query(TeamNameRow).count() == 0
