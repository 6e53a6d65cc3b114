"""The other replies, and what every refusal says."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import Field

from quizzes.gate.wire import Told
from quizzes.items.text import Language
from workshop.live.pages.wire.asked import Counts
from workshop.live.pages.wire.screen import PeerTicks, SeatName, Share, Snapshot
from workshop.live.rules.joincode import ALPHABET, LENGTH

JoinCode = Annotated[
    str,
    Field(
        pattern=f"^[{ALPHABET}]{{{LENGTH}}}$",
        description="A join code. Typed codes may have lower case, spaces and dashes.",
        examples=["ABC234"],
    ),
]
RoundNumber = Annotated[int, Field(description="The snapshot's round.")]
Moment = Annotated[str, Field(json_schema_extra={"format": "date-time"})]


class Opened(Told):
    """The session, in its lobby."""

    code: JoinCode
    join_url: str = Field(json_schema_extra={"format": "uri"})
    version: int


class SeatTaken(Told):
    """The seat. The cookie seat-{code} holds the same token."""

    headers: ClassVar = {"Set-Cookie": "seat-{code}, HttpOnly, SameSite=Lax, 24 hours."}
    seat: SeatName
    nickname: str
    token: str = Field(description="For Authorization: Bearer. Only its hash is kept.")


class LanguageChanged(Told):
    """The seat stays."""

    language: Language


class NameWaits(Told):
    """The name waits; until it is approved, the made-up one stands."""

    name: str


class NameDecided(Told):
    """Decided."""

    seat: SeatName
    approved: bool


class OwnResponse(Told):
    """What a seat answered in one round."""

    round: RoundNumber
    item: str
    vote: int
    value: Any
    certainty: int | None
    kept_at: Moment
    said: str = Field(description="The value in words.")
    mark: Share | None = Field(
        default=None, description="After the reveal only; null for opinions."
    )


class Me(Told):
    """This seat and what it answered. A mark is there only once the room has seen the result."""

    seat: SeatName
    nickname: str
    team: bool = Field(description="Whether several answer on this device.")
    language: Language
    extra_ms: int = Field(description="Extra time of this seat in every round.")
    version: int
    responses: tuple[OwnResponse, ...]


class ResponseKept(Told):
    """The response as it is kept: with 201 for the first time; with 200 it was kept already, or
    took the place of an earlier one (changed: true).
    """

    round: RoundNumber
    value: Any
    certainty: int | None
    kept_at: Moment
    changed: bool = Field(default=False, description="Whether it took the place of another.")


class PeerText(Told):
    """The text, and what others ticked on one's own."""

    round: RoundNumber
    text: str | None = Field(description="Null while there is none to read.")
    ticked: tuple[str, ...]
    own: PeerTicks


class PeerRead(Told):
    """Kept."""

    round: RoundNumber
    ticked: tuple[str, ...]


class TallyKept(Told):
    """Kept."""

    round: RoundNumber
    counts: Counts
    version: int = Field(description="Higher than before where the result was on screen.")


class Decided(Told):
    """Decided."""

    round: RoundNumber
    shown: bool
    decided: int = Field(description="How many of the texts were found.")


class HandoverOffered(Told):
    """The one-time code."""

    seat: SeatName
    code: str = Field(pattern="^[0-9]{6}$")
    minutes: int = Field(description="How long it can be used.")


class Misfit(Told):
    """One thing that is wrong with a body."""

    field: str
    what: str
    mend: str


class Refusal(Told):
    """What happened and what to do next (RFC 9457)."""

    type: str = "about:blank"
    title: str = Field(description="What happened.")
    status: int
    detail: str = Field(description="What to do next.")
    reason: str = Field(
        default="", description="A word for programs, such as closed, stale, locked, full."
    )
    problems: tuple[Misfit, ...] = Field(
        default=(), description="Everything that is wrong with the body, with status 422."
    )
    snapshot: Snapshot | None = Field(default=None, description="Where a stale move is refused.")
