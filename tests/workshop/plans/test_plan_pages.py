"""The page of a plan: leading it first, a line for each step, and all the rest one tap away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
from flask.testing import FlaskClient

from quizzes.items.text import LANGUAGES, Language
from workshop.plans import planbook
from workshop.plans.rules.plan import Plan, PlanStep

PLANS = list(planbook.plans())
MOST_WORDS = 12


def by_code(plan: Plan) -> str:
    return plan.code


def activities() -> Iterator[tuple[str, PlanStep]]:
    """Every step in which the big screen shows words instead of questions."""
    return ((plan.code, step) for plan in PLANS for step in plan.steps() if not step.asks)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("plan", PLANS, ids=by_code)
def test_each_step_is_a_line_that_opens_to_all_of_it(
    client: FlaskClient, plan: Plan, language: Language
) -> None:
    page = client.get(f"/plans/{plan.slug}?lang={language}").text
    folded = re.findall(r'<details class="step">(.*?)</details>', page, re.S)
    steps = list(plan.steps())
    assert len(folded) == len(steps)
    for step, shown in zip(steps, map(unescape, folded), strict=True):
        line, inside = shown.split("</summary>")
        assert step.title.say(language) in line
        assert all(one.item in line for one in step.items)
        for said in (*step.do, *step.say, *step.expect, *step.prompts, *step.screen):
            assert said.say(language) in inside
        if step.on_phones:
            assert step.on_phones.say(language) in inside


def test_leading_comes_before_reading(client: FlaskClient) -> None:
    page = client.get("/plans/w1-pub-ou-pas-pub?lang=en").text
    order = [page.index(one) for one in ("lead-panel", "running", "To have ready", "Sources")]
    assert order == sorted(order)


def test_whoever_prints_the_page_gets_what_is_folded(client: FlaskClient) -> None:
    page = client.get("/plans/w1-pub-ou-pas-pub").text
    assert "js/unfold.js" in page
    script = client.get("/static/js/unfold.js").text
    assert "beforeprint" in script and "afterprint" in script


def test_the_big_screen_says_a_thing_in_one_breath() -> None:
    for code, step in activities():
        for line in step.screen:
            for language in LANGUAGES:
                words = re.findall(r"[\w’'%-]*\w[\w’'%-]*", line.say(language))
                assert len(words) <= MOST_WORDS, (code, line.say(language))


def test_phones_say_something_in_every_step_without_questions() -> None:
    assert [(code, step.title.en) for code, step in activities() if not step.on_phones] == []


def test_the_state_of_the_law_is_as_old_as_what_was_read_first() -> None:
    book = planbook.factbook()
    for plan in PLANS:
        law = (book.facts[key] for key in plan.fact_keys())
        sources = (book.sources[name] for fact in law if fact.volatile for name in fact.sources)
        read = {one.seen for one in sources if one.seen}
        assert planbook.law_date(plan) == min(read, default="")
