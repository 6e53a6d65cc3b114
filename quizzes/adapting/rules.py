"""Adapting the words of an item: what may be typed anew, and what stays as the pack says.

The mark of an item rests on ids, keys, the number and order of rows, the parts of zones and
points: none of them is a field here.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from copy import deepcopy
from typing import Any

from pydantic import ValidationError

from quizzes.adapting.faults import FieldFault, WordingRefused, from_rules, from_shape
from quizzes.items.item import Item
from quizzes.items.problems import Problem, Problems
from quizzes.items.stimulus import OWN_FIELDS
from quizzes.items.text import LANGUAGES
from quizzes.kinds import content_of, item_from

MOST_PROMPTS = 6
OF_A_SOURCE = ("title", "publisher", "date", "url", "seen", "verification")
GROWING = ("prompts", "sources")
"""Lists to which one more may be added, and from which one that is blank goes."""

_SHARED = re.compile(
    r"(?:.+\.)?(?:fr|en)|seconds|review_by" rf"|sources\.\d+\.(?:{'|'.join(OF_A_SOURCE)})"
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def flatten(content: Any, path: str = "") -> dict[str, str]:
    """Every leaf of an item’s content by its dotted path, such as `options.0.text.fr`.

    >>> flatten({"options": [{"text": {"fr": "Oui", "en": "Yes"}}], "seconds": 60.0})
    {'options.0.text.fr': 'Oui', 'options.0.text.en': 'Yes', 'seconds': '60'}
    """
    if isinstance(content, Mapping | list):
        named = content.items() if isinstance(content, Mapping) else enumerate(content)
        below = (flatten(one, f"{path}.{name}" if path else str(name)) for name, one in named)
        return {name: text for found in below for name, text in found.items()}
    if isinstance(content, bool):
        return {path: "true" if content else "false"}
    return {path: str(content).removesuffix(".0") if isinstance(content, float) else str(content)}


def fields(item: Item) -> dict[str, str]:
    """Every field that may be typed anew, with its text; blank where something may be added."""
    content = content_of(item)
    kit_words = tuple(f"{path}." for path in item.kit_words())
    own = _own_fields(item)
    found = {
        path: text
        for path, text in flatten(content).items()
        if (_SHARED.fullmatch(path) or own.fullmatch(path)) and not path.startswith(kit_words)
    }
    return {**dict.fromkeys(_offered(content), ""), **found}


def _own_fields(item: Item) -> re.Pattern[str]:
    """The fields of its stimulus and of its kind that are no text in two languages."""
    paths = (*(f"stimulus.{name}" for name in OWN_FIELDS), *item.own_fields)
    return re.compile("|".join(re.escape(path).replace(r"\*", r"\d+") for path in paths))


def _offered(content: Mapping[str, Any]) -> Iterator[str]:
    texts = ["explanation"]
    if len(content["prompts"]) < MOST_PROMPTS:
        texts.append(f"prompts.{len(content['prompts'])}")
    texts.append("expected")
    yield from (f"{path}.{language}" for path in texts for language in LANGUAGES)
    for place in range(len(content["sources"]) + 1):
        yield from (f"sources.{place}.{name}" for name in OF_A_SOURCE)


def numbers(content: Any, path: str = "") -> frozenset[str]:
    """The paths of the numbers in an item’s content: they may be typed as in French."""
    if isinstance(content, Mapping | list):
        named = content.items() if isinstance(content, Mapping) else enumerate(content)
        below = (numbers(one, f"{path}.{name}" if path else str(name)) for name, one in named)
        return frozenset().union(*below)
    is_number = isinstance(content, int | float) and not isinstance(content, bool)
    return frozenset({path}) if is_number else frozenset()


def adapted(content: Mapping[str, Any], posted: Mapping[str, str]) -> dict[str, Any]:
    """`content` with the words that were typed.

    Raises WordingRefused with every trouble, and Problems where something fixed was to be changed.
    """
    item = item_from(content)
    known = fields(item)
    if fixed := sorted(posted.keys() - known.keys()):
        what = f"{', '.join(fixed[:5])} cannot be changed here."
        raise Problems([Problem(what, "Change it in pack.yaml.", field=fixed[0])])
    typed = _cleaned(posted, numbers(content))
    if troubles := list(_unreadable(typed)):
        raise WordingRefused(troubles)
    changed = deepcopy(content_of(item))
    for path in item.kit_words():
        _put(changed, path.split("."), None)
    for path, text in typed.items():
        _put(changed, path.split("."), text)
    moved = _without_blanks(changed, item.never_blank)
    try:
        made = item_from(changed)
    except ValidationError as error:
        raise WordingRefused(
            from_shape(error, changed, list(known), moved, item.pattern_rules)
        ) from None
    if problems := made.problems() or list(item.altered(made)):
        raise WordingRefused(from_rules(problems, list(known)))
    return content_of(made)


def _cleaned(posted: Mapping[str, str], numeric: Container[str]) -> dict[str, str]:
    return {
        path: _digits(text) if path in numeric else _lines(text) for path, text in posted.items()
    }


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _digits(text: str) -> str:
    return re.sub(r"\s", "", text).replace(",", ".").replace("−", "-")


def _unreadable(typed: Mapping[str, str]) -> Iterator[FieldFault]:
    """What no reader of a pack would let through either, or would read as something else."""
    for path, text in typed.items():
        if _CONTROL.search(text):
            yield FieldFault(path, "signs", said="A text holds control characters.")
        elif path == "review_by" and text and not _DAY.fullmatch(text):
            yield FieldFault(path, "date", said="This is no date.")


def _put(holder: Any, steps: list[str], text: str | None) -> None:
    """Set one leaf; what is blank and no text in two languages is left out, so that it is missing
    where it is needed."""
    if isinstance(holder, list):
        _put_in_list(holder, steps, text)
        return
    name, rest = steps[0], steps[1:]
    if rest:
        new: Any = [] if name in GROWING else {}
        _put(holder.setdefault(name, new), rest, text)
    elif text or (text is not None and name in LANGUAGES):
        holder[name] = text
    else:
        holder.pop(name, None)


def _put_in_list(holder: list[Any], steps: list[str], text: str | None) -> None:
    place = int(steps[0])
    if len(steps) == 1:
        holder[place] = text
        return
    if place == len(holder):
        holder.append({})
    _put(holder[place], steps[1:], text)


def _without_blanks(content: dict[str, Any], staying: Container[str]) -> dict[str, list[int]]:
    """Leave out optional texts and rows that are blank; where the rows that are left stood."""
    moved = {}
    for name in GROWING:
        rows = list(enumerate(content.get(name, ())))
        left = [(place, row) for place, row in rows if any(row.values())]
        content[name] = [row for _place, row in left]
        moved[name] = [place for place, _row in left]
    _drop_blank_texts(content, staying)
    return moved


def _drop_blank_texts(holder: Any, staying: Container[str]) -> None:
    for name, one in list(holder.items() if isinstance(holder, dict) else enumerate(holder)):
        is_text = isinstance(one, dict) and one.keys() <= set(LANGUAGES)
        if isinstance(one, dict | list) and not is_text:
            _drop_blank_texts(one, staying)
        elif is_text and isinstance(holder, dict) and name not in staying and not any(one.values()):
            del holder[name]
