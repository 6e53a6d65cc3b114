"""Every route × every person: who may call what, from the routes themselves."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from werkzeug.routing import Rule

from quizzes.gate import access
from quizzes.gate.access import Who
from workshop.paper import press

PEOPLE = ("stranger", "participant", "other facilitator", "screen", "helper", "owner")

LEADERS = frozenset({"helper", "owner"})
SCREENS = LEADERS | {"screen"}

# What each person must get on each guarded route; a route that is not here must be open to all.
GUARDED: dict[str, frozenset[str]] = {
    "people.make_token": frozenset({"other facilitator", "owner"}),
    "people.revoke_token": frozenset({"other facilitator", "owner"}),
    "people.settings": frozenset({"other facilitator", "owner"}),
    "adapting.item": frozenset({"other facilitator", "owner"}),
    "adapting.pack": frozenset({"other facilitator", "owner"}),
    "adapting.shipped": frozenset({"other facilitator", "owner"}),
    "phone.change_me": frozenset({"participant"}),
    "phone.forget_me": frozenset({"participant"}),
    "console.handover": LEADERS,
    "phone.me": frozenset({"participant"}),
    "console.moderate": LEADERS,
    "console.move": LEADERS,
    "console.open_live": frozenset({"other facilitator", "owner"}),
    "phone.open_stream": SCREENS | {"participant"},
    "phone.poll": SCREENS | {"participant"},
    "phone.respond": frozenset({"participant"}),
    "console.results": SCREENS,
    "pairing.give_screen": LEADERS,
    "console.tally": LEADERS,
    "notes.keep_note": LEADERS,
    "room_questions.ask": frozenset({"participant"}),
    "room_questions.decide_question": LEADERS,
    "room_questions.page": frozenset({"participant"}),
    "room_questions.set_voice": frozenset({"participant"}),
    "inviting.invite_helper": frozenset({"owner"}),
    "inviting.withdraw_helper": frozenset({"owner"}),
    "facilitate.console": LEADERS,
    "teams.decide": LEADERS,
    "teams.propose": frozenset({"participant"}),
    "facilitate.delete": frozenset({"owner"}),
    "desk.home": frozenset({"other facilitator", "owner"}),
    "desk.invitation": frozenset({"other facilitator", "owner"}),
    "desk.invite": frozenset({"other facilitator", "owner"}),
    "desk.play_demo": frozenset({"other facilitator", "owner"}),
    "facilitate.new": frozenset({"other facilitator", "owner"}),
    "picker.add": LEADERS,
    "picker.questions": frozenset({"other facilitator", "owner"}),
    "picker.session": frozenset({"other facilitator", "owner"}),
    "preview.face": frozenset({"other facilitator", "owner"}),
    "preview.show": frozenset({"other facilitator", "owner"}),
    "paper.poster_html": LEADERS,
    "paper.poster_pdf": LEADERS,
    "facilitate.qr_code": SCREENS,
    "workshops.lead_by_wire": frozenset({"other facilitator", "owner"}),
    "workshops.lead": frozenset({"other facilitator", "owner"}),
    "prepare.show": frozenset({"other facilitator", "owner"}),
    "prepare.calendar": frozenset({"other facilitator", "owner"}),
    "prepare.qr_code": frozenset({"other facilitator", "owner"}),
    "again.again": frozenset({"owner"}),
    "again.keep": frozenset({"owner"}),
    "editor.plan": frozenset({"other facilitator", "owner"}),
    "ownplans.copy": frozenset({"other facilitator", "owner"}),
    "ownplans.delete": frozenset({"other facilitator", "owner"}),
    "ownplans.export": frozenset({"other facilitator", "owner"}),
    "ownplans.from_questions": frozenset({"other facilitator", "owner"}),
    "ownplans.index": frozenset({"other facilitator", "owner"}),
    "ownplans.new": frozenset({"other facilitator", "owner"}),
    "ownplans.share": frozenset({"other facilitator", "owner"}),
    "ownplans.take_in": frozenset({"other facilitator", "owner"}),
    "steps.questions": frozenset({"other facilitator", "owner"}),
    "steps.step": frozenset({"other facilitator", "owner"}),
    "book.review": frozenset({"other facilitator", "owner"}),
    "paper.key_html": frozenset({"other facilitator", "owner"}),
    "paper.key_pdf": frozenset({"other facilitator", "owner"}),
    "reports.recap": frozenset({"participant"}),
    "peers.peer_text": frozenset({"participant"}),
    "peers.read_peer": frozenset({"participant"}),
    "paper.answers_html": frozenset({"other facilitator", "owner"}),
    "paper.answers_pdf": frozenset({"other facilitator", "owner"}),
    "present.room": SCREENS,
    "paper.report_html": LEADERS,
    "paper.report_pdf": LEADERS,
    "reports.as_table": LEADERS,
    "reports.as_workbook": LEADERS,
    "reports.keep_tickets": LEADERS,
    "reports.lead_next": frozenset({"owner"}),
    "reports.page": LEADERS,
    "tests.ask_after": frozenset({"owner"}),
    "tests.delete": frozenset({"owner"}),
    "paper.form_html": frozenset({"owner"}),
    "paper.form_pdf": frozenset({"owner"}),
    "tests.home": frozenset({"other facilitator", "owner"}),
    "tests.keep": frozenset({"owner"}),
    "tests.paper": frozenset({"owner"}),
    "tests.qr_code": frozenset({"owner"}),
    "tests.report": frozenset({"owner"}),
    "tests.screen": frozenset({"owner"}),
    "tests.show": frozenset({"owner"}),
    "tests.step": frozenset({"owner"}),
}


def rules(app: Flask) -> list[Rule]:
    return sorted(app.url_map.iter_rules(), key=lambda rule: (rule.endpoint, rule.rule))


def test_every_route_says_who_may_call_it(app: Flask) -> None:
    silent = [rule.endpoint for rule in rules(app) if not access.allowed(app, rule.endpoint)]
    assert silent == []


def test_the_table_above_names_exactly_the_guarded_routes(app: Flask) -> None:
    found = {
        rule.endpoint for rule in rules(app) if Who.ANYONE not in access.allowed(app, rule.endpoint)
    }
    assert found == GUARDED.keys()


def test_a_route_that_says_nothing_is_closed_to_everybody(app: Flask, fatima: Any) -> None:
    app._got_first_request = False  # a route is added late, on purpose
    app.add_url_rule("/silent", "silent", lambda: "secret")
    for http, headers in ((app.test_client(), {}), (fatima.browser, fatima.headers)):
        assert http.get("/silent", headers=headers).status_code == 403


def call(cast: dict[str, Any], person: str, rule: Rule, method: str, code: str) -> Any:
    values = {"code": code, "slug": "d-ou-ca-sort", "round_id": 1, "token_id": 999, "number": 1}
    values |= {"question_id": 1, "stop": 0, "part": 0, "item": "C01", "face": "phone"}
    values |= {
        "token": "x",
        "filename": "css/kit.css",
        "pack_id": 1,
        "name": "media/cover.svg",
        "form": "a",
    }
    if rule.endpoint.split(".")[0] in ("workshops", "prepare", "trying"):
        values["slug"] = "w1-pub-ou-pas-pub"
    with cast["app"].test_request_context():
        address = rule.build({key: values[key] for key in rule.arguments})[1]
    http, headers = cast[person]
    if person == "screen" and rule.endpoint.startswith("phone."):
        address += "?as=projector"
    return http.open(address, method=method, headers=headers, buffered=False)


def second_facilitator(app: Flask, room: Any) -> Any:
    """A browser that came by the link, and whose CSRF tokens are right."""
    http = app.test_client()
    path = f"/api/live/{room.code}/helper"
    link = room.http.post(path, headers=room.owner.headers).json["url"]
    assert http.get(urlsplit(link).path).status_code == 303
    return http


def big_screen(app: Flask, room: Any) -> Any:
    """A browser without a login that was given the room by its code."""
    http = app.test_client()
    code = re.search(r'pairing-code"[^>]*>(\w{4})<', http.get("/screen").text)
    assert code
    path = f"/api/live/{room.code}/screens"
    given = room.http.post(path, json={"code": code[1]}, headers=room.owner.headers)
    assert given.status_code == 204
    return http


@pytest.fixture
def cast(
    app: Flask,
    room: Any,
    pavel: Any,
    fatima: Any,
    other_facilitator: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> dict[str, Any]:
    """Each person's HTTP client and headers. The press prints nothing: it takes a second each."""
    monkeypatch.setattr(press, "render_pdf", lambda html, **_: b"%PDF-")
    room.moves("start", "open")
    return {
        "app": app,
        "stranger": (app.test_client(), {}),
        "participant": (pavel.phone, {}),
        "other facilitator": (app.test_client(), other_facilitator.headers),
        "screen": (big_screen(app, room), {}),
        "helper": (second_facilitator(app, room), {}),
        "owner": (app.test_client(), fatima.headers),
    }


def test_every_route_times_every_person_times_every_verb(cast: dict[str, Any], room: Any) -> None:
    wrong = []
    checked = 0
    for rule in rules(cast["app"]):
        allowed = GUARDED.get(rule.endpoint, frozenset(PEOPLE))
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            for person in PEOPLE:
                if person in allowed and is_final(rule.endpoint):
                    continue  # what it does is tested elsewhere; here, only that others may not
                answer = call(cast, person, rule, method, room.code)
                let_in = answer.status_code not in (401, 403) and not to_login(answer)
                checked += 1
                if let_in != (person in allowed):
                    wrong.append((rule.endpoint, method, person, answer.status_code))
                answer.close()
    assert wrong == []
    assert checked > 150


def is_final(endpoint: str) -> bool:
    return endpoint in {
        "facilitate.delete", "inviting.invite_helper", "inviting.withdraw_helper", "phone.forget_me",
    }  # fmt: skip


def to_login(answer: Any) -> bool:
    return answer.status_code == 302 and "/login" in answer.headers["Location"]


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_no_verb_and_no_address_ends_in_a_500(cast: dict[str, Any], room: Any, method: str) -> None:
    for rule in rules(cast["app"]):
        if is_final(rule.endpoint):
            continue
        for person in ("stranger", "participant", "owner"):
            answer = call(cast, person, rule, method, room.code)
            assert answer.status_code < 500, (rule.endpoint, method, person)
            answer.close()


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("code", ["ZZZZZZ", "²³²³²³", "0", "%00", "A" * 300])
def test_an_unknown_code_is_told_to_nobody(cast: dict[str, Any], person: str, code: str) -> None:
    http, headers = cast[person]
    for path in (f"/j/{code}", f"/api/live/{code}/snapshot", f"/facilitate/{code}"):
        answer = http.get(path, headers=headers)
        assert answer.status_code in (302, 401, 403, 404), (path, answer.status_code)


def test_another_facilitator_sees_no_session_of_yours(
    app: Flask, room: Any, other_facilitator: Any
) -> None:
    page = app.test_client().get("/facilitate/", headers=other_facilitator.headers)
    assert page.status_code == 200
    assert room.code[:3] not in page.text
