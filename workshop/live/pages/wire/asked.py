"""The bodies of requests. What a kind of question takes as a value, the item itself checks."""

from __future__ import annotations

from typing import Annotated, Any

from flask_babel import gettext as _
from pydantic import BeforeValidator, Field, JsonValue, field_validator
from pydantic_core.core_schema import ValidationInfo

from quizzes.gate.wire import AskedBody
from quizzes.items.text import Language, as_language
from workshop.live.hands import MAX_TALLY
from workshop.live.rules.moves import MAX_SECONDS
from workshop.live.rules.phase import Move
from workshop.live.rules.roundmoves import MAX_PAGE
from workshop.live.writing.moderation import MOST_IN_A_LIST

SEAT_MOVES = frozenset({Move.REMOVE, Move.RENAME})

ShortText = Annotated[str, Field(max_length=200)]
Written = Annotated[str, Field(max_length=2000)]
Seconds = Annotated[int, Field(ge=1, le=MAX_SECONDS)]
Counts = Annotated[
    dict[ShortText, Annotated[int, Field(ge=0, le=MAX_TALLY)]],
    Field(
        description="How many for each option's id; in a grid for each row:cell; where several "
        "options may be chosen, * is how many people take part.",
        examples=[{"a": 7, "b": 12}],
    ),
]
UNIQUE: dict[str, JsonValue] = {"uniqueItems": True}


def _spoken(value: object) -> object:
    """`fr-BE` is `fr`."""
    return (as_language(value) or value) if isinstance(value, str) else value


class TakeSeat(AskedBody):
    """Who takes a seat, or takes over one."""

    language: ShortText | None = Field(
        default=None,
        description="fr or en, also as fr-BE. Anything else: what the browser asks for.",
        examples=["fr"],
    )
    nickname: ShortText | None = Field(
        default=None,
        description="1 to 20 signs after trimming. Where names are given, only one that the kit "
        "could have made up. Without it, the kit makes one up. A team has a made-up name too; "
        "another one is its proposal, which the facilitator approves first.",
    )
    team: bool = Field(
        default=False,
        description="This device is a team's. Where nobody has a device of their own, each is.",
    )
    handover: ShortText | None = Field(
        default=None,
        description="The six digits of a handover; the seat is taken over and the other device "
        "loses it.",
        examples=["049218"],
    )


class ChangeMe(AskedBody):
    """The language in which a seat reads from now on."""

    language: Annotated[Language, BeforeValidator(_spoken)] = Field(examples=["en"])


class ProposeName(AskedBody):
    """A name of a team's own."""

    name: ShortText = Field(
        description="1 to 20 signs. It waits until the facilitator approves it."
    )


class DecideName(AskedBody):
    """Whether a team may have the name that it proposed."""

    seat: ShortText = Field(description="As in the `teams` of the results.")
    name: ShortText = Field(description="The name that was read.")
    approved: bool


class Respond(AskedBody):
    """A response to the open round."""

    value: Any = Field(
        description="As the snapshot's item.accepts says: an option's id, a list of ids, a number, "
        "a text, a few words, or an object of named parts.",
        examples=["a"],
    )
    certainty: Annotated[int, Field(ge=1, le=3)] | None = Field(
        default=None, description="Only where item.asks_certainty is true."
    )


class ReadPeer(AskedBody):
    """Which criteria a text of somebody else meets."""

    text: Written = Field(description="The text that was read.")
    ticked: list[ShortText] = Field(
        description="Ids of criteria; none is an answer too.",
        max_length=20,
        json_schema_extra=UNIQUE,
    )


class MakeMove(AskedBody):
    """A move, the version that it was decided on, and what some moves need."""

    move: Annotated[Move, Field(strict=False)]
    version: int = Field(description="The version of the snapshot that was on screen.")
    seconds: Seconds | None = Field(default=None, description="For extend; 30 where not said.")
    seat: ShortText | None = Field(
        default=None,
        validate_default=True,
        description="For remove and rename; for extend, the one seat that gets more time in every "
        "round.",
    )
    nickname: ShortText | None = Field(
        default=None, description="For rename. Without it, the kit makes one up."
    )
    order: list[int] | None = Field(
        default=None,
        description="For reorder: the numbers of the stops that are left, in their new order. One "
        "that is not named is left out, and can be named again later.",
    )
    page: Annotated[int, Field(ge=0, le=MAX_PAGE)] | None = Field(
        default=None,
        description="For turn: the page of the activity, or the stage of the result (0 votes, "
        "1 key, 2 why, 3 sources); the next where not said.",
    )
    pack: ShortText | None = Field(default=None, description="For add: the slug of a pack.")
    item: ShortText | None = Field(
        default=None, description="For add: the code of a question, asked after the present one."
    )

    @field_validator("seat")
    @classmethod
    def _says_which(cls, seat: str | None, info: ValidationInfo) -> str | None:
        if seat is None and info.data.get("move") in SEAT_MOVES:
            raise ValueError(_("Say which seat."))
        return seat

    def argument(self) -> dict[str, Any]:
        """What the move needs."""
        return self.model_dump(exclude={"move", "version"}, exclude_none=True)


class Tally(AskedBody):
    """Answers counted by hand: cards, raised hands, sheets."""

    counts: Counts


class Moderate(AskedBody):
    """Texts to show, or to hide."""

    texts: list[Written] = Field(
        min_length=1,
        max_length=MOST_IN_A_LIST,
        description="As in `writing` of the results. Texts that nobody has there any more are "
        "passed over.",
    )
    shown: bool


class Handover(AskedBody):
    """The seat that moves to another device."""

    seat: ShortText = Field(description="Its public name, as in the `people` of the results.")
