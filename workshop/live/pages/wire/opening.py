"""The bodies with which a session is opened."""

from __future__ import annotations

from typing import Annotated

from flask import current_app
from flask_babel import gettext as _
from pydantic import Field, model_validator

from quizzes.gate.wire import AskedBody
from quizzes.items.problems import refuse
from workshop.live.pages.wire.asked import UNIQUE, ShortText
from workshop.live.rules.moves import MAX_SECONDS
from workshop.live.rules.scores import Scores, misfit
from workshop.live.rules.settings import MAX_WIFI, Settings


class LiveSettings(AskedBody):
    """How a session is led. Every one is optional."""

    reading: bool = Field(
        default=Settings.reading,
        description="Read each question together before the answers open.",
    )
    seconds: int = Field(
        default=Settings.seconds,
        ge=0,
        le=MAX_SECONDS,
        description="Time for each round; 0 is no timer.",
    )
    change_answers: bool = Field(
        default=Settings.change_answers,
        description="Answers can be changed while they are open.",
    )
    free_names: bool = Field(
        default=Settings.free_names, description="Participants choose their own name."
    )
    phones: bool | None = Field(
        default=None,
        description="A device each. Default: unless teams or hands are asked for.",
    )
    teams: bool = Field(default=Settings.teams, description="One device for a team.")
    hands: bool = Field(default=Settings.hands, description="The facilitator counts.")
    class_size: int = Field(
        default=Settings.class_size, ge=0, le=500, description="How many there are; 0: not said."
    )
    discuss_seconds: int = Field(
        default=Settings.discuss_seconds,
        ge=0,
        le=MAX_SECONDS,
        description="Time for a talk between two votes, a hint only; 0 is none.",
    )
    live_bars: bool = Field(
        default=Settings.live_bars,
        description="The projector shows counts while answers come in.",
    )
    stem_on_phones: bool = Field(
        default=Settings.stem_on_phones, description="Phones show the question too."
    )
    cap: int = Field(default=Settings.cap, ge=1, le=5000, description="Seats at most.")
    scores: Scores = Field(
        default=Settings.scores,
        description="goal: how much of the mark the whole class earned; teams, persons: who earned "
        "most, on the big screen at the end only. Speed never counts.",
    )
    goal: int = Field(
        default=Settings.goal, ge=1, le=100, description="For goal: percent of the mark to reach."
    )
    keep_days: int = Field(
        default_factory=lambda: int(current_app.config["KEEP_DAYS"]),
        ge=1,
        le=365,
        description="Days until everything is deleted. Default: RECOUPE_KEEP_DAYS.",
    )

    wifi: Annotated[str, Field(max_length=MAX_WIFI)] = Field(
        default=Settings.wifi,
        description="The network of the room, for everybody to read. Default: RECOUPE_WIFI.",
    )
    wifi_password: Annotated[str, Field(max_length=MAX_WIFI)] = Field(
        default=Settings.wifi_password, description="Its password, for everybody to read."
    )
    rehearsal: bool = Field(
        default=Settings.rehearsal,
        description="A simulated class joins and answers; no report, deleted after a day.",
    )
    speed: int = Field(
        default=Settings.speed,
        ge=1,
        le=5,
        description="How many times as fast as a class a simulated one answers.",
    )

    def chosen(self) -> Settings:
        """As the session keeps them."""
        phones = not (self.teams or self.hands) if self.phones is None else self.phones
        if not (phones or self.teams or self.hands):
            raise refuse("Nobody could answer.", "Phones, teams or hands.", field="settings")
        if wrong := misfit(self.scores, phones=phones, teams=self.teams):
            raise refuse(*wrong, field="scores")
        days = 1 if self.rehearsal else self.keep_days
        said = self.model_dump(exclude={"phones", "keep_days"})
        return Settings(**said, phones=phones, keep_days=days)


class ChosenQuestion(AskedBody):
    """A question, whatever its pack."""

    pack: ShortText = Field(description="The slug of a pack on offer.", examples=["en-reserve"])
    item: ShortText = Field(description="The code of a question in it.", examples=["C20"])


class OpenLive(AskedBody):
    """On which pack a session is opened, or on which questions of several, and how."""

    pack: ShortText | None = Field(
        default=None,
        description="The slug of a pack on offer; else questions are named.",
        examples=["pub-ou-pas-pub"],
    )
    title: ShortText | None = Field(
        default=None,
        description="For the facilitator and the big screen, cut after 120 signs. Default: the "
        "title of the pack.",
    )
    settings: LiveSettings | None = None
    items: Annotated[list[ShortText], Field(min_length=1, json_schema_extra=UNIQUE)] | None = Field(
        default=None,
        description="Codes of the items to be played, in the order of the pack. Default: all.",
        examples=[["B02", "B05"]],
    )
    questions: Annotated[list[ChosenQuestion], Field(min_length=1, max_length=40)] | None = Field(
        default=None,
        description="In place of a pack: questions of any packs, in the order in which they are "
        "asked.",
    )

    @model_validator(mode="after")
    def _says_what(self) -> OpenLive:
        if (self.pack is None) == (self.questions is None):
            raise ValueError(_("Name a pack, or questions."))
        if self.items and self.questions:
            raise ValueError(_("Items are of one pack; name them among the questions."))
        return self
