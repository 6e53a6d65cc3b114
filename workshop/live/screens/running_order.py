"""The running order as the console shows it: every stop with its step and its minutes."""

from __future__ import annotations

from dataclasses import dataclass

from quizzes.items.text import Language
from workshop.live.rules.phase import Phase
from workshop.live.rules.state import Stop
from workshop.live.sessions import Live


@dataclass(frozen=True)
class OrderLine:
    """One stop. `first`: whether its step begins here. `held`: voted on, its result comes later.
    `left_out`: it may be taken in again.
    """

    number: int
    code: str
    words: str
    kind: str
    step: str
    first: bool
    seconds: int
    optional: bool
    again: bool
    done: bool
    held: bool
    current: bool
    left: bool
    left_out: bool


def running_order(live: Live, language: Language) -> list[OrderLine]:
    """Every stop in its order, then those that were left out."""
    state = live.state
    here = None if state.phase is Phase.FINISHED else state.position
    lines: list[OrderLine] = []
    for position, stop in enumerate((*state.order, *state.spare)):
        step = live.steps[stop.step] if stop.step < len(live.steps) else None
        before = state.order[position - 1] if 0 < position < len(state.order) else None
        lines.append(
            OrderLine(
                number=stop.number,
                code=live.item_of(stop.item).id if stop.item is not None else "",
                words=words_of(live, stop, language),
                kind=step.kind.value if step and stop.item is None else "questions",
                step=step.title.say(language) if step else "",
                first=before is None or before.step != stop.step,
                seconds=stop.seconds,
                optional=stop.optional,
                again=stop.again,
                done=position != here and state.is_shown(stop),
                held=position != here and stop.hold and bool(state.votes_at(stop)),
                current=position == here,
                left=state.position < position < len(state.order),
                left_out=position >= len(state.order),
            )
        )
    return lines


def words_of(live: Live, stop: Stop, language: Language) -> str:
    """A stop in words: the stem of its question, or the title of its step."""
    if stop.item is not None:
        return live.item_of(stop.item).stem.say(language)
    return live.steps[stop.step].title.say(language)
