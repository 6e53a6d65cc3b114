"""Every kind of item on every screen and on paper: answered, shown, marked, explained."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import every_kind_screens as screen
import httpx
import pytest
from browser import check
from every_kind_cases import CASES, MINE, OTHERS, Case, all_said, plain, right, said, wrong
from every_kind_hands import Hand, Keys, Touch, answer
from kit import until
from phones import Leader, Room
from playwright.sync_api import Locator, Page, expect
from room import join

from quizzes.kinds import kinds
from workshop.live.rules.stages import Stage, stages_of

pytestmark = pytest.mark.browser
OTHER_SEATS = 5
LOCALES = {"fr": "fr-BE", "en": "en-GB"}
VERDICT = {
    "wrong": {"fr": "Pas cette fois.", "en": "Not this time."},
    "unmarked": {"fr": "n’a pas de note", "en": "has no mark"},
    "opinion": {"fr": "ni bonne ni mauvaise", "en": "no right or wrong"},
}
every_kind = pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)


def test_no_kind_is_forgotten() -> None:
    assert sorted(case.kind for case in CASES) == sorted(kinds())
    assert all(case.item.kind == case.kind for case in CASES)
    spoken = [case.language for case in CASES]
    assert abs(spoken.count("fr") - spoken.count("en")) <= 1


# What every page is held to -----------------------------------------------------------------

OUTSIDE = """(frame) => {
  const edge = frame.getBoundingClientRect().right + 1;
  return [...frame.querySelectorAll("*")]
    .filter((one) => one.checkVisibility() && !one.closest(".visually-hidden, .scroll"))
    .filter((one) => one.getBoundingClientRect().right > edge)
    .map((one) => one.outerHTML.slice(0, 80));
}"""


def check_wall(wall: Page, what: str) -> None:
    """All of the big screen is on the screen."""
    main = wall.locator("main")
    down, across = main.evaluate(
        "(one) => [one.scrollHeight - one.clientHeight, one.scrollWidth - one.clientWidth]"
    )
    assert down <= 2, f"{what} is {down} px too high"
    assert across <= 0, f"{what} is {across} px too wide"
    assert main.evaluate(OUTSIDE) == [], what
    check(wall, what=what)


# In a room ------------------------------------------------------------------------------------


class Others:
    """Five more people, by script: two of them answer as the phone does."""

    def __init__(self, room: Room, case: Case) -> None:
        self.room, self.case = room, case
        self.seats = [httpx.Client(base_url=room.leader.kit.base) for _ in range(OTHER_SEATS)]
        for one in self.seats:
            made = one.post(f"/api/live/{room.code}/seats", json={"language": case.language})
            assert made.status_code == 201, made.text

    def answer(self, *, good: int) -> None:
        """So many of them as the phone does at last, the rest wrong or otherwise."""
        item, language = self.case.item, self.case.language
        path = f"/api/live/{self.room.code}/rounds/{self.room.get('snapshot')['round']}/response"
        for number, one in enumerate(self.seats):
            value = right(item, language) if number < good else wrong(item, language)
            sure = {"certainty": 3} if item.asks_certainty else {}
            kept = one.put(path, json={"value": value, **sure})
            assert kept.status_code == 201, kept.text

    def close(self) -> None:
        for one in self.seats:
            one.close()


@pytest.fixture
def play(lead: Leader) -> Iterator[Callable[[Case], Room]]:
    """Opens the item of a case in a room of its own, and ends it."""
    opened: list[Room] = []

    def begin(case: Case) -> Room:
        room = lead.open(case.pack)
        opened.append(room)
        now = room.move("start")
        while now["item"]["id"] != case.code:
            now = room.move("skip")
        return room

    yield begin
    for room in opened:
        room.move("finish")


def show(room: Room, *texts: str) -> None:
    """Fatima lets the room see these texts."""
    path = f"/api/live/{room.code}/rounds/{room.get('snapshot')['round']}/texts"
    done = room.http.put(path, json={"texts": texts, "shown": True})
    assert done.json()["decided"] == len(texts), done.text


def kept(phone: Page, base: str, code: str) -> Any:
    """What the server holds of this phone’s last answer."""
    responses = phone.request.get(f"{base}/api/live/{code}/me").json()["responses"]
    return responses[-1]["value"] if responses else None


def send(hand: Hand, room: Room, case: Case, value: Any) -> None:
    """Answer on the phone, and see that this, and nothing else, is kept."""
    answer(hand, case.item, value)
    button = hand.page.locator(".send button")
    if button.count():
        hand.press(button)
    expect(hand.page.locator("[data-kept-line]")).to_have_attribute("data-outcome", "kept")
    until(lambda: kept(hand.page, room.leader.kit.base, room.code) == value)


def read_a_peer(hand: Hand, case: Case) -> None:
    """Read what somebody else wrote, and tick what one sees in it."""
    expect(hand.page.locator("[data-peer-text]")).to_have_text(OTHERS[case.language])
    hand.choose(hand.page.locator("[name=ticked]").first)
    hand.press(hand.page.locator("[data-peer-form] button"))
    expect(hand.page.locator("[data-peer-said]")).to_have_attribute("data-outcome", "kept")


def vote_once(hand: Hand, wall: Page, room: Room, others: Others) -> None:
    """A first vote that everybody gets wrong; then they talk, and the second is open."""
    case = others.case
    send(hand, room, case, wrong(case.item, case.language))
    others.answer(good=0)
    room.move("close", "discuss")
    expect(hand.page.locator("form")).to_have_attribute("data-phase", "discuss")
    room.move("reopen")
    for page in (hand.page, wall):
        expect(page.locator(".eyebrow").first).to_contain_text("econd vote")
    if case.kind == "feed_simulator":
        for page in (hand.page, wall):
            page.locator("[data-preset]").last.click()
            expect(page.locator("[data-preset]").last).to_have_attribute("aria-pressed", "true")
            expect(page.locator('[data-list] [data-way="up"]')).not_to_have_count(0)
    check_wall(wall, "the big screen in the second vote")
    check(hand.page, what="the phone in the second vote")


def told(wall: Page, stage: str) -> None:
    """The big screen tells the result up to this stage."""
    wall.wait_for_selector(f'.room.is-revealed[data-stage="{stage}"]')


@every_kind
def test_a_room_plays_it(kit, screens, lead: Leader, play, case: Case) -> None:
    item, language = case.item, case.language
    room = play(case)
    others = Others(room, case)
    wall = lead.browser(screens, 1920, 1080)
    wall.goto(f"{kit.base}/present/{room.code}?lang={language}")
    touches = language == "fr"
    phone = screens.open(320, 640, LOCALES[language], has_touch=touches, reduced_motion="reduce")
    hand = Touch(phone) if touches else Keys(phone)
    join(phone, kit.base, room.code)
    wall.wait_for_selector(f'.room[data-item="{case.code}"]')
    phone.wait_for_selector(f'form[data-item="{case.code}"][data-phase="open"]')
    for page in (phone, wall):
        assert said(page.locator(".stem")) == plain(item.stem.say(language))
    check_wall(wall, "the big screen with the question")
    check(phone, what="the phone with the question")

    if item.second_vote:
        vote_once(hand, wall, room, others)
    send(hand, room, case, right(item, language))
    others.answer(good=2)
    if item.kind in ("case", "rewrite", "lateral"):
        show(room, MINE[language])
    if item.kind in ("rewrite", "word_list"):
        show(room, OTHERS[language])
    room.tell()

    expect(phone.locator("[data-own-line]")).not_to_be_empty()
    told(wall, "key")
    if item.kind == "rewrite":
        read_a_peer(hand, case)
        expect(wall.locator("[data-ticks]").first).not_to_be_empty()
    if item.moderated:
        expect(wall.locator("[data-texts] li").first).to_be_visible()
    screen.own(phone, item, right(item, language), language)
    screen.own_words(phone, item, right(item, language), language)
    screen.key(phone, item, language)
    screen.reasons(phone, item, language)
    check(phone, what="the phone with the result")
    main = wall.locator("main")
    screen.ROOM[case.kind](main, item, language)
    assert main.locator(".why").count() == 0, "the class thinks first"
    if item.second_vote:
        assert "3" in said(wall.locator(".flow"))
    check_wall(wall, "the big screen with the answer")
    left = [stage for stage in stages_of(item) if stage > Stage.KEY]
    for stage in left:
        room.move("turn", page=stage)
        told(wall, stage.name.lower())
        screen.STAGE[stage](main, item, language)
    check_wall(wall, "the big screen when all is told")


# Alone ----------------------------------------------------------------------------------------


def verdict_of(item: Any) -> str:
    if item.scored:
        return "wrong"
    return "unmarked" if item.moderated and item.shape != "words" else "opinion"


def check_own_place(page: Page, item: Any, value: Any, language: str) -> None:
    """What only somebody alone sees of their own answer: words, a number, an order."""
    if item.moderated:
        assert plain(item.say_value(value, language)) in said(page.locator(".own-words"))
    elif item.shape == "number":
        assert said(page.locator("[data-given]")) == plain(item.say_value(value, language))
    elif item.shape == "order":
        place = "Toi : place" if language == "fr" else "You: place"
        count = len(value)
        tags = all_said(page.locator(".result-head .tag"))
        assert tags == [f"{place} {count - number}" for number in range(count)]
    elif item.shape == "one" and item.asks_certainty:
        sure = "sûr" if language == "fr" else "sure"
        assert sure in " ".join(all_said(page.locator(".results ~ .hint")))


@every_kind
def test_somebody_alone_gets_it_wrong(kit, screens, case: Case) -> None:
    item, language = case.item, case.other
    touches = language == "fr"
    page = screens.open(320, 640, LOCALES[language], has_touch=touches, reduced_motion="reduce")
    hand: Hand = Touch(page) if touches else Keys(page)
    page.goto(f"{kit.base}/packs/{case.pack}?lang={language}")
    page.locator("input[name=reveal][value=each]").check()
    page.click("form[action$='/begin'] button.button")
    page.wait_for_selector(".stem")
    page.goto(f"{kit.base}/take/{case.pack}/{case.number}")
    assert said(page.locator(".stem")) == plain(item.stem.say(language))
    assert page.locator(".why").count() == 0
    if item.kind == "feed_simulator":
        hand.choose(page.locator("[data-predict] input").first)
        hand.press(page.locator("[data-predict] button"))
        hand.press(page.locator("[data-preset]").last)
        expect(page.locator("[data-preset]").last).to_have_attribute("aria-pressed", "true")
    check(page, what="the question")
    value = wrong(item, language)
    answer(hand, item, value)
    hand.press(page.locator("main form[action*='/take/'] .actions button.button"))
    page.wait_for_selector("main > div > .notice[role=status]")
    page.wait_for_load_state()  # all of the result, not only its first line

    verdict = VERDICT[verdict_of(item)][language]
    assert verdict in said(page.locator("main > div > .notice[role=status]"))
    screen.own(page, item, value, language)
    check_own_place(page, item, value, language)
    screen.key(page, item, language)
    screen.reasons(page, item, language)
    check(page, what="the result")


# On paper -------------------------------------------------------------------------------------


def sheet(page: Page, base: str, case: Case, name: str) -> Locator:
    """The item on one of the sheets of its pack, as wide as A4."""
    page.goto(f"{base}/handouts/{case.pack}/{name}.html?lang={case.other}")
    expect(page.locator("html")).to_have_attribute("lang", case.other)
    article = page.locator(f"#item-{case.code}")
    text = said(article)
    for one in screen.printed(case.item, case.other, with_key=name == "key"):
        assert one in text, name
    page.emulate_media(media="print")
    assert article.evaluate(OUTSIDE) == [], name
    return article


@every_kind
def test_it_is_printed_with_and_without_its_key(kit, screens, lead: Leader, case: Case) -> None:
    item, language = case.item, case.other
    page = lead.browser(screens, 794, 1123)
    blank = sheet(page, kit.base, case, "worksheet")
    for where, count in screen.places(item).items():
        expect(blank.locator(where)).to_have_count(count)
    assert blank.locator(".is-key, .key-mark, .why, .example, .rubric").count() == 0
    explanation = item.revealed_view(language)["explanation"]
    assert explanation
    assert plain(explanation) not in said(page.locator("body"))
    if item.kind == "lateral":
        expect(page.locator(f"#results-{case.code} .found li")).to_have_count(len(item.results))
        assert page.locator(".worth").count() == 0
    answered = sheet(page, kit.base, case, "key")
    screen.key_on_paper(answered, item, language)
    if item.kind == "feed_simulator":
        expect(page.locator(".cut-cards:not(.cut-roles) li")).to_have_count(len(item.posts))
    if item.kind == "lateral":
        assert page.locator(f"#results-{case.code} .worth").count() > 0
