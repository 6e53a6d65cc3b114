"""Workshops, led from their plan to their report: 8 phones, a team’s device and counted hands.

One runs with the other tests, all of them in `make long`.
"""

from __future__ import annotations

import re
from collections.abc import Collection

import pytest
from browser import check
from every_kind_cases import PACKS
from playwright.sync_api import Page, expect
from room import answer, count_by_hand, join, join_as_team, press, proposed
from test_lesson import open_projector

from quizzes.formats.pack_folder import read_folder
from workshop.live.rules.steps import StepKind
from workshop.plans import planbook
from workshop.plans.rules.plan import Part, Plan, PlanStep

pytestmark = pytest.mark.browser

PHONES = 8
HANDS = 3
"""Counted by hand in each question that hands are counted in, beside the phones and the team."""
SHORT = "w1-pub-ou-pas-pub"


def parts() -> list[object]:
    """Every part of every plan with 8 phones, in the long tests; and one with 2."""
    found = [(plan, number) for plan in planbook.plans() for number in range(len(plan.parts))]
    short = next(plan for plan, _ in found if plan.slug == SHORT)
    return [
        pytest.param(short, 0, 2, id="short"),
        *(
            pytest.param(
                plan, number, PHONES, id=f"{plan.code}.{number + 1}", marks=pytest.mark.long
            )
            for plan, number in found
        ),
    ]


WAYS = ("phones", "teams", "hands")


def lead(
    fatima: Page,
    base: str,
    plan: Plan,
    part: int = 0,
    *,
    ways: Collection[str] = WAYS,
    size: int = 0,
) -> str:
    """From the plan’s page to the lobby; the session’s code."""
    fatima.goto(f"{base}/plans/{plan.slug}")
    for way in WAYS:
        fatima.set_checked(f"input[name=ways][value={way}]", way in ways)
    if size:
        fatima.fill("#class_size", str(size))
    if len(plan.parts) > 1:
        fatima.check(f"input[name=part][value='{part}']")
    fatima.click(".lead-panel [type=submit]")
    fatima.wait_for_selector("[data-primary]")
    return fatima.url.rstrip("/").rsplit("/", 1)[1]


def expected_stops(part: Part) -> list[tuple[PlanStep, str]]:
    """What the plan says will come: each step with the code of its question, or without one."""
    stops: list[tuple[PlanStep, str]] = []
    for step in part.steps:
        if step.asks:
            stops += [(step, one.item) for one in step.items]
        elif step.kind is not StepKind.WELCOME:
            stops.append((step, ""))
    return stops


def counted_by_hand(plan: Plan) -> set[str]:
    """The codes of the questions in its packs for which hands are counted."""
    packs = [read_folder(PACKS / slug).pack for slug in plan.packs]
    return {item.id for pack in packs for item in pack.items if item.hand_groups("fr")}


class Classroom:
    """Everybody’s screens in one workshop, the team’s as the last of the phones."""

    def __init__(self, fatima: Page, wall: Page, phones: list[Page], results: str) -> None:
        self.fatima, self.wall, self.phones, self.results = fatima, wall, phones, results
        self.looked_at: set[str] = set()
        self.counted: set[str] = set()

    def press(self, expected: str | None = None) -> str:
        """The one button; what it says afterwards."""
        if expected:
            assert proposed(self.fatima) == expected
        return press(self.fatima)

    def look(self, what: str) -> None:
        """Everything on the big screen; and, once for each kind of step and phase, nothing for axe
        and nothing over the edge: console, big screen, a team in French, a phone in English."""
        over = self.wall.locator("main").evaluate("one => one.scrollHeight - one.clientHeight")
        assert over <= 2, f"{what}: {over} px do not fit the big screen"
        kind = what.partition(":")[0]
        if kind not in self.looked_at:
            self.looked_at.add(kind)
            check(self.fatima, self.wall, self.phones[1], self.phones[-1], what=what)

    def vote(self, code: str) -> int:
        """Every device answers in its way, and hands are counted; how many are to be seen."""
        for number, phone in enumerate(self.phones):
            answer(phone, choice=number, certainty=1 + number % 3)
        hands = HANDS if count_by_hand(self.fatima, str(HANDS)) else 0
        if hands:
            self.counted.add(code)
        voted = len(self.phones) + hands
        expect(self.wall.locator("[data-answered]")).to_have_text(
            re.compile(rf"\b{voted} \D+ {voted}\b")
        )
        return voted

    def question(self, code: str, step: PlanStep) -> str:
        """One question from its reading to its result, as the button proposes; the next move."""
        expect(self.wall.locator(".eyebrow").first).to_contain_text(code)
        expect(self.fatima.locator(".console-now .eyebrow")).to_contain_text(code)
        self.look(f"{step.kind.value} reading: {code}")
        move, voted = self.press("open"), 0
        while move not in ("next", "finish", ""):
            if move == "close":
                voted = self.vote(code)
                self.look(f"{step.kind.value} open: {code}")
            move = self.press()
        found = self.fatima.request.get(self.results).json()
        assert (found["answered"], found["joined"]) == (voted, voted)
        if self.wall.locator(".is-revealed").count():
            assert found["summary"]["n"] == voted
            self.look(f"{step.kind.value} result: {code}")
        return move

    def activity(self, step: PlanStep) -> str:
        """An instruction, and its cards if it has any; the next move."""
        expect(self.wall.locator("h1")).to_have_text(step.screen[0].fr)
        said = (step.on_phones or step.screen[0]).en
        expect(self.phones[1].locator(".lead")).to_have_text(said)
        expect(self.fatima.locator("h1")).to_have_text(step.title.fr)
        assert self.wall.locator("[data-left]").inner_text().count(":") == 1
        self.look(f"{step.kind.value}: {step.title.en}")
        move = proposed(self.fatima)
        while move == "turn":
            move = self.press("turn")
            self.look(f"{step.kind.value} card: {step.title.en}")
        return move


@pytest.mark.parametrize(("plan", "number", "many"), parts())
def test_a_plan_is_led_to_its_report_without_leaving_the_console(
    kit, screens, fatima: Page, plan: Plan, number: int, many: int
) -> None:
    code = lead(fatima, kit.base, plan, number)
    wall = open_projector(screens, fatima, kit.base, code)
    languages = ["fr-BE", "en-GB"] * (many // 2) + ["fr-BE"]
    phones = [screens.open(390, 844, language) for language in languages]
    for phone in phones[:many]:
        join(phone, kit.base, code)
    join_as_team(phones[-1], kit.base, code)
    room = Classroom(fatima, wall, phones, f"{kit.base}/api/live/{code}/results")
    room.look("lobby")
    move = room.press("start")
    stops = expected_stops(plan.parts[number])
    for place, (step, item) in enumerate(stops):
        move = room.question(item, step) if item else room.activity(step)
        assert move == ("finish" if place == len(stops) - 1 else "next")
        if move == "next":
            room.press("next")
    room.press("finish")
    asked = {item for _step, item in stops if item}
    assert room.counted == asked & counted_by_hand(plan)
    expect(phones[0].locator("h1")).to_contain_text(re.compile("merci|Merci"))
    room.look("finished")
    fatima.click("[data-primary]")
    expect(fatima).to_have_url(re.compile(f"/facilitate/{code}/report"))
    for item in asked:
        expect(fatima.locator("main")).to_contain_text(item)
    check(fatima, what="report")
