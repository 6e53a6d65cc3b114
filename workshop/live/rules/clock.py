"""Where a workshop is on the clock, against its plan, and what to leave out when it is late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from workshop.live.rules.state import LiveState, Stop
from workshop.live.rules.steps import LedStep, StepKind

WORTH_SAYING = timedelta(minutes=1)


@dataclass(frozen=True)
class WorkshopClock:
    """Times of a workshop that has begun.

    `elapsed`: since it began; `here`: since the present stop was entered; `planned_here`: for that
    stop; `after`: planned for all stops after it; `planned`: for the whole, as it was opened.
    """

    elapsed: timedelta
    here: timedelta
    planned_here: timedelta
    after: timedelta
    planned: timedelta

    @property
    def late(self) -> timedelta:
        """How much later than planned it will end if all that is left takes its planned time."""
        left_here = max(self.planned_here - self.here, timedelta())
        return self.elapsed + left_here + self.after - self.planned


def planned_time(steps: Sequence[LedStep]) -> timedelta:
    """Time planned for all steps."""
    return timedelta(minutes=sum(step.minutes for step in steps))


def clock_of(state: LiveState, steps: Sequence[LedStep], now: datetime) -> WorkshopClock | None:
    """The clock of a workshop that is under way; None before it begins and where none is."""
    if not state.visits or state.stop is None:
        return None
    after = sum(stop.seconds for stop in state.order[state.position + 1 :])
    return WorkshopClock(
        elapsed=now - state.visits[0].at,
        here=now - state.visits[-1].at,
        planned_here=timedelta(seconds=state.stop.seconds),
        after=timedelta(seconds=after),
        planned=planned_time(steps),
    )


def to_leave_out(state: LiveState) -> list[Stop]:
    """What may be left out when late, in the order of the workshop."""
    return [stop for stop in state.order[state.position + 1 :] if stop.optional]


def time_used(
    state: LiveState, finished_at: datetime | None, now: datetime
) -> dict[int, timedelta]:
    """Time spent at each stop by its number, 0 for the welcome, as far as it was visited."""
    used: dict[int, timedelta] = {}
    ends = [visit.at for visit in state.visits[1:]] + [finished_at or now]
    for visit, end in zip(state.visits, ends, strict=False):
        used[visit.stop] = used.get(visit.stop, timedelta()) + max(end - visit.at, timedelta())
    return used


def welcome_time(steps: Sequence[LedStep]) -> timedelta:
    """Time planned for the welcome, which is led from the lobby and has no stop."""
    first = steps[0] if steps else None
    is_welcome = first is not None and first.kind is StepKind.WELCOME
    return timedelta(minutes=first.minutes) if first and is_welcome else timedelta()
