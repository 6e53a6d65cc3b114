"""What a plan must be: minutes that add up, sheets with their packs, facts with their sources."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from quizzes.items.item import Source
from quizzes.items.text import Text
from workshop.live.rules.steps import Mode, Ways
from workshop.plans.rules.citations import cite
from workshop.plans.rules.factbook import Fact, Factbook
from workshop.plans.rules.leaflet import Leaflet, LeafletLine
from workshop.plans.rules.plan import Material, WrittenPlan
from workshop.plans.rules.running_sheet import lay_out


def text(words: str) -> dict[str, str]:
    return {"fr": words, "en": words}


def step(minutes: int = 10, **more: Any) -> dict[str, Any]:
    asks = "items" in more
    screen = None if asks else [text("Parlez")]
    given = {
        "kind": "questions" if asks else "talk",
        "screen": screen,
        "minutes": minutes,
        "title": text("Étape"),
        **more,
    }
    return {name: it for name, it in given.items() if it is not None}


def plan(**more: Any) -> WrittenPlan:
    part = {"title": text("Leçon"), "minutes": 20, "steps": [step(), step()]}
    goal = {"text": text("Savoir"), "competences": {"digcomp": ["1.2"]}}
    given = {
        "code": "W9",
        "slug": "essai",
        "title": text("Essai"),
        "summary": text("Pour voir"),
        "minutes": 20,
        "audience": text("une classe"),
        "place": text("une salle"),
        "modes": ["teams"],
        "objectives": [goal],
        "material": [{"what": text("Une craie")}],
        "before": [text("Lisez")],
        "parts": [part],
        "fallbacks": [{"when": text("a"), "do": text("b")}, {"when": text("c"), "do": text("d")}],
        "care": [text("Doucement")],
    }
    return WrittenPlan.model_validate({**given, **more})


def refused(match: str, **more: Any) -> None:
    with pytest.raises(ValidationError, match=match):
        plan(**more)


def test_steps_that_do_not_fill_their_part_are_refused() -> None:
    part = {"title": text("x"), "minutes": 20, "steps": [step(10), step(9)]}
    refused("The steps take 19 minutes, not 20", parts=[part])


def test_parts_that_do_not_fill_the_plan_are_refused() -> None:
    refused("The parts take 20 minutes, not 25", minutes=25)


def test_the_names_of_modes_are_known() -> None:
    refused("modes", modes=["telepathy"])
    assert {one.value for one in Mode} == {"phones", "teams", "counted", "paper"}


def test_a_language_that_is_missing_is_refused() -> None:
    refused("title", title={"fr": "Essai"})


def test_cards_need_a_deck_and_a_deck_needs_its_line() -> None:
    deck = {
        "title": text("x"),
        "kind": "claim",
        "rule": text("y"),
        "cards": [{"code": "1", "text": text("z")}],
    }
    cards = {"what": text("Cartes"), "sheet": "cards"}
    refused("without a deck", material=[cards])
    refused("not in the material", decks=[deck])
    assert plan(material=[cards], decks=[deck]).decks
    assert plan(material=[{**cards, "of_plan": "autre"}]).decks == ()


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ({"sheet": "key"}, "Only worksheets"),
        ({"sheet": "glossary", "pack": "x"}, "Only worksheets"),
        ({"pack": "x"}, "Only worksheets"),
        ({"sheet": "glossary", "of_plan": "x"}, "Only cards"),
    ],
)
def test_a_line_of_material_names_what_it_belongs_to(line: dict[str, str], what: str) -> None:
    with pytest.raises(ValidationError, match=what):
        Material.model_validate({"what": text("x"), **line})


def test_items_are_found_in_lists_and_in_sentences() -> None:
    inside = step(items=["B03"], ways={"paper": text("Passez C07 ce jour-là")})
    later = [{"item": "B15", "instead": text("sur papier")}]
    found = plan(
        parts=[{"title": text("x"), "minutes": 20, "steps": [inside, step()]}],
        later=later,
        before=[text("Lisez A12 d’abord")],
    )
    assert found.item_codes() == ["A12", "B03", "B15", "C07"]


def test_only_modes_that_differ_are_told() -> None:
    ways = Ways(paper=Text(fr="a", en="a"), phones=Text(fr="b", en="b"))
    assert [mode for mode, _text in ways.told()] == [Mode.PHONES, Mode.PAPER]


# ---- facts -----------------------------------------------------------------------------------

WHEN = date(2027, 6, 30)


def source(title: str) -> Source:
    return Source(title=title, publisher="Une maison", date="2024", verification="V")


def fact(*sources: str) -> Fact:
    return Fact(text=Text(fr="Un fait", en="A fact"), sources=sources, review_by=WHEN)


def book() -> Factbook:
    return Factbook(
        sources={"one": source("Un"), "two": source("Deux")},
        facts={"first": fact("two"), "second": fact("one", "two")},
    )


def test_a_fact_without_a_source_is_refused() -> None:
    with pytest.raises(ValidationError):
        fact()


def test_a_source_that_is_missing_or_serves_nothing_is_refused() -> None:
    with pytest.raises(ValidationError, match="There is no source three"):
        Factbook(sources={"one": source("Un")}, facts={"first": fact("one", "three")})
    with pytest.raises(ValidationError, match="No fact rests on two"):
        Factbook(sources={"one": source("Un"), "two": source("Deux")}, facts={"x": fact("one")})


def test_sources_are_numbered_by_first_use() -> None:
    told = cite(book(), ["first", "second"])
    assert [one.title for one in told.sources] == ["Deux", "Un"]
    assert told.facts["second"].numbers == (2, 1)
    assert told.of([told.facts["first"]]) == [(1, told.sources[0])]


def test_an_unknown_fact_is_noticed() -> None:
    with pytest.raises(KeyError):
        cite(book(), ["third"])


def test_the_clock_of_each_part_begins_at_nought() -> None:
    one = {"title": text("x"), "minutes": 20, "steps": [step(5), step(15)]}
    two = {"title": text("y"), "minutes": 10, "steps": [step(10, facts=["first"])]}
    sheet = lay_out(plan(minutes=30, parts=[one, two]), book(), {})
    clock = [[(one.begin, one.end) for one in part.steps] for part in sheet.parts]
    assert clock == [[(0, 5), (5, 20)], [(0, 10)]]
    assert [number for number, _source in sheet.told_sources] == [1]


def test_an_item_that_no_pack_holds_says_what_to_do_instead() -> None:
    later = [{"item": "B15", "instead": text("sur papier")}]
    part = {"title": text("x"), "minutes": 20, "steps": [step(20, items=["B15"])]}
    made = plan(parts=[part], later=later, packs=["un-dossier"])
    (item,) = lay_out(made, book(), {"un-dossier": []}).parts[0].steps[0].items
    assert item.stem is None and item.instead is not None and item.instead.fr == "sur papier"


def test_sources_of_cards_stay_apart_from_those_of_steps() -> None:
    deck = {
        "title": text("x"),
        "kind": "claim",
        "rule": text("y"),
        "cards": [{"code": "1", "text": text("z"), "answer": text("a"), "facts": ["second"]}],
    }
    part = {"title": text("x"), "minutes": 20, "steps": [step(20, facts=["first"])]}
    cards = {"what": text("Cartes"), "sheet": "cards"}
    sheet = lay_out(plan(parts=[part], decks=[deck], material=[cards]), book(), {})
    assert [number for number, _ in sheet.told_sources] == [1]
    assert [number for number, _ in sheet.card_sources] == [1, 2]


# ---- leaflets --------------------------------------------------------------------------------


def test_a_line_of_a_leaflet_says_something() -> None:
    with pytest.raises(ValidationError, match="a text, a fact or both"):
        LeafletLine()
    assert LeafletLine(fact="first").text is None


def test_a_leaflet_finds_its_blocks_and_its_facts() -> None:
    blocks = [
        {"slot": "front", "title": text("a"), "lines": [{"fact": "first"}, {"text": text("b")}]},
        {"slot": "back", "title": text("c"), "lines": [{"fact": "second", "text": text("d")}]},
    ]
    found = Leaflet.model_validate(
        {"title": text("t"), "kicker": text("k"), "lead": text("l"), "blocks": blocks}
    )
    assert found.fact_keys() == ["first", "second"]
    assert [one.title.fr for one in found.in_slot("back")] == ["c"]
