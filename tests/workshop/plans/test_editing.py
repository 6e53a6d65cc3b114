"""Editing a plan: steps move, rest aside and come back; nothing is lost on the way."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.items.text import Text
from tests.workshop.plans.ownplan_cases import asking, plan_of, plans, steps, talk
from workshop.live.rules.steps import AskedItem, StepKind
from workshop.plans.rules import editing, planfields, stepfields
from workshop.plans.rules.plan import MOST_STEPS, Plan, PlanStep
from workshop.plans.rules.remarks import remarks
from workshop.plans.rules.typed import FormRefused


def titles(plan: Plan, part: int = 0) -> list[str]:
    return [step.title.fr for step in plan.parts[part].steps]


def held(plan: Plan) -> Counter[str]:
    return Counter(step.model_dump_json() for step in plan.kept_steps())


@given(
    plans(),
    st.lists(
        st.tuples(
            st.sampled_from(["up", "down", "out", "back"]), st.integers(0, 3), st.integers(0, 5)
        ),
        max_size=12,
    ),
)
def test_moving_leaving_out_and_taking_back_lose_no_step(
    plan: Plan, moves: list[tuple[str, int, int]]
) -> None:
    before = held(plan)
    for what, part, number in moves:
        try:
            if what == "out":
                plan = editing.left_out(plan, part, number)
            elif what == "back":
                plan = editing.taken_back(plan, part, number)
            else:
                plan = editing.moved(plan, part, number, down=what == "down")
        except (LookupError, editing.TooMany):
            continue
        Plan.model_validate(plan.model_dump(mode="json", by_alias=True))
    assert held(plan) == before


def test_a_step_moves_within_its_part_and_into_the_next() -> None:
    plan = plan_of([talk("a"), talk("b")], [talk("c")])
    assert titles(editing.moved(plan, 0, 0, down=True)) == ["b", "a"]
    over = editing.moved(plan, 0, 1, down=True)
    assert (titles(over), titles(over, 1)) == (["a"], ["b", "c"])
    back = editing.moved(over, 1, 0, down=False)
    assert (titles(back), titles(back, 1)) == (["a", "b"], ["c"])
    assert editing.moved(plan, 0, 0, down=False) == plan


def test_what_is_not_there_is_told() -> None:
    plan = plan_of([talk("a")])
    for call in (editing.left_out, editing.taken_back, editing.removed):
        with pytest.raises(LookupError):
            call(plan, 0, 7)
        with pytest.raises(LookupError):
            call(plan, 3, 0)
    with pytest.raises(LookupError):
        editing.without_part(plan, 0)


def test_a_part_holds_so_many_steps() -> None:
    plan = plan_of([talk(str(one)) for one in range(MOST_STEPS)])
    with pytest.raises(editing.TooMany):
        editing.added(plan, 0, talk("one more"))


def test_a_plan_knows_the_packs_of_questions_that_were_added() -> None:
    plan = plan_of([asking("B01")], packs=("pub-ou-pas-pub",))
    step = editing.with_questions(
        editing.step_at(plan, 0, 0),
        [AskedItem(item="C20", pack="reserve"), AskedItem(item="B01", pack="autre")],
    )
    assert [one.item for one in step.items] == ["B01", "C20"]
    assert editing.with_step(plan, 0, 0, step).packs == ("pub-ou-pas-pub", "reserve")


def test_questions_of_a_step_move_and_go_but_for_the_last() -> None:
    step = asking("A01", "A02")
    assert [one.item for one in editing.question_moved(step, 0, down=True).items] == ["A02", "A01"]
    left = editing.question_removed(step, 0)
    assert [one.item for one in left.items] == ["A02"]
    with pytest.raises(LookupError):
        editing.question_removed(left, 0)


@given(steps())
def test_a_form_that_nobody_touched_is_the_same_step(step: PlanStep) -> None:
    if any("\n" in text.say(one) for text in (*step.screen, *step.say) for one in ("fr", "en")):
        return
    read = stepfields.read_step(step, stepfields.fields_of(step))
    again = stepfields.read_step(read, stepfields.fields_of(read))
    assert again == read
    assert (read.kind, read.minutes, read.items) == (step.kind, step.minutes, step.items)


def test_one_language_is_enough_and_lines_fill_each_other() -> None:
    typed = {
        **stepfields.fields_of(talk("a")),
        "title.fr": "",
        "title.en": "Only",
        "screen.fr": "un\ndeux",
        "screen.en": "one",
    }
    step = stepfields.read_step(talk("a"), typed)
    assert step.title == Text(fr="Only", en="Only")
    assert [(one.fr, one.en) for one in step.screen] == [("un", "one"), ("deux", "deux")]


@pytest.mark.parametrize(
    ("typed", "path", "kind"),
    [
        ({"title.fr": "", "title.en": " "}, "title.fr", "missing"),
        ({"minutes": "soon"}, "minutes", "whole_number"),
        ({"minutes": "0"}, "minutes", "at_least"),
        ({"minutes": "9999"}, "minutes", "at_most"),
        ({"minutes": ""}, "minutes", "missing"),
        ({"minutes": "²"}, "minutes", "whole_number"),
        ({"say.fr": "a\nb\nc\nd\ne"}, "say.fr", "too_many"),
        ({"jams.en": "x" * 4001}, "jams.en", "too_long"),
        ({"care.fr": "nul\x00"}, "care.fr", "signs"),
        ({"kind": "questions"}, "kind", "choice"),
        ({"kind": "telepathy"}, "kind", "choice"),
    ],
)
def test_what_cannot_be_read_is_named_by_its_field(
    typed: dict[str, str], path: str, kind: str
) -> None:
    with pytest.raises(FormRefused) as caught:
        stepfields.read_step(talk("a"), {**stepfields.fields_of(talk("a")), **typed})
    assert [(one.path, one.kind) for one in caught.value.faults] == [(path, kind)]


def test_questions_may_not_take_longer_than_their_step() -> None:
    step = asking("A01", "A02", minutes=5)
    fields = {**stepfields.fields_of(step), "item.0.minutes": "4", "item.1.minutes": "2"}
    with pytest.raises(FormRefused, match="questions_longer"):
        stepfields.read_step(step, fields)
    plan = plan_of([stepfields.read_step(step, {**fields, "minutes": "6"})])
    with pytest.raises(FormRefused, match="questions_longer"):
        planfields.read_plan_form(plan, {"step.0.0.minutes": "5"})


def test_the_minutes_of_a_plan_are_those_that_its_parts_shall_take() -> None:
    plan = planfields.read_plan_form(
        plan_of([talk("a", 5)]), {"part.0.minutes": "45", "step.0.0.minutes": "20"}
    )
    assert (plan.minutes, plan.parts[0].taken) == (45, 20)


def test_remarks_tell_what_a_room_would_leave_out() -> None:
    welcome = PlanStep(
        kind=StepKind.WELCOME, title=Text(fr="a", en="a"), minutes=2, screen=(Text(fr="a", en="a"),)
    )
    again = asking("A01", kind=StepKind.AGAIN)
    plan = plan_of([again, asking("A01", "X99"), asking("A01"), welcome], [], packs=("p",))
    found = {(one.kind, one.part): one.codes for one in remarks(plan, {("p", "A01")})}
    assert found == {
        ("welcome", 0): (), ("unknown", 0): ("X99",), ("twice", 0): ("A01",), ("early", 0): ("A01",), ("empty", 1): (),
    }  # fmt: skip
