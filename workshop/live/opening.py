"""Operation of opening: from the steps of a workshop, or a choice of questions, to a lobby."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from quizzes.bank import catalogue
from quizzes.bank.catalogue import BankItem, BankPack
from quizzes.bank.search import OfferedItem
from quizzes.items.problems import refuse
from quizzes.items.text import Text
from workshop.live import lifetime
from workshop.live.rules.settings import Settings
from workshop.live.rules.state import Stop
from workshop.live.rules.steps import AskedItem, LedStep, StepKind
from workshop.live.sessions import Live

MOST_QUESTIONS = 40
SEVERAL = Text(fr="Questions choisies", en="Chosen questions")


@dataclass(frozen=True)
class Script:
    """What a session goes through: its steps, the stops of these, and items that nobody offers.

    `spare`: stops that are left out and may be taken in.
    """

    steps: tuple[LedStep, ...]
    stops: tuple[Stop, ...]
    missing: tuple[str, ...] = ()
    spare: tuple[Stop, ...] = ()


def script_of(steps: Sequence[LedStep], packs: Sequence[str] = ()) -> Script:
    """The stops of these steps, with the revisions of the packs that are on offer now.

    `packs`: slugs in which a code is looked for where its pack is not named. A welcome is led from
    the lobby and has no stop. Raises Problems where two different items have one code.
    """
    found: list[Stop] = []
    missing: list[str] = []
    offered = [pack for slug in packs if (pack := catalogue.find_pack(slug))]
    for index, step in enumerate(steps):
        if not step.asks:
            if step.kind is not StepKind.WELCOME:
                seconds = step.minutes * 60
                found.append(Stop(0, index, seconds=seconds, optional=step.optional))
            continue
        for asked in step.items:
            place = _find(asked, offered)
            if place is None:
                missing.append(asked.item)
            else:
                found.append(_question(step, index, asked, *place))
    _one_code_each(found)
    stops = tuple(_numbered(found))
    return Script(tuple(steps), stops, tuple(dict.fromkeys(missing)))


def _find(asked: AskedItem, offered: Sequence[BankPack]) -> tuple[BankPack, BankItem] | None:
    named = catalogue.find_pack(asked.pack) if asked.pack else None
    for pack in [named] if asked.pack else offered:
        for one in pack.items if pack else ():
            if pack and one.item.id == asked.item:
                return pack, one
    return None


def _question(step: LedStep, index: int, asked: AskedItem, pack: BankPack, one: BankItem) -> Stop:
    return Stop(
        0,
        index,
        item=one.row_id,
        pack=pack.row_id,
        seconds=step.seconds_of(asked),
        again=step.kind is StepKind.AGAIN,
        hold=asked.hold,
        revote=asked.revote,
        optional=step.optional or asked.optional,
    )


def _numbered(stops: Sequence[Stop]) -> list[Stop]:
    """Stops with their numbers from 1. A vote that is taken again needs its first one before it."""
    asked: set[int | None] = set()
    kept: list[Stop] = []
    for stop in stops:
        if stop.again == (stop.item in asked) or stop.item is None:
            asked.add(stop.item)
            kept.append(stop)
    return [replace(stop, number=number) for number, stop in enumerate(kept, 1)]


def _one_code_each(stops: Sequence[Stop]) -> None:
    rows: dict[str, int | None] = {}
    for stop in stops:
        if stop.item is None or stop.pack is None:
            continue
        code = catalogue.bank_pack(stop.pack).by_row(stop.item).id
        if rows.setdefault(code, stop.item) != stop.item:
            raise refuse(f"Two questions have the code {code}.", "Keep one of them.", field="items")


def questions_script(chosen: Sequence[OfferedItem], title: Text | None = None) -> Script:
    """One step with these questions, of whatever packs, in this order.

    `title`: of the step; that of the pack where they are all of one. Raises Problems where there
    are none, too many for one session, or two with one code.
    """
    if not chosen:
        raise refuse("No question was chosen.", "Choose one at least.", field="items")
    if len(chosen) > MOST_QUESTIONS:
        raise refuse(
            f"There are more than {MOST_QUESTIONS} questions.", "Choose fewer.", field="items"
        )
    title = title or title_of(chosen)
    step = LedStep(
        kind=StepKind.QUESTIONS,
        title=Text(fr=title.fr, en=title.en),
        minutes=min(max(round(sum(one.seconds for one in chosen) / 60), 1), 240),
        items=tuple(AskedItem(item=one.item.id, pack=one.pack.slug) for one in chosen),
    )
    stops = [replace(_stop(one), number=number) for number, one in enumerate(chosen, 1)]
    _one_code_each(stops)
    return Script((step,), tuple(stops))


def title_of(chosen: Sequence[OfferedItem]) -> Text:
    """What questions are called together: their pack, where they are all of one."""
    packs = {one.pack.slug: one.pack.head.title for one in chosen}
    return next(iter(packs.values())) if len(packs) == 1 else SEVERAL


def _stop(one: OfferedItem) -> Stop:
    return Stop(0, item=one.one.row_id, pack=one.pack.row_id, seconds=one.seconds)


def of_pack(pack: BankPack, rows: Collection[int] = ()) -> list[OfferedItem]:
    """The questions of a pack with these rows, in its order; all where none is named."""
    return [OfferedItem(pack, one) for one in pack.items if not rows or one.row_id in rows]


def open_questions(
    facilitator_id: int,
    chosen: Sequence[OfferedItem],
    settings: Settings,
    title: str,
    now: datetime,
) -> Live:
    """A new live session on these questions, in this order. Raises Problems."""
    return open_script(facilitator_id, questions_script(chosen), settings, title, now)


def open_script(
    facilitator_id: int, script: Script, settings: Settings, title: str, now: datetime
) -> Live:
    """A new live session in its lobby, with a fresh join code. Raises Problems without a stop."""
    if not script.stops:
        raise refuse("Nothing is left to lead.", "Keep one step at least.", field="steps")
    steps, stops, spare = script.steps, script.stops, script.spare
    return lifetime.add_live(facilitator_id, steps, stops, settings, title, now, spare=spare)


def stop_for(slug: str, code: str) -> Stop:
    """A question of a pack on offer as a stop without a number. Raises Problems."""
    pack = catalogue.find_pack(slug)
    for one in pack.items if pack else ():
        if pack and one.item.id == code:
            return replace(_stop(OfferedItem(pack, one)), added=True)
    raise refuse("There is no such question.", "See the list of packs.", field="item")
