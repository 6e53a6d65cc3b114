"""Compares every screen of a room with the truth, and says what is wrong on which.

The truth is what the server’s wire says to the facilitator, what its database keeps of each seat,
the pack’s own file (stems, keys, reasons, marks), and what each phone was told to answer. Nothing
of it is read from a screen.
"""

from __future__ import annotations

import json
import re
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from statistics import mean
from typing import Any, Literal

import httpx
from lesson_clock import FASTER, LessonTime
from playwright.sync_api import Page

from quizzes.formats.pack_folder import read_folder
from quizzes.items.item import MOSTLY, Item
from quizzes.items.text import LANGUAGES, Language
from workshop.live.rules.stages import Stage, after, stages_of

Role = Literal["phone", "projector", "console"]
PACKS = Path(__file__).parents[1] / "packs"

# Seconds of lesson.
SETTLES = 5.0  # a phone spreads what it asks for over two seconds after each new version
RETURNS = 10.0  # and after a drop it is right within ten
# A countdown that was not paused, made longer or asked anew when it should have been is wrong by
# thirty seconds or more here. What reaches a screen a real second late is wrong by twelve.
TIMER_IS_RIGHT_TO = 18.0
# Real seconds that drawing, requests and a busy machine may add to the first two.
MACHINE = 6.0

KEPT = """
    SELECT live.version, seat.public_id, seat.nickname, seat.language, seat.extra_seconds,
           json_group_array(json_object(
               'round', round.id, 'item', item.code, 'vote', round.vote,
               'opened', round.opened_at, 'value', json(response.value),
               'certainty', response.certainty, 'revealed', EXISTS (
                   SELECT 1 FROM round AS any WHERE any.live_id = live.id
                   AND any.item_id = round.item_id AND any.revealed_at IS NOT NULL)))
    FROM live_session AS live
    JOIN seat ON seat.live_id = live.id AND seat.removed_at IS NULL
    LEFT JOIN response ON response.seat_id = seat.id
    LEFT JOIN round ON round.id = response.round_id
    LEFT JOIN item ON item.id = round.item_id
    WHERE live.code = ? GROUP BY seat.id ORDER BY seat.id
"""

ANSWERABLE = ("open", "closed", "discuss")


@dataclass(eq=False)
class Screen:
    """One screen of the room. `told`: what a phone was told to answer, by round, where it could
    be sent in time; `unsure`: where it could not, so that both outcomes are right."""

    role: Role
    page: Page
    language: Language
    name: str
    seat: str = ""
    told: dict[int, Any] = field(default_factory=dict)
    unsure: dict[int, Any] = field(default_factory=dict)
    acknowledged: dict[int, Any] = field(default_factory=dict)
    away: str = ""


@dataclass(frozen=True)
class Truth:
    """What is true of the room at one moment of the lesson. `left`: seconds, without extra time,
    below zero once only seats with extra time are left; `mine`: what is kept of each phone’s
    seat."""

    at: float
    version: int
    phase: str
    paused: bool
    blank: bool
    round: int | None
    vote: int
    position: int
    total: int
    item: Item | None
    left: float | None
    people: Sequence[dict[str, Any]]
    joined: int
    mine: dict[Screen, dict[str, Any]]
    stage: Stage | None

    @property
    def is_told(self) -> bool:
        """Whether the answer of the current item is told, not only how many chose what."""
        scored = self.item is not None and self.item.scored
        return self.stage is not None and (self.stage >= Stage.KEY or not scored)

    @property
    def on_phones(self) -> str:
        """The phase as phones show it: they wait for the answer."""
        return "closed" if self.phase == "revealed" and not self.is_told else self.phase

    def phase_on(self, screen: Screen) -> str:
        """The phase as a screen shows it."""
        return self.on_phones if screen.role == "phone" else self.phase

    @property
    def goes_on(self) -> bool:
        """Whether more of the result is to be told."""
        if self.item is None or self.stage is None:
            return False
        return after(stages_of(self.item), self.stage) is not None

    @cached_property
    def revealed(self) -> frozenset[str]:
        """The items whose result was shown; a response has a mark from then on."""
        given = (one for me in self.mine.values() for one in me["responses"])
        return frozenset(one["item"] for one in given if one["revealed"])

    def given(self, vote: int) -> list[Any]:
        """The values kept for the current item in one vote."""
        here = self.item.id if self.item else None
        given = (one for me in self.mine.values() for one in me["responses"])
        return [one["value"] for one in given if (one["item"], one["vote"]) == (here, vote)]

    def own(self, phone: Screen) -> dict[str, Any] | None:
        """What the phone’s screen should show as its own: of this round, or of the last vote."""
        here = self.item.id if self.item else None
        mine = [one for one in self.mine[phone]["responses"] if one["item"] == here]
        if self.on_phones == "revealed":
            return mine[-1] if mine else None
        return next((one for one in mine if one["round"] == self.round), None)


class WrongScreen(AssertionError):
    """A screen that is wrong and stays so."""


class Watch:
    """Reads the truth and the screens, and counts what it has compared."""

    def __init__(
        self, base: str, database: Path, code: str, token: str, slug: str, lesson: LessonTime
    ) -> None:
        self.lesson, self.code = lesson, code
        self.http = httpx.Client(
            base_url=f"{base}/api/live/{code}",
            headers={"Authorization": f"Bearer {token}"},
            timeout=20,
        )
        self.database = sqlite3.connect(f"file:{database}?mode=ro", uri=True, isolation_level=None)
        pack = read_folder(PACKS / slug).pack
        self.items = {one.id: one for one in pack.items}
        self.phones: list[Screen] = []
        self.secrets = {one.id: list(secrets(one)) for one in pack.items}
        self.known: set[str] = set()  # items that were revealed at some time
        self.checked: Counter[str] = Counter()
        self.states: set[tuple[str, str, str]] = set()
        self.longest = 0.0
        self._deadline: tuple[int | None, float] = (None, 0.0)

    # The truth --------------------------------------------------------------------------

    def ask(self, path: str) -> dict[str, Any]:
        """One call of the wire that succeeds."""
        answer = self.http.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text[:300]}"
        return dict(answer.json())

    def kept(self) -> tuple[int, dict[str, dict[str, Any]]]:
        """The session’s version and, by seat, what the database keeps: one reading of it."""
        rows = self.database.execute(KEPT, [self.code]).fetchall()
        seats: dict[str, dict[str, Any]] = {}
        for _, seat, nickname, language, extra, given in rows:
            responses = [one for one in json.loads(given) if one["round"] is not None]
            seats[seat] = {
                "nickname": nickname,
                "language": language,
                "extra": extra,
                "responses": sorted(responses, key=lambda one: one["opened"]),
            }
        return (rows[0][0] if rows else 0), seats

    def truth(self) -> Truth:
        """How the room stands now. All of it is of the same version."""
        for _ in range(50):
            version, seats = self.kept()
            before = self.lesson()
            found = self.ask("/snapshot?as=projector")
            at = (before + self.lesson()) / 2
            results = self.ask("/results")
            if {found["version"], results["version"]} == {version}:
                break
        else:
            raise AssertionError("the server does not come to rest")
        mine = {phone: seats[phone.seat] for phone in self.phones}
        item = self.items[found["item"]["id"]] if found["item"] else None
        truth = Truth(
            at=at,
            version=found["version"],
            phase=found["phase"],
            paused=found["paused"],
            blank=found["blank"],
            round=found["round"],
            vote=found["vote"],
            position=found["item_position"],
            total=found["items_total"],
            item=item,
            left=self._left(found, at),
            people=results["people"],
            joined=results["joined"],
            mine=mine,
            stage=Stage[found["stage"].upper()] if found["stage"] else None,
        )
        self._nothing_is_lost(truth)
        self.known |= truth.revealed
        return truth

    def _left(self, found: dict[str, Any], at: float) -> float | None:
        """The deadline is remembered, for a wire whose time stops at zero."""
        if found["remaining_ms"] is None:
            return None
        left = float(found["remaining_ms"]) / 1000
        if left != 0 or found["paused"] or self._deadline[0] != found["round"]:
            self._deadline = (found["round"], at + left)
        return self._deadline[1] - at

    def _nothing_is_lost(self, truth: Truth) -> None:
        for phone, me in truth.mine.items():
            kept = {one["round"]: one["value"] for one in me["responses"]}
            for round_, value in phone.acknowledged.items():
                if round_ not in kept:
                    raise WrongScreen(f"{phone.name}: its kept answer {value} is lost")

    def close(self) -> None:
        """Let the wire and the database go."""
        self.http.close()
        self.database.close()

    def lasted(self) -> float:
        """Seconds from the lobby to the end, by the server’s clock."""
        query = "SELECT finished_at - begun_at FROM live_session WHERE code = ?"
        return float(self.database.execute(query, [self.code]).fetchone()[0]) / 1_000_000

    # The screens ------------------------------------------------------------------------

    def check(self, screens: Sequence[Screen], within: float = SETTLES) -> float:
        """Compare screens with the truth, and again while some are wrong; the seconds of lesson
        until the last one was right. Raises WrongScreen after `within` and MACHINE, and at once
        for a screen that shows what nobody may know yet."""
        began = self.lesson()
        wrong = list(screens)
        while True:
            truth = self.truth()
            found = {screen: list(self.problems(screen, truth)) for screen in wrong}
            for screen in wrong:
                if not found[screen]:
                    self.checked[screen.role] += 1
                    self.states.add((screen.role, screen.language, truth.phase_on(screen)))
            wrong = [screen for screen in wrong if found[screen]]
            took = self.lesson() - began
            if not wrong:
                self.longest = max(self.longest, took)
                return took
            told = [f"{screen.name}: {one}" for screen in wrong for one in found[screen]]
            if took > within + MACHINE * FASTER or any("secret" in one for one in told):
                raise WrongScreen("\n".join([f"after {took:.0f} s, {summary(truth)}", *told[:20]]))
            time.sleep(0.05)

    def problems(self, screen: Screen, truth: Truth) -> Iterator[str]:
        """What is wrong on one screen, in words; nothing when it is right."""
        before = self.lesson()
        seen = screen.page.evaluate(LOOK[screen.role])
        now = (before + self.lesson()) / 2
        if seen["wide"] > 0:
            yield f"it scrolls sideways by {seen['wide']} px"
        if seen["lang"] != screen.language:
            yield f"its language is {seen['lang']}"
        if seen["lost"]:
            yield f"it is connected and says “{seen['lost']}”"
        extra = truth.mine[screen]["extra"] if screen.role == "phone" else 0
        left = None if truth.left is None else truth.left + extra
        if left is not None and not truth.paused:
            left -= now - truth.at
        yield from timer_problems(seen, left)
        if screen.role != "console":
            for name, told in secret_problems(seen, truth, self.items, self.secrets):
                yield f"{'an old result' if name in self.known else 'a secret'} of {name}: {told}"
        if screen.role == "phone":
            yield from phone_problems(seen, truth, screen, left)
        elif screen.role == "projector":
            yield from projector_problems(seen, truth, screen)
        else:
            yield from console_problems(seen, truth, screen)


def summary(truth: Truth) -> str:
    """The truth in one line, for a person."""
    what = f"{truth.item.id} vote {truth.vote}" if truth.item else "no item"
    left = "" if truth.left is None else f", {truth.left:.0f} s left"
    return f"version {truth.version} is {truth.phase}{', paused' * truth.paused}: {what}{left}"


def differs(what: str, found: object, wanted: object) -> Iterator[str]:
    """A sentence when two things are not the same."""
    if found != wanted:
        yield f"{what} is {found!r} and should be {wanted!r}"


def plain(text: str | None) -> str:
    """A text with single spaces, as no-break spaces and line ends do not matter here."""
    return re.sub(r"\s+", " ", text or "").strip()


def numbers(text: str | None) -> list[int]:
    """The whole numbers in a text."""
    return [int(one) for one in re.findall(r"\d+", text or "")]


# What every screen must keep --------------------------------------------------------------


def timer_problems(seen: dict[str, Any], left: float | None) -> Iterator[str]:
    """A countdown that is there when time runs, and right."""
    if (seen["timer"] is None) != (left is None):
        yield f"its timer shows {seen['timer']} with {left} s left"
    elif left is not None:
        minutes, seconds = numbers(seen["timer"])
        shown = 60 * minutes + seconds
        if abs(shown - max(0, left)) > TIMER_IS_RIGHT_TO:
            yield f"its timer shows {seen['timer']} with {left:.1f} s left"


def secrets(item: Item) -> Iterator[str]:
    """How the texts begin that nobody may know before an item’s reveal, in both languages."""
    for language in LANGUAGES:
        view = item.revealed_view(language)
        tempting = [one["rationale"] for one in view.get("temptations", ())]
        for text in (view["first_sentences"], *view.get("rationales", {}).values(), *tempting):
            if text:
                yield plain(text)[:60]


def secret_problems(
    seen: dict[str, Any], truth: Truth, items: dict[str, Item], secret: dict[str, list[str]]
) -> Iterator[tuple[str, str]]:
    """Items whose reason or key is on a screen, and what of it, but for the present one once it
    is revealed. A key belongs to the item whose stem stands above it."""
    here = truth.item.id if truth.item and truth.is_told else None
    text = plain(seen["text"])
    for name, texts in secret.items():
        for told in texts:
            if name != here and told in text:
                yield name, told
    if seen["keys"] or seen["ticks"]:
        stem = plain(seen["stem"])
        for name, item in items.items():
            if name != here and stem in (plain(item.stem.fr), plain(item.stem.en)):
                yield name, f"its key {seen['keys']}"


def result_problems(seen: dict[str, Any], truth: Truth, language: Language) -> Iterator[str]:
    """Key, reason and figures of the room, on phones and, as far as they are told there, on the big
    screen; the reason stands only where it is the last that was told."""
    item, phone = truth.item, "stage" not in seen
    assert item is not None
    view = item.revealed_view(language)
    said = plain(view["first_sentences"]) in plain(seen["text"])
    if not said and (phone or truth.stage is Stage.WHY):
        yield "the reason is missing"
    last = truth.given(truth.vote)
    votes = [truth.given(1), last] if truth.vote == 2 and "first" in seen["shows"] else [last]
    if item.shape == "number":
        told = view["truth_text"] if truth.is_told else ""
        yield from differs("the truth", plain(seen["truth"]), plain(told))
        if seen["bins"] is not None:
            yield from differs("the estimates", seen["bins"], sum(map(len, votes)))
        return
    wanted = view["keys"] if truth.is_told else []
    yield from differs(
        "the keys", seen["keys"], wanted if item.shape == "order" else sorted(wanted)
    )
    ids = [option["id"] for option in item.question_view(language)["options"]]
    if item.shape == "order":
        ranks = {
            one: [mean(value.index(one) + 1 for value in vote) for vote in votes] for one in ids
        }
        for one in ids:
            found = seen["ranks"].get(one, [])
            far = [abs(a - b) > 0.051 for a, b in zip(found, ranks[one], strict=False)]
            if len(found) != len(ranks[one]) or any(far):
                yield f"the ranks of {one} are {found} and should be {ranks[one]}"
        return
    for one in ids:
        counts = [sum(one in [value] or one in value for value in vote) for vote in votes]
        if item.shape == "one":
            counts = [sum(one == value for value in vote) for vote in votes]
        yield from differs(f"the votes for {one}", seen["counts"].get(one), counts)


# Phones -----------------------------------------------------------------------------------


def phone_problems(
    seen: dict[str, Any], truth: Truth, phone: Screen, left: float | None
) -> Iterator[str]:
    """Item, controls, own answer and own result of a participant."""
    me = truth.mine[phone]
    yield from differs("the name", plain(seen["name"]), plain(me["nickname"]))
    yield from differs("the pause", seen["paused"], truth.paused)
    yield from differs("the seat’s language", me["language"], phone.language)
    item = truth.item
    if truth.phase in ("lobby", "finished"):
        yield from differs("what it shows", seen["shows"], [truth.phase])
        return
    assert item is not None
    yield from differs("the stem", plain(seen["stem"]), plain(item.stem.say(phone.language)))
    yield from differs(
        "the place", numbers(seen["eyebrow"] or "")[:2], [truth.position, truth.total]
    )
    if truth.on_phones == "revealed":
        yield from differs("what it shows", seen["shows"], ["result"])
        yield from result_problems(seen, truth, phone.language)
        yield from verdict_problems(seen, truth, phone)
        return
    yield from differs("what it shows", seen["shows"], ["form"])
    yield from differs("the phase", seen["phase"], truth.on_phones)
    yield from differs("the item", seen["item"], item.id)
    yield from differs("“second vote”", seen["second"], truth.vote == 2 and truth.phase == "open")
    yield from control_problems(seen, truth, left)
    yield from own_problems(seen, truth, phone)


def control_problems(seen: dict[str, Any], truth: Truth, left: float | None) -> Iterator[str]:
    """Everything can be used while the answers are open to this seat, and nothing otherwise."""
    if truth.phase == "open" and left is not None and abs(left) <= TIMER_IS_RIGHT_TO:
        return  # about the end of the time, either is right
    usable = truth.phase == "open" and (left is None or left > 0)
    if not seen["controls"]:
        yield "it has no controls"
    yield from differs("what can be used", seen["enabled"], seen["controls"] if usable else 0)


def own_problems(seen: dict[str, Any], truth: Truth, phone: Screen) -> Iterator[str]:
    """The own answer is on the form, and called kept, exactly when the server has it."""
    item, own = truth.item, truth.own(phone)
    assert item is not None
    round_ = truth.round or 0
    empty = item.accepts()["items"]["enum"] if item.shape == "order" else None
    shown = seen["value"]
    if item.shape == "number" and shown is not None:
        shown = float(shown.replace(",", "."))
    if round_ in phone.told:
        yield from differs("what the server has", own and own["value"], phone.told[round_])
    if own:
        yield from differs("the line below", seen["outcome"], "kept")
        yield from differs("the own answer", shown, own["value"])
        yield from differs("the certainty", seen["certainty"], own["certainty"])
        if seen["outcome"] == "kept":
            phone.acknowledged[round_] = own["value"]
    elif seen["outcome"] == "kept":
        yield f"it calls {shown} kept, which the server does not have"
    elif seen["outcome"] in ("unsent", "sending"):
        yield from differs("what waits to be sent", shown, phone.unsure.get(round_, empty))
    elif seen["outcome"] is None:
        yield from differs("the own answer", shown, empty)


def verdict_problems(seen: dict[str, Any], truth: Truth, phone: Screen) -> Iterator[str]:
    """The own answer in words with its mark, and the own option marked."""
    item, own = truth.item, truth.own(phone)
    assert item is not None
    words = seen["words"]
    if own is None:
        none = [plain(words[name]) for name in ("none", "lateNone") if words.get(name)]
        if plain(seen["own"]) not in none:
            yield f"it says “{seen['own']}” where nothing was answered"
        yield from differs("the own options", seen["chosen"], [])
        return
    said = plain(item.say_value(own["value"], phone.language))
    if said not in plain(seen["own"]):
        yield f"it says “{seen['own']}” and should say “{said}”"
    mark = item.mark(own["value"])
    wanted = None
    if mark is not None:
        wanted = (
            words["right"] if mark == 1 else words["partly"] if mark >= MOSTLY else words["wrong"]
        )
    yield from differs("the mark", seen["mark"], wanted)
    if mark is not None:
        yield from differs("the mark’s colour", seen["green"], mark == 1)
    value = own["value"] if isinstance(own["value"], list) else [own["value"]]
    marked = item.shape not in ("number", "order")  # in an order, every option is one’s own
    yield from differs("the own options", seen["chosen"], sorted(value) if marked else [])


# The big screen ---------------------------------------------------------------------------


def projector_problems(seen: dict[str, Any], truth: Truth, screen: Screen) -> Iterator[str]:
    """What the room sees, and how many have answered."""
    yield from differs("the blank", seen["blank"], truth.blank)
    yield from differs("its phase", seen["phase"], truth.phase)
    yield from differs("how many are in", numbers(seen["joined"])[:1], [truth.joined])
    if not seen["fits"]:
        yield "it holds more than the screen"
    item = truth.item
    if truth.phase in ("lobby", "finished"):
        yield from differs("what it shows", seen["shows"], [truth.phase])
        if truth.phase == "lobby":
            yield from differs(
                "the names", seen["names"], [one["nickname"] for one in truth.people]
            )
        return
    assert item is not None
    revealed = truth.phase == "revealed"
    wanted = ["result", *(["first"] if truth.vote == 2 else [])] if revealed else ["room"]
    yield from differs("what it shows", seen["shows"], wanted)
    yield from differs("the stem", plain(seen["stem"]), plain(item.stem.say(screen.language)))
    place = [f"{truth.position}/{truth.total}", item.id]
    yield from differs(
        "the place", [plain(one) for one in (seen["eyebrow"] or "").split("·")][:2], place
    )
    yield from differs("“second vote”", (seen["eyebrow"] or "").count("·") == 2, truth.vote == 2)
    yield from differs("its pause", seen["pause"], truth.paused)
    if truth.phase in ANSWERABLE:
        answered = [len(truth.given(truth.vote)), truth.joined]
        yield from differs("how many answered", numbers(seen["answered"]), answered)
    if revealed:
        yield from differs("the stage", seen["stage"], wall_stage(truth))
        yield from result_problems(seen, truth, screen.language)


def wall_stage(truth: Truth) -> str:
    """How far the big screen tells: where nothing is right or wrong, votes are all that is hidden."""
    assert truth.item is not None and truth.stage is not None
    told = truth.stage if truth.item.scored else max(truth.stage, Stage.KEY)
    return told.name.lower()


# The console ------------------------------------------------------------------------------

USUAL = {"lobby": "start", "reading": "open", "open": "close", "discuss": "reopen",
         "finished": "report"}  # fmt: skip


def usual_step(truth: Truth) -> str:
    """What the one button should say."""
    if truth.paused and truth.phase != "lobby":
        return "resume"
    if truth.phase == "closed":
        return "discuss" if talks_next(truth) else "reveal"
    if truth.phase == "revealed":
        if truth.goes_on:
            return "turn"
        return "finish" if truth.position == truth.total else "next"
    return USUAL[truth.phase]


def talks_next(truth: Truth) -> bool:
    """Whether a discussion and a second vote are proposed: where the item gains from them, unless
    nearly everybody was right already, or hardly anybody."""
    item = truth.item
    if item is None or not item.second_vote or truth.vote > 1:
        return False
    if 3 * len(truth.given(1)) < truth.joined:
        return True  # too few to tell
    marks = [item.mark(value) or 0 for value in truth.given(1)] if item.scored else []
    return not marks or 0.3 <= sum(marks) / len(marks) <= 0.7


def other_steps(truth: Truth) -> set[str]:
    """What else should be offered."""
    phase = truth.phase
    found = {"unblank" if truth.blank else "blank", "lock"}
    if truth.version > 1:
        found.add("undo")
    if phase != "finished":
        found.add("finish")
    here = {truth.item.id} if truth.item else set()
    if phase in ("reading", "revealed", "finished") and truth.revealed - here:
        found.add("back")
    if truth.item and phase == "revealed" and len(stages_of(truth.item)) > 1:
        found.add("turn")
    if phase in ("open", "discuss"):
        found.add("extend")
    if phase in ("reading", *ANSWERABLE):
        found |= {"skip"} if truth.paused else {"skip", "pause"}
    if truth.vote == 1 and phase == "closed":
        found.add("reveal" if talks_next(truth) else "discuss")
    if truth.vote == 1 and phase == "discuss":
        found.add("reveal")
    return found


def console_problems(seen: dict[str, Any], truth: Truth, screen: Screen) -> Iterator[str]:
    """Where the session stands, what can be done, the counts, and who has answered."""
    yield from differs("its trouble", seen["trouble"], "")
    yield from differs("its one button", seen["primary"], usual_step(truth))
    yield from differs("the other buttons", set(seen["offered"]), other_steps(truth))
    yield from differs("the people in brackets", numbers(seen["joined"]), [truth.joined])
    yield from people_problems(seen, truth)
    item = truth.item
    if item is None or truth.phase in ("lobby", "finished"):
        return
    yield from differs("the stem", plain(seen["stem"]), plain(item.stem.say(screen.language)))
    yield from differs(
        "the place", numbers(seen["eyebrow"] or "")[:2], [truth.position, truth.total]
    )
    words = (seen["eyebrow"] or "").count("·")
    yield from differs("the words above", words, 1 + (truth.vote == 2) + truth.blank)
    yield from differs("the place in the order", seen["current"], truth.position)
    given = truth.given(truth.vote)
    asked = truth.phase in (*ANSWERABLE, "revealed")
    answered = [len(given), truth.joined] if asked else []
    yield from differs("how many answered", numbers(seen["answered"]), answered)
    for one, text in seen["counts"].items():
        chosen = sum(one in value if item.shape == "many" else one == value for value in given)
        counted = asked and item.shape in ("one", "many")
        yield from differs(f"the count of {one}", text, str(chosen) if counted else "")


def people_problems(seen: dict[str, Any], truth: Truth) -> Iterator[str]:
    """Each seat under its present name; who has answered, while that can change."""
    wanted = []
    for phone, me in truth.mine.items():
        name = me["nickname"] + (f" (+{me['extra']} s)" if me["extra"] else "")
        done = "has-answered" if truth.own(phone) else "is-waiting"
        wanted.append([name, done if truth.phase == "open" else ""])
    yield from differs("the people", sorted(seen["people"]), sorted(wanted))


# What is read from a page -----------------------------------------------------------------

_READ = """
  const one = (where) => document.querySelector(where);
  const all = (where, from = document) => [...from.querySelectorAll(where)];
  const text = (it) => (it ? it.textContent.replace(/\\s+/g, " ").trim() : null);
  const visible = (it) => !!it && it.getClientRects().length > 0;
  const said = (it) => (visible(it) ? text(it) : "");
  const number = (it) => parseFloat(text(it).match(/\\d[\\d.,]*/)?.[0].replace(",", "."));
  const byOption = (read) =>
    Object.fromEntries(all(".result[data-option]").map((it) => [it.dataset.option, read(it)]));
  const keys = all(".result.is-key").map((it) => it.dataset.option);
  const common = {
    lang: document.documentElement.lang,
    wide: document.documentElement.scrollWidth - innerWidth,
    lost: said(one("[data-state]")),
    timer: visible(one("[data-timer]")) ? text(one("[data-timer] [data-left]")) : null,
    text: document.body.textContent,
    stem: text(one(".stem")),
    eyebrow: text(one(".eyebrow")),
    keys: one(".results.plain, ol.results") ? keys : keys.sort(),
    ticks: all(".tag-key, .truth, .at-truth").length,
    truth: text(one(".truth")),
    counts: byOption((it) => all(".count", it).map((n) => Number(text(n).split("·").pop().match(/\\d+/)?.[0]))),
    ranks: byOption((it) => all(".count, .result-head > .hint", it).map(number)),
  };
"""

LOOK: dict[Role, str] = {
    "phone": f"""() => {{ {_READ}
  const form = one("form[data-response]"), line = one("[data-kept-line]"), own = one("[data-own-line]");
  const boxes = form ? all("[name=value]", form) : [];
  const checked = boxes.filter((it) => it.checked).map((it) => it.value);
  const value = {{
    one: () => checked[0] ?? null, many: () => (checked.length ? checked : null),
    order: () => boxes.map((it) => it.value), number: () => boxes[0].value || null,
  }}[form?.dataset.response];
  const controls = form ? all("input:not([type=hidden]), button", form) : [];
  const tag = own?.querySelector(".tag");
  return {{
    ...common,
    name: text(one(".phone-name")),
    paused: visible(one("[data-paused]")),
    shows: [
      ...(one(".wait") ? [one('.wait a[href$="/recap"]') ? "finished" : "lobby"] : []),
      ...(form ? ["form"] : []), ...(own ? ["result"] : []),
    ],
    phase: form?.dataset.phase, item: form?.dataset.item,
    second: !!one(".eyebrow b"),
    controls: controls.length,
    enabled: controls.filter((it) => !it.matches(":disabled")).length,
    value: value?.() ?? null,
    certainty: Number(one("[name=certainty]:checked")?.value) || null,
    outcome: said(line) ? line.dataset.outcome : null,
    own: said(own), mark: tag ? text(tag) : null, green: !!tag?.matches(".tag-key"),
    chosen: all(".result.is-chosen").map((it) => it.dataset.option).sort(),
    words: {{ ...one("[data-room]").dataset }},
    bins: null,
  }};
}}""",
    "projector": f"""() => {{ {_READ}
  const room = one(".room"), main = one("main"), paused = one(".room-state");
  const first = one(".bar-row + .bar-row, .histogram + .histogram");
  const bins = all('.histogram text[text-anchor="middle"]:not([class])');
  return {{
    ...common,
    phase: document.body.dataset.phase,
    blank: visible(one("[data-blank]")), stage: room?.dataset.stage,
    joined: text(one("[data-joined]")),
    fits: main.scrollHeight <= main.clientHeight + 2,
    names: all(".names li").map(text),
    shows: [
      ...(one(".lobby") ? ["lobby"] : []), ...(one(".ending") ? ["finished"] : []),
      ...(room ? [one(".room.is-revealed") ? "result" : "room"] : []), ...(first ? ["first"] : []),
    ],
    pause: text(paused)?.startsWith("Pause") ?? false,
    answered: text(one("[data-answered]")),
    bins: one(".histogram") ? bins.reduce((sum, it) => sum + Number(text(it)), 0) : null,
  }};
}}""",
    "console": f"""() => {{ {_READ}
  const place = one("[data-console]"), primary = one("[data-primary]");
  const rows = all(".running li");
  return {{
    ...common,
    stem: text(one(".console-title")),
    trouble: said(one("p[data-trouble]")),
    primary: primary?.dataset.move ?? (primary?.href.endsWith("/report") ? "report" : null),
    offered: all("button[data-move]:not([data-primary])", place).filter((it) => visible(it) || it.closest(".moves-rare")).map((it) => it.dataset.move),
    joined: text(one("[data-joined]")),
    people: all("[data-people] button").map((it) => [it.firstChild.textContent, it.className]),
    answered: text(one("[data-answered]")),
    counts: Object.fromEntries(all("[data-count]").map((it) => [it.dataset.count, text(it)])),
    current: rows.findIndex((it) => it.matches(".is-current")) + 1,
  }};
}}""",
}
