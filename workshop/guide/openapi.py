"""The wire in OpenAPI 3.1, made of the routes: their addresses, views, models and callers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from inspect import cleandoc
from typing import Any

from flask import Flask
from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, models_json_schema
from werkzeug.routing import Rule

from quizzes.gate.access import Who, allowed
from quizzes.gate.headers import SAFE
from quizzes.gate.limits import is_limited
from quizzes.gate.wire import Call, EventStream, Parameter, Told, call_of
from workshop.guide.openapi_words import ABOUT, BUSY, SCHEMES, TAGS
from workshop.live.pages.wire.screen import Results, Snapshot
from workshop.live.pages.wire.told import JoinCode, Refusal

Json = dict[str, Any]
SCHEMAS = "#/components/schemas/{model}"
IN_PATHS: Mapping[str, tuple[Any, str]] = {
    "code": (JoinCode, "The join code of the session."),
    "question_id": (int, "The number of a question from the room."),
    "slug": (str, "The name of a plan in its address."),
    "round_id": (int, "The snapshot's round."),
    "stop": (int, "The number of a stop of the running order; 0 is the whole session."),
}
ON_THE_STREAM = (Snapshot, Results)


class NoTitles(GenerateJsonSchema):
    """JSON Schema without a title that only repeats the name of its field."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Whether a field gets one: never."""
        return False


@lru_cache(maxsize=1)
def document(app: Flask) -> Json:
    """The description of every call of this app."""
    rules = [
        (rule, call) for rule in app.url_map.iter_rules() if (call := call_of(app, rule.endpoint))
    ]
    paths: dict[str, Json] = {}
    for rule, call in sorted(rules, key=lambda one: one[0].rule):
        place = paths.setdefault(_address(rule), _shared(rule))
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            place[method.lower()] = _operation(app, rule, method, call)
    return {
        "openapi": "3.1.0",
        "info": _info(app),
        "servers": [{"url": "/"}],
        "tags": [{"name": name, "description": said} for name, said in TAGS.items()],
        "paths": paths,
        "components": _components(call for _rule, call in rules),
    }


def _info(app: Flask) -> Json:
    return {
        "title": "Recoupe: the wire of a live session",
        "version": app.config["KIT_VERSION"],
        "summary": "What phones, the projector, the console and any script of yours speak.",
        "description": ABOUT,
        "license": {"name": "MIT", "identifier": "MIT"},
    }


def _address(rule: Rule) -> str:
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)


def _shared(rule: Rule) -> Json:
    """What every call below an address has."""
    named = re.findall(r"{(\w+)}", _address(rule))
    return {"parameters": [_reference("parameters", name) for name in named]} if named else {}


def _reference(kind: str, name: str) -> Json:
    return {"$ref": f"#/components/{kind}/{name}"}


def _operation(app: Flask, rule: Rule, method: str, call: Call) -> Json:
    people = allowed(app, rule.endpoint)
    summary, _, more = cleandoc(app.view_functions[rule.endpoint].__doc__ or "").partition("\n\n")
    found: Json = {
        "operationId": rule.endpoint.rsplit(".", 1)[-1],
        "tags": _tags(people),
        "summary": " ".join(summary.split()).rstrip("."),
        "security": _security(people, method),
        "responses": {
            **{str(status): _reply(said) for status, said in call.replies.items()},
            **_refusals(app, rule, method, call),
        },
    }
    if more:
        found["description"] = " ".join(more.split())
    if call.reads:
        found["parameters"] = [_parameter(one) for one in call.reads]
    if call.body:
        found["requestBody"] = {"required": True, "content": _content(call.body)}
    return found


def _tags(people: Iterable[Who]) -> list[str]:
    names = {Who.ANYONE: "anyone", Who.SEAT: "participant"}
    wanted = {names.get(who, "facilitator") for who in people}
    return [name for name in TAGS if name in wanted]


def _security(people: frozenset[Who], method: str) -> list[Json]:
    if Who.ANYONE in people:
        return []
    found: list[Json] = [{"seatCookie": []}] if Who.SEAT in people else []
    if people - {Who.SEAT}:
        csrf: Json = {} if method in SAFE else {"csrf": []}
        found.append({"loginCookie": [], **csrf})
        if Who.LEADER in people:
            found.append({"helperCookie": [], **csrf})
    return [*found, {"bearer": []}]


def _refusals(app: Flask, rule: Rule, method: str, call: Call) -> Json:
    """Every status with which the call may be refused; a problem in each."""
    people = allowed(app, rule.endpoint)
    said: dict[int, str] = {400: "The name of the server, or the CSRF token, is not right."}
    if Who.ANYONE not in people:
        said[401] = "The token is missing or too old."
    if Who.ANYONE not in people or method not in SAFE:
        said[403] = "This is not the caller's, or it comes from another site."
    if rule.arguments:
        said[404] = "There is no such session."
    if method not in SAFE:
        said[413] = "The body is larger than 64 kB."
    if call.body:
        said[422] = "The body cannot be taken as it is; `problems` says what is wrong."
    if is_limited(app, rule.endpoint):
        said[429] = "Too many misses from this address."
    refusals = {**said, **call.refusals}
    problems = {str(status): _problem(refusals[status]) for status in sorted(refusals)}
    busy = _reference("responses", "Busy")
    return {**problems, "500": _reference("responses", "Broken"), "503": busy, "507": busy}


def _content(model: type[BaseModel]) -> Json:
    media = "text/event-stream" if model is EventStream else "application/json"
    return {media: {"schema": {"$ref": SCHEMAS.format(model=model.__name__)}}}


def _problem(said: str) -> Json:
    schema = {"$ref": SCHEMAS.format(model=Refusal.__name__)}
    return {"description": said, "content": {"application/problem+json": {"schema": schema}}}


def _reply(said: type[BaseModel] | str) -> Json:
    if isinstance(said, str):
        return {"description": said}
    found: Json = {
        "description": " ".join(cleandoc(said.__doc__ or "").split()),
        "content": _content(said),
    }
    if issubclass(said, Told) and said.headers:
        found["headers"] = {
            name: {"schema": {"type": "string"}, "description": what}
            for name, what in said.headers.items()
        }
    return found


def _parameter(one: Parameter) -> Json:
    schema = TypeAdapter(one.kind).json_schema()
    return {"name": one.name, "in": one.place, "schema": schema, "description": one.what}


def _components(calls: Iterable[Call]) -> Json:
    return {
        "securitySchemes": SCHEMES,
        "parameters": {name: _in_path(name) for name in IN_PATHS},
        "responses": {
            "Broken": _problem("Something broke on the side of the kit."),
            "Busy": {
                **_problem(BUSY),
                "headers": {"Retry-After": {"schema": {"type": "integer"}}},
            },
        },
        "schemas": _schemas(calls),
    }


def _in_path(name: str) -> Json:
    kind, what = IN_PATHS[name]
    schema = TypeAdapter(kind).json_schema()
    return {"name": name, "in": "path", "required": True, "schema": schema, "description": what}


def _schemas(calls: Iterable[Call]) -> Json:
    models: set[type[BaseModel]] = {Refusal, *ON_THE_STREAM}
    for call in calls:
        models |= {one for one in (call.body, *call.replies.values()) if isinstance(one, type)}
    wanted: list[tuple[type[BaseModel], JsonSchemaMode]] = [
        (one, "validation") for one in sorted(models, key=lambda one: one.__name__)
    ]
    _names, found = models_json_schema(wanted, ref_template=SCHEMAS, schema_generator=NoTitles)
    schemas: Json = found["$defs"]
    return schemas
