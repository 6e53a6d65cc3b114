"""The shipped plans, facts and leaflets: whole in both languages, sourced, and possible to do."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from quizzes.formats.documents import read_document
from quizzes.formats.pack_folder import read_folder
from quizzes.items.item import Item
from quizzes.items.problems import Problems
from quizzes.items.text import LANGUAGES, NARROW, Text
from workshop.plans import planbook
from workshop.plans.rules.plan import OF_A_PACK, Mode, Plan, PlanSheet, WrittenPlan

ROOT = Path(__file__).parents[3]
FILES = sorted((ROOT / "workshop" / "plans" / "content" / "plans").glob("*.yaml"))
PLANS = planbook.plans()
LEAFLETS = ("management-note", "parents-card")


@pytest.fixture(scope="module")
def packs() -> dict[str, list[Item]]:
    """The items of every shipped pack."""
    folders = (path.parent for path in (ROOT / "quizzes" / "packs").glob("*/pack.yaml"))
    found = [read_folder(folder).pack for folder in folders]
    return {pack.slug: list(pack.items) for pack in found}


def each(plan: Plan) -> str:
    return plan.code


def test_there_are_six_workshops_and_the_training() -> None:
    assert [plan.code for plan in PLANS] == ["W1", "W2", "W3", "W4", "W5", "W6", "TF"]
    lengths = {plan.code: plan.minutes for plan in PLANS}
    assert lengths == {"W1": 50, "W2": 100, "W3": 90, "W4": 20, "W5": 60, "W6": 50, "TF": 30}
    assert [part.minutes for part in PLANS[1].parts] == [50, 50]


def test_a_file_is_called_as_its_plan() -> None:
    assert {path.stem for path in FILES} == {plan.slug for plan in PLANS}


@pytest.mark.parametrize("plan", PLANS, ids=each)
def test_minutes_add_up(plan: Plan) -> None:
    assert sum(step.minutes for step in plan.steps()) == plan.minutes
    for part in plan.parts:
        assert sum(step.minutes for step in part.steps) == part.minutes


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_minute_too_many_is_refused_with_its_place(path: Path, tmp_path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    changed = re.sub(r"^      - minutes: \d+", "      - minutes: 59", source, count=1, flags=re.M)
    (tmp_path / "plan.yaml").write_text(changed, encoding="utf-8")
    with pytest.raises(Problems) as caught:
        read_document(tmp_path / "plan.yaml", WrittenPlan)
    assert any("minutes, not" in problem.what and problem.line for problem in caught.value.problems)


@pytest.mark.parametrize("plan", PLANS, ids=each)
def test_every_item_that_is_named_exists(plan: Plan, packs: dict[str, list[Item]]) -> None:
    """The shipped packs hold them all, so nothing has to wait for later."""
    held = {item.id for slug in plan.packs for item in packs[slug]}
    assert set(plan.item_codes()) - held == set()
    assert plan.later == ()


@pytest.mark.parametrize("plan", PLANS, ids=each)
def test_every_pack_and_every_borrowed_card_is_there(
    plan: Plan, packs: dict[str, list[Item]]
) -> None:
    assert set(plan.packs) <= packs.keys()
    for one in plan.material:
        if one.sheet in OF_A_PACK:
            assert one.pack in packs
        if one.of_plan:
            lender = planbook.find_plan(one.of_plan)
            assert lender is not None and lender.decks


@pytest.mark.parametrize("plan", PLANS, ids=each)
def test_it_can_be_led_in_each_mode_that_it_names(plan: Plan) -> None:
    sheets = {one.sheet for one in plan.material}
    if Mode.COUNTED in plan.modes:
        assert PlanSheet.VOTE_CARDS in sheets, "counted votes need cards"
    if {Mode.PHONES, Mode.TEAMS} & set(plan.modes) and plan.code != "W5":
        assert PlanSheet.NOTE in sheets, "phones at school need the note"


@pytest.mark.parametrize("plan", PLANS, ids=each)
def test_phones_at_school_come_with_the_decree(plan: Plan) -> None:
    assert "phones-decree" in plan.fact_keys()
    assert "phones-exceptions" in plan.fact_keys()


@pytest.mark.parametrize("code", ["W3", "W4"])
def test_plans_outside_school_say_that_outings_are_covered(code: str) -> None:
    plan = next(plan for plan in PLANS if plan.code == code)
    assert "phones-outings" in plan.fact_keys()
    assert PlanSheet.NOTE in {one.sheet for one in plan.material}


@pytest.mark.parametrize("plan", PLANS, ids=each)
def test_every_plan_knows_a_way_without_network_and_what_needs_care(plan: Plan) -> None:
    told = [one.when.en + one.do.en for one in plan.fallbacks]
    assert any(re.search(r"network|phone|screen|wall|No phones", one, re.I) for one in told)
    assert plan.care


# ---- facts -----------------------------------------------------------------------------------

BARE_FACT = re.compile(r"\b(?:19|20)\d\d\b|\d[ \u00a0\u202f]?%|\bmilliards?\b|\bbillion\b")


def own_words(plan: Plan) -> list[Text]:
    """What a plan says itself, but for the cards, which quote claims to be judged."""
    cards = {id(text) for deck in plan.decks for card in deck.cards for text in card_texts(card)}
    return [text for text in plan.texts() if id(text) not in cards]


def card_texts(card: object) -> list[Text]:
    found = [getattr(card, name) for name in ("head", "text", "tags", "answer")]
    return [one for one in found if one is not None]


@pytest.mark.parametrize("plan", PLANS, ids=each)
@pytest.mark.parametrize("language", LANGUAGES)
def test_years_and_percentages_stand_only_in_facts(plan: Plan, language: str) -> None:
    said = [getattr(text, language) for text in own_words(plan)]
    assert [one for one in said if BARE_FACT.search(one)] == []


@pytest.mark.parametrize("name", LEAFLETS)
def test_leaflets_say_figures_only_as_facts(name: str) -> None:
    sheet = planbook.leaflet(name)
    own = [line.text for block in sheet.blocks for line in block.lines if line.text]
    assert [text.fr for text in own if BARE_FACT.search(text.fr)] == []
    assert set(sheet.fact_keys()) <= planbook.factbook().facts.keys()


def test_every_fact_is_told_somewhere_and_every_fact_that_is_told_exists() -> None:
    told = {key for plan in PLANS for key in plan.fact_keys()}
    told |= {key for name in LEAFLETS for key in planbook.leaflet(name).fact_keys()}
    assert told == planbook.factbook().facts.keys()


def test_every_source_has_a_mark_a_date_and_a_day_on_which_it_was_checked() -> None:
    for key, source in planbook.factbook().sources.items():
        assert source.verification in {"V", "V2", "R", "I"}
        if source.verification in {"V", "V2"}:
            assert source.seen, key


def test_no_fact_is_past_its_date_when_the_plans_were_written() -> None:
    written = date(2026, 11, 21)
    assert all(fact.review_by > written for fact in planbook.factbook().facts.values())


def test_law_says_where_and_is_read_again_within_a_year() -> None:
    for key, fact in planbook.factbook().facts.items():
        if fact.volatile:
            assert fact.jurisdiction, key
            assert fact.review_by <= date(2027, 11, 21), key


def test_the_decree_has_its_dates_and_is_not_marked_as_read_at_the_origin() -> None:
    book = planbook.factbook()
    fact = book.facts["phones-decree"]
    for words in ("13 mars 2025", "25 août 2025"):
        assert words in fact.text.fr
    assert {book.sources[key].verification for key in fact.sources} == {"V2"}


# ---- typography and cards --------------------------------------------------------------------


def every_text() -> list[Text]:
    texts = [text for plan in PLANS for text in plan.texts()]
    texts += [fact.text for fact in planbook.factbook().facts.values()]
    for name in LEAFLETS:
        sheet = planbook.leaflet(name)
        texts += [sheet.title, sheet.kicker, sheet.lead, *sheet.fields]
        texts += [line.text for block in sheet.blocks for line in block.lines if line.text]
    return texts


@pytest.mark.parametrize(
    "fault",
    [
        r"[^\u202f;!?](?=[;!?%])", r"[^\u00a0](?=:(?!\w|//))", r"«[^\u00a0]|[^\u00a0]»",
        r"['\"]", r"\.\.\.", r"[“”]",
    ],
)  # fmt: skip
def test_french_is_typeset_as_french(fault: str) -> None:
    assert [text.fr for text in every_text() if re.search(fault, text.fr)] == []


def test_english_has_english_quotes() -> None:
    assert [text.en for text in every_text() if re.search(r"[«»'\"]|\.\.\.", text.en)] == []


def test_adults_are_addressed_as_adults_and_pupils_as_pupils() -> None:
    """Instructions say `vous`; what is asked of one pupil says `tu`."""
    for plan in PLANS:
        for step in plan.steps():
            for text in step.do:
                said = re.sub(r"«.*?»", "", text.fr)
                assert not re.search(r"\b(tu|ton|tes|toi)\b", said), (plan.code, said)


def test_every_post_card_has_a_name_that_nobody_else_has() -> None:
    for plan in PLANS:
        for deck in plan.decks:
            codes = [card.code for card in deck.cards]
            assert len(codes) == len(set(codes)), plan.code


def test_the_feed_cards_give_the_orders_that_the_answers_say() -> None:
    plan = next(plan for plan in PLANS if plan.code == "W2")
    roles, posts = (next(deck for deck in plan.decks if deck.kind == k) for k in ("role", "post"))
    likes = {card.code: int(card.figures[0].en.split()[0]) for card in posts.cards}
    seconds = {card.code: int(card.figures[1].en.split()[0]) for card in posts.cards}
    stars = {card.code: card.figures[2].en.count("★") for card in posts.cards}

    def told(code: str) -> list[str]:
        answer = next(card.answer for card in roles.cards if card.code == code)
        assert answer is not None
        return re.findall(r"P\d+", answer.en)

    assert told("R1") == sorted(likes, key=lambda one: -likes[one])
    by_time = [seconds[one] for one in told("R2")]
    assert by_time == sorted(by_time, reverse=True) and len(by_time) == 12
    by_stars = [stars[one] for one in told("R3")]
    assert by_stars == sorted(by_stars, reverse=True) and len(by_stars) == 12


def test_the_claims_are_no_row_of_traps() -> None:
    """A deck of false claims would teach blanket suspicion: six are right, two are opinions."""
    plan = next(plan for plan in PLANS if plan.code == "W2")
    deck = next(deck for deck in plan.decks if deck.kind == "claim")
    answers = {card.code: card.answer.en if card.answer else "" for card in deck.cards}
    right = r"right claim|^A sound source for what it says|^Plausible and checkable"
    assert len(answers) == 16 and all(answers.values())
    assert sum(bool(re.search(right, one)) for one in answers.values()) == 6
    assert sum("opinion" in one for one in answers.values()) == 2


def test_narrow_spaces_reach_the_plan() -> None:
    assert NARROW in PLANS[0].title.fr
