"""A lesson: one facilitator, a projector and three phones in two languages."""

from __future__ import annotations

import csv
import io
import re

import pypdfium2
import pytest
from playwright.sync_api import Page, expect
from room import answer, join, open_session, press, primary, proposed, rare, tell

from workshop.reports.spreadsheet import COLUMNS

pytestmark = pytest.mark.browser


def open_projector(screens, fatima: Page, base: str, code: str) -> Page:
    """Another window of hers: a tab behind another one would be drawn once a second only."""
    signed_in = fatima.context.storage_state()
    page = screens.open(1920, 1080, "fr-BE", storage_state=signed_in)
    page.goto(f"{base}/present/{code}")
    return page


def test_a_lesson_with_a_second_vote(kit, screens, fatima: Page) -> None:
    code = open_session(fatima, kit.base, "d-ou-ca-sort")
    projector = open_projector(screens, fatima, kit.base, code)
    expect(projector.locator(".join-code")).to_have_text(f"{code[:3]} {code[3:]}")
    pavel = screens.open(390, 844, "fr-BE")
    priya = screens.open(320, 640, "en-GB")
    anna = screens.open(390, 844, "fr-FR", color_scheme="dark")
    names = [join(phone, kit.base, code) for phone in (pavel, priya, anna)]
    for name in names:
        expect(projector.locator(".names")).to_contain_text(name)
        expect(fatima.locator(".people")).to_contain_text(name)
    expect(pavel.locator("h1")).to_have_text(re.compile("Tu es"))
    expect(priya.locator("h1")).to_have_text("You’re in.")

    # A poll: everyone reads, answers, and sees how the room answered, without right or wrong.
    primary(fatima, "open")
    expect(projector.locator(".stem")).to_contain_text("Tu vois passer une info")
    expect(priya.locator(".stem")).to_contain_text("surprising")
    assert pavel.locator(".options input:enabled").count() == 0
    primary(fatima, "close")
    for number, phone in enumerate((pavel, priya, anna)):
        answer(phone, choice=number)
    expect(projector.locator("[data-answered]")).to_have_text(re.compile("3 .* 3"))
    expect(fatima.locator("[data-answered]")).to_have_text(re.compile("3 .* 3"))
    assert projector.locator(".bar").count() == 0, "bars lead the undecided"
    primary(fatima, "reveal")
    assert tell(fatima) == "next"
    expect(projector.locator(".bar")).to_have_count(5)
    assert projector.locator(".tag-key").count() == 0
    expect(pavel.locator(".is-chosen")).to_have_count(1)

    # She skips C02. C03 with a second vote: first the wrong thing, then the right one.
    primary(fatima, "open")
    expect(projector.locator(".stem")).to_contain_text("Relie chaque geste")
    fatima.click('[data-move="skip"]')
    expect(projector.locator(".stem")).to_contain_text("site inconnu")
    primary(fatima, "close")
    for phone in (pavel, priya, anna):
        answer(phone, choice=0)
    pavel.locator('.options [name="value"]').nth(2).check()  # he changes his mind in time
    expect(fatima.locator('[data-count="c"]')).to_have_text("1")
    expect(fatima.locator('[data-count="a"]')).to_have_text("2")
    primary(fatima, "discuss")
    primary(fatima, "reopen")
    assert projector.locator(".bar").count() == 0, "the first vote stays hidden until the second"
    primary(fatima, "close")
    for phone in (pavel, priya, anna):
        expect(phone.locator(".eyebrow")).to_contain_text(re.compile("econd vote"))
        answer(phone, choice=2)
    primary(fatima, "reveal")
    assert tell(fatima) == "next"
    expect(projector.locator(".tag-key")).to_have_count(1)
    expect(projector.locator(".bar-row")).to_have_count(8)  # four options, two votes
    expect(projector.locator(".flow")).to_contain_text("2")
    expect(projector.locator(".sources")).to_contain_text("Lateral Reading")
    expect(priya.locator("[data-own-line]")).to_contain_text("Right")
    expect(anna.locator("[data-own-line]")).to_contain_text("Juste")
    expect(priya.locator(".why")).to_contain_text("Why")

    # Late joining, reload in mid-round, and the language changed without losing the seat.
    primary(fatima, "open")
    primary(fatima, "close")
    late = screens.open(390, 844, "en-GB")
    join(late, kit.base, code)
    answer(late, choice=1)
    answer(priya, choice=3)
    priya.reload()
    expect(priya.locator('[data-kept-line][data-outcome="kept"]')).to_be_visible()
    expect(priya.locator('.options [name="value"]').nth(3)).to_be_checked()
    name = priya.inner_text(".phone-name")
    priya.click(".langs a[lang=fr]")
    expect(priya.locator("html")).to_have_attribute("lang", "fr")
    expect(priya.locator(".phone-name")).to_have_text(name)
    expect(priya.locator('.options [name="value"]').nth(3)).to_be_checked()
    primary(fatima, "reveal")
    assert tell(fatima) == "next"

    # Keys: space is the button, B blanks the big screen, U undoes.
    fatima.locator("body").press("b")
    expect(projector.locator("[data-blank]")).to_be_visible()
    fatima.locator("body").press("b")
    expect(projector.locator("[data-blank]")).to_be_hidden()
    fatima.locator("h1").click()
    fatima.keyboard.press("ArrowRight")
    fatima.wait_for_selector('[data-primary][data-move="open"]')
    fatima.keyboard.press("ArrowLeft")
    expect(projector.locator(".tag-key")).to_have_count(1)

    # The end, the recap, the report.
    rare(fatima, "finish")
    fatima.click("[data-yes]")
    expect(pavel.locator(".wait h1")).to_be_visible()
    pavel.click(".wait a.button")
    expect(pavel.locator(".recap-line")).to_have_count(3)
    expect(pavel.locator(".recap-line").nth(1)).to_contain_text("Juste")
    fatima.click("a[data-primary]")
    expect(fatima.locator(".report-item")).to_have_count(3)
    rows = read_csv(fatima, f"{kit.base}/facilitate/{code}/report.csv?lang=en")
    (asked,) = [row for row in rows if row["item"] == "C03"]
    assert (asked["vote_count"], asked["answered"], asked["count"]) == ("2", "3", "")
    check_report_pdf(fatima, f"{kit.base}/facilitate/{code}/report.pdf")

    # Deleted when she says so: nothing is left, not even for those who were in.
    fatima.click("form[action$='/delete'] button")
    fatima.click("form[action$='/delete'] .danger")
    fatima.wait_for_url("**/facilitate/?deleted=1")
    assert fatima.request.get(f"{kit.base}/j/{code}").status == 404


def read_csv(page: Page, address: str) -> list[dict[str, str]]:
    answer = page.request.get(address)
    assert answer.ok
    return list(csv.DictReader(io.StringIO(answer.text()), COLUMNS))


def check_report_pdf(page: Page, address: str) -> None:
    answer = page.request.get(address)
    assert answer.headers["content-type"] == "application/pdf"
    document = pypdfium2.PdfDocument(answer.body())
    assert 1 <= len(document) <= 4
    text = "".join(leaf.get_textpage().get_text_range() for leaf in document)
    for code in ("C01", "C03", "C04"):
        assert code in text
    document.close()


@pytest.mark.parametrize(
    "pack", [pytest.param("qui-range-mon-fil", marks=pytest.mark.long), "pub-ou-pas-pub"]
)
def test_every_item_of_a_pack_is_played_to_the_end(kit, screens, fatima: Page, pack: str) -> None:
    code = open_session(fatima, kit.base, pack)
    projector = open_projector(screens, fatima, kit.base, code)
    phones = [screens.open(390, 844, language) for language in ("fr-BE", "en-GB")]
    for phone in phones:
        join(phone, kit.base, code)
    while step := proposed(fatima):
        told = tell(fatima) if step == "reveal" else press(fatima)
        if step == "open":
            for number, phone in enumerate(phones):
                answer(phone, choice=number)
        if step == "reveal":
            assert told in ("next", "finish")
            expect(projector.locator(".why, .room")).not_to_have_count(0)
            for phone in phones:
                expect(phone.locator("[data-own-line]")).not_to_be_empty()
            fits = projector.evaluate(
                "() => { const m = document.querySelector('main');"
                " return m.scrollHeight <= m.clientHeight + 2 }"
            )
            assert fits, projector.inner_text(".stem")
    expect(projector.locator(".ending")).to_be_visible()
