"""What is wrong with the body of a request, in sentences for whoever wrote or sent it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from flask_babel import gettext as _
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from quizzes.items.problems import Problem, Problems

MOST_PROBLEMS = 20
MOST_SIGNS = 40

Words = tuple[str, str]
_Said = Callable[[str, Mapping[str, Any]], Words]


def misfits(error: ValidationError, model: type[BaseModel]) -> Problems:
    """A problem for each thing that does not fit the model, up to twenty."""
    details = error.errors(include_url=False, include_input=False)[:MOST_PROBLEMS]
    return Problems(_problem(one, model) for one in details)


def _problem(detail: ErrorDetails, model: type[BaseModel]) -> Problem:
    """The place is that of the field, without the number of an entry in a list."""
    path = [str(part)[:MOST_SIGNS] for part in detail["loc"] if not isinstance(part, int)]
    if detail["type"] == "extra_forbidden":
        what, mend = _unknown(path[-1], _names(model, path[:-1]))
    else:
        what, mend = _words(detail, _name(detail["loc"], path))
    return Problem(what, mend, field=".".join(path))


def _name(place: tuple[int | str, ...], path: list[str]) -> str:
    name = path[-1] if path else ""
    if place and isinstance(place[-1], int):
        name = _("Entry %(number)s of %(name)s", number=place[-1] + 1, name=name)
    return name


def _unknown(name: str, known: list[str]) -> Words:
    names = ", ".join(sorted(known))
    return _("Unknown: %(name)s.", name=name), _("Known: %(names)s.", names=names)


@cache
def _schema(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema()


def _names(model: type[BaseModel], path: list[str]) -> list[str]:
    """The names of the fields at a place in the model."""
    schema = _schema(model)
    here: Any = schema
    for name in path:
        here = here["properties"][name]
        choices = here.get("anyOf", [here])
        reference = next(one["$ref"] for one in choices if "$ref" in one)
        here = schema["$defs"][reference.rsplit("/", 1)[-1]]
    return list(here["properties"])


def _words(detail: ErrorDetails, name: str) -> Words:
    said = _SAID.get(detail["type"])
    if said is not None:
        return said(name, detail.get("ctx", {}))
    return detail["msg"].removeprefix("Value error, ").rstrip(".") + ".", ""


def _missing(name: str, _ctx: Mapping[str, Any]) -> Words:
    return _("Missing: %(name)s.", name=name), _("Add it.")


def _text(name: str, _ctx: Mapping[str, Any]) -> Words:
    return _("%(name)s is a text.", name=name), _("Send it in quotation marks.")


def _whole(name: str, _ctx: Mapping[str, Any]) -> Words:
    return _("%(name)s is a whole number.", name=name), _("Send it without quotation marks.")


def _truth(name: str, _ctx: Mapping[str, Any]) -> Words:
    return _("%(name)s is true or false.", name=name), _("Send it without quotation marks.")


def _list(name: str, _ctx: Mapping[str, Any]) -> Words:
    return _("%(name)s is a list.", name=name), _("Send it in square brackets.")


def _object(name: str, _ctx: Mapping[str, Any]) -> Words:
    return _("%(name)s is an object.", name=name), _("Send names with values in curly brackets.")


def _too_small(name: str, ctx: Mapping[str, Any]) -> Words:
    return _("%(name)s is too small.", name=name), _("Send at least %(least)s.", least=ctx["ge"])


def _too_large(name: str, ctx: Mapping[str, Any]) -> Words:
    return _("%(name)s is too large.", name=name), _("Send at most %(most)s.", most=ctx["le"])


def _too_few(name: str, ctx: Mapping[str, Any]) -> Words:
    least = ctx["min_length"]
    return _("%(name)s is too short.", name=name), _("Its length is at least %(n)s.", n=least)


def _too_many(name: str, ctx: Mapping[str, Any]) -> Words:
    most = ctx["max_length"]
    return _("%(name)s is too long.", name=name), _("Its length is at most %(n)s.", n=most)


def _no_choice(name: str, ctx: Mapping[str, Any]) -> Words:
    known = ctx["expected"].replace("'", "").replace(" or ", ", ")
    return _("%(name)s is none of those that are known.", name=name), _(
        "Known: %(names)s.", names=known
    )


_SAID: Mapping[str, _Said] = {
    "missing": _missing,
    "string_type": _text,
    "int_type": _whole,
    "bool_type": _truth,
    "list_type": _list,
    "tuple_type": _list,
    "dict_type": _object,
    "model_type": _object,
    "greater_than_equal": _too_small,
    "less_than_equal": _too_large,
    "too_short": _too_few,
    "too_long": _too_many,
    "string_too_short": _too_few,
    "string_too_long": _too_many,
    "literal_error": _no_choice,
    "enum": _no_choice,
}
