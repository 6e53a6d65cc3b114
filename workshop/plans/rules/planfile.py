"""A plan as a file that travels from one kit to another."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import ValidationError

from quizzes.adapting.faults import FieldFault, from_shape
from quizzes.items.text import Value
from workshop.plans.rules.plan import Plan
from workshop.plans.rules.typed import FormRefused

VERSION = 1
SUFFIX = ".recoupe-plan.json"
MOST_BYTES = 500_000
MOST_TOLD = 12


class PlanFile(Value):
    """What stands in the file. `version` rises when older kits could not read it."""

    format: Literal["recoupe-plan"]
    version: Literal[1]
    plan: Plan


def content_of_plan(plan: Plan) -> dict[str, Any]:
    """The plan as JSON, without what is at its default."""
    found: dict[str, Any] = plan.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return found


def written(plan: Plan) -> bytes:
    """The bytes of the file: indented, so that it can be read and compared."""
    content = {"format": "recoupe-plan", "version": VERSION, "plan": content_of_plan(plan)}
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def read_plan(found: Mapping[str, Any]) -> Plan:
    """The plan in the JSON of a file. Raises FormRefused, each fault with its place in the file."""
    if found.get("format") != "recoupe-plan":
        raise FormRefused([FieldFault("", "not_a_plan")])
    if found.get("version") != VERSION:
        raise FormRefused([FieldFault("", "newer")])
    try:
        return PlanFile.model_validate(dict(found)).plan
    except ValidationError as error:
        faults = from_shape(error, found, (), {}, {})
    raise FormRefused(faults[:MOST_TOLD])
