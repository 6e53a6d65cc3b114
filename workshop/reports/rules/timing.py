"""How long a workshop stayed where, from when each of its stops was entered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from workshop.live.rules.state import Visit

LONGEST_STAY = timedelta(hours=4)
"""Whoever stays longer has gone home without ending the session."""


def time_at(visits: Sequence[Visit], end: datetime) -> dict[int, timedelta]:
    """How long each stop that was entered took, all its visits together, pauses included.

    A visit lasts until the next one, the last until `end`. A stay of more than four hours is not
    counted, nor one that ends before it began, as a clock was set meanwhile.
    """
    found: dict[int, timedelta] = {}
    moments = [*((one.stop, one.at) for one in visits), (None, end)]
    for (stop, begun), (_, over) in pairwise(moments):
        assert stop is not None
        stay = over - begun
        counted = stay if timedelta() <= stay <= LONGEST_STAY else timedelta()
        found[stop] = found.get(stop, timedelta()) + counted
    return found


def seconds_at(stops: Iterable[int], times: dict[int, timedelta]) -> int | None:
    """Seconds that these stops took together; None where none of them was entered."""
    entered = [times[one] for one in stops if one in times]
    return round(sum(entered, timedelta()).total_seconds()) if entered else None
