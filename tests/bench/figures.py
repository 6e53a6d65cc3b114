"""Figures of a benchmark, as a table and as JSON."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any


def percentile(values: Sequence[float], share: float) -> float:
    """The nearest-rank percentile: the smallest value with `share` of all at or below it."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else math.nan


def spread(seconds: Sequence[float]) -> dict[str, float]:
    """p50, p99 and max in milliseconds, and how many."""
    if not seconds:
        return {"n": 0}
    named = {"p50": percentile(seconds, 0.5), "p99": percentile(seconds, 0.99), "max": max(seconds)}
    return {"n": len(seconds), **{name: round(one * 1000, 2) for name, one in named.items()}}


def ratio(ours: dict[str, float], floor: dict[str, float]) -> float | None:
    """How many times the floor's p99 ours is."""
    if not ours.get("p99") or not floor.get("p99"):
        return None
    return round(ours["p99"] / floor["p99"], 2)


def _cell(value: Any) -> str:
    return "–" if value is None else str(value)


def rows_of(found: dict[str, Any]) -> Iterable[tuple[str, str]]:
    """The lines of the table: what, and how much."""
    for key, what in (
        ("move", "a move reaches a phone"),
        ("move_floor", "  floor: same bytes, bare loop"),
        ("move_floor_all", "  the same to the phones of all rooms"),
        ("response", "a response is acknowledged"),
        ("commit_floor", "  floor: a bare commit"),
        ("join", "a seat is taken"),
        ("marks", "one’s own marks are read"),
    ):
        one = found[key]
        if one["n"] and (key != "move_floor_all" or found["rooms"] > 1):
            yield (
                what,
                f"p50 {one['p50']} ms, p99 {one['p99']} ms, max {one['max']} ms ({one['n']})",
            )
    yield "all seats taken, 64 asking at once", f"{found['joined_s']} s"
    yield "move / floor (p99)", f"{_cell(found['move_ratio'])} ×"
    if found["rooms"] > 1:
        yield "move / floor of all rooms (p99)", f"{_cell(found['move_ratio_all'])} ×"
    yield "acknowledged", str(found["acknowledged"])
    for key in ("lost", "doubled", "errors", "streams cut"):
        yield key, str(found[key])
    cpu, each, joining = found["cpu_s"], found["cpu_ms_per_phone"], found["cpu_join_s"]
    yield (
        "server CPU",
        f"{_cell(cpu)} s, {_cell(each)} ms a phone ({_cell(joining)} s of it for joining)",
    )
    peak, each = found["peak_mb"], found["memory_kb_per_phone"]
    yield (
        "server memory",
        f"empty {_cell(found['empty_mb'])} MB, peak {_cell(peak)} MB, {_cell(each)} kB a phone more",
    )
    for name, one in found["bytes"].items():
        yield f"heaviest item, {name}", f"{one['sent']} bytes sent, {one['plain']} unpacked"


def table(found: dict[str, Any]) -> str:
    """The figures as lines of text."""
    head = f"{found['rooms']} × {found['phones']} phones, responses within {found['window_s']} s"
    lines = [f"{what:<37} {much}" for what, much in rows_of(found)]
    return "\n".join([head, "─" * len(head), *lines])
