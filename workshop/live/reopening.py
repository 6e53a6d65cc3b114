"""Operation of reopening: what a session went through, to be gone through by another group."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from quizzes.bank import catalogue
from workshop.live import opening
from workshop.live.opening import Script
from workshop.live.rules.state import Stop
from workshop.live.sessions import Live


def script_again(live: Live, *, as_led: bool) -> Script:
    """The same steps, with the revisions of the packs that are on offer now.

    `as_led`: in the order in which the session was led in the end, with what was left out left
    out; else as it was planned. Raises Problems where two different items have one code.
    """
    if not as_led:
        return opening.script_of(live.steps, [pack.slug for pack in live.packs])
    order = [(one, _now(live, one)) for one in live.state.order]
    spare = [(one, _now(live, one)) for one in live.state.spare]
    missing = [_code(live, one) for one, found in (*order, *spare) if found is None]
    return Script(live.steps, _there(order), tuple(dict.fromkeys(missing)), _there(spare))


def was_changed(live: Live) -> bool:
    """Whether the session was led otherwise than it was planned: another order, more or less."""
    led, planned = script_again(live, as_led=True), script_again(live, as_led=False)
    return bool(led.spare) or _course(led.stops) != _course(planned.stops)


def _course(stops: Iterable[Stop]) -> list[tuple[int, int | None, bool]]:
    return [(one.step, one.item, one.again) for one in stops]


def _there(stops: Iterable[tuple[Stop, Stop | None]]) -> tuple[Stop, ...]:
    return tuple(found for _, found in stops if found is not None)


def _code(live: Live, stop: Stop) -> str:
    return live.item_of(stop.item).id if stop.item is not None else ""


def _now(live: Live, stop: Stop) -> Stop | None:
    """The stop with the item of the same code in the present revision of its pack."""
    if stop.item is None or stop.pack is None:
        return stop
    code = live.item_of(stop.item).id
    pack = catalogue.find_pack(catalogue.bank_pack(stop.pack).slug)
    for one in pack.items if pack else ():
        if pack and one.item.id == code:
            return replace(stop, item=one.row_id, pack=pack.row_id)
    return None
