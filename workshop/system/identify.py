"""Who is calling, for the table of who may call which route."""

from __future__ import annotations

from quizzes.gate.access import Who
from workshop.before_after.pages import caller as test_caller
from workshop.live.pages import caller as live_caller
from workshop.people.caller import facilitator


def identify(asked: frozenset[Who] = frozenset(Who)) -> frozenset[Who]:
    """Which of the people asked about the caller is.

    A phone that sends its answer is not looked up among facilitators.
    """
    found = {Who.ANYONE}
    if Who.SEAT in asked and live_caller.this_seat() is not None:
        found.add(Who.SEAT)
    if asked & {Who.FACILITATOR, Who.OWNER, Who.LEADER} and facilitator() is not None:
        found.add(Who.FACILITATOR)
        if live_caller.is_owner() or test_caller.is_owner():
            found.add(Who.OWNER)
    if Who.LEADER in asked and live_caller.leads():
        found.add(Who.LEADER)
    if Who.SCREEN in asked and live_caller.is_screen():
        found.add(Who.SCREEN)
    return frozenset(found)
