"""A workshop plan: who, how long, with what, and every step with its minutes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from quizzes.formats.pack import Objective, Slug
from quizzes.items.item import Age, ItemCode
from quizzes.items.text import LANGUAGES, Text, Value
from workshop.live.rules.steps import Mode, Step, StepCard, StepKind
from workshop.plans.rules.factbook import FactKey

CODE_IN_TEXT = re.compile(r"\b[ABC][0-2][0-9]\b")
"""How the items of the three packs are named in a sentence."""
PlanCode = Annotated[str, StringConstraints(pattern=r"^(W[1-9]|TF)$")]
MOST_PARTS = 4
MOST_STEPS = 24


class PlanSheet(StrEnum):
    """Paper that a plan may ask for."""

    WORKSHEET = "worksheet"
    KEY = "key"
    COUNTING = "counting"
    CARDS = "cards"
    ANSWERS = "answers"
    CERTIFICATE = "certificate"
    EXIT_TICKET = "exit-ticket"
    VOTE_CARDS = "vote-cards"
    PARENTS_CARD = "parents-card"
    NOTE = "management-note"
    GLOSSARY = "glossary"
    SOURCES = "sources"


OF_A_PACK = frozenset({PlanSheet.WORKSHEET, PlanSheet.KEY, PlanSheet.COUNTING})
OF_CARDS = frozenset({PlanSheet.CARDS, PlanSheet.ANSWERS})


class Material(Value):
    """A thing to have ready; `sheet` when the kit prints it, of `pack` where it belongs to one.

    `of_plan`: the cards are those of another plan.
    """

    what: Text
    sheet: PlanSheet | None = None
    pack: Slug | None = None
    of_plan: Slug | None = None
    modes: tuple[Mode, ...] = ()

    @model_validator(mode="after")
    def _says_whose(self) -> Material:
        if (self.sheet in OF_A_PACK) != (self.pack is not None):
            raise ValueError("Only worksheets, keys and counting sheets name a pack, and they must")
        if self.of_plan and self.sheet not in OF_CARDS:
            raise ValueError("Only cards are borrowed from another plan")
        return self


class Dealt(Value):
    """A deck that a step is about: its number from 1 in the plan, or in the plan `of_plan`.

    `on_screen`: its cards are also shown one after another on the big screen.
    """

    number: int = Field(ge=1, le=4)
    of_plan: Slug | None = None
    on_screen: bool = True


class PlanStep(Step):
    """A step of a plan, with the deck that it is about and the facts that it rests on."""

    deck: Dealt | None = None
    facts: tuple[FactKey, ...] = Field(default=(), max_length=40)


class Part(Value):
    """What happens in one go, such as one of two lessons.

    `minutes`: how long it shall be. `aside`: steps that were left out and may be taken back.
    """

    title: Text
    minutes: int = Field(ge=1, le=480)
    steps: tuple[PlanStep, ...] = Field(default=(), max_length=MOST_STEPS)
    aside: tuple[PlanStep, ...] = Field(default=(), max_length=MOST_STEPS)

    @property
    def taken(self) -> int:
        """Minutes that its steps take together."""
        return sum(step.minutes for step in self.steps)


class WrittenPart(Part):
    """A part of a shipped plan: it is whole, adds up and asks in an order that can be led."""

    minutes: int = Field(ge=5, le=240)
    steps: tuple[PlanStep, ...] = Field(min_length=1, max_length=MOST_STEPS)
    aside: tuple[PlanStep, ...] = Field(default=(), max_length=0)

    @model_validator(mode="after")
    def _adds_up(self) -> WrittenPart:
        if self.taken != self.minutes:
            raise ValueError(f"The steps take {self.taken} minutes, not {self.minutes}")
        return self

    @model_validator(mode="after")
    def _in_order(self) -> WrittenPart:
        if any(step.kind is StepKind.WELCOME for step in self.steps[1:]):
            raise ValueError("A welcome is the first step of a part")
        asked: set[str] = set()
        for step in self.steps:
            codes = {one.item for one in step.items}
            if step.kind is StepKind.AGAIN and not codes <= asked:
                raise ValueError(f"Not asked before: {', '.join(sorted(codes - asked))}")
            if step.kind is StepKind.QUESTIONS and codes & asked:
                raise ValueError(f"Asked twice: {', '.join(sorted(codes & asked))}")
            asked |= codes
        return self


class Fallback(Value):
    """What may go wrong, and the way round it."""

    when: Text
    do: Text


class Later(Value):
    """An item that no pack holds yet, and what to do until one does."""

    item: ItemCode
    instead: Text


class DeckCard(StepCard):
    """A card to cut out, with the facts that its answer rests on."""

    facts: tuple[FactKey, ...] = ()


class Deck(Value):
    """Cards that are printed together. Posts are invented, and say so on each card."""

    title: Text
    kind: Literal["post", "claim", "role"]
    rule: Text
    cards: tuple[DeckCard, ...] = Field(min_length=1, max_length=16)


class Plan(Value):
    """A workshop from its first to its last minute: a shipped one, or one of a facilitator’s own.

    `code` is that of a shipped plan; `origin`: the shipped plan that it was copied from.
    """

    code: PlanCode | None = None
    slug: Slug
    title: Text
    summary: Text | None = None
    origin: Slug | None = None
    minutes: int = Field(ge=1, le=1920)
    audience: Text | None = None
    age: Age | None = None
    place: Text | None = None
    modes: tuple[Mode, ...] = Field(default=(Mode.PHONES,), min_length=1, max_length=4)
    packs: tuple[Slug, ...] = Field(default=(), max_length=40)
    objectives: tuple[Objective, ...] = Field(default=(), max_length=6)
    material: tuple[Material, ...] = Field(default=(), max_length=14)
    before: tuple[Text, ...] = Field(default=(), max_length=8)
    parts: tuple[Part, ...] = Field(min_length=1, max_length=MOST_PARTS)
    fallbacks: tuple[Fallback, ...] = Field(default=(), max_length=8)
    care: tuple[Text, ...] = Field(default=(), max_length=8)
    facts: tuple[FactKey, ...] = Field(default=(), max_length=40)
    decks: tuple[Deck, ...] = Field(default=(), max_length=4)
    later: tuple[Later, ...] = Field(default=(), max_length=40)

    @model_validator(mode="after")
    def _deals_its_decks(self) -> Self:
        for step in self.kept_steps():
            if step.deck and not step.deck.of_plan and step.deck.number > len(self.decks):
                raise ValueError(f"There is no deck {step.deck.number}")
        return self

    def steps(self) -> Iterator[PlanStep]:
        """Every step of every part that is led."""
        return (step for part in self.parts for step in part.steps)

    def kept_steps(self) -> Iterator[PlanStep]:
        """The same, with those that were left out."""
        return (step for part in self.parts for step in (*part.steps, *part.aside))

    def item_codes(self) -> list[str]:
        """Every item that the plan names, in a list or in a sentence, in order of its code."""
        named = {one.item for step in self.steps() for one in step.items}
        named |= {one.item for one in self.later}
        for language in LANGUAGES:
            for text in self.texts():
                named |= set(CODE_IN_TEXT.findall(text.say(language)))
        return sorted(named)

    def fact_keys(self) -> list[str]:
        """Every fact that the plan rests on, each once: those of the steps, then of the cards."""
        keys = [key for step in self.steps() for key in step.facts]
        cards = [key for deck in self.decks for card in deck.cards for key in card.facts]
        return list(dict.fromkeys([*keys, *self.facts, *cards]))

    def texts(self) -> Iterator[Text]:
        """Every text of the plan, however deep it lies."""
        yield from _texts(self)


def _texts(value: object) -> Iterator[Text]:
    if isinstance(value, Text):
        yield value
    elif isinstance(value, Value):
        for name in type(value).model_fields:
            yield from _texts(getattr(value, name))
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)


class WrittenPlan(Plan):
    """A shipped plan: nothing is missing, minutes add up, and cards have their deck."""

    code: PlanCode
    summary: Text
    origin: None = None
    minutes: int = Field(ge=10, le=240)
    audience: Text
    place: Text
    modes: tuple[Mode, ...] = Field(min_length=1, max_length=4)
    objectives: tuple[Objective, ...] = Field(min_length=1, max_length=6)
    material: tuple[Material, ...] = Field(min_length=1, max_length=14)
    before: tuple[Text, ...] = Field(min_length=1, max_length=8)
    parts: tuple[WrittenPart, ...] = Field(min_length=1, max_length=MOST_PARTS)
    fallbacks: tuple[Fallback, ...] = Field(min_length=2, max_length=8)
    care: tuple[Text, ...] = Field(min_length=1, max_length=8)

    @model_validator(mode="after")
    def _adds_up(self) -> WrittenPlan:
        total = sum(part.minutes for part in self.parts)
        if total != self.minutes:
            raise ValueError(f"The parts take {total} minutes, not {self.minutes}")
        return self

    @model_validator(mode="after")
    def _has_its_cards(self) -> WrittenPlan:
        asked = any(one.sheet is PlanSheet.CARDS and not one.of_plan for one in self.material)
        if asked != bool(self.decks):
            raise ValueError("Cards are asked for without a deck, or a deck is not in the material")
        return self
