"""The forms with which a plan is led and prepared."""

from __future__ import annotations

from datetime import date

from flask import current_app, request
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    IntegerField,
    RadioField,
    SelectMultipleField,
    TimeField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

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
        form.part.choices = _parts(plan)
        if not form.is_submitted():
            modes, size = PrepareForm.for_plan(plan).chosen()
            form.ways.data = list(dict.fromkeys(WAYS[one] for one in modes or plan.modes[:1]))
            if "size" in request.args:  # it was prepared for so many
                form.class_size.data = size
            form.keep_days.data = current_app.config["KEEP_DAYS"]
        return form


def _parts(plan: Plan) -> list[SelectChoice]:
    language = visitor_language()
    return [
        SelectChoice(str(number), part.title.say(language))
        for number, part in enumerate(plan.parts)
    ]


class AddressForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A form that stands in the address: it changes nothing, so it needs no token."""

    class Meta:  # what WTForms reads by this name
        """Without a token."""

        csrf = False


CLASS_SIZE = 25
MODES = {
    Mode.PHONES: _("One phone each"),
    Mode.TEAMS: _("One device per team"),
    Mode.COUNTED: _("Cards or hands, counted"),
    Mode.PAPER: _("Paper only"),
}


class PrepareForm(AddressForm):
    """For whom a workshop is prepared."""

    modes = SelectMultipleField(
        _("Who answers?"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    size = IntegerField(_("How many are there?"), [InputRequired(), NumberRange(1, 500)])

    @classmethod
    def for_plan(cls, plan: Plan) -> PrepareForm:
        """The form as the address fills it, else as the plan proposes."""
        given = {"modes": [plan.modes[0].value], "size": CLASS_SIZE}
        form = cls(request.args if "size" in request.args else None, data=given)
        form.modes.choices = [SelectChoice(one.value, MODES[one]) for one in plan.modes]
        return form

    def fits(self) -> bool:
        """Whether it was filled in well, or not at all yet."""
        return "size" not in request.args or bool(self.validate())

    def chosen(self) -> tuple[list[Mode], int]:
        """The modes and the size; what is usual where they cannot be read."""
        known = {one.value for one in self.modes.choices}
        modes = [Mode(one) for one in self.modes.data or () if one in known]
        size = self.size.data
        return modes, size if size is not None and 1 <= size <= 500 else CLASS_SIZE


YEARS = range(2020, 2101)


class CalendarForm(AddressForm):
    """When a workshop takes place."""

    day = DateField(_("Day"), [InputRequired()])
    time = TimeField(_("Begins at"), [InputRequired()])
    part = RadioField(_("Which part?"), coerce=int, default=0)

    @classmethod
    def for_plan(cls, plan: Plan, *, asked: bool = True) -> CalendarForm:
        """The form, filled by the address where it was sent."""
        form = cls(request.args if asked else None)
        form.part.choices = _parts(plan)
        return form

    def validate_day(self, field: DateField) -> None:
        """A day in these decades. Raises ValidationError."""
        day: date | None = field.data
        if day is not None and day.year not in YEARS:
            raise ValidationError(_("Choose a day between 2020 and 2100."))
