"""Why words that a facilitator typed cannot be kept, in sentences."""

from __future__ import annotations

from flask_babel import gettext as _

from quizzes.adapting.faults import FieldFault
from quizzes.items.text import LANGUAGES, Language


def say_trouble(trouble: FieldFault, language: Language) -> str:
    """What to mend, beside the field: in the kit's words, else in those of the item's rule."""
    said = _of_a_field(trouble) or (trouble.told.say(language) if trouble.told else None)
    return said or _("This cannot be kept so: %(said)s", said=trouble.said)


def _of_a_field(trouble: FieldFault) -> str | None:
    limit = trouble.limit
    return {
        "missing": _missing(trouble.path),
        "too_long": _("This is too long: %(limit)s characters at most.", limit=limit),
        "too_short": _("This is too short: %(limit)s characters at least.", limit=limit),
        "too_many": _("These are too many: %(limit)s at most.", limit=limit),
        "number": _("This is no number."),
        "whole_number": _("A whole number is needed."),
        "at_least": _("The number must be %(limit)s or more.", limit=limit),
        "at_most": _("The number must be %(limit)s or less.", limit=limit),
        "more_than": _("The number must be more than %(limit)s.", limit=limit),
        "date": _("This is no date. Write year, month and day, such as 2027-11-30."),
        "part_date": _("This is no date. Write 2024, 2024-05 or 2024-05-31."),
        "address": _("This is no web address. It begins with https:// and has no spaces."),
        "choice": _("Choose one of the list."),
        "signs": _("This holds signs that cannot be shown. Type it without them."),
    }.get(trouble.kind)


def _missing(path: str) -> str:
    text: str = _("This is missing. A text is needed in both languages.")
    other: str = _("This is missing.")
    return text if path.rpartition(".")[2] in LANGUAGES else other
