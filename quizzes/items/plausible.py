"""Answers that a learner might give: for rehearsals, in which nobody answers in truth."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Protocol, TypeVar

from quizzes.items.text import Language

T = TypeVar("T")
SENTENCES: dict[Language, tuple[str, ...]] = {
    "fr": (
        "Je regarde d’abord qui publie et pourquoi.",
        "Je cherche la même information ailleurs avant de partager.",
        "Je ne sais pas trop, il me faudrait la date.",
        "Je demanderais à quelqu’un qui s’y connaît.",
        "Il manque la source.",
        "On dirait une publicité, mais ce n’est pas écrit.",
        "Le titre exagère par rapport au texte.",
        "Cela dépend de qui l’a écrit.",
    ),
    "en": (
        "I first look at who posts it and why.",
        "I look for the same news elsewhere before I share it.",
        "I am not sure, I would need the date.",
        "I would ask somebody who knows about it.",
        "The source is missing.",
        "It looks like an advert, but it does not say so.",
        "The headline says more than the text.",
        "It depends on who wrote it.",
    ),
}
"""Neutral sentences, for whoever practises how texts are shown or hidden."""
WORDS: dict[Language, tuple[str, ...]] = {
    "fr": ("source", "confiance", "vidéo", "argent", "info", "doute", "photo", "pub", "amis"),
    "en": ("source", "trust", "video", "money", "news", "doubt", "photo", "advert", "friends"),
}
SHORTEST = "ok"


class Chance(Protocol):
    """What decides by chance, such as a seeded `random.Random`: rules have none of their own."""

    def random(self) -> float:
        """A number from 0 up to 1."""

    def choice(self, seq: Sequence[T], /) -> T:
        """One of these."""


def pick(chance: Chance, choices: Sequence[str], right: Collection[str], skill: float) -> str:
    """A right one as often as `skill` says, else another; any where nothing is right."""
    keys = [one for one in choices if one in right]
    others = [one for one in choices if one not in right]
    if not keys or not others:
        return chance.choice(choices)
    return chance.choice(keys if chance.random() < skill else others)


def tick(chance: Chance, choices: Sequence[str], right: Collection[str], skill: float) -> list[str]:
    """Several at once: most of what is right, and little of the rest. Never none."""
    found, miss = (skill + 1) / 2, (1 - skill) / 2
    ticked = [one for one in choices if chance.random() < (found if one in right else miss)]
    return ticked or [chance.choice([one for one in choices if one in right] or choices)]


def arrange(chance: Chance, order: Sequence[str], skill: float) -> list[str]:
    """These in their order as often as `skill` says, else moved about a little."""
    if chance.random() < skill * 0.4:
        return list(order)
    span = len(order) * (1.8 - skill)
    moved = {one: place + (chance.random() - 0.5) * 2 * span for place, one in enumerate(order)}
    return sorted(order, key=moved.__getitem__)


def sentence(chance: Chance, longest: int, language: Language) -> str:
    """A neutral sentence of at most `longest` characters."""
    fitting = [one for one in SENTENCES[language] if len(one) <= longest]
    return chance.choice(fitting) if fitting else SHORTEST[:longest]


def some_words(chance: Chance, most: int, longest: int, language: Language) -> list[str]:
    """One to `most` different words of at most `longest` characters."""
    fitting = [one for one in WORDS[language] if len(one) <= longest] or [SHORTEST[:longest]]
    wanted = 1 + int(chance.random() * most)
    return list(dict.fromkeys(chance.choice(fitting) for _ in range(wanted)))


def any_value(schema: dict[str, Any], chance: Chance) -> Any:
    """Something that this JSON Schema of a kind lets through, whatever it means."""
    if "enum" in schema:
        return chance.choice(schema["enum"])
    if schema["type"] == "object":
        needed = {name: schema["properties"][name] for name in schema.get("required", ())}
        return {name: any_value(one, chance) for name, one in needed.items()}
    if schema["type"] == "array":
        return [any_value(schema["items"], chance) for _ in range(schema.get("minItems", 1))]
    if schema["type"] in ("number", "integer"):
        low, high = schema.get("minimum", 0), schema.get("maximum", 100)
        return low + round(chance.random() * (high - low))
    return SHORTEST[: schema.get("maxLength", len(SHORTEST))]
