"""What was typed into the form of a plan: read strictly, with every fault by its field."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import zip_longest

from quizzes.adapting.faults import FieldFault
from quizzes.items.text import LANGUAGES, Text

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
MOST_SIGNS = 4000
MOST_LINE = 300


class FormRefused(Exception):
    """What was typed cannot be kept so. `faults` say where, and in what way."""

    def __init__(self, faults: Sequence[FieldFault]) -> None:
        self.faults = tuple(faults)
        super().__init__(", ".join(f"{one.path}: {one.kind}" for one in self.faults))


class TypedForm:
    """The fields of a form by name. What cannot be read is in `faults`, and has its default.

    A text that is there in one language only stands for both.
    """

    def __init__(self, fields: Mapping[str, str]) -> None:
        self.fields = fields
        self.faults: list[FieldFault] = []

    def _clean(self, name: str, most: int) -> str:
        words = self.fields.get(name, "").replace("\r\n", "\n").replace("\r", "\n").strip()
        if _CONTROL.search(words):
            self.faults.append(FieldFault(name, "signs"))
            return ""
        if len(words) > most:
            self.faults.append(FieldFault(name, "too_long", most))
            return ""
        return words

    def text(self, path: str, *, needed: bool = False, most: int = MOST_SIGNS) -> Text | None:
        """A text in both languages; None where it is blank in both."""
        fr, en = (self._clean(f"{path}.{language}", most) for language in LANGUAGES)
        if fr or en:
            return Text(fr=fr or en, en=en or fr)
        if needed and not any(one.path.startswith(f"{path}.") for one in self.faults):
            self.faults.append(FieldFault(f"{path}.fr", "missing"))
        return None

    def lines(self, path: str, most: int) -> tuple[Text, ...]:
        """A text for each line that is not blank; a line that one language lacks is the other’s."""
        fr, en = (self._lines(f"{path}.{language}", most) for language in LANGUAGES)
        return tuple(
            Text(fr=one or two, en=two or one) for one, two in zip_longest(fr, en, fillvalue="")
        )

    def _lines(self, name: str, most: int) -> list[str]:
        whole = self._clean(name, MOST_SIGNS * 2)
        found = [line.strip() for line in whole.split("\n") if line.strip()]
        if len(found) > most:
            self.faults.append(FieldFault(name, "too_many", most))
        if any(len(line) > MOST_SIGNS for line in found):
            self.faults.append(FieldFault(name, "too_long", MOST_SIGNS))
            return []
        return found[:most]

    def whole(self, name: str, lowest: int, highest: int) -> int | None:
        """A whole number within bounds; None where it is blank."""
        words = self.fields.get(name, "").strip()
        if not words:
            return None
        if not words.isascii() or not words.isdecimal() or len(words) > 9:
            self.faults.append(FieldFault(name, "whole_number"))
            return None
        number = int(words)
        if number < lowest:
            self.faults.append(FieldFault(name, "at_least", lowest))
        elif number > highest:
            self.faults.append(FieldFault(name, "at_most", highest))
        return min(max(number, lowest), highest)

    def number(self, name: str, lowest: int, highest: int) -> int:
        """The same, where a number is needed."""
        if not self.fields.get(name, "").strip():
            self.faults.append(FieldFault(name, "missing"))
        return self.whole(name, lowest, highest) or lowest

    def ticked(self, name: str) -> bool:
        """Whether a box was ticked."""
        return bool(self.fields.get(name))
