"""The form that opens a test before and after."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import IntegerField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange

from quizzes.bank.catalogue import FormPair
from quizzes.items.text import Language
from workshop.before_after.tests import MAX_KEEP_DAYS


class NewTestForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """What a facilitator says to open a test before and after."""

    title = StringField(_("Name of the test"), [InputRequired(), Length(max=120)])
    forms = RadioField(_("Which test?"))
    keep_days = IntegerField(_("Delete everything after (days)"), [NumberRange(1, MAX_KEEP_DAYS)])

    def offer(self, pairs: Sequence[FormPair], language: Language) -> None:
        """Let one of these tests be chosen; the first one unless said."""
        self.forms.choices = [SelectChoice(one.a.slug, one.a.title(language)) for one in pairs]
        if self.forms.data is None and pairs:
            self.forms.data = pairs[0].a.slug
