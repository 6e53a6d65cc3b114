"""Real PDFs of the shipped packs, opened and read."""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest
from flask import Flask

from quizzes.bank import catalogue
from quizzes.items.text import LANGUAGES, NARROW, WIDE, Language
from workshop.paper import print_shop
from workshop.paper.faults import RenderError, RenderFault
from workshop.paper.values import ReportItem, ReportRow, SessionReport

SLUGS = ("d-ou-ca-sort", "pub-ou-pas-pub", "qui-range-mon-fil")
HANDOUTS = [(slug, language) for slug in SLUGS for language in LANGUAGES]


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
        html = print_shop.handout_html(press("d-ou-ca-sort", "key").pack, "key", "fr")
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
        shown = print_shop.handout_html(pack, "worksheet", "fr", sources_url="https://a.be/s")
        silent = print_shop.handout_html(pack, "worksheet", "fr")
        local = print_shop.handout_html(pack, "worksheet", "fr", sources_url="http://localhost/s")
    assert "a.be/s" in shown and "to-sources" in shown
    assert "to-sources" not in silent
    assert "to-sources" not in local


def test_a_pack_cannot_put_markup_on_paper(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with app.app_context():
        pack = catalogue.find_pack("d-ou-ca-sort")
        assert pack is not None
        title = pack.head.title.model_copy(update={"fr": "<img src=x onerror=1>{{ 7*7 }}"})
        head = pack.head.model_copy(update={"title": title})
        hostile = catalogue.BankPack(pack.row_id, head, pack.items)
        html = print_shop.handout_html(hostile, "worksheet", "fr")
    assert "<img src=x" not in html
    assert "{{ 7*7 }}" in html


def report(**changes: Any) -> SessionReport:
    rows = (ReportRow("A", "Oui", 3, 75, True), ReportRow("B", "Non", 1, 25))
    item = ReportItem("C03", "Une question ?", 4, 75, rows, first_vote=rows, first_facility=50)
    given: dict[str, Any] = {
        "title": "D’où ça sort ?",
        "code": "ABCDEF",
        "date_text": "21 novembre 2026",
        "participants": 4,
        "teams": True,
        "items": (item,),
    }
    return SessionReport(**{**given, **changes})


def test_a_report_is_honest_about_small_numbers(app: Flask) -> None:
    with app.app_context():
        html = print_shop._fill(
            "paper/printed/report.html", "en", document_title="T", report=report()
        )
        large = print_shop._fill(
            "paper/printed/report.html",
            "en",
            document_title="T",
            report=report(participants=30, teams=False),
        )
    assert "Small n" in html and "no control group" in html and "2 to 4 pupils" in html
    assert "Small n" not in large and "no control group" in large and "2 to 4" not in large


@pytest.mark.parametrize("language", LANGUAGES)
def test_reports_and_posters_become_pdf(app: Flask, language: Language) -> None:
    with app.app_context():
        data = print_shop.report_pdf(report(), language)
        url = "https://recoupe.example.org/j/ABCDEF?k=x"
        poster = print_shop.poster_pdf("ABCDEF", url, None, language, "T" * 60)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) == 2 or len(pdf.pages) == 1
        assert str(pdf.Root.Lang) == language
    with pikepdf.open(io.BytesIO(poster)) as pdf:
        assert len(pdf.pages) == 1


def test_a_report_without_items_still_prints(app: Flask) -> None:
    with app.app_context():
        assert print_shop.report_pdf(report(items=(), participants=0), "fr").startswith(b"%PDF")


def test_a_sheet_asked_for_twice_is_made_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    monkeypatch.setattr(print_shop, "render_pdf", lambda html, **_: made.append(html) or b"%PDF-")
    with app.app_context():
        pack = catalogue.find_pack("d-ou-ca-sort")
        assert pack is not None
        for _time in range(3):
            print_shop.handout_pdf(pack, "worksheet", "fr")
        print_shop.handout_pdf(pack, "worksheet", "en")
    assert len(made) == 2


def test_a_failure_is_not_kept(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(html: str, **_: Any) -> bytes:
        raise RenderError(RenderFault.TOO_SLOW)

    with app.app_context():
        pack = catalogue.find_pack("d-ou-ca-sort")
        assert pack is not None
        monkeypatch.setattr(print_shop, "render_pdf", fails)
        with pytest.raises(RenderError):
            print_shop.handout_pdf(pack, "key", "fr")
        monkeypatch.setattr(print_shop, "render_pdf", lambda html, **_: b"%PDF-")
        assert print_shop.handout_pdf(pack, "key", "fr") == b"%PDF-"


def test_the_third_at_the_press_waits_and_then_is_told_so(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    go, inside = threading.Event(), threading.Semaphore(0)

    def slow(html: str, **_: Any) -> bytes:
        inside.release()
        go.wait(10)
        return b"%PDF-"

    monkeypatch.setattr(print_shop, "render_pdf", slow)
    monkeypatch.setattr(print_shop, "PATIENCE", 0.05)
    two = [threading.Thread(target=print_shop._print, args=("x", "t", "fr")) for _ in range(2)]
    for thread in two:
        thread.start()
        assert inside.acquire(timeout=5)
    with pytest.raises(print_shop.Busy):
        print_shop._print("x", "t", "fr")
    go.set()
    for thread in two:
        thread.join()
    monkeypatch.setattr(print_shop, "render_pdf", lambda html, **_: b"%PDF-")
    assert print_shop._print("x", "t", "fr") == b"%PDF-"
