"""Real PDFs of the shipped packs, opened and read."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from flask import Flask

from quizzes.bank import catalogue
from quizzes.items.text import LANGUAGES, NARROW, WIDE, Language
from workshop.live import sessions
from workshop.live.rules.joincode import spaced
from workshop.live.sessions import Live
from workshop.network.joinaddress import JoinAddress
from workshop.paper import contents, documents
from workshop.paper.documents import DOCUMENTS, Copy
from workshop.paper.subjects import Invitation
from workshop.reports.rules.figures import ItemReport, OptionCount
from workshop.reports.rules.whole import Report, StepReport, Turnout

PRINTED = Path(__file__).parents[3] / "templates" / "paper" / "printed"
SLUGS = ("d-ou-ca-sort", "pub-ou-pas-pub", "qui-range-mon-fil")
HANDOUTS = [(slug, language) for slug in SLUGS for language in LANGUAGES]


def page(name: str, of: Any, language: Language = "fr", *, large: bool = False) -> str:
    """The HTML that the press would get."""
    return documents.html(Copy(documents.named(name), of, language, large))


def squeezed(text: str) -> str:
    """Without spaces and line ends, so that wrapping does not matter."""
    return re.sub(r"[\s\u00a0\u202f\ufffe\u0002-]+", "", text)


def sizes(data: bytes) -> Iterator[float]:
    """Every size at which text is set, in points."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            yield from _page_sizes(page)


def _page_sizes(page: pikepdf.Page) -> Iterator[float]:
    scale = 1.0
    for operands, operator in list(pikepdf.parse_content_stream(page))[:1]:
        scale = float(operands[0]) if str(operator) == "cm" else scale
    scales = [scale]
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "q":
            scales.append(scales[-1])
        elif str(operator) == "Q":
            scales.pop()
        elif str(operator) == "cm" and float(operands[0]) > 0:
            scales[-1] = scales[-1] * float(operands[0])
        elif str(operator) == "Tf":
            yield float(operands[1]) * scales[-1]


@pytest.mark.parametrize(("slug", "language"), HANDOUTS)
def test_a_worksheet_holds_every_item_and_no_answer(
    press: Any, slug: str, language: Language
) -> None:
    paper = press(slug, "worksheet", language)
    text = squeezed(paper.text)
    for one in paper.pack.items:
        item = one.item
        assert item.id in text
        assert squeezed(item.stem.say(language)) in text
        answer = item.revealed_view(language)
        secrets = [answer["explanation"], *answer.get("rationales", {}).values()]
        secrets += [two["rationale"] for two in answer.get("temptations", ())]
        for secret in filter(None, secrets):
            assert squeezed(secret)[:60] not in text
    hidden = pikepdf.open(io.BytesIO(paper.data))
    assert "key" not in str(hidden.docinfo).lower() and "explanation" not in str(hidden.docinfo)


@pytest.mark.parametrize(("slug", "language"), HANDOUTS)
def test_a_key_says_why_for_every_option_and_names_its_sources(
    press: Any, slug: str, language: Language
) -> None:
    paper = press(slug, "key", language)
    text = squeezed(paper.text)
    for one in paper.pack.items:
        answer = one.item.revealed_view(language)
        said = [answer["explanation"], *answer["prompts"], *answer.get("rationales", {}).values()]
        said += [two["rationale"] for two in answer.get("temptations", ())]
        said += [two["title"] for two in answer["sources"]]
        for sentence in filter(None, said):
            assert squeezed(sentence) in text, (one.item.id, sentence)


def last_words(view: dict[str, Any]) -> str:
    """What stands near the foot of an item on paper; the stem where one only writes."""
    for name in ("options", "rows", "reasons", "versions", "criteria"):
        if name in view:
            return str(view[name][-1]["text"])
    return str(view["unit"] if view["shape"] == "number" else view["stem"])


@pytest.mark.parametrize("sheet", ["worksheet", "key"])
@pytest.mark.parametrize(("slug", "language"), HANDOUTS)
def test_no_item_is_broken_across_pages(
    press: Any, slug: str, language: Language, sheet: str
) -> None:
    """A commented key that is longer than a page begins on one of its own and ends on the next."""
    paper = press(slug, sheet, language)
    pages = [squeezed(page) for page in paper.pages]
    for one in paper.pack.items:
        view = one.item.public_view(language)
        last = last_words(view)
        if sheet == "key":
            answer = one.item.revealed_view(language)
            ends = [two["title"] for two in answer["sources"]] or answer["prompts"]
            last = ends[-1]
        begun = [number for number, page in enumerate(pages) if squeezed(view["stem"]) in page]
        assert len(begun) == 1, one.item.id
        page, *after = pages[begun[0] : begun[0] + 2]
        if sheet == "key" and page.startswith(squeezed(view["stem"])):
            page += "".join(after)
        assert squeezed(last) in page, one.item.id


@pytest.mark.parametrize(("slug", "language"), HANDOUTS)
def test_paper_is_tagged_speaks_its_language_and_carries_nothing_else(
    press: Any, slug: str, language: Language
) -> None:
    for sheet in ("worksheet", "key"):
        pdf = pikepdf.open(io.BytesIO(press(slug, sheet, language).data))
        assert str(pdf.Root.Lang) == language
        assert bool(pdf.Root.MarkInfo.Marked)
        assert "/StructTreeRoot" in pdf.Root
        assert not pdf.attachments
        assert str(pdf.docinfo["/Title"])
        figures = [
            one
            for one in pdf.objects
            if isinstance(one, pikepdf.Dictionary) and str(one.get("/S")) == "/Figure"
        ]
        assert all("/Alt" in one for one in figures)


@pytest.mark.parametrize("slug", SLUGS)
def test_nothing_is_smaller_than_promised(press: Any, slug: str) -> None:
    assert min(sizes(press(slug, "worksheet", "fr").data)) >= 10.99
    assert min(sizes(press(slug, "key", "fr").data)) >= 10.99
    assert min(sizes(press(slug, "worksheet", "fr", large=True).data)) >= 17.99


def test_french_keeps_its_spaces_on_paper(app: Flask, press: Any) -> None:
    with app.app_context():
        html = page("key", press("d-ou-ca-sort", "key").pack)
    assert f"fais-tu en premier{NARROW}?" in html and f"«{WIDE}" in html
    for slug in SLUGS:
        for sheet in ("worksheet", "key"):
            lines = press(slug, sheet).text.splitlines()
            assert not [line for line in lines if re.match(r"[?!;:»]", line.strip())]


def test_the_foot_counts_pages_and_names_licence_and_version(press: Any) -> None:
    paper = press("pub-ou-pas-pub", "worksheet", "fr")
    total = len(paper.pages)
    for number, page in enumerate(paper.pages, 1):
        assert squeezed(f"{number}/{total}") in squeezed(page)
        assert "CC BY-SA 4.0" in page
        assert squeezed(f"pub-ou-pas-pub {paper.pack.head.version}") in squeezed(page)
    assert 3 <= total <= 12


def test_the_worksheet_leads_to_the_sources_or_says_nothing_of_them(app: Flask) -> None:
    with app.app_context():
        pack = catalogue.find_pack("d-ou-ca-sort")
        assert pack is not None
        silent = page("worksheet", pack)
        app.config["BASE_URL"] = "http://localhost"
        local = page("worksheet", pack)
        app.config["BASE_URL"] = "https://a.be"
        shown = page("worksheet", pack)
    assert "a.be/packs/d-ou-ca-sort/sources" in shown and "to-sources" in shown
    assert "to-sources" not in silent
    assert "to-sources" not in local


def test_a_pack_cannot_put_markup_on_paper(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with app.app_context():
        pack = catalogue.find_pack("d-ou-ca-sort")
        assert pack is not None
        title = pack.head.title.model_copy(update={"fr": "<img src=x onerror=1>{{ 7*7 }}"})
        head = pack.head.model_copy(update={"title": title})
        hostile = catalogue.BankPack(pack.row_id, head, pack.items)
        html = page("worksheet", hostile)
    assert "<img src=x" not in html
    assert "{{ 7*7 }}" in html


# Of a live session ----------------------------------------------------------------------


def item(**changes: Any) -> ItemReport:
    asked = ItemReport(
        code="C03",
        stem="Une question ?",
        kind="single_choice",
        asked=True,
        revealed=True,
        votes=2,
        answered=4,
        facility=0.75,
        first_facility=0.5,
        flow=None,
        sure_and_wrong=None,
        options=(
            OptionCount("A", "Oui", 3, 75, True, 2, 50),
            OptionCount("B", "Non", 1, 25, False, 2, 50),
        ),
        key="A",
        median="",
        next_step=None,
    )
    return replace(asked, **changes)


def step(number: int, *items: ItemReport) -> StepReport:
    return StepReport(number, f"Étape {number}", "questions", 600, 660, items)


def report(*, participants: int = 4, teams: bool = True, **changes: Any) -> Report:
    given: dict[str, Any] = {
        "title": "D’où ça sort ?",
        "code": "ABCDEF",
        "pack_title": "D’où ça sort ?",
        "turnout": Turnout(phones=not teams, teams=teams, hands=False, devices=participants),
        "steps": (step(1, item(), item(code="C99", asked=False)),),
    }
    return Report(**{**given, **changes})


@pytest.fixture
def live(app: Flask, room: Any) -> Live:
    room.move("start")
    with app.app_context():
        found = sessions.load(room.code)
    assert found is not None
    return found


@pytest.fixture
def played(live: Live, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Copy]:
    """The document of a live session whose report is what one says."""

    def make(language: Language = "en", **changes: Any) -> Copy:
        monkeypatch.setattr(contents, "report_of", lambda _live, _language, _now: report(**changes))
        return Copy(documents.named("report"), live, language)

    return make


def poster_of(live: Live, url: str, language: Language = "fr") -> Copy:
    return Copy(documents.named("poster"), Invitation(live, JoinAddress(url)), language)


def test_a_report_is_honest_about_small_numbers(app: Flask, played: Any) -> None:
    with app.app_context():
        html = documents.html(played())
        large = documents.html(played(participants=30, teams=False))
    assert "Small n" in html and "no control group" in html and "2 to 4 pupils" in html
    assert "Small n" not in large and "no control group" in large and "2 to 4" not in large


@pytest.mark.parametrize(("participants", "small"), [(0, True), (19, True), (20, False)])
def test_a_small_group_is_called_small(participants: int, small: bool) -> None:
    assert report(participants=participants).is_small is small


def test_a_report_counts_both_votes_of_what_was_asked(app: Flask, played: Any) -> None:
    with app.app_context():
        html = documents.html(played())
    assert "21 November 2026" in html
    assert "Facility: 75%" in html and "first vote: 50%" in html
    assert re.findall(r'<td class="number">(.*?)</td>', html) == [
        *("2 (50%)", "3 (75%)"),
        *("2 (50%)", "1 (25%)"),
    ]
    lines = re.findall(r'<td class="share-cell">(<svg.*?)</td>', html)
    assert [[one.count("share-first"), one.count("share-part")] for one in lines] == [[1, 1]] * 2
    assert "C99" not in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_reports_and_posters_become_pdf(
    app: Flask, live: Live, played: Any, language: Language
) -> None:
    with app.app_context():
        data = documents.pdf(played(language))
        poster = documents.pdf(poster_of(live, "https://recoupe.example.org/j/ABCDEF", language))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) == 2 or len(pdf.pages) == 1
        assert str(pdf.Root.Lang) == language
    with pikepdf.open(io.BytesIO(poster)) as pdf:
        assert len(pdf.pages) == 1


def test_a_poster_shows_a_short_address_and_the_code_in_two_groups(app: Flask, live: Live) -> None:
    with app.app_context():
        html = documents.html(poster_of(live, "http://192.168.1.20:8080/j/ABCDEF?k=secret"))
    assert "<dd>192.168.1.20:8080</dd>" in html
    assert f'<dd class="join-code">{spaced(live.code)}</dd>' in html


def test_a_step_with_three_long_questions_takes_at_most_a_page(
    app: Flask, played: Any, warm: None
) -> None:
    three = [
        item(
            code=f"C0{number}",
            options=tuple(
                OptionCount(one, "Une réponse " * 5, 6, 25, one == "A", 3, 12, "Parce que. " * 6)
                for one in "ABCD"
            ),
        )
        for number in range(1, 4)
    ]
    steps = tuple(step(number, *three) for number in range(1, 5))
    with (
        app.app_context(),
        pikepdf.open(io.BytesIO(documents.pdf(played("fr", steps=steps)))) as pdf,
    ):
        assert len(pdf.pages) <= 1 + len(steps)


def test_a_rehearsal_has_no_figures_on_paper_either(app: Flask, played: Any) -> None:
    with app.app_context():
        html = documents.html(played(rehearsal=True))
    assert "This was a rehearsal" in html and "75" not in html


def test_a_report_without_items_still_prints(app: Flask, played: Any) -> None:
    with app.app_context():
        assert documents.pdf(played(steps=(), participants=0)).startswith(b"%PDF")


# The registry ---------------------------------------------------------------------------


def test_every_document_has_a_name_an_address_and_a_template_of_its_own_or_shared() -> None:
    assert len({one.name for one in DOCUMENTS}) == len(DOCUMENTS)
    assert len({one.address for one in DOCUMENTS}) == len(DOCUMENTS)
    templates = {path.stem for path in PRINTED.glob("*.html") if not path.stem.startswith("_")}
    assert {one.template for one in DOCUMENTS} == templates


def test_nothing_of_a_room_stays_on_the_shelf() -> None:
    assert {one.name for one in DOCUMENTS if not one.kept} == {"poster", "report"}
