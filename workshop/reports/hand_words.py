"""What a report says of hands and paper: how many were counted, and what they do not tell."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from workshop.reports.rules.glance import Glance


def said_by_hand(number: int, class_size: int) -> str:
    """How many a class without devices was, as far as it was counted."""
    if number:
        return str(
            ngettext(
                "%(num)s person was counted by hand.",
                "%(num)s people were counted by hand.",
                number,
            )
        )
    if class_size:
        return str(_("A class of %(num)s took part; nothing was counted.", num=class_size))
    return str(_("Nothing was counted by hand."))


def said_without_marks(glance: Glance) -> list[str]:
    """The questions of which hands and paper tell no mark."""
    said = []
    if glance.by_counts:
        said.append(
            ngettext(
                "%(num)s question was counted answer by answer, which gives no mark.",
                "%(num)s questions were counted answer by answer, which gives no mark.",
                glance.by_counts,
            )
        )
    if glance.aloud:
        said.append(
            ngettext(
                "%(num)s question was answered on paper or aloud.",
                "%(num)s questions were answered on paper or aloud.",
                glance.aloud,
            )
        )
    return said
