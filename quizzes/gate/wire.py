"""What a call of the wire takes and answers: said once beside its view, checked and published."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, ClassVar, Literal, TypeVar

from flask import Flask, jsonify, request
from flask.wrappers import Response as Reply
from pydantic import BaseModel, ConfigDict, RootModel, ValidationError

from quizzes.gate.misfits import misfits
from quizzes.gate.strictjson import read_json

View = Callable[..., Any]
M = TypeVar("M", bound=BaseModel)
_CALL = "wire"


class AskedBody(BaseModel):
    """Base of what a request carries: nothing is guessed, nothing unknown is passed over."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class Told(BaseModel):
    """Base of what a reply says. `headers`: those that come with it, and what they mean."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")
    headers: ClassVar[Mapping[str, str]] = {}


class EventStream(RootModel[str]):
    """Server-sent events. It ends when the client or the session goes."""


class AnyObject(RootModel[dict[str, Any]]):
    """A JSON object."""


@dataclass(frozen=True)
class Parameter:
    """Something that a call reads beside its path and its body. `kind` is a type for pydantic."""

    name: str
    place: Literal["query", "header"]
    kind: Any
    what: str


@dataclass(frozen=True)
class Call:
    """One call: its body, its replies by status, why it is refused, what else it reads.

    A reply is a model, or a sentence where nothing is sent.
    """

    body: type[AskedBody] | None
    replies: Mapping[int, type[BaseModel] | str]
    refusals: Mapping[int, str]
    reads: Sequence[Parameter]


def wire(
    *,
    body: type[AskedBody] | None = None,
    replies: Mapping[int, type[BaseModel] | str],
    refusals: Mapping[int, str] | None = None,
    reads: Sequence[Parameter] = (),
) -> Callable[[View], View]:
    """Say what a view takes and answers. It gets the body, already read, as `body`."""
    call = Call(body, replies, refusals or {}, reads)

    def mark(view: View) -> View:
        marked = view if body is None else _with_body(view, body)
        marked.__dict__[_CALL] = call
        return marked

    return mark


def _with_body(view: View, model: type[AskedBody]) -> View:
    @wraps(view)
    def read_first(**kwargs: Any) -> Any:
        return view(**kwargs, body=read_body(model))

    return read_first


def call_of(app: Flask, endpoint: str) -> Call | None:
    """What the view of an endpoint said; None where it is no call of the wire."""
    found: Call | None = getattr(app.view_functions.get(endpoint), _CALL, None)
    return found


def read_body(model: type[M]) -> M:
    """The request's body. Raises Problems with everything that is wrong with it."""
    return check(model, read_json(request.get_data(cache=False)))


def check(model: type[M], found: Mapping[str, Any]) -> M:
    """What was read as this model. Raises Problems."""
    try:
        return model.model_validate(found)
    except ValidationError as error:
        raise misfits(error, model) from None


def told(reply: Told, status: int = 200) -> Reply:
    """The reply as JSON, without what it leaves unsaid."""
    answer = jsonify(reply.model_dump(mode="json", exclude_unset=True))
    answer.status_code = status
    return answer
