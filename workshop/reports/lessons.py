"""Operation of the next lesson: which questions take up what was missed, and a session on them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from quizzes.bank import catalogue, search
from quizzes.bank.catalogue import BankPack
from quizzes.items.item import Item
from quizzes.items.problems import refuse
from quizzes.items.text import Language, Text
from workshop.live import opening
from workshop.live.sessions import Live
from workshop.reports.rules.figures import ItemReport
from workshop.reports.rules.whole import NextQuestion, TakeUp, least_understood

MOST_FOR_ONE = 2
MOST_AT_ONCE = 12
TITLE = Text(fr="On y revient", en="Taken up again")


def take_up(live: Live, items: Sequence[ItemReport], language: Language) -> tuple[TakeUp, ...]:
    """At most three questions to take up again, each with others that were not asked yet."""
    used = {live.item_of(row).stem.en for row in live.state.item_rows()}
    found = []
    for one in least_understood(items):
        missed = _item(live, one.code)
        nearest = _nearest(missed, used)
        used |= {item.stem.en for _, item in nearest}
        told = tuple(_told(pack, item, language) for pack, item in nearest)
        found.append(TakeUp(one, one.most_wrong, told))
    return tuple(found)


def _item(live: Live, code: str) -> Item:
    return next(item for row in live.state.item_rows() if (item := live.item_of(row)).id == code)


def _nearest(missed: Item, used: Collection[str]) -> list[tuple[BankPack, Item]]:
    """Questions on offer that exercise the same competences, the nearest first."""
    offered = [
        (_nearness(missed, one.item), pack, one.item)
        for pack in catalogue.list_packs()
        for one in pack.items
        if one.item.stem.en not in used
    ]
    near = sorted((one for one in offered if one[0] > 0), key=lambda one: -one[0])
    return [(pack, item) for _, pack, item in near[:MOST_FOR_ONE]]


def _nearness(missed: Item, other: Item) -> int:
    """How much two questions share; codes with the same letter are about the same subject."""
    mine, theirs = missed.competences, other.competences
    shared = 2 * len(set(mine.csem) & set(theirs.csem)) + len(
        set(mine.digcomp) & set(theirs.digcomp)
    )
    same_subject = missed.id[0] == other.id[0]
    return shared + 2 * same_subject + other.scored if shared else 0


def _told(pack: BankPack, item: Item, language: Language) -> NextQuestion:
    stem = item.stem.say(language)
    return NextQuestion(pack.slug, pack.title(language), item.id, stem, item.seconds)


def open_next(live: Live, chosen: Sequence[str], now: datetime) -> Live:
    """A new session with the same settings on these questions, each as `pack:code`.

    Raises Problems where none is chosen, or one is not on offer.
    """
    names = list(dict.fromkeys(one.replace(":", " ", 1) for one in chosen))
    if len(names) > MOST_AT_ONCE:
        raise refuse("These are too many questions.", "Tick fewer.", field="items")
    asked = search.named(names)
    if len(asked) < len(names):
        raise refuse("There is no such question.", "See the list of packs.", field="item")
    script = opening.questions_script(asked, TITLE)
    return opening.open_script(live.facilitator_id, script, live.settings, live.title, now)
