"""A plan as it is shown: minutes on the clock, questions in words, facts with numbered sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quizzes.items.item import Item, Source
from quizzes.items.text import Text
from workshop.live.rules.steps import AskedItem
from workshop.plans.rules.citations import Citations, CitedFact, cite
from workshop.plans.rules.factbook import Factbook
from workshop.plans.rules.plan import Deck, DeckCard, Part, Plan, PlanStep


@dataclass(frozen=True)
class ShownItem:
    """A question of a step. Without `stem` no pack on offer holds it; `instead` says what to do."""

    code: str
    stem: Text | None
    instead: Text | None


@dataclass(frozen=True)
class ShownCard:
    """A card with the facts behind its answer."""

    card: DeckCard
    facts: tuple[CitedFact, ...]


@dataclass(frozen=True)
class ShownDeck:
    """A deck with the answers to its cards."""

    deck: Deck
    cards: tuple[ShownCard, ...]


@dataclass(frozen=True)
class ShownStep:
    """A step with its place on the clock, in minutes from the beginning of its part.

    `answers`: the deck whose answers belong here, the last step that is about it.
    """

    begin: int
    end: int
    step: PlanStep
    items: tuple[ShownItem, ...]
    facts: tuple[CitedFact, ...]
    answers: ShownDeck | None


@dataclass(frozen=True)
class ShownPart:
    """A part with its steps."""

    part: Part
    steps: tuple[ShownStep, ...]


@dataclass(frozen=True)
class RunningSheet:
    """All that a page or a sheet of paper shows of a plan."""

    plan: Plan
    parts: tuple[ShownPart, ...]
    decks: tuple[ShownDeck, ...]
    facts: tuple[CitedFact, ...]
    citations: Citations

    @property
    def told_sources(self) -> list[tuple[int, Source]]:
        """What the steps and the plan itself rest on."""
        steps = (fact for part in self.parts for step in part.steps for fact in step.facts)
        return self.citations.of((*steps, *self.facts))

    @property
    def card_sources(self) -> list[tuple[int, Source]]:
        """What the answers to the cards rest on, under the same numbers."""
        return self.citations.of(
            fact for deck in self.decks for card in deck.cards for fact in card.facts
        )

    @property
    def has_posts(self) -> bool:
        """Whether invented posts are among the cards."""
        return any(deck.kind == "post" for deck in self.plan.decks)


def lay_out(plan: Plan, book: Factbook, packs: Mapping[str, Sequence[Item]]) -> RunningSheet:
    """The plan with the questions of the packs on offer, by slug. KeyError for an unknown fact."""
    stems = {(slug, item.id): item.stem for slug in packs for item in packs[slug]}
    told = cite(book, plan.fact_keys())
    decks = tuple(
        ShownDeck(deck, tuple(ShownCard(one, _facts(told, one.facts)) for one in deck.cards))
        for deck in plan.decks
    )
    return RunningSheet(
        plan=plan,
        parts=tuple(ShownPart(part, _steps(plan, part, stems, told, decks)) for part in plan.parts),
        decks=decks,
        facts=_facts(told, plan.facts),
        citations=told,
    )


def _steps(
    plan: Plan,
    part: Part,
    stems: Mapping[tuple[str, str], Text],
    told: Citations,
    decks: Sequence[ShownDeck],
) -> tuple[ShownStep, ...]:
    instead = {one.item: one.instead for one in plan.later}
    last = {one.deck.number: one for one in plan.steps() if one.deck and not one.deck.of_plan}
    shown = []
    clock = 0
    for step in part.steps:
        items = tuple(_item(one, plan.packs, stems, instead) for one in step.items)
        end = clock + step.minutes
        here = step.deck is not None and last.get(step.deck.number) is step
        deck = decks[step.deck.number - 1] if step.deck and here else None
        answers = deck if deck and deck.cards[0].card.answer else None
        shown.append(ShownStep(clock, end, step, items, _facts(told, step.facts), answers))
        clock = end
    return tuple(shown)


def _item(
    asked: AskedItem,
    packs: Sequence[str],
    stems: Mapping[tuple[str, str], Text],
    instead: Mapping[str, Text],
) -> ShownItem:
    places = [asked.pack] if asked.pack else packs
    found = [stems[slug, asked.item] for slug in places if (slug, asked.item) in stems]
    return ShownItem(asked.item, *((found[0], None) if found else (None, instead.get(asked.item))))


def _facts(told: Citations, keys: Sequence[str]) -> tuple[CitedFact, ...]:
    return tuple(told.facts[key] for key in keys)
