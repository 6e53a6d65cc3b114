"""The form of a whole plan: its title, its parts, and the minutes of each step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from quizzes.adapting.faults import FieldFault
from quizzes.items.text import LANGUAGES, Text
from workshop.plans.rules.editing import with_parts
from workshop.plans.rules.plan import Part, Plan, PlanStep
from workshop.plans.rules.typed import MOST_LINE, FormRefused, TypedForm


def fields_of(plan: Plan) -> dict[str, str]:
    """What stands in the form, by the name of the field."""
    found = {**_pair("title", plan.title), **_pair("summary", plan.summary)}
    for number, part in enumerate(plan.parts):
        found |= _pair(f"part.{number}.title", part.title)
        found[f"part.{number}.minutes"] = str(part.minutes)
        for place, step in enumerate(part.steps):
            found[minutes_field(number, place)] = str(step.minutes)
    return found


def minutes_field(part: int, step: int) -> str:
    """The name of the field with the minutes of a step."""
    return f"step.{part}.{step}.minutes"


def _pair(name: str, text: Text | None) -> dict[str, str]:
    return {f"{name}.{one}": text.say(one) if text else "" for one in LANGUAGES}


def read_plan_form(plan: Plan, fields: Mapping[str, str]) -> Plan:
    """The plan as it was typed; what has no field stays as it is. Raises FormRefused."""
    typed = TypedForm({**fields_of(plan), **fields})
    update = {
        "title": typed.text("title", needed=True, most=MOST_LINE) or plan.title,
        "summary": typed.text("summary"),
    }
    parts = [_part(typed, number, part) for number, part in enumerate(plan.parts)]
    if typed.faults:
        raise FormRefused(typed.faults)
    return with_parts(plan.model_copy(update=update), parts)


def _part(typed: TypedForm, number: int, part: Part) -> Part:
    path = f"part.{number}"
    update = {
        "title": typed.text(f"{path}.title", needed=True, most=MOST_LINE) or part.title,
        "minutes": typed.number(f"{path}.minutes", 1, 480),
        "steps": _steps(typed, number, part.steps),
    }
    return part.model_copy(update=update)


def _steps(typed: TypedForm, part: int, steps: Sequence[PlanStep]) -> tuple[PlanStep, ...]:
    found = []
    for place, step in enumerate(steps):
        name = minutes_field(part, place)
        minutes = typed.number(name, 1, 240)
        if sum(one.minutes or 0 for one in step.items) > minutes:
            typed.faults.append(FieldFault(name, "questions_longer"))
        found.append(step.model_copy(update={"minutes": minutes}))
    return tuple(found)
