"""Plans of one’s own as tests make them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from quizzes.items.text import Text
from workshop.live.rules.steps import AskedItem, StepKind, Ways
from workshop.plans import planbook
from workshop.plans.rules.plan import Part, Plan, PlanStep

WORDS = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff"),
    min_size=1, max_size=40,
).filter(lambda words: words.strip())  # fmt: skip
TEXTS = st.builds(Text, fr=WORDS, en=WORDS)
CODES = st.from_regex(r"[A-Z][0-9]{2}", fullmatch=True)
TALK = [kind for kind in StepKind if kind not in (StepKind.QUESTIONS, StepKind.AGAIN)]


@st.composite
def steps(draw: Any) -> PlanStep:
    asks = draw(st.booleans())
    codes = draw(st.lists(CODES, min_size=1, max_size=4, unique=True)) if asks else []
    items = tuple(
        AskedItem(
            item=code,
            pack=draw(st.sampled_from([None, "reserve"])),
            revote=draw(st.sampled_from([None, True, False])),
            optional=draw(st.booleans()),
            hold=draw(st.booleans()),
        )
        for code in codes
    )
    return PlanStep(
        kind=StepKind.QUESTIONS if asks else draw(st.sampled_from(TALK)),
        minutes=draw(st.integers(1, 240)),
        title=draw(TEXTS),
        items=items,
        screen=() if asks else tuple(draw(st.lists(TEXTS, min_size=1, max_size=5))),
        say=tuple(draw(st.lists(TEXTS, max_size=4))),
        on_phones=draw(st.none() | TEXTS),
        ways=Ways(paper=draw(st.none() | TEXTS)),
        optional=draw(st.booleans()),
    )


@st.composite
def parts(draw: Any) -> Part:
    return Part(
        title=draw(TEXTS),
        minutes=draw(st.integers(1, 480)),
        steps=tuple(draw(st.lists(steps(), max_size=4))),
        aside=tuple(draw(st.lists(steps(), max_size=2))),
    )


@st.composite
def plans(draw: Any) -> Plan:
    found = tuple(draw(st.lists(parts(), min_size=1, max_size=3)))
    return Plan(
        slug="essai",
        title=draw(TEXTS),
        summary=draw(st.none() | TEXTS),
        origin=draw(st.sampled_from([None, *(one.slug for one in planbook.plans())])),
        minutes=sum(part.minutes for part in found),
        packs=("reserve",),
        parts=found,
    )


def talk(title: str, minutes: int = 5) -> PlanStep:
    words = Text(fr=title, en=title)
    return PlanStep(kind=StepKind.TALK, title=words, minutes=minutes, screen=(words,))


def asking(
    *codes: str, kind: StepKind = StepKind.QUESTIONS, minutes: int = 10, **more: Any
) -> PlanStep:
    items = tuple(AskedItem(item=code, **more) for code in codes)
    return PlanStep(
        kind=kind, title=Text(fr="Questions", en="Questions"), minutes=minutes, items=items
    )


def plan_of(*steps_of_parts: list[PlanStep], packs: tuple[str, ...] = ()) -> Plan:
    title = Text(fr="Mon essai", en="My try")
    made = tuple(Part(title=title, minutes=50, steps=tuple(one)) for one in steps_of_parts)
    return Plan(slug="essai", title=title, minutes=50 * len(made), packs=packs, parts=made)
