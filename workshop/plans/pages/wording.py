"""Why a plan cannot be kept or led as it is, in sentences."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import ngettext

from quizzes.adapting.faults import FieldFault
from quizzes.adapting.wording import say_trouble
from quizzes.gate.language import visitor_language
from quizzes.items.problems import Problems
from workshop.plans.rules.remarks import Remark


def say_faults(faults: Iterable[FieldFault]) -> dict[str, str]:
    """For each field the first thing to mend in it."""
    said: dict[str, str] = {}
    for one in faults:
        said.setdefault(one.path, _fault(one))
    return said


def _fault(fault: FieldFault) -> str:
    mine: dict[str, str] = {
        "missing": _("This is missing."),
        "questions_longer": _("The questions of this step take more minutes than the step."),
        "no_question": _("Choose one question at least."),
        "too_many": _("These are too many lines: %(limit)s at most.", limit=fault.limit),
    }
    if fault.kind == "missing" and fault.path.endswith((".fr", ".en")):
        return str(_("This is missing. One language is enough."))
    return mine.get(fault.kind) or say_trouble(fault, visitor_language())


def say_remark(remark: Remark) -> str:
    """What whoever edits the plan should know."""
    codes, count = ", ".join(remark.codes), len(remark.codes)
    said: dict[str, str] = {
        "empty": _("This part has no step yet. Add one below."),
        "welcome": _("A welcome is led from the lobby, so it only works as the first step."),
        "unknown": ngettext(
            "%(codes)s is in no pack of this kit; leading leaves it out.",
            "%(codes)s are in no pack of this kit; leading leaves them out.",
            count, codes=codes,
        ),
        "twice": ngettext(
            "%(codes)s is asked twice; only the first time counts.",
            "%(codes)s are asked twice; only the first time counts.",
            count, codes=codes,
        ),
        "early": ngettext(
            "%(codes)s is voted on again before it was asked; leading leaves that out.",
            "%(codes)s are voted on again before they were asked; leading leaves that out.",
            count, codes=codes,
        ),
    }  # fmt: skip
    return said[remark.kind]


def say_nothing_to_lead(problems: Problems) -> str:
    """Why no session was opened."""
    if any(one.field == "steps" for one in problems.problems):
        return str(_("Nothing is left to lead: no step, and no question that this kit still has."))
    return str(
        _("Two different questions have the same code, so a room could not tell them apart. "
          "Change the plan so that one of them goes.")
    )  # fmt: skip


def say_file_fault(fault: FieldFault) -> str:
    """Why an uploaded file is no plan that this kit can keep, and where in it."""
    known: dict[str, str] = {
        "not_a_plan": _("This file is no plan of Recoupe: it does not say “recoupe-plan”."),
        "newer": _(
            "This plan was saved by another version of Recoupe. Bring both kits up to date."
        ),
        "no_json": _("This file cannot be read. Choose one whose name ends in .recoupe-plan.json."),
        "nothing": _("Choose a file first."),
    }
    if fault.kind in known:
        return known[fault.kind]
    said = say_trouble(fault, visitor_language())
    place = fault.path.removeprefix("plan.")
    return str(_("At %(place)s: %(said)s", place=place, said=said)) if place else said
