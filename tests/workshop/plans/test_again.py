"""A session is led again with another group, or kept as a plan."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests.workshop.plans.ownplan_cases import asking, plan_of, talk
from tests.workshop.plans.test_ownplans import Desk, take_off
from workshop.live import reopening, sessions
from workshop.live.rules.phase import Phase
from workshop.live.sessions import Live
from workshop.plans import keepsake

SETTINGS = {
    "ways": ["teams", "hands"],
    "class_size": "24",
    "seconds": "60",
    "cap": "50",
    "keep_days": "9",
}


def live_of(app: Flask, code: str) -> Live:
    with app.app_context():
        found = sessions.load(code)
        assert found is not None
        return found


def codes(app: Flask, live: Live) -> list[str | None]:
    with app.app_context():
        return [
            live.item_of(one.item).id if one.item is not None else None for one in live.state.order
        ]


@pytest.fixture
def desk(fatima: Any) -> Desk:
    return Desk(fatima)


def lead(desk: Desk, slug: str) -> str:
    answer = desk.post(f"/plans/{slug}/lead", part="0", ways="phones", cap="100", keep_days="30")
    return str(answer.headers["Location"].rsplit("/", 1)[1])


def again(desk: Desk, code: str, order: str = "led") -> str:
    answer = desk.post(f"/facilitate/{code}/again", order=order, **SETTINGS)
    assert answer.status_code == 302, answer.text
    return str(answer.headers["Location"].rsplit("/", 1)[1])


def test_a_session_on_a_pack_is_led_again(app: Flask, desk: Desk, room: Any) -> None:
    before = live_of(app, room.code)
    after = live_of(app, again(desk, room.code))
    assert after.code != before.code and after.state.phase is Phase.LOBBY
    assert codes(app, after) == codes(app, before)
    assert (after.title, after.settings.teams, after.settings.class_size) == (
        before.title,
        True,
        24,
    )


def test_it_is_led_as_it_was_in_the_end_or_as_it_was_planned(
    app: Flask, desk: Desk, room: Any
) -> None:
    numbers = [one.number for one in live_of(app, room.code).state.order]
    room.move("reorder", order=[numbers[2], numbers[0]])
    planned, led = (
        codes(app, live_of(app, again(desk, room.code, "planned"))),
        live_of(app, again(desk, room.code)),
    )
    assert codes(app, led) == [planned[2], planned[0]]
    assert len(led.state.spare) == len(planned) - 2
    assert 'value="planned"' in desk.get(f"/facilitate/{room.code}/again").text


def test_one_that_was_led_as_planned_offers_no_choice(desk: Desk, room: Any) -> None:
    assert 'value="planned"' not in desk.get(f"/facilitate/{room.code}/again").text


@pytest.mark.parametrize(
    "slug", ["w1-pub-ou-pas-pub", "w2-fil-et-sources", "w3-trois-tables", "w6-sans-ecran"]
)
def test_a_plan_that_was_led_has_the_same_steps_again(app: Flask, desk: Desk, slug: str) -> None:
    before = live_of(app, lead(desk, slug))
    for order in ("led", "planned"):
        after = live_of(app, again(desk, before.code, order))
        assert after.steps == before.steps
        assert after.state.order == before.state.order


def test_the_settings_are_those_of_the_first_session(desk: Desk, fatima: Any) -> None:
    room = fatima.open(hands=True, phones=False, seconds=45, free_names=True)
    page = desk.get(f"/facilitate/{room.code}/again").text
    assert 'checked id="ways-2"' in page and 'checked id="ways-0"' not in page
    assert '<option selected value="45">' in page


def test_what_is_missing_is_told_before_the_lobby(app: Flask, desk: Desk, room: Any) -> None:
    take_off(app, "d-ou-ca-sort")
    page = desk.get(f"/facilitate/{room.code}/again?lang=en")
    assert page.status_code == 200 and "are left out: C01" in page.text
    answer = desk.post(f"/facilitate/{room.code}/again", order="led", **SETTINGS)
    assert answer.status_code == 422 and 'role="alert"' in answer.text


def test_a_form_that_says_nonsense_is_refused(desk: Desk, room: Any) -> None:
    for wrong in ({"order": "x"}, {"order": "led", "ways": []}, {"order": "led", "cap": "many"}):
        assert (
            desk.post(f"/facilitate/{room.code}/again", **{**SETTINGS, **wrong}).status_code == 422
        )


@pytest.mark.parametrize(
    "slug",
    [
        "w1-pub-ou-pas-pub",
        "w2-fil-et-sources",
        "w3-trois-tables",
        "w4-stand",
        "w6-sans-ecran",
        "tf-trente-minutes",
    ],
)
def test_a_session_that_is_kept_as_a_plan_leads_to_the_same_stops(
    app: Flask, desk: Desk, slug: str
) -> None:
    before = live_of(app, lead(desk, slug))
    answer = desk.post(f"/facilitate/{before.code}/plan")
    assert answer.status_code == 303
    own = answer.headers["Location"].split("/")[3]
    assert desk.get(answer.headers["Location"]).status_code == 200
    after = live_of(app, lead(desk, own))
    assert codes(app, after) == codes(app, before)
    assert [one.hold for one in after.state.order] == [one.hold for one in before.state.order]
    cards = [step.cards for step in before.steps if step.cards][:4]
    assert [step.cards for step in after.steps if step.cards] == cards


def test_a_question_that_was_taken_in_beside_an_activity_stays_one(
    app: Flask, desk: Desk, fatima: Any
) -> None:
    code = lead(desk, desk.keep(plan_of([talk("a"), asking("B01")], packs=("pub-ou-pas-pub",))))
    http = app.test_client()
    begun = http.post(
        f"/api/live/{code}/moves", json={"move": "start", "version": 1}, headers=fatima.headers
    )
    assert begun.json["phase"] == "activity"
    version = begun.json["version"]
    added = http.post(
        f"/api/live/{code}/moves",
        json={"move": "add", "version": version, "pack": "en-reserve", "item": "C20"},
        headers=fatima.headers,
    )
    assert added.status_code == 200, added.text
    live = live_of(app, code)
    with app.app_context():
        plan = keepsake.plan_of(live, "Gardé")
        assert reopening.was_changed(live)
    activity, asked, last = plan.parts[0].steps
    assert not activity.asks and [one.item for one in asked.items] == ["C20"]
    assert (asked.items[0].pack, last.items[0].item) == ("en-reserve", "B01")
