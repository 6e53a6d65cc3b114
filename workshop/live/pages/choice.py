"""What a form of questions says: what is looked for, what is ticked, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from quizzes.bank import search
from quizzes.bank.search import OfferedItem, Sought
from quizzes.gate.language import visitor_language
from workshop.live.pages.forms import SettingsForm

LESSON = 50
"""Minutes of a lesson, unless somebody says otherwise."""
LONGEST_WORDS = 80
SECRET = frozenset({"csrf_token", "wifi_password", "rehearse"})
"""Fields that never stand in an address."""

Asked = MultiDict[str, str]


def wanted(asked: Asked) -> Sought:
    """What the filters ask for."""
    return Sought(
        pack=asked.get("pack", ""),
        kind=asked.get("sort", ""),
        theme=asked.get("theme", ""),
        level=asked.get("level", ""),
        words=asked.get("words", "")[:LONGEST_WORDS],
        by_hand=bool(asked.get("by_hand")),
    )


@dataclass(frozen=True)
class TickedQuestions:
    """Questions that were ticked, in the order in which they will be asked. `lesson`: minutes."""

    wanted: Sought
    chosen: tuple[OfferedItem, ...]
    lesson: int

    @classmethod
    def of(cls, asked: Asked) -> TickedQuestions:
        """What the form says; before it was sent, all questions of the pack that is named."""
        offered, looks = search.offered(), wanted(asked)
        if asked.keys() & {"lesson", "question"}:
            names = asked.getlist("question")
        else:
            names = [one.name for one in offered if one.pack.slug == looks.pack]
        here = [one.name for one in offered if looks.fits(one, visitor_language())]
        if asked.get("do") == "all":
            names = [*names, *here]
        elif asked.get("do") == "none":
            names = [name for name in names if name not in here]
        chosen = search.named(_in_order(names, asked.get("order", "")), offered)
        return cls(looks, tuple(chosen), _minutes(asked.get("lesson", "")))

    @property
    def names(self) -> list[str]:
        """The names of the chosen ones."""
        return [one.name for one in self.chosen]

    @property
    def minutes(self) -> int:
        """Planned for all of them."""
        return search.in_minutes(sum(one.seconds for one in self.chosen))

    @property
    def uncounted(self) -> Sequence[OfferedItem]:
        """Those for which no hands can be counted."""
        return [one for one in self.chosen if not one.by_hand]

    def told(self) -> dict[str, Any]:
        """The same as the arguments of an address."""
        return {"question": self.names, "order": "|".join(self.names), "lesson": self.lesson}


def _in_order(names: Sequence[str], order: str) -> list[str]:
    """In an order that was made before; what is new comes last."""
    places = {name: place for place, name in enumerate(order.split("|"))}
    return sorted(names, key=lambda name: places.get(name, len(places)))


def _minutes(said: str) -> int:
    number = int(said) if said.isascii() and said.isdecimal() and len(said) < 4 else LESSON
    return min(max(number, 5), 480)


def listed(looks: Sought, first: Sequence[str] = ()) -> dict[str, Any]:
    """Every question for a page of them, with what the filters offer and what they ask for.

    `first`: slugs of packs that come before the others.
    """
    offered = sorted(search.offered(), key=lambda one: one.pack.slug not in first)
    items, language = [one.item for one in offered], visitor_language()
    packs = {one.pack.slug: one.pack for one in offered}
    return {
        "wanted": looks,
        "groups": [(pack, [one for one in offered if one.pack is pack]) for pack in packs.values()],
        "shown": sum(looks.fits(one, language) for one in offered),
        "total": len(offered),
        "samples": {item.kind: item for item in items},
        "themes": sorted({code for item in items for code in item.competences.digcomp}),
        "levels": sorted({item.difficulty for item in items}),
    }


def carried(asked: Asked) -> list[tuple[str, str]]:
    """Settings that were typed before one went back to the questions, to be typed no second time.

    Without passwords: they go through no address.
    """
    fields = SettingsForm(MultiDict(), meta={"csrf": False})._fields.keys() - SECRET
    return [(name, said) for name, said in asked.items(multi=True) if name in fields]
