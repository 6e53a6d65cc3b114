"""What a call of the wire carries."""

from __future__ import annotations

from typing import Any

from flask import request

from quizzes.gate.strictjson import read_json, take
from quizzes.items.problems import refuse


def json_body(*, required: tuple[str, ...] = (), optional: tuple[str, ...] = ()) -> dict[str, Any]:
    """The request's JSON object with exactly these keys. Raises Problems."""
    return take(read_json(request.get_data(cache=False)), required=required, optional=optional)


def short_text(found: dict[str, Any], key: str) -> str | None:
    """A text of at most 200 characters, or None when there is none. Raises Problems."""
    value = found.get(key)
    if value is not None and (not isinstance(value, str) or len(value) > 200):
        raise refuse("A short text is expected.", field=key)
    return value
