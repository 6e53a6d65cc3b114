"""Operation of keeping a session as a plan: what was led, to be changed and led again."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from quizzes.bank import catalogue
from quizzes.items.text import Text
from workshop.live.rules.state import Stop
from workshop.live.rules.steps import AskedItem, LedStep, Mode, StepKind
from workshop.live.sessions import Live
from workshop.plans.rules.editing import with_parts
from workshop.plans.rules.plan import MOST_STEPS, Dealt, Deck, DeckCard, Part, Plan, PlanStep

MOST_DECKS = 4


def plan_of(live: Live, title: str) -> Plan:
    """The session as a plan of one part, in the order in which it was led in the end; steps that
    were left out wholly lie aside.
    """
    dealt = [step for step in live.steps if step.cards][:MOST_DECKS]
    decks = {id(step): number for number, step in enumerate(dealt, 1)}
    steps = _steps(live, live.state.order, decks)
    first = live.steps[0] if live.steps else None
    if first is not None and first.kind is StepKind.WELCOME:
        steps.insert(0, _step(first, (), decks))
    aside = _steps(live, live.state.spare, decks)
    words = Text(fr=title, en=title)
    kept = tuple(steps[:MOST_STEPS])
    minutes = sum(step.minutes for step in kept) or 1
    part = Part(title=words, minutes=min(minutes, 480), steps=kept, aside=tuple(aside[:MOST_STEPS]))
    plan = Plan(
        slug="plan",
        title=words,
        minutes=part.minutes,
        modes=_modes(live),
        packs=tuple(pack.slug for pack in live.packs),
        decks=tuple(_deck(step) for step in dealt),
        parts=(part,),
    )
    return with_parts(plan, plan.parts)


def _modes(live: Live) -> tuple[Mode, ...]:
    chosen = live.settings
    found = (
        (chosen.phones, Mode.PHONES),
        (chosen.teams, Mode.TEAMS),
        (chosen.hands, Mode.COUNTED),
    )
    return tuple(mode for wanted, mode in found if wanted) or (Mode.PHONES,)


def _steps(live: Live, stops: Iterable[Stop], decks: dict[int, int]) -> list[PlanStep]:
    """A step for each run of stops of one step; votes that are taken again are a step of theirs,
    and so are questions that were taken in beside an activity.
    """
    found = []
    for (number, _again, _asks), run in groupby(stops, key=_run):
        if number < len(live.steps):
            found.append(_step(live.steps[number], _asked(live, run), decks))
    return found


def _run(stop: Stop) -> tuple[int, bool, bool]:
    return stop.step, stop.again, stop.item is not None


def _asked(live: Live, stops: Iterable[Stop]) -> tuple[AskedItem, ...]:
    """What was asked at these stops. A question that was added keeps its pack."""
    return tuple(
        AskedItem(
            item=live.item_of(one.item).id,
            pack=catalogue.bank_pack(one.pack).slug,
            revote=one.revote,
            optional=one.optional,
            hold=one.hold,
        )
        for one in stops
        if one.item is not None and one.pack is not None
    )


def _step(step: LedStep, asked: tuple[AskedItem, ...], decks: dict[int, int]) -> PlanStep:
    """The step as a plan keeps it; questions beside an activity have its title and few minutes."""
    told = {name: getattr(step, name) for name in LedStep.model_fields if name != "cards"}
    planned = {one.item: one.minutes for one in step.items}
    items = tuple(
        one.model_copy(update={"minutes": planned.get(one.item)}) if one.item in planned else one
        for one in asked
    )
    number = decks.get(id(step))
    told["items"] = _that_fit(items, step.minutes)
    if items and not step.asks:
        minutes = min(2 * len(items), step.minutes)
        return PlanStep(kind=StepKind.QUESTIONS, title=step.title, minutes=minutes, items=items)
    return PlanStep(**told, deck=Dealt(number=number) if number else None)


def _that_fit(items: tuple[AskedItem, ...], minutes: int) -> tuple[AskedItem, ...]:
    """Without the minutes of each where together they are more than the step has."""
    if sum(one.minutes or 0 for one in items) <= minutes:
        return items
    return tuple(one.model_copy(update={"minutes": None}) for one in items)


def _deck(step: LedStep) -> Deck:
    cards = tuple(DeckCard(**dict(one)) for one in step.cards)
    return Deck(title=step.title, kind="claim", rule=step.title, cards=cards)
