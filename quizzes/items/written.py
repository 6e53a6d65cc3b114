"""Words that learners write themselves: read strictly, as other people may come to see them."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from quizzes.items.problems import refuse

# Controls (but for tab and the ends of lines), signs that turn the direction of a text, signs that
# nobody sees, private and unused signs. Joiners and variation selectors stay: emoji and some
# scripts need them.
_REFUSED = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u0344\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ue000-\uf8ff\ufeff\uffa0"
    "\ufff0-\uffff\U000e0000-\U000e0fff\U000f0000-\U0010ffff"
)
_MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_PLAIN = f"^[^{_REFUSED}]*$"
_TOWER = f"[{_MARKS}]{{3}}"  # three marks on one letter climb over the lines above
_VISIBLE = r"[^\s\u200c\u200d\ufe0e\ufe0f]"
_HALF = r"[\ud800-\udfff]"


def writing_schema(longest: int) -> dict[str, Any]:
    """JSON Schema of what `read_writing` lets through."""
    return {
        "type": "string",
        "minLength": 1,
        "maxLength": longest,
        "allOf": [
            *({"pattern": one} for one in (_VISIBLE, _PLAIN)),
            *({"not": {"pattern": one}} for one in (_TOWER, _HALF)),
        ],
    }


def read_writing(value: object, *, longest: int, field: str = "value") -> str:
    """`value` as one line of text, normalised (NFC) and trimmed. Raises Problems.

    Spaces and ends of lines become single spaces. Controls, direction marks and invisible signs
    are refused rather than dropped, so that what is approved is what was sent.
    """
    if not isinstance(value, str):
        raise refuse("A text is expected.", field=field)
    _check(value, longest, field)
    text = " ".join(unicodedata.normalize("NFC", value).split())
    _check(text, longest, field)
    return text


def _check(text: str, longest: int, field: str) -> None:
    if len(text) > longest:
        raise refuse(f"The text is longer than {longest} characters.", "Shorten it.", field=field)
    if not re.search(_VISIBLE, text):
        raise refuse("The text is empty.", "Write something.", field=field)
    if not re.search(_PLAIN, text) or re.search(_TOWER, text) or re.search(_HALF, text):
        raise refuse(
            "The text holds signs that cannot be shown.", "Type it without them.", field=field
        )


def wording(text: str) -> str:
    """What two texts share when people would take them for the same: approved or hidden as one.

    >>> wording("Faux  COMPTE") == wording("faux compte")
    True
    """
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    return " ".join(folded.split())
