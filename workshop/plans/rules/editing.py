"""Editing a plan: every change is a new plan. What is not there raises LookupError."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from quizzes.items.text import Text
from workshop.live.rules.steps import AskedItem
from workshop.plans.rules.plan import MOST_PARTS, MOST_STEPS, Part, Plan, PlanStep

One = TypeVar("One")


class TooMany(Exception):
    """There is no room for one more. `most`: how many fit."""

    def __init__(self, most: int) -> None:
        self.most = most
        super().__init__(f"{most} at most")


def _at(all_of: Sequence[One], number: int) -> One:
    if not 0 <= number < len(all_of):
        raise LookupError(number)
    return all_of[number]


def _without(all_of: Sequence[One], number: int) -> tuple[One, ...]:
    _at(all_of, number)
    return (*all_of[:number], *all_of[number + 1 :])


def step_at(plan: Plan, part: int, number: int) -> PlanStep:
    """A step by its place, from 0."""
    return _at(_at(plan.parts, part).steps, number)


def with_part(plan: Plan, number: int, part: Part) -> Plan:
    """The plan with another part in this place; its minutes and packs follow."""
    _at(plan.parts, number)
    return with_parts(plan, (*plan.parts[:number], part, *plan.parts[number + 1 :]))


def with_parts(plan: Plan, parts: Sequence[Part]) -> Plan:
    """The plan with these parts: as long as they are, with the packs that its questions name."""
    made = plan.model_copy(update={"parts": tuple(parts)})
    named = (one.pack for step in made.kept_steps() for one in step.items if one.pack)
    packs = tuple(dict.fromkeys((*plan.packs, *named)))
    return made.model_copy(
        update={"packs": packs, "minutes": sum(part.minutes for part in made.parts)}
    )


def with_step(plan: Plan, part: int, number: int, step: PlanStep) -> Plan:
    """The plan with another step in this place."""
    here = _at(plan.parts, part)
    _at(here.steps, number)
    return _with_steps(plan, part, (*here.steps[:number], step, *here.steps[number + 1 :]))


def _with_steps(
    plan: Plan, part: int, steps: Sequence[PlanStep], aside: Sequence[PlanStep] | None = None
) -> Plan:
    here = _at(plan.parts, part)
    update: dict[str, object] = {"steps": tuple(steps)}
    if aside is not None:
        update["aside"] = tuple(aside)
    if any(len(one) > MOST_STEPS for one in (steps, aside or ())):
        raise TooMany(MOST_STEPS)
    return with_part(plan, part, here.model_copy(update=update))


def added(plan: Plan, part: int, step: PlanStep, at: int | None = None) -> Plan:
    """The plan with a step more, at the end of a part or in a place of it. Raises TooMany."""
    steps = _at(plan.parts, part).steps
    place = len(steps) if at is None else max(0, min(at, len(steps)))
    return _with_steps(plan, part, (*steps[:place], step, *steps[place:]))


def moved(plan: Plan, part: int, number: int, *, down: bool) -> Plan:
    """A step one place up or down; from the edge of a part into the next one, else as it was."""
    steps = _at(plan.parts, part).steps
    step = _at(steps, number)
    to = number + (1 if down else -1)
    if 0 <= to < len(steps):
        return _with_steps(plan, part, _swapped(steps, number, to))
    beside = part + (1 if down else -1)
    if not 0 <= beside < len(plan.parts):
        return plan
    gone = _with_steps(plan, part, _without(steps, number))
    return added(gone, beside, step, 0 if down else None)


def _swapped(all_of: Sequence[One], one: int, other: int) -> tuple[One, ...]:
    found = list(all_of)
    found[one], found[other] = found[other], found[one]
    return tuple(found)


def left_out(plan: Plan, part: int, number: int) -> Plan:
    """A step laid aside, from where it can be taken back."""
    here = _at(plan.parts, part)
    step = _at(here.steps, number)
    return _with_steps(plan, part, _without(here.steps, number), (*here.aside, step))


def taken_back(plan: Plan, part: int, number: int) -> Plan:
    """A step that was laid aside, at the end of its part again."""
    here = _at(plan.parts, part)
    step = _at(here.aside, number)
    return _with_steps(plan, part, (*here.steps, step), _without(here.aside, number))


def removed(plan: Plan, part: int, number: int) -> Plan:
    """The plan without one of the steps that were laid aside: gone for good."""
    here = _at(plan.parts, part)
    return _with_steps(plan, part, here.steps, _without(here.aside, number))


def with_new_part(plan: Plan, title: Text, minutes: int) -> Plan:
    """The plan with an empty part more. Raises TooMany."""
    if len(plan.parts) >= MOST_PARTS:
        raise TooMany(MOST_PARTS)
    return with_parts(plan, (*plan.parts, Part(title=title, minutes=minutes)))


def without_part(plan: Plan, number: int) -> Plan:
    """The plan without an empty part. Raises LookupError for one that is not, or the last."""
    part = _at(plan.parts, number)
    if part.steps or part.aside or len(plan.parts) == 1:
        raise LookupError(number)
    return with_parts(plan, _without(plan.parts, number))


def with_questions(step: PlanStep, asked: Sequence[AskedItem]) -> PlanStep:
    """A step with these questions after its own, each code once. Raises TooMany."""
    known = {one.item for one in step.items}
    more = [one for one in asked if one.item not in known]
    items = (*step.items, *more)
    if len(items) > 40:
        raise TooMany(40)
    return step.model_copy(update={"items": items})


def question_moved(step: PlanStep, number: int, *, down: bool) -> PlanStep:
    """One of its questions one place up or down, where there is a place."""
    _at(step.items, number)
    to = number + (1 if down else -1)
    if not 0 <= to < len(step.items):
        return step
    return step.model_copy(update={"items": _swapped(step.items, number, to)})


def question_removed(step: PlanStep, number: int) -> PlanStep:
    """Without one of its questions. Raises LookupError for the last: a step that asks has one."""
    items = _without(step.items, number)
    if not items:
        raise LookupError(number)
    return step.model_copy(update={"items": items})
