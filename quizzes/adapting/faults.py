"""Why words that were typed cannot be kept: for each field a kind of trouble, to be worded."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from quizzes.items.problems import Problem, Problems, Rule
from quizzes.items.text import Text

# What pydantic says, and what it is to somebody who types.
_TYPES = {
    "missing": "missing",
    "string_too_long": "too_long",
    "too_long": "too_many",
    "int_parsing": "whole_number",
    "int_from_float": "whole_number",
    "int_parsing_size": "whole_number",
    "float_parsing": "number",
    "finite_number": "number",
    "greater_than_equal": "at_least",
    "less_than_equal": "at_most",
    "greater_than": "more_than",
    "literal_error": "choice",
}
_BY_NAME = {"date": "part_date", "seen": "part_date", "url": "address"}
_SEVERAL = {
    "stimulus.counts": [f"stimulus.{name}" for name in ("likes", "comments", "shares", "views")],
}
_LIMITS = ("max_length", "min_length", "ge", "le", "gt")


@dataclass(frozen=True)
class FieldFault:
    """One thing to mend: the field, its kind, the limit that was passed, what a check says,
    and what the item's own rule tells whoever types."""

    path: str
    kind: str
    limit: Any = None
    said: str = ""
    told: Text | None = None


class WordingRefused(Problems):
    """Nothing was kept. `troubles` says where, and in what way."""

    def __init__(self, troubles: Iterable[FieldFault]) -> None:
        self.troubles = tuple(troubles)
        super().__init__(Problem(one.said or one.kind, field=one.path) for one in self.troubles)


def place(path: str, fields: Sequence[str]) -> str:
    """The field that a path means: itself, or the first one below it."""
    if path in fields:
        return path
    below = (one for one in fields if one.startswith(f"{path}.") or one in _SEVERAL.get(path, ()))
    return next(below, path)


def from_rules(problems: Iterable[Problem], fields: Sequence[str]) -> list[FieldFault]:
    """What the rules of an item say, by the fields that its editor has."""
    found = [
        _by_rule(place(one.field, fields), one.rule, f"{one.what} {one.mend}".strip())
        for one in problems
    ]
    return list(dict.fromkeys(found))


def _by_rule(path: str, rule: Rule | None, said: str) -> FieldFault:
    if rule is None:
        return FieldFault(path, "other", said=said)
    return FieldFault(path, rule.name, said=said, told=rule.said)


def from_shape(
    error: ValidationError,
    content: Mapping[str, Any],
    fields: Sequence[str],
    moved: Mapping[str, Sequence[int]],
    patterns: Mapping[str, Rule],
) -> list[FieldFault]:
    """What the model says of `content`. `moved`: where the rows of a list stood when typed;
    `patterns`: what its kind says of fields that do not look as they must.

    What a union says of its other branches is left out, as no field stands for it; and so is
    that a list is too short, which only follows from what is wrong in a row.
    """
    found = [
        _trouble(one, content, fields, moved, patterns)
        for one in error.errors(include_url=False, include_input=False)
        if one["type"] != "too_short"
    ]
    named = [one for one in found if one.path in fields]
    return list(dict.fromkeys(named or found))


def _trouble(
    one: ErrorDetails,
    content: Mapping[str, Any],
    fields: Sequence[str],
    moved: Mapping[str, Sequence[int]],
    patterns: Mapping[str, Rule],
) -> FieldFault:
    path = place(_path(one["loc"], content, moved), fields)
    rule = patterns.get(path.rpartition(".")[2])
    if rule and one["type"] == "string_pattern_mismatch":
        return _by_rule(path, rule, one["msg"])
    context = one.get("ctx", {})
    limit = next((context[name] for name in _LIMITS if name in context), None)
    return FieldFault(
        path, _kind(one["type"], path, limit), limit, one["msg"].removeprefix("Value error, ")
    )


def _kind(said: str, path: str, limit: Any) -> str:
    if said == "string_too_short":
        return "missing" if limit == 1 else "too_short"
    if said.startswith("date_"):
        return "date"
    if said in ("string_pattern_mismatch", "value_error"):
        return _BY_NAME.get(path.rpartition(".")[2], "other")
    return _TYPES.get(said, "other")


def _path(
    loc: Sequence[str | int], content: Mapping[str, Any], moved: Mapping[str, Sequence[int]]
) -> str:
    """The dotted path of an error, without the names of the branches of unions."""
    steps: list[str] = []
    held: Any = content
    for number, step in enumerate(loc):
        is_branch = isinstance(held, Mapping) and held.get("type") == step and "type" not in steps
        if is_branch and number + 1 < len(loc):
            held = {name: one for name, one in held.items() if name != "type"}
        elif _holds(held, step):
            held = held[step]
            steps.append(str(step))
        elif number == len(loc) - 1:
            steps.append(str(step))
    rows = moved.get(steps[0], ()) if len(steps) > 1 else ()
    if rows and steps[1].isdecimal() and int(steps[1]) < len(rows):
        steps[1] = str(rows[int(steps[1])])
    return ".".join(steps)


def _holds(held: Any, step: str | int) -> bool:
    if isinstance(held, list):
        return isinstance(step, int) and step < len(held)
    return isinstance(held, Container) and isinstance(held, Mapping) and step in held
