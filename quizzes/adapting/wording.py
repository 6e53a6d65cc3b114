"""Why words that a facilitator typed cannot be kept, in sentences."""

from __future__ import annotations

from flask_babel import gettext as _

from quizzes.adapting.faults import FieldFault
from quizzes.items.item import MAX_STEM_WORDS
from quizzes.items.text import LANGUAGES


def say_trouble(trouble: FieldFault) -> str:
    """What to mend, beside the field."""
    said = _of_a_field(trouble) or _of_a_rule(trouble)
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
        "site": _("A made-up site has small letters and ends in “.example”."),
        "choice": _("Choose one of the list."),
        "signs": _("This holds signs that cannot be shown. Type it without them."),
    }.get(trouble.kind)


def _missing(path: str) -> str:
    text: str = _("This is missing. A text is needed in both languages.")
    other: str = _("This is missing.")
    return text if path.rpartition(".")[2] in LANGUAGES else other


def _of_a_rule(trouble: FieldFault) -> str | None:
    return {
        "stem": _(
            "The question is too long: %(most)s words at most. Move the rest to what is shown.",
            most=MAX_STEM_WORDS,
        ),
        "quote": _(
            "This passage must stand in the post or text exactly once, word for word, and share "
            "no words with another passage. Change both alike."
        ),
        "zone_part": _("Something to point at lies on this. It cannot be left out."),
        "zone_order": _("The passages must come in the order of the post or text."),
        "differs": _("These words must stand in the text of the version, in the same language."),
        "number_order": _(
            "The numbers are out of order. From small to large: the smallest that may be typed, "
            "the accepted range with the right number in it, the largest that may be typed."
        ),
        "above_zero": _("This number must be more than 0."),
        "whole_mark": _("This number would be accepted as right. Choose one outside that range."),
        "author": _(
            "Posts with the same account are by one author. Rename it in all of them, and give no "
            "two authors the same name."
        ),
        "no_source": _("At least one source must be more than general knowledge (R)."),
        "no_prompt": _("At least one question to talk about is needed."),
    }.get(trouble.kind)
