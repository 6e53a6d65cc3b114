"""The one reader of JSON: whatever is sent, the answer is a value or a sentence."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from typing import Any

from quizzes.items.problems import Problems, refuse

MAX_BYTES = 64_000
MAX_DEPTH = 20
MAX_INTEGER = 2**53


def _no_constant(name: str) -> Any:
    raise refuse(f"{name} is no number.", "Send a finite number.")


def _integer(digits: str) -> int:
    if len(digits) > 17 or abs(int(digits)) > MAX_INTEGER:
        raise refuse("A number is too large.", "Stay within 2^53.")
    return int(digits)


def _number(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise refuse("A number is too large.", "Send a finite number.")
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise refuse("A key appears twice.", "Send each key once.")
    return found


def _check_tree(root: Any) -> None:
    level = [root]
    for _depth in range(MAX_DEPTH):
        below: list[Any] = []
        for value in level:
            if isinstance(value, str):
                _check_text(value)
            elif isinstance(value, list):
                below += value
            elif isinstance(value, dict):
                below += [*value.keys(), *value.values()]
        if not below:
            return
        level = below
    raise refuse("The JSON is nested too deep.", "Send a flat object.")


def _check_text(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise refuse("A text holds half a character.", "Send valid Unicode.") from error
    if "\x00" in text:
        raise refuse("A text holds a null character.", "Remove it.")


def read_json(data: bytes, most: int = MAX_BYTES) -> dict[str, Any]:
    """The object in `data`. Raises Problems for anything else, and for more than `most` bytes."""
    if len(data) > most:
        raise refuse(f"The body is larger than {most // 1000} kB.", "Send less.")
    try:
        found = json.loads(
            data.decode("utf-8"),
            parse_constant=_no_constant,
            parse_int=_integer,
            parse_float=_number,
            object_pairs_hook=_object,
        )
    except Problems:
        raise
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise refuse("The body is not JSON.", "Send a JSON object in UTF-8.") from error
    if not isinstance(found, dict):
        raise refuse("The body is no JSON object.", "Send { … }.")
    _check_tree(found)
    return found


def take(
    found: dict[str, Any], *, required: Iterable[str] = (), optional: Iterable[str] = ()
) -> dict[str, Any]:
    """`found` if it has the required keys and no others than those named. Raises Problems."""
    needed, known = set(required), {*required, *optional}
    missing, extra = sorted(needed - found.keys()), sorted(found.keys() - known)
    if missing:
        raise refuse(f"Missing: {', '.join(missing)}.", "Add it.", field=missing[0])
    if extra:
        names = ", ".join(extra)[:200]
        raise refuse(
            f"Unknown: {names}.", f"Known: {', '.join(sorted(known))}.", field=extra[0][:40]
        )
    return found
