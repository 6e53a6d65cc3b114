"""Operation of searching: every question on offer, whatever its pack, and which are wanted."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from quizzes.bank import catalogue
from quizzes.bank.catalogue import BankItem, BankPack
from quizzes.items.item import Age, Item
from quizzes.items.text import Language

AROUND = 60
"""Seconds that a class needs around a question: to read it together, to see the result and why."""
TALK = 120
"""Seconds that it talks where it votes a second time."""


@dataclass(frozen=True)
class OfferedItem:
    """A question on offer, with the pack that it is asked from."""

    pack: BankPack
    one: BankItem

    @property
    def item(self) -> Item:
        """The question itself."""
        return self.one.item

    @property
    def name(self) -> str:
        """What a form calls it: its pack, then its code."""
        return f"{self.pack.slug} {self.item.id}"

    @property
    def age(self) -> Age:
        """Whom it suits: what it says itself, else its pack."""
        return self.item.age or self.pack.head.age

    @property
    def by_hand(self) -> bool:
        """Whether hands, cards or sheets can be counted for it."""
        return bool(self.item.hand_groups("fr"))

    @property
    def seconds(self) -> int:
        """Planned in class: to read, to answer, to see why, and to talk before a second vote."""
        return self.item.seconds + AROUND + (TALK if self.item.second_vote else 0)

    def haystack(self, language: Language) -> str:
        """What words are looked for in, without capitals and accents."""
        return plain(f"{self.item.id} {self.item.stem.say(language)} {self.pack.title(language)}")


@dataclass(frozen=True)
class Sought:
    """What somebody looks for; what is empty asks for nothing. `by_hand`: only what can be counted.

    `theme`: a code of DigComp. `level`: 1 to 3.
    """

    pack: str = ""
    kind: str = ""
    theme: str = ""
    level: str = ""
    words: str = ""
    by_hand: bool = False

    @property
    def asks(self) -> bool:
        """Whether anything is looked for."""
        return self != Sought()

    def fits(self, one: OfferedItem, language: Language) -> bool:
        """Whether a question is what is looked for; each of the words has to be in it."""
        item = one.item
        return (
            self.pack in ("", one.pack.slug)
            and self.kind in ("", item.kind)
            and (not self.theme or self.theme in item.competences.digcomp)
            and self.level in ("", str(item.difficulty))
            and (one.by_hand or not self.by_hand)
            and all(word in one.haystack(language) for word in plain(self.words).split())
        )


def plain(text: str) -> str:
    """A text without capitals and accents, as it is compared.

    >>> plain("D’où ça sort ?")
    "d'ou ca sort ?"
    """
    bare = unicodedata.normalize("NFD", text.replace("’", "'").casefold())
    return "".join(sign for sign in bare if not unicodedata.combining(sign))


def offered() -> list[OfferedItem]:
    """Every question that may be led, by pack, in the order of its pack."""
    return [OfferedItem(pack, one) for pack in catalogue.list_packs() for one in pack.items]


def named(names: Iterable[str], among: Sequence[OfferedItem] | None = None) -> list[OfferedItem]:
    """The questions of these names, each once, in their order; those that nobody offers go."""
    known = {one.name: one for one in (offered() if among is None else among)}
    return [known[name] for name in dict.fromkeys(names) if name in known]


def in_minutes(seconds: int) -> int:
    """Seconds as minutes that one would plan: a begun minute counts from its half."""
    return max(1, round(seconds / 60)) if seconds else 0
