"""Models of the wire beside the moves: advice, questions from the room, notes, a second
facilitator."""

from __future__ import annotations

from typing import Annotated, Literal

from flask_babel import gettext as _
from pydantic import Field, model_validator

from quizzes.gate.wire import AskedBody, Told
from workshop.live.notes import MAX_NOTE
from workshop.live.rules.advice import Counsel
from workshop.live.rules.phase import Move
from workshop.live.rules.room_question import QuestionState

DECIDED = Literal["shown", "parked", "hidden"]
NoteText = Annotated[str, Field(max_length=MAX_NOTE)]
StopNumber = Annotated[int, Field(description="The number of a stop; 0 is the whole session.")]


class DecideQuestion(AskedBody):
    """What becomes of a question from the room."""

    state: DECIDED = Field(
        description="shown: others read it on their phones and can join in; parked: kept for the "
        "debrief, off the phones; hidden: for nobody."
    )
    on_screen: bool = Field(
        default=False,
        description="With shown: on the big screen, in place of any other, until the next move.",
    )

    @model_validator(mode="after")
    def _only_what_is_shown(self) -> DecideQuestion:
        if self.on_screen and self.state != "shown":
            raise ValueError(_("Only a question that is shown can be on the big screen."))
        return self


class QuestionTold(Told):
    """A question from the room. Never who asked it."""

    number: int
    text: str
    voices: int = Field(description="How many others ask it too.")
    state: QuestionState
    on_screen: bool


class QuestionLists(Told):
    """What the room asked, by what was decided about it."""

    waiting: tuple[QuestionTold, ...]
    shown: tuple[QuestionTold, ...]
    parked: tuple[QuestionTold, ...]
    hidden: tuple[QuestionTold, ...]
    waiting_count: int


class ScreenQuestion(Told):
    """The question that stands on the big screen."""

    text: str
    voices: int


class GiveScreen(AskedBody):
    """A big screen that waits for a room."""

    code: Annotated[str, Field(max_length=20, description="What the screen shows at /screen.")]


class KeepNote(AskedBody):
    """A private note."""

    text: NoteText = Field(description="It takes the place of the one before; empty: none.")


class StepNote(Told):
    """A private note, for whoever leads."""

    stop: StopNumber
    text: str


class HelperInvited(Told):
    """The link of a second facilitator. Only a hash of its token is kept, so it is told once."""

    url: str = Field(json_schema_extra={"format": "uri"})
    qr: str | None = Field(
        default=None,
        description="Its QR code as the source of an image; null where no phone could open it.",
    )


class AdviceTold(Told):
    """What the figures of a vote advise."""

    counsel: Counsel
    percent: int | None = Field(description="How many of a hundred marks were earned.")
    move: Move | None = Field(description="What follows; null: as the session proposes.")
