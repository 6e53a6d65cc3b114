"""What a report says of the whole session in words: the day, who took part, minutes, prompts."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from quizzes.gate.filters import said_date
from workshop.reports.rules.figures import OptionCount
from workshop.reports.rules.ticketlines import Prompt
from workshop.reports.rules.whole import StepReport, Turnout


def said_day(moment: datetime | None) -> str:
    """The day on which the session began; empty before that."""
    return said_date(moment) if moment else ""


def said_turnout(turnout: Turnout) -> list[str]:
    """How people answered, a sentence for each way, with its count."""
    said = []
    alone = turnout.devices - turnout.team_devices
    if turnout.phones:
        said.append(ngettext("%(num)s phone", "%(num)s phones", alone))
    if turnout.teams:
        said.append(
            ngettext(
                "%(num)s team on one device", "%(num)s teams, one device each", turnout.team_devices
            )
        )
    if turnout.hands:
        said.append(
            ngettext(
                "up to %(num)s counted by hand", "up to %(num)s counted by hand", turnout.counted
            )
        )
    if turnout.class_size:
        said.append(_("class of %(num)s", num=turnout.class_size))
    if turnout.teams:
        said.append(_("A team’s answer is one: it stands for 2 to 4 pupils."))
    return said


def said_minutes(seconds: int | None) -> str:
    """A time in whole minutes, or “under 1 min”; a dash where there is none."""
    if seconds is None:
        return "–"
    return str(_("%(num)s min", num=round(seconds / 60)) if seconds >= 30 else _("under 1 min"))


def said_used(step: StepReport) -> str:
    """How long a step took, or that it was not led."""
    if step.left_out:
        return str(_("left out"))
    return str(_("not reached")) if step.used is None else said_minutes(step.used)


def said_prompt(prompt: str) -> str:
    """What the printed exit ticket asks."""
    asked = {
        Prompt.TRUST: _("One source or clue that I trust, and why"),
        Prompt.NEXT: _("What I will check next, or a question that I still have"),
    }
    return str(asked[Prompt(prompt)])


def said_option(one: OptionCount) -> str:
    """An option by its letter and words; the cell of a grid by its words."""
    return one.text if one.row else f"{one.letter}. {one.text}"
