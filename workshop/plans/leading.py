"""Operation of leading: a part of a plan becomes a live session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from quizzes.bank import catalogue
from quizzes.bank.catalogue import BankPack
from quizzes.items.item import Item
from workshop.live import opening
from workshop.live.opening import Script
from workshop.live.rules.settings import Settings
from workshop.live.rules.steps import LedStep, StepCard
from workshop.live.sessions import Live
from workshop.plans import keeping, planbook
from workshop.plans.rules.plan import Dealt, Deck, Plan, PlanStep
from workshop.plans.rules.remarks import unknown


def script_of(plan: Plan, part: int = 0) -> Script:
    """What a session on this part goes through, with the questions that are on offer now.

    Raises IndexError for a part that the plan has not.
    """
    steps = [_led(step, plan) for step in plan.parts[part].steps]
    return opening.script_of(steps, plan.packs)


def _led(step: PlanStep, plan: Plan) -> LedStep:
    told = {name: getattr(step, name) for name in LedStep.model_fields if name != "cards"}
    deck = _deck(step.deck, plan) if step.deck and step.deck.on_screen else None
    cards = tuple(_card(one) for one in deck.cards) if deck else ()
    return LedStep(**told, cards=cards)


def _card(one: StepCard) -> StepCard:
    return StepCard(**{name: getattr(one, name) for name in StepCard.model_fields})


def _deck(dealt: Dealt, plan: Plan) -> Deck | None:
    whose = planbook.find_plan(dealt.of_plan) if dealt.of_plan else plan
    decks = whose.decks if whose else ()
    return decks[dealt.number - 1] if dealt.number <= len(decks) else None


def open_plan(
    facilitator_id: int, plan: Plan, part: int, settings: Settings, title: str, now: datetime
) -> Live:
    """A new live session on this part, in its lobby. Questions that nobody offers any more are left
    out. Raises Problems when nothing is left.
    """
    return opening.open_script(facilitator_id, script_of(plan, part), settings, title, now)


@dataclass(frozen=True)
class PlanQuestion:
    """A question that a plan asks, with the pack that it is from."""

    pack: BankPack
    item: Item


def questions(plan: Plan) -> list[PlanQuestion]:
    """The questions of all parts of a plan that are on offer, each once."""
    stops = [one for part in range(len(plan.parts)) for one in script_of(plan, part).stops]
    rows = {one.item: one.pack for one in stops if one.item is not None and one.pack is not None}
    packs = {row: catalogue.bank_pack(row) for row in rows.values()}
    return [PlanQuestion(packs[pack], packs[pack].by_row(item)) for item, pack in rows.items()]


def packs(plan: Plan) -> list[BankPack]:
    """The packs from which it asks."""
    return list({one.pack.row_id: one.pack for one in questions(plan)}.values())


def missing(plan: Plan) -> Sequence[str]:
    """Codes of questions of the plan that no pack on offer holds."""
    known = keeping.known_questions()
    found = [code for part in plan.parts for code in unknown(part, plan.packs, known)]
    return list(dict.fromkeys(found))
