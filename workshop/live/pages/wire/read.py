"""What some calls read in their address or their headers."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from quizzes.gate.wire import Parameter
from quizzes.items.text import Language

MAX_WAIT = 25

AS = Parameter(
    "as",
    "query",
    Literal["projector", "facilitator"],
    "Which screen asks; for the owner of the session only.",
)
LANG = Parameter("lang", "query", Language, "The owner's language. A seat has its own.")
AFTER = Parameter("after", "query", int, "Answer only with a version newer than this.")
WAIT = Parameter(
    "wait", "query", Annotated[int, Field(ge=0, le=MAX_WAIT)], "Seconds to wait for one; else 0."
)
IDEMPOTENCY_KEY = Parameter(
    "Idempotency-Key",
    "header",
    Annotated[str, Field(min_length=16, max_length=200)],
    "128 random bits or more, of the client's own. The same request under the same key is told of "
    "the seat that it took before, so that a reply that was lost costs no second seat.",
)
PREFER = Parameter(
    "Prefer",
    "header",
    Literal["return=minimal"],
    "For whoever also has the stream, which brings the new screen: the reply is empty.",
)
