"""Real PDFs of plans, cards, the note, the glossary, slips and the booklet of sources."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator

import pikepdf
import pytest
from flask import Flask
from flask_babel import force_locale

from quizzes.bank import catalogue
from quizzes.glossary.terms import glossary
from quizzes.items.text import LANGUAGES, Language, Text
from tests.workshop.paper.conftest import Paper
from workshop.paper import contents, documents, press
from workshop.paper.documents import Copy
from workshop.plans import planbook
from workshop.plans.rules.plan import Later

PLANS = [plan.code for plan in planbook.plans()]
WITH_CARDS = [plan.code for plan in planbook.plans() if plan.decks]
A4 = (595, 842)


Print = Callable[..., Paper]
_made: dict[tuple[str, Language], Paper] = {}


def copy_of(name: str, language: Language) -> Copy:
    """`plan:W1`, `cards:W1`, `answers:W1`, `certificate:W3`, `counting:slug`, or a sheet."""
    kind, _, of = name.partition(":")
    document = documents.named(kind)
    if not of:
        return Copy(document, None, language)
    if kind == "counting":
        return Copy(document, catalogue.find_pack(of), language)
    return Copy(document, next(one for one in planbook.plans() if one.code == of), language)


@pytest.fixture
def printed(app: Flask, warm: None) -> Print:
    """Print a sheet once for all tests of the run: each takes a second or two."""

    def make(name: str, language: Language = "fr") -> Paper:
        if (name, language) not in _made:
            with app.app_context():
                _made[name, language] = Paper(documents.pdf(copy_of(name, language)))
        return _made[name, language]

    return make


def squeezed(text: str) -> str:
    """Without spaces, line ends and hyphens, so that wrapping does not matter."""
    return re.sub(r"[\s\u00a0\u202f\ufffe\u0002-]+", "", text)


def sizes(data: bytes) -> Iterator[float]:
    """Every size at which text is set, in points."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            scale = 1.0
            for operands, operator in list(pikepdf.parse_content_stream(page))[:1]:
                scale = float(operands[0]) if str(operator) == "cm" else scale
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "Tf":
                    yield float(operands[1]) * scale


TWICE = [*(f"plan:{code}" for code in PLANS), "management-note", "parents-card", "glossary"]
ONCE = [
    "certificate:W3",
    "counting:pub-ou-pas-pub",
    "blank-certificate",
    "exit-ticket",
    "sources",
    "vote-cards",
    *(f"{kind}:{code}" for code in WITH_CARDS for kind in ("cards", "answers")),
]
EVERY = [*((name, language) for name in TWICE for language in LANGUAGES),
         *((name, "en") for name in ONCE)]  # fmt: skip


SMALLEST = {"plan": 8.99}
"""In points. A plan is for one adult, and what is set small in it is looked up, not read aloud."""


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_paper_is_tagged_a4_legible_and_carries_nothing_else(
    printed: Print, name: str, language: Language
) -> None:
    paper = printed(name, language)
    pdf = pikepdf.open(io.BytesIO(paper.data))
    assert str(pdf.Root.Lang) == language
    assert bool(pdf.Root.MarkInfo.Marked) and "/StructTreeRoot" in pdf.Root
    assert str(pdf.docinfo["/Title"]) and not pdf.attachments
    for page in pdf.pages:
        assert [round(float(one)) for one in page.mediabox] == [0, 0, *A4]
    assert min(sizes(paper.data)) >= SMALLEST.get(name.partition(":")[0], 10.99)
    assert not [line for line in paper.text.splitlines() if re.match(r"[?!;:»]", line.strip())], (
        "a sign stands alone at the start of a line"
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", PLANS)
def test_a_lesson_takes_four_to_eight_pages_and_its_plan_says_everything(
    printed: Print, code: str, language: Language
) -> None:
    paper = printed(f"plan:{code}", language)
    plan = next(one for one in planbook.plans() if one.code == code)
    assert 4 <= len(paper.pages) <= (8 if len(plan.parts) == 1 else 10), "two lessons: ten"
    text = squeezed(paper.text)
    book = planbook.factbook()
    for step in plan.steps():
        for said in (step.title, *step.do, *step.say, *step.expect, *step.prompts):
            assert squeezed(said.say(language)) in text
        for key in step.facts:
            assert squeezed(book.facts[key].text.say(language)) in text
            for name in book.facts[key].sources:
                assert squeezed(book.sources[name].title) in text
    for one in plan.material:
        assert squeezed(one.what.say(language)) in text
    for part in plan.parts:
        clock = 0
        for step in part.steps:
            assert f"{clock}–{clock + step.minutes}" in paper.text
            clock += step.minutes


def test_a_plan_has_the_foot_of_the_other_sheets(printed: Print) -> None:
    paper = printed("plan:W1")
    total = len(paper.pages)
    for number, page in enumerate(paper.pages, 1):
        assert squeezed(f"{number}/{total}") in squeezed(page)
        assert "Recoupe" in page and "CC BY-SA 4.0" in page and "B01 B02" in page
        assert "21 novembre 2026" in page


def test_an_item_that_no_pack_holds_says_what_to_do_instead(app: Flask) -> None:
    told = Text(fr="Lisez la carte.", en="Read the card.")
    (shipped,) = (plan for plan in planbook.plans() if plan.code == "W1")
    plan = shipped.model_copy(update={"later": (Later(item="B15", instead=told),)})
    with app.app_context():
        for packs, waits in ((shipped.packs, False), ((), True)):
            changed = plan.model_copy(update={"packs": packs})
            page = documents.html(Copy(documents.named("plan"), changed, "en"))
            assert ("not in the pack yet – Read the card." in page) == waits


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_note_is_one_page(printed: Print, language: Language) -> None:
    paper = printed("management-note", language)
    assert len(paper.pages) == 1
    text = squeezed(paper.text)
    sheet = planbook.leaflet("management-note")
    for key in sheet.fact_keys():
        assert squeezed(planbook.factbook().facts[key].text.say(language)) in text
    for field in sheet.fields:
        assert squeezed(field.say(language)) in text
    for block in sheet.blocks:
        assert squeezed(block.title.say(language)) in text
    assert "V2" in paper.text and "{days}" not in paper.text


def test_slips_are_four_to_a_sheet_and_letters_six(printed: Print) -> None:
    language: Language = "en"
    assert len(printed("exit-ticket", language).pages) == 1
    assert printed("exit-ticket", language).text.count("Recoupe") == 4
    assert printed("exit-ticket", language).text.count("that I trust, and why") == 4
    card = printed("parents-card", language)
    assert len(card.pages) == 2, "recto and verso"
    front, back = card.pages
    sheet = planbook.leaflet("parents-card")
    assert squeezed(front).count(squeezed(sheet.lead.say(language))) == 4
    for block in sheet.in_slot("back"):
        for line in block.lines:
            assert line.text is not None
            assert squeezed(back).count(squeezed(line.text.say(language))) == 4
    votes = printed("vote-cards", language)
    assert len(votes.pages) == 1
    assert re.sub(r"\W", "", votes.text).endswith("ABCDEF")


def test_the_parents_card_says_how_sure_each_contact_is(printed: Print) -> None:
    back = printed("parents-card", "en").pages[1]
    assert "(V2)" in back and "(V)" in back and "(R)" not in back
    assert "ChildFocus,116000(V2)" in squeezed(back) and "103ecoute.be(V2)" in squeezed(back)


@pytest.mark.parametrize("name", ["blank-certificate", "certificate:W3"])
def test_a_certificate_has_room_for_a_name_and_none_in_it(printed: Print, name: str) -> None:
    paper = printed(name, "en")
    assert len(paper.pages) == 1
    assert "first name and name, by hand" in paper.text
    assert "gives no mark" in paper.text
    if name.endswith("W3"):
        plan = next(one for one in planbook.plans() if one.code == "W3")
        assert plan.title.en in paper.text and "90 minutes" in paper.text
        for goal in plan.objectives:
            assert squeezed(goal.text.en) in squeezed(paper.text)
        assert "DigComp 1.1, 1.2, 3.1" in paper.text
    else:
        assert "minutes" not in paper.text


def test_the_counting_sheet_has_every_question_and_no_key(app: Flask, printed: Print) -> None:
    paper = printed("counting:pub-ou-pas-pub", "en")
    text = squeezed(paper.text)
    with app.app_context():
        pack = catalogue.find_pack("pub-ou-pas-pub")
        assert pack is not None
    for one in pack.items:
        assert squeezed(one.item.stem.en) in text and one.item.id in paper.text
        answer = one.item.revealed_view("en")
        for secret in filter(None, [answer["explanation"], *answer.get("rationales", {}).values()]):
            assert squeezed(secret)[:60] not in text


def test_second_votes_have_a_second_row(app: Flask) -> None:
    with app.app_context():
        pack = catalogue.find_pack("pub-ou-pas-pub")
        assert pack is not None
        with force_locale("fr"):
            rows = contents.counting(pack, "fr").values["rows"]
        page = documents.html(copy_of("counting:pub-ou-pas-pub", "en"))
    twice = [row.code for row in rows if row.second_vote]
    assert twice == [one.item.id for one in pack.items if one.item.second_vote]
    counted = [row for row in rows if row.letters]
    votes = sum(2 if row.second_vote else 1 for row in counted)
    assert page.count('<th scope="row">') == votes
    cells = sum(len(row.letters) * (2 if row.second_vote else 1) for row in counted)
    assert page.count("<td></td>") == cells


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_glossary_has_every_term_in_three_languages(printed: Print, language: Language) -> None:
    text = squeezed(printed("glossary", language).text)
    for one in glossary().terms:
        for said in (one.fr, one.en, one.nl):
            assert squeezed(said.term + said.meaning) in text, one.id
    assert squeezed("native review pending") in squeezed(printed("glossary", "en").text)


def test_the_booklet_names_every_source_with_its_mark_and_dates(app: Flask, printed: Print) -> None:
    paper = printed("sources", "en")
    text = squeezed(paper.text)
    with app.app_context():
        packs = catalogue.list_packs()
    for pack in packs:
        for one in pack.items:
            for source in one.item.sources:
                shown = (
                    squeezed(f"{source.verification} {source.title}. {source.publisher}")
                    if source.verification != "I"
                    else squeezed(f"I Worked out from what the question shows. {source.publisher}")
                )
                assert shown in text, one.item.id
    for source in planbook.factbook().sources.values():
        assert squeezed(f"{source.verification} {source.title}. {source.publisher}") in text
    assert "Checked on 21 November 2026." in paper.text


@pytest.mark.parametrize("code", WITH_CARDS)
def test_cards_hold_every_card_and_no_answer(printed: Print, code: str) -> None:
    language: Language = "en"
    paper = printed(f"cards:{code}", language)
    text = squeezed(paper.text)
    plan = next(one for one in planbook.plans() if one.code == code)
    for deck in plan.decks:
        for card in deck.cards:
            said = squeezed(card.text.say(language))
            assert sum(said in squeezed(page) for page in paper.pages) == 1, card.code
            if card.answer:
                assert squeezed(card.answer.say(language)) not in text
    answers = squeezed(printed(f"answers:{code}", language).text)
    for deck in plan.decks:
        for card in deck.cards:
            if card.answer:
                assert squeezed(card.answer.say(language)) in answers


def test_what_a_sheet_says_is_never_out_of_date(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    monkeypatch.setattr(press, "render_pdf", lambda html, **_: made.append(html) or b"%PDF-")
    with app.app_context():
        for _time in range(2):
            for language in LANGUAGES:
                for code in PLANS[:2]:
                    documents.pdf(copy_of(f"plan:{code}", language))
        for _time in range(2):
            documents.pdf(copy_of("management-note", "fr"))
        app.config["KEEP_DAYS"] = 3
        documents.pdf(copy_of("management-note", "fr"))
    assert len(made) == 4 + 2
    assert "après 3 jours" in made[-1].replace("\u00a0", " ")
