"""What screens are told: snapshots and counts."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from quizzes.gate.wire import Told
from quizzes.items.itemstats import NextStep
from quizzes.items.text import Language
from workshop.live.pages.wire.leading import AdviceTold, QuestionLists, ScreenQuestion, StepNote
from workshop.live.rules.phase import Phase
from workshop.live.rules.steps import StepKind

SeatName = Annotated[str, Field(description="The public name of a seat.", examples=["4f1c09a27b"])]
Share = Annotated[float, Field(ge=0, le=1)]


class ScreenOption(Told):
    """One option. A kind may add fields of its own."""

    model_config = ConfigDict(extra="allow")
    id: str
    letter: str
    text: str


class ScreenItem(Told):
    """All that may be known before the reveal. A kind may add fields of its own; the key is never
    among them.
    """

    model_config = ConfigDict(extra="allow")
    id: str = Field(description="The item's code in its pack.")
    kind: str
    shape: Literal["one", "many", "order", "number", "text", "words", "form", "grid"] = Field(
        description="How a screen gathers the value."
    )
    stem: str
    stimulus: dict[str, Any] | None
    seconds: int = Field(description="Planned answering time.")
    scored: bool
    moderated: bool = Field(
        description="People write words of their own; others see them only once the facilitator "
        "approved."
    )
    asks_certainty: bool
    accepts: dict[str, Any] = Field(
        description="JSON Schema of the `value` that a response may carry."
    )
    options: tuple[ScreenOption, ...] = ()


class ScreenStep(Told):
    """The step of the workshop that is under way."""

    kind: StepKind
    title: str
    number: int
    total: int
    page: int = Field(description="How far an activity was leafed through; 0 is what one does.")


class OptionalStop(Told):
    """A stop that may be left out when it is late."""

    stop: int
    name: str
    ms: int


class ClockFace(Told):
    """Where the workshop is on the clock, in milliseconds."""

    elapsed_ms: int = Field(description="Since it began.")
    here_ms: int = Field(description="Since the present stop was entered.")
    planned_here_ms: int
    after_ms: int = Field(description="Planned for all stops after the present one.")
    planned_ms: int = Field(description="Planned for the whole, as it was opened.")
    optional: tuple[OptionalStop, ...] = Field(description="What may be left out when late.")


class Snapshot(Told):
    """The present snapshot: all that a screen needs."""

    version: int = Field(
        description="Rises with each accepted move. Ignore one that is not newer than yours."
    )
    phase: Phase
    paused: bool
    round: int | None = Field(description="Where a response goes; null before the first opening.")
    vote: Literal[1, 2] = Field(description="2 after a discussion.")
    item_position: int = Field(description="How many questions were reached; 0 in the lobby.")
    items_total: int = Field(description="How many questions there are.")
    step: ScreenStep | None = Field(description="Null in a lobby without welcome, and at the end.")
    stage: Literal["votes", "key", "why", "sources"] | None = Field(
        description="How far a result is told: the big screen and the console show it in stages. "
        "On a phone the round stays closed until its key is told."
    )
    remaining_ms: int | None = Field(
        description="Time left in the open round, a talk or an activity, by the server's clock; "
        "null without a timer, below zero once only seats with extra time can answer. A seat with "
        "extra time adds its own."
    )
    item: ScreenItem | None
    html: str = Field(
        description="The part of the screen that is the same for everyone of this role and "
        "language."
    )
    blank: bool = Field(default=False, description="Projector only.")
    clock: ClockFace | None = Field(default=None, description="Facilitator only.")


class WrittenText(Told):
    """What participants wrote."""

    text: str
    count: int = Field(description="How many wrote it. Never who.")


class Texts(Told):
    """Facilitator: every text, by what was decided. Projector: `texts` that were approved."""

    waiting: tuple[WrittenText, ...] = ()
    shown: tuple[WrittenText, ...] = ()
    hidden: tuple[WrittenText, ...] = ()
    waiting_count: int = 0
    texts: tuple[WrittenText, ...] = ()
    more: int = Field(default=0, description="How many are approved and not listed.")


class PeerTicks(Told):
    """How many read, and how often each criterion was ticked."""

    readers: int
    counts: dict[str, int]


class RoundSummary(Told):
    """Counts of a round. A kind adds its own; the projector is not told how many were right."""

    model_config = ConfigDict(extra="allow")
    n: int
    facility: Share | None = Field(
        default=None, description="Mean mark; null for opinions and where nobody answered."
    )


class Person(Told):
    """Who sits in the room, and whether they answered: never what."""

    seat: SeatName
    nickname: str
    team: bool = Field(description="Whether several answer on this device.")
    language: Language
    extra_seconds: int
    answered: bool


class WaitingName(Told):
    """A name that a team proposes, and the one that it has meanwhile."""

    seat: SeatName
    nickname: str
    name: str


class TeamsTold(Told):
    """The teams of a session."""

    count: int
    waiting: tuple[WaitingName, ...] = Field(description="Nobody else has seen these names.")


class Results(Told):
    """Counts so far, as on the stream."""

    version: int
    round: int | None
    joined: int
    answered: int
    summary: RoundSummary | None = Field(
        default=None, description="For the projector only with live_bars."
    )
    writing: Texts | None = Field(
        default=None,
        description="For items with `moderated`; on the projector after the reveal or with "
        "live_bars.",
    )
    peers: PeerTicks | None = Field(
        default=None, description="What peers ticked on approved texts."
    )
    tally: dict[str, int] = Field(
        default={},
        description="Facilitator only: counted by hand, by an option's id, by row:cell, or by * "
        "for how many take part.",
    )
    by_hand: int = Field(
        default=0, description="Facilitator only: how many people were counted by hand."
    )
    trouble: Literal["full", "failing"] | None = Field(
        default=None, description="Facilitator only: why nothing can be kept just now."
    )
    hint: NextStep | None = Field(
        default=None, description="Facilitator only: under 30 % right, 30 to 70 %, above."
    )
    advice: AdviceTold | None = Field(
        default=None, description="Facilitator only: what to do with a vote that is closed."
    )
    questions: QuestionLists | None = Field(
        default=None, description="Facilitator only: what the room asked."
    )
    note: StepNote | None = Field(
        default=None, description="Facilitator only: the note of the stop that is under way."
    )
    question: ScreenQuestion | None = Field(
        default=None, description="Projector only: a question from the room, in large type."
    )
    people: tuple[Person, ...] = Field(default=(), description="Facilitator only.")
    teams: TeamsTold | None = Field(
        default=None, description="Facilitator only, where teams answer."
    )
    names: tuple[str, ...] = Field(default=(), description="Projector only, in the lobby.")
