"""The form with which a plan is led."""

from __future__ import annotations

from flask import current_app
from flask_babel import lazy_gettext as _
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from quizzes.gate.language import visitor_language
from workshop.live.pages.forms import SettingsForm
from workshop.live.rules.steps import Mode
from workshop.plans.rules.plan import Plan

WAYS = {
    Mode.PHONES: "phones",
    Mode.TEAMS: "teams",
    Mode.COUNTED: "hands",
    Mode.PAPER: "hands",
}


class LeadForm(SettingsForm):
    """How a plan is led, and which of its parts."""

    part = RadioField(_("Which part?"), coerce=int, default=0)

    @classmethod
    def for_plan(cls, plan: Plan) -> LeadForm:
        """The form, as the plan proposes to fill it."""
        form = cls()
        language = visitor_language()
        form.part.choices = [
            SelectChoice(str(number), part.title.say(language))
            for number, part in enumerate(plan.parts)
        ]
        if not form.is_submitted():
            form.ways.data = [WAYS[plan.modes[0]]]
            form.keep_days.data = current_app.config["KEEP_DAYS"]
        return form
