"""A simulated class for rehearsals: who is in it, when each answers, and how well."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from quizzes.items.item import Item
from quizzes.items.plausible import Chance
from quizzes.items.text import LANGUAGES, Language
from workshop.live.rules.settings import Settings

CLASS = 25
TEAMS = 8
"""So many devices has a class of 25 where it has one for each team."""
JOINING = 20.0
"""Seconds until all are in."""
TEAM_NAMES: dict[Language, tuple[str, str]] = {
    "fr": ("Les Sceptiques", "Source Sûre"),
    "en": ("The Sceptics", "Safe Source"),
}
_EASY = {1: 0.72, 2: 0.63, 3: 0.55}
_LEARNT = 0.18
_SILENT = frozenset({11, 20})
_SLOW = frozenset({5, 13, 22})
_AWAY = 8
_AWAY_AT = frozenset({3, 4})


@dataclass(frozen=True)
class Simulated:
    """One of them. `number`: from 1, in the order in which they join."""

    number: int

    @property
    def silent(self) -> bool:
        """Whether they never answer."""
        return self.number in _SILENT

    @property
    def slow(self) -> bool:
        """Whether they answer in the last moment."""
        return self.number in _SLOW

    def is_away(self, question: int) -> bool:
        """Whether they have left, and not come back, when this question of the session is asked."""
        return self.number == _AWAY and question in _AWAY_AT

    def joins_after(self, speed: int) -> float:
        """Seconds after the lobby opened."""
        return JOINING * self.number / CLASS / speed

    def language(self, spoken: Language) -> Language:
        """Most speak the language of the session, every sixth another one."""
        return spoken if self.number % 6 else next(one for one in LANGUAGES if one != spoken)

    def skill(self, item: Item, vote: int) -> float:
        """How often they are right, by the item, by who they are, and more on a second vote."""
        own = ((self.number * 7) % CLASS / CLASS - 0.5) * 0.16
        return min(_EASY[item.difficulty] + own + (_LEARNT if vote > 1 else 0), 0.95)

    def answers_after(self, chance: Chance, seconds: float, speed: int) -> float:
        """Seconds after the answers were opened. `seconds`: of the round, or those of the item."""
        share = 0.8 + 0.15 * chance.random() if self.slow else _early(chance)
        return seconds * share / speed


def _early(chance: Chance) -> float:
    return 0.1 + 0.6 * (chance.random() + chance.random()) / 2


def crowd(settings: Settings) -> list[Simulated]:
    """Everybody who takes part: a class, a device for each team of it, or nobody."""
    if not settings.rehearsal or not settings.devices:
        return []
    return [Simulated(number) for number in range(1, (CLASS if settings.phones else TEAMS) + 1)]


def team_of(one: Simulated, settings: Settings, language: Language) -> str | None:
    """The name that a team gives itself, where it may: two do."""
    if not settings.teams or one.number not in (1, 2):
        return None
    return TEAM_NAMES[language][one.number - 1]


def answer(
    one: Simulated, item: Item, vote: int, before: Iterable[Any], chance: Chance, language: Language
) -> Any:
    """What they answer. `before`: what they said in the first vote, if anything: who was right
    mostly stays with it, and many of the others change their mind."""
    for value in before:
        stays = 0.92 if item.mark(value) == 1 else 0.75 if not item.scored else 0.35
        if chance.random() < stays:
            return value
    return item.plausible(chance, one.skill(item, vote), language)


def certainty(item: Item, value: Any, chance: Chance) -> int | None:
    """How sure they say they are: more often of what is right. None where it is not asked."""
    if not item.asks_certainty:
        return None
    sure, fairly = (0.5, 0.85) if item.mark(value) == 1 else (0.2, 0.6)
    said = chance.random()
    return 3 if said < sure else 2 if said < fairly else 1


def changes_mind(chance: Chance) -> bool:
    """Whether they answer a second time while the answers are open."""
    return chance.random() < 0.08
