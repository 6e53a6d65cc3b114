"""The set-up form of a live session."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    SubmitField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from workshop.live.rules.scores import misfit
from workshop.live.rules.settings import MAX_WIFI, Settings

SECONDS = (30, 45, 60, 90, 120, 180)
TALKS = (1, 2, 3, 5)
"""Minutes."""


class SettingsForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """How a session is led; every default is right for a class."""

    title = StringField(_("Name of the session"), [Optional(), Length(max=120)])
    ways = SelectMultipleField(
        _("Who answers?"),
        choices=[
            SelectChoice("phones", _("Each on a phone")),
            SelectChoice("teams", _("One device for a team")),
            SelectChoice("hands", _("Cards, raised hands or paper, and I count")),
        ],
        default=["phones"],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    class_size = IntegerField(_("How many are there?"), [Optional(), NumberRange(0, 500)])
    seconds = SelectField(
        _("Time for each question"),
        coerce=int,
        choices=[
            SelectChoice("0", _("No timer")),
            *(SelectChoice(str(one), f"{one} s") for one in SECONDS),
        ],
        default=0,
    )
    discuss_seconds = SelectField(
        _("Talk before a second vote"),
        coerce=int,
        choices=[
            SelectChoice("0", _("No timer")),
            *(SelectChoice(str(60 * one), f"{one} min") for one in TALKS),
        ],
        default=120,
    )
    wifi = StringField(_("Wi-Fi of the room"), [Optional(), Length(max=MAX_WIFI)])
    wifi_password = StringField(_("Its password"), [Optional(), Length(max=MAX_WIFI)])
    reading = BooleanField(_("Read each question together before the answers open"), default=True)
    change_answers = BooleanField(_("Answers can be changed while they are open"), default=True)
    stem_on_phones = BooleanField(_("Show the question on phones too"), default=True)
    live_bars = BooleanField(_("Show the bars while answers come in (they lead the undecided)"))
    free_names = BooleanField(_("Let participants choose their own name"))
    scores = SelectField(
        _("Points, never for speed"),
        choices=[
            SelectChoice("none", _("No points")),
            SelectChoice("goal", _("A common goal for the whole class")),
            SelectChoice("teams", _("Teams, shown at the end")),
            SelectChoice("persons", _("The first three, shown at the end")),
        ],
        default="none",
    )
    goal = IntegerField(_("Common goal (percent)"), [Optional(), NumberRange(1, 100)], default=70)
    cap = IntegerField(_("Seats at most"), [NumberRange(1, 5000)], default=100)
    keep_days = IntegerField(_("Delete everything after (days)"), [NumberRange(1, 365)], default=30)

    rehearse = SubmitField(_("Rehearse"))
    speed = RadioField(
        _("How fast does the simulated class answer?"),
        coerce=int,
        choices=[
            SelectChoice("1", _("As fast as a class")),
            SelectChoice("5", _("Five times as fast")),
        ],
        default=1,
    )

    def validate_ways(self, field: SelectMultipleField) -> None:
        """Somebody has to answer. Raises ValidationError."""
        if not field.data:
            raise ValidationError(_("Choose at least one way to answer."))

    def validate_scores(self, field: SelectField) -> None:
        """Whoever is compared has to be there. Raises ValidationError."""
        ways = self.ways.data or ()
        if misfit(field.data, phones="phones" in ways, teams="teams" in ways):
            raise ValidationError(
                _("Points for teams need teams that answer; for persons, a phone each.")
            )

    def settings(self) -> Settings:
        """The settings that the form says."""
        ways = self.ways.data or ()
        return Settings(
            reading=bool(self.reading.data),
            seconds=int(self.seconds.data or 0),
            discuss_seconds=int(self.discuss_seconds.data or 0),
            wifi=(self.wifi.data or "").strip(),
            wifi_password=(self.wifi_password.data or "").strip(),
            change_answers=bool(self.change_answers.data),
            free_names=bool(self.free_names.data),
            phones="phones" in ways,
            teams="teams" in ways,
            hands="hands" in ways,
            class_size=int(self.class_size.data or 0),
            live_bars=bool(self.live_bars.data),
            stem_on_phones=bool(self.stem_on_phones.data),
            scores=self.scores.data or "none",
            goal=int(self.goal.data or 70),
            cap=int(self.cap.data or 100),
            keep_days=1 if self.rehearse.data else int(self.keep_days.data or 30),
            rehearsal=bool(self.rehearse.data),
            speed=int(self.speed.data or 1),
        )
