"""Form fields as the `value` and `certainty` of a response, by the shape of the item."""

from __future__ import annotations

import re
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from quizzes.items.item import Item
from quizzes.items.problems import Problems
from quizzes.items.text import Language

MAX_DIGITS = 40
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009'’]+")
_GROUPS = re.compile(r"^-?[1-9]\d{0,2}(?:,\d{3})+$|^-?[1-9]\d{0,2}(?:\.\d{3})+$", re.ASCII)
_NUMBER = re.compile(r"^-?\d+(?:\.\d+)?$", re.ASCII)


def read_number(text: str, *, unit: str = "", decimals: int = 0) -> float | str:
    """The number in `text`, with comma or point, spaces and unit left out; `text` if none.

    A group of three digits after a comma or point is thousands where the item has fewer decimals.

    >>> read_number("7 804,5", decimals=1), read_number("7,804"), read_number("20 %", unit="%")
    (7804.5, 7804.0, 20.0)
    """
    digits = _SPACES.sub("", text[: MAX_DIGITS + 1]).replace("\u2212", "-")
    digits = digits.removesuffix(_SPACES.sub("", unit) or "%").removesuffix("%")
    if decimals < 3 and _GROUPS.match(digits):
        digits = re.sub("[,.]", "", digits)
    digits = digits.replace(",", ".")
    fits = len(text) <= MAX_DIGITS and _NUMBER.match(digits)
    return float(digits) if fits else text


def read_value(item: Item, form: MultiDict[str, str], view: dict[str, Any]) -> object:
    """The fields `value` as this item's shape wants them; what does not fit stays as it came."""
    texts = form.getlist("value")
    if item.shape in ("many", "order", "words"):
        return [one for one in texts if one.strip()] if item.shape == "words" else texts
    if item.shape == "form":
        return _read_parts(item, form)
    if item.shape == "grid":
        return _read_grid(item, form)
    if len(texts) != 1:
        return texts or None
    if item.shape in ("one", "text"):
        return _lines(texts[0])
    decimals = view.get("decimals", 0)
    return read_number(texts[0], unit=str(view.get("unit", "")), decimals=int(decimals))


def _lines(text: str) -> str:
    """Browsers count the end of a line as one sign and send it as two."""
    return text.replace("\r\n", "\n")


def _read_parts(item: Item, form: MultiDict[str, str]) -> dict[str, Any]:
    """The fields `value.<part>` of a form; parts that were left empty are left out."""
    found: dict[str, Any] = {}
    for part, schema in item.accepts()["properties"].items():
        texts = [_lines(one) for one in form.getlist(f"value.{part}") if one.strip()]
        if texts:
            found[part] = texts if schema["type"] == "array" or len(texts) > 1 else texts[0]
    return found


def _read_grid(item: Item, form: MultiDict[str, str]) -> dict[str, str]:
    """The fields `value.<row>` of a grid, each with its `certainty.<row>` where there is one, as
    in `reliable:3`; rows that were left empty are left out."""
    found = {}
    for row in item.accepts()["properties"]:
        cells = [one for one in form.getlist(f"value.{row}") if one]
        sure = form.get(f"certainty.{row}", "")
        if cells or sure:
            found[row] = " ".join(cells) + (f":{sure}" if sure else "")
    return found


def said_digits(value: object, language: str) -> str:
    """A number as it is typed in a field; empty for anything else.

    >>> said_digits(7804.5, "fr")
    '7804,5'
    """
    if not isinstance(value, int | float):
        return ""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if language == "fr" else text


def read_certainty(form: MultiDict[str, str]) -> object:
    """The field `certainty`: a number where it is one, none where nothing was said."""
    texts = form.getlist("certainty")
    if not texts:
        return None
    return int(texts[0]) if texts[0] in ("1", "2", "3") and len(texts) == 1 else texts[0]


def sentences(item: Item, language: Language, problems: Problems) -> dict[str, str]:
    """What to do about each refused field."""
    if {problem.field for problem in problems.problems} == {"certainty"}:
        return {"certainty": _("Choose how sure you are, or leave all three empty.")}
    return {"value": item.how_to_answer(language)}
