"""A plan travels as a file, and whatever is uploaded gets a sentence."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given

from quizzes.gate.strictjson import read_json
from tests.workshop.plans.ownplan_cases import plans
from workshop.plans import planbook
from workshop.plans.rules.plan import Plan
from workshop.plans.rules.planfile import MOST_BYTES, content_of_plan, read_plan, written
from workshop.plans.rules.typed import FormRefused

PATH = "/facilitate/plans/import"


@given(plans())
def test_what_was_saved_is_read_again(plan: Plan) -> None:
    once = read_plan(read_json(written(plan), MOST_BYTES))
    assert read_plan(read_json(written(once), MOST_BYTES)) == once
    assert content_of_plan(once) == content_of_plan(plan)


@pytest.mark.parametrize("plan", planbook.plans(), ids=lambda plan: plan.code)
def test_every_shipped_plan_travels(plan: Plan) -> None:
    own = Plan.model_validate({**content_of_plan(plan), "code": None})
    data = written(own)
    assert len(data) < MOST_BYTES / 4
    assert read_plan(read_json(data, MOST_BYTES)) == own


def test_the_file_says_what_it_is() -> None:
    told = json.loads(written(planbook.plans()[0]))
    assert (told["format"], told["version"]) == ("recoupe-plan", 1)


def file_of(plan: dict[str, Any]) -> bytes:
    return json.dumps({"format": "recoupe-plan", "version": 1, "plan": plan}).encode()


def small(**more: Any) -> dict[str, Any]:
    text = {"fr": "a", "en": "a"}
    step = {"kind": "talk", "minutes": 5, "title": text, "screen": [text]}
    part = {"title": text, "minutes": 5, "steps": [step]}
    return {"slug": "a", "title": text, "minutes": 5, "parts": [part], **more}


def test_a_fault_is_told_with_its_place() -> None:
    broken = small()
    broken["parts"][0]["steps"][0]["minutes"] = "long"
    with pytest.raises(FormRefused) as caught:
        read_plan(json.loads(file_of(broken)))
    assert [(one.path, one.kind) for one in caught.value.faults] == [
        ("plan.parts.0.steps.0.minutes", "whole_number")
    ]


def send(fatima: Any, data: bytes, **more: Any) -> Any:
    return fatima.app.test_client().post(
        PATH,
        data={"file": (io.BytesIO(data), "x.recoupe-plan.json")},
        headers=fatima.headers,
        **more,
    )


def test_an_uploaded_plan_is_kept_and_saved_again(fatima: Any) -> None:
    answer = send(fatima, b"\xef\xbb\xbf" + file_of(small()))
    assert answer.status_code == 303
    saved = fatima.app.test_client().get("/plans/a/file", headers=fatima.headers)
    assert saved.headers["Content-Disposition"] == 'attachment; filename="a.recoupe-plan.json"'
    assert json.loads(saved.data)["plan"] == small()


def test_a_name_that_is_taken_gets_a_number(fatima: Any) -> None:
    for _ in range(3):
        assert send(fatima, file_of(small())).status_code == 303
    page = fatima.app.test_client().get("/facilitate/plans", headers=fatima.headers).text
    assert all(f'id="plan-{slug}"' in page for slug in ("a", "a-2", "a-3"))


HOSTILE = {
    "nothing": b"",
    "no JSON": b"slug: a",
    "not UTF-8": b"\xff\xfe{}",
    "a list": b"[]",
    "deep": b"[" * 100_000,
    "deep objects": b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
    "another format": b'{"format": "x", "version": 1, "plan": {}}',
    "a later version": b'{"format": "recoupe-plan", "version": 2, "plan": {}}',
    "an empty plan": file_of({}),
    "a plan that is a text": b'{"format": "recoupe-plan", "version": 1, "plan": "x"}',
    "a key twice": b'{"format": "recoupe-plan", "format": "recoupe-plan"}',
    "half a character": file_of(small(slug="\ud800")),
    "a null character": b'{"format": "recoupe-plan", "version": 1, "plan": {"slug": "\\u0000"}}',
    "another type": file_of(small(parts={"0": []})),
    "a field too many": file_of(small(colour="blue")),
    "a huge number": file_of(small(minutes=10**30)),
    "no steps of a kind": file_of(small(parts=[{**small()["parts"][0], "steps": [{"kind": "x"}]}])),
    "a slug with a path": file_of(small(slug="../../etc")),
    "a deck that is not there": file_of(small(parts=[{**small()["parts"][0], "steps": [{**small()["parts"][0]["steps"][0], "deck": {"number": 3}}]}])),
    "half a megabyte": b'{"format": "' + b"x" * (MOST_BYTES + 1_000),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_gets_a_sentence(fatima: Any, name: str) -> None:
    answer = send(fatima, HOSTILE[name])
    assert answer.status_code == 422, answer.text
    assert 'role="alert"' in answer.text
    assert "<li></li>" not in answer.text


def test_fifty_megabytes_are_refused_before_they_are_read(fatima: Any) -> None:
    assert send(fatima, b"x" * 50_000_000).status_code == 413


def test_a_form_without_a_file_is_told(fatima: Any) -> None:
    answer = fatima.app.test_client().post(PATH, data={"file": "text"}, headers=fatima.headers)
    assert answer.status_code == 422
