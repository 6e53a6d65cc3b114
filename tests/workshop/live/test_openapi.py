"""Whatever a client may send by the description of the wire, the replies are as it says."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from quizzes.gate import clock
from workshop.live import pairing, room_questions, seats, sessions

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
NOT_TRIED = {"open_stream", "openapi"}  # one never ends, the other is where the tests begin
OPERATIONS = [
    "change_me", "decide", "decide_question", "forget_me", "give_screen", "handover", "healthz", "invite_helper",
    "keep_note", "lead_by_wire", "me", "moderate", "move", "open_live", "peer_text", "poll", "propose", "read_peer",
    "respond", "results", "tally", "take_seat", "withdraw_helper",
]  # fmt: skip
ITEM, TEXT = "B15", "A text that was approved"


class Stage:
    """A room where one text was written, as the operation needs it."""

    def __init__(self, fatima: Any, written: Callable[..., Any], operation: str) -> None:
        self.room = _with_a_choice(fatima) if operation == "tally" else written(ITEM)
        self.seat = self.room.join("en")
        self.seat.respond(TEXT)
        self.reader = self.room.join("fr")
        if "peer" in operation:
            body = {"texts": [TEXT], "shown": True}
            path = f"/api/live/{self.room.code}/rounds/{self.room.round}/texts"
            self.room.http.put(path, json=body, headers=self.room.owner.headers)
            self.room.moves("close", "reveal")

    def headers(self, tags: list[str], *, leads: bool) -> dict[str, str]:
        """The token of the owner or of a seat, whichever may call."""
        owner = "facilitator" in tags and (leads or "participant" not in tags)
        if owner:
            return dict(self.room.owner.headers)
        if "participant" in tags:
            return {"Authorization": f"Bearer {self.reader.joined.json['token']}"}
        return {}

    def asked(self) -> int:
        """The number of a question from the room."""
        with self.room.owner.app.app_context():
            live, now = sessions.load(self.room.code), clock.now()
            found = seats.find_seat(self.room.code, self.seat.joined.json["token"], now)
            assert live and found
            room_questions.ask(live, found[0], "Who pays for this?", now)
            return room_questions.questions_of(live)[0].row_id

    def waits(self) -> str:
        """The code of a big screen that waits for a room."""
        with self.room.owner.app.app_context():
            return pairing.wait("", clock.now()).code

    def help(self, case: Any) -> None:
        """Put what exists in place of what was made up, so that the call goes further."""
        names = {
            "slug": "w1-pub-ou-pas-pub",
            "code": self.room.code,
            "round_id": self.room.round,
            "stop": 1,
        }
        if "question_id" in (case.path_parameters or {}):
            names["question_id"] = self.asked()
        for name in case.path_parameters or {}:
            case.path_parameters[name] = names[name]
        real = {"counts": {"a": 3}, "pack": "en-tes-mots", "version": self.room.version, "text": TEXT,
                "seat": self.seat.joined.json["seat"], "value": "Some words of a seat"}  # fmt: skip
        if isinstance(case.body, dict):
            if "code" in case.body:
                case.body["code"] = self.waits()
            case.body |= {name: it for name, it in real.items() if name in case.body}
            case.body = {name: it for name, it in case.body.items() if name != "items"}


def _with_a_choice(fatima: Any) -> Any:
    room = fatima.open()
    room.round = room.moves("start", "open")["round"]
    return room


def run(app: Flask, make: Callable[[str], Stage], name: str, examples: int) -> None:
    """Send what the description allows, and what it does not, and hold the replies to it."""
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", app)
    operations = [one.ok() for one in schema.get_all_operations()]
    operation = next(one for one in operations if one.definition.raw["operationId"] == name)
    tags = operation.definition.raw["tags"]
    stage = make(name)
    cases = operation.as_strategy(GenerationMode.POSITIVE)
    if operation.body:
        cases = st.one_of(cases, operation.as_strategy(GenerationMode.NEGATIVE))

    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases, helped=st.sampled_from([True, True, True, False]), leads=st.booleans())
    def each(case: Any, helped: bool, leads: bool) -> None:
        nonlocal stage
        if name == "move":
            stage = make(name)
        if helped:
            stage.help(case)
        if case.query and "wait" in case.query:
            case.query = {**case.query, "wait": 0}
        answer = case.call(
            headers={"Accept-Encoding": "identity", **stage.headers(tags, leads=leads)}
        )
        case.validate_response(answer, checks=CHECKS)

    each()


def test_every_operation_is_tried(client: Any) -> None:
    paths = client.get("/api/openapi.json").json["paths"].values()
    told = {
        one["operationId"] for path in paths for verb, one in path.items() if verb != "parameters"
    }
    assert told - NOT_TRIED == set(OPERATIONS)


@pytest.fixture
def make(fatima: Any, written: Callable[..., Any]) -> Callable[[str], Stage]:
    """The stage for an operation."""
    return partial(Stage, fatima, written)


@pytest.mark.parametrize("name", OPERATIONS)
def test_replies_are_as_described(app: Flask, make: Callable[[str], Stage], name: str) -> None:
    run(app, make, name, examples=60)


@pytest.mark.long
@pytest.mark.parametrize("name", OPERATIONS)
def test_replies_are_as_described_at_length(
    app: Flask, make: Callable[[str], Stage], name: str
) -> None:
    run(app, make, name, examples=600)
