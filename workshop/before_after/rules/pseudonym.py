"""Codes that pupils make so that their two sheets of a test find each other: never a name.

The usual recipes (“the first two letters of your mother’s first name, the day you were born”) are
made of what a teacher or a classmate knows, so that they point at a person. These are made of
nothing: the names of two of the kit’s drawings and two digits, noted on paper.
"""

from __future__ import annotations

import hmac
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from quizzes.formats.pack import Form
from quizzes.items.drawings import NAMES, DrawingName
from quizzes.items.text import Language, Text

Occasion = Literal["before", "after"]
LEAST_LETTERS = 4
DIGITS = 2
LONGEST = 40
"""Signs that a code may have as it is typed, spaces and dashes included."""

WORDS: Mapping[DrawingName, Text] = {
    "backpack": Text(fr="sac", en="bag"),
    "blackboard": Text(fr="tableau", en="board"),
    "bubbles": Text(fr="loupe", en="lens"),
    "canteen": Text(fr="plateau", en="tray"),
    "clothes": Text(fr="robe", en="dress"),
    "concert": Text(fr="concert", en="concert"),
    "cosmetics": Text(fr="flacon", en="bottle"),
    "dog": Text(fr="chien", en="dog"),
    "fall": Text(fr="banane", en="banana"),
    "flask": Text(fr="fiole", en="flask"),
    "flood": Text(fr="voiture", en="car"),
    "football": Text(fr="ballon", en="ball"),
    "game": Text(fr="manette", en="gamepad"),
    "market": Text(fr="fruit", en="fruit"),
    "newspaper": Text(fr="journal", en="paper"),
    "no-phone": Text(fr="panneau", en="sign"),
    "old-computers": Text(fr="clavier", en="keyboard"),
    "recipe": Text(fr="recette", en="recipe"),
    "shoes": Text(fr="basket", en="shoe"),
    "study-app": Text(fr="crayon", en="pencil"),
    "tap": Text(fr="robinet", en="tap"),
}
"""A short word without accents for each drawing, easy to note and to type again."""


@dataclass(frozen=True)
class Suggestion:
    """A code to note: `text` as it is written, and the drawings that it is made of."""

    text: str
    drawings: tuple[DrawingName, DrawingName]


def suggest(language: Language, choice: Callable[[Sequence[str]], str]) -> Suggestion:
    """Two different drawings and two digits, such as `loupe-chien-47`.

    `choice` picks one of a sequence (`secrets.choice`). 21 × 20 × 100 = 42 000 codes.
    """
    first: DrawingName = _one_of(NAMES, choice)
    other: DrawingName = _one_of([name for name in NAMES if name != first], choice)
    digits = "".join(choice("0123456789") for _ in range(DIGITS))
    pair = (WORDS[first].say(language), WORDS[other].say(language))
    return Suggestion(f"{pair[0]}-{pair[1]}-{digits}", (first, other))


def _one_of(names: Sequence[DrawingName], choice: Callable[[Sequence[str]], str]) -> DrawingName:
    wanted = choice(names)
    return next(name for name in names if name == wanted)


def read_pseudonym(text: str) -> str | None:
    """The letters and digits of a code as a person typed it; None where it is none.

    At least four letters, then two digits. Capitals, accents, spaces and dashes do not matter.

    >>> read_pseudonym(" Loupe – CHIEN 47 "), read_pseudonym("Léa"), read_pseudonym("ab12")
    ('loupechien47', None, None)
    """
    if len(text) > LONGEST:
        return None
    parts = unicodedata.normalize("NFKD", text).casefold()
    signs = "".join(sign for sign in parts if sign.isalnum())
    letters, digits = signs[:-DIGITS], signs[-DIGITS:]
    right = len(letters) >= LEAST_LETTERS and letters.isalpha()
    return signs if right and digits.isascii() and digits.isdecimal() else None


def code_hash(pseudonym: str, salt: bytes) -> str:
    """HMAC-SHA256 of a code that was read, in hex. `salt`: random bytes of this test alone.

    The same code is known again within the test, and two tests cannot be laid side by side.
    """
    return hmac.new(salt, pseudonym.encode(), "sha256").hexdigest()


def form_for(phase: Occasion, hashed_code: str, taken_before: Form | None = None) -> Form:
    """Which form a code gets: by the parity of its hash before, the other one after.

    `taken_before`: the form that was in fact handed in before, where there is one.
    """
    even = int(hashed_code, 16) % 2 == 0
    first: Form = taken_before or ("a" if even else "b")
    if phase == "before":
        return "a" if even else "b"
    return "b" if first == "a" else "a"
