"""A YAML file as one checked value: the strict reader first, then the model's own rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from quizzes.formats.strictyaml import YamlDocument, read_yaml
from quizzes.items.problems import Problem, Problems

M = TypeVar("M", bound=BaseModel)


def read_model(data: bytes, model: type[M]) -> M:
    """The value in the bytes of a YAML file. Raises Problems with a line for each."""
    document = read_yaml(data)
    try:
        return model.model_validate(document.root)
    except ValidationError as error:
        raise Problems(_problems(error, document)) from None


def _problems(error: ValidationError, document: YamlDocument) -> Iterator[Problem]:
    for one in error.errors(include_url=False, include_input=False):
        what, mend = explain(one)
        field = ".".join(str(part) for part in one["loc"])
        yield Problem(what, mend, line=document.line(one["loc"]), field=field)


def explain(detail: ErrorDetails) -> tuple[str, str]:
    """What is wrong with a field, and how to mend it where that is known."""
    if detail["type"] == "missing":
        return "It is missing.", "Add it."
    if detail["type"] == "extra_forbidden":
        return "This field is unknown here.", "Check its spelling and its place, or remove it."
    return detail["msg"].removeprefix("Value error, ").rstrip(".") + ".", ""
