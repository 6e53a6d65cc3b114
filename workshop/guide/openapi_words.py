"""What OpenAPI says of the wire as a whole."""

from __future__ import annotations

from typing import Any

ABOUT = (
    "One room is one live session with a join code of six signs. A participant takes a seat, "
    "listens to snapshots and sends responses; a facilitator makes moves. Every event is a whole "
    "snapshot with a version: the newest version wins, so a client that lost something asks once "
    "and is right. A response is kept when its reply has arrived in whole, and not before; sending "
    "it again is harmless. Bodies are JSON objects of at most 64 kB, without unknown keys. Errors "
    "are application/problem+json."
)
TAGS = {
    "participant": "With the token of a seat.",
    "facilitator": "With an API token, or with the login cookie and its CSRF token.",
    "anyone": "Without any token.",
}
SCHEMES: dict[str, Any] = {
    "seatCookie": {
        "type": "apiKey",
        "in": "cookie",
        "name": "seat-{code}",
        "description": "The token of a seat, one cookie for each live session.",
    },
    "loginCookie": {
        "type": "apiKey",
        "in": "cookie",
        "name": "recoupe",
        "description": "A facilitator who signed in with the browser.",
    },
    "helperCookie": {
        "type": "apiKey",
        "in": "cookie",
        "name": "helper-{code}",
        "description": "A second facilitator who came by the link of this live session.",
    },
    "csrf": {
        "type": "apiKey",
        "in": "header",
        "name": "X-CSRFToken",
        "description": "With the login cookie or the helper cookie, from the page's csrf-token.",
    },
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "The token of a seat, or an API token of a facilitator (from their "
        "settings, or `recoupe token NAME`).",
    },
}
BUSY = (
    "The database does not answer, or the disk keeps nothing just now (507 where it is full): the "
    "same request may be sent again after Retry-After seconds."
)
