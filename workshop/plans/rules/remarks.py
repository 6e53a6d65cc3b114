"""What whoever edits a plan should know: minutes that do not add up, questions that cannot come."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from workshop.live.rules.steps import AskedItem, StepKind
from workshop.plans.rules.plan import Part, Plan


@dataclass(frozen=True)
class Remark:
    """One thing to know. `kind`: unknown, twice, early, welcome or empty; `part`: from 0."""

    kind: str
    part: int
    codes: tuple[str, ...] = ()


Known = Collection[tuple[str, str]]
"""Every question on offer, as the slug of its pack and its code."""


def remarks(plan: Plan, known: Known) -> list[Remark]:
    """Everything to know about a plan before it is led; nothing of it keeps one from saving."""
    found = (
        one
        for number, part in enumerate(plan.parts)
        for one in _of_a_part(part, number, plan.packs, known)
    )
    return list(found)


def _of_a_part(part: Part, number: int, packs: Sequence[str], known: Known) -> Iterator[Remark]:
    if not part.steps:
        yield Remark("empty", number)
    if any(step.kind is StepKind.WELCOME for step in part.steps[1:]):
        yield Remark("welcome", number)
    for kind, codes in (
        ("unknown", unknown(part, packs, known)),
        ("twice", _asked_twice(part)),
        ("early", _asked_too_early(part)),
    ):
        if codes:
            yield Remark(kind, number, codes)


def unknown(part: Part, packs: Sequence[str], known: Known) -> tuple[str, ...]:
    """Codes of questions that no pack on offer holds."""
    asked = (one for step in part.steps for one in step.items)
    codes = (one.item for one in asked if not _is_known(one, packs, known))
    return tuple(dict.fromkeys(codes))


def _is_known(asked: AskedItem, packs: Sequence[str], known: Known) -> bool:
    places = [asked.pack] if asked.pack else packs
    return any((slug, asked.item) in known for slug in places)


def _asked_twice(part: Part) -> tuple[str, ...]:
    asked: list[str] = []
    for step in part.steps:
        if step.kind is StepKind.QUESTIONS:
            asked += [one.item for one in step.items]
    return tuple(dict.fromkeys(code for code in asked if asked.count(code) > 1))


def _asked_too_early(part: Part) -> tuple[str, ...]:
    """Second votes on what was not asked before them."""
    asked: set[str] = set()
    early: list[str] = []
    for step in part.steps:
        if step.kind is StepKind.AGAIN:
            early += [one.item for one in step.items if one.item not in asked]
        else:
            asked |= {one.item for one in step.items}
    return tuple(dict.fromkeys(early))
