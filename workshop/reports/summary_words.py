"""What a report says of the whole session in words: the day, who took part, minutes, prompts."""

from __future__ import annotations

from datetime import datetime

from flask import render_template
from flask_babel import gettext as _
from flask_babel import ngettext

from quizzes.gate.filters import said_date
from quizzes.items.itemstats import Flow, NextStep
from workshop.live.screens import flowpicture
from workshop.live.screens.flowpicture import FlowPicture
from workshop.reports.hand_words import said_by_hand, said_without_marks
from workshop.reports.rules.figures import OptionCount
from workshop.reports.rules.glance import Glance, Outlook
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
    if turnout.teams and turnout.team_devices:
        said.append(
            ngettext(
                "%(num)s team on one device", "%(num)s teams, one device each", turnout.team_devices
            )
        )
    if turnout.hands and turnout.counted:
        said.append(
            ngettext(
                "up to %(num)s counted by hand", "up to %(num)s counted by hand", turnout.counted
            )
        )
    if turnout.class_size:
        said.append(_("class of %(num)s", num=turnout.class_size))
    return said


def said_people(turnout: Turnout) -> str:
    """How many took part, in one sentence: people, teams, or answers where both are mixed."""
    number = turnout.people
    if turnout.hands and not (turnout.phones or turnout.teams):
        return said_by_hand(number, turnout.class_size)
    if turnout.teams and turnout.phones | turnout.hands:
        one = ngettext(
            "%(num)s answer to a question.", "Up to %(num)s answers to a question.", number
        )
    elif turnout.teams:
        one = ngettext("%(num)s team took part.", "%(num)s teams took part.", number)
    else:
        one = ngettext("%(num)s person took part.", "%(num)s people took part.", number)
    return str(one)


def said_outlook(glance: Glance) -> list[str]:
    """How the questions went, in one or two sentences; honest where few answered."""
    of = glance.well + glance.again
    alone = {
        Outlook.NOTHING: _("No question was asked yet."),
        Outlook.OPEN: _(
            "Only opinions and texts were gathered: nothing is right or wrong in them."
        ),
        Outlook.FEW: _("Too few answered to say what went well and what did not."),
        Outlook.BY_HAND: _(
            "The class answered by hand, on paper and aloud: compare the counts of each answer."
        ),
    }
    if glance.outlook in alone:
        return [alone[glance.outlook]]
    rest = _said_untold(glance) + said_without_marks(glance)
    if of > 1 and glance.again == of:
        none = _(
            "None of the %(num)s marked questions went well: all are worth another look.", num=of
        )
        return [none, *rest]
    said = [_said_well(glance.well, of)]
    if glance.again:
        said.append(
            ngettext(
                "%(num)s is worth taking up again.",
                "%(num)s are worth taking up again.",
                glance.again,
            )
        )
    return said + rest


def _said_untold(glance: Glance) -> list[str]:
    if not glance.untold:
        return []
    one = ngettext(
        "Too few answered %(num)s other question to say.",
        "Too few answered %(num)s other questions to say.",
        glance.untold,
    )
    return [str(one)]


def _said_well(well: int, of: int) -> str:
    if well == of:
        return str(
            ngettext(
                "The one question with a right answer went well.",
                "All %(num)s questions with a right answer went well.",
                of,
            )
        )
    if not well:
        return str(
            ngettext(
                "The one question with a right answer did not go well.",
                "None of the %(num)s questions with a right answer went well.",
                of,
            )
        )
    return str(
        ngettext(
            "%(num)s question of %(of)s went well.",
            "%(num)s questions of %(of)s went well.",
            well,
            of=of,
        )
    )


def said_nothing_again(glance: Glance) -> str:
    """Why no question is named to be taken up again: all went well is not too few to say."""
    said = {
        Outlook.NOTHING: _("No question was asked yet."),
        Outlook.OPEN: _("Nothing: no question of this session had a right answer."),
        Outlook.FEW: _("Too few answered to say. That is not the same as “everything went well”."),
        Outlook.BY_HAND: _(
            "Nothing is named: hands and paper do not tell how many were right throughout. Compare "
            "the counts of each answer below."
        ),
        Outlook.WELL: _("Nothing: each question that enough people answered was well understood."),
        Outlook.MIXED: "",
    }
    return str(said[glance.outlook])


def said_next(step: NextStep | None) -> str:
    """What to do with a question that was missed."""
    said = {
        NextStep.TEACH_AGAIN: _("Explain it anew, with another example, before you ask again."),
        NextStep.DISCUSS: _("Let them convince each other in pairs, then ask again."),
    }
    return str(
        said.get(step, _("Remind them of it in two minutes, with a fresh example.")) if step else ""
    )


def flow_picture(flow: Flow | None) -> FlowPicture | None:
    """The picture of two votes, the very one of the big screen."""
    return flowpicture.flow_picture(flow)


def said_kind(kind: str) -> str:
    """What sort of question it is, as its own template names it."""
    return render_template(f"items/{kind}/editor.html", naming=True).strip()


def said_minutes(seconds: int | None) -> str:
    """A time in whole minutes, or “under 1 min”; a dash where there is none."""
    if seconds is None:
        return "–"
    return str(
        _("%(num)s min", num=max(1, round(seconds / 60))) if seconds >= 30 else _("under 1 min")
    )


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
