"""The form of a step: what stands in its fields, and the step that they say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import ValidationError

from quizzes.adapting.faults import FieldFault
from quizzes.items.text import LANGUAGES, Text
from workshop.live.rules.steps import ASKING, AskedItem, Mode, StepKind, Ways
from workshop.plans.rules.plan import PlanStep
from workshop.plans.rules.typed import MOST_LINE, FormRefused, TypedForm

LINES = {"screen": 5, "say": 4, "do": 6, "expect": 6, "prompts": 6, "table": 6}
"""Fields with a text for each line, and how many there may be."""
SINGLE = ("on_phones", "jams", "care")
ASKED = {True: "yes", False: "no", None: ""}
"""How the three ways of voting twice are written in a form."""


def choices(step: PlanStep) -> tuple[StepKind, ...]:
    """The kinds that this step may become: one that asks stays one, and so does the other."""
    return tuple(kind for kind in StepKind if (kind in ASKING) == step.asks)


def fields_of(step: PlanStep) -> dict[str, str]:
    """What stands in the form, by the name of the field."""
    found = {
        "kind": step.kind.value,
        "minutes": str(step.minutes),
        "optional": "yes" if step.optional else "",
    }
    for name in ("title", *SINGLE):
        found |= _pair(name, [one] if (one := getattr(step, name)) else [])
    for name in LINES:
        found |= _pair(name, getattr(step, name))
    for mode in Mode:
        found |= _pair(f"ways.{mode.value}", [one] if (one := getattr(step.ways, mode)) else [])
    for number, asked in enumerate(step.items):
        found |= _item_fields(f"item.{number}", asked)
    return found


def _pair(name: str, texts: Sequence[Text]) -> dict[str, str]:
    return {f"{name}.{one}": "\n".join(text.say(one) for text in texts) for one in LANGUAGES}


def _item_fields(path: str, asked: AskedItem) -> dict[str, str]:
    return {
        f"{path}.minutes": str(asked.minutes or ""),
        f"{path}.revote": ASKED[asked.revote],
        f"{path}.optional": "yes" if asked.optional else "",
        f"{path}.hold": "yes" if asked.hold else "",
    }


def read_step(step: PlanStep, fields: Mapping[str, str]) -> PlanStep:
    """The step as it was typed; what has no field stays as it is. Raises FormRefused."""
    typed = TypedForm(fields)
    title = typed.text("title", needed=True, most=MOST_LINE) or step.title
    kept = {name: getattr(step, name) for name in ("deck", "facts")}
    if typed.ticked("no_deck"):
        kept["deck"] = None
    said = {
        "kind": _kind(typed, step),
        "title": title,
        "minutes": typed.number("minutes", 1, 240),
        "optional": typed.ticked("optional"),
        "items": tuple(_item(typed, number, one) for number, one in enumerate(step.items)),
        "ways": Ways(**{mode.value: typed.text(f"ways.{mode.value}") for mode in Mode}),
        **{name: typed.text(name) for name in SINGLE},
        **{name: typed.lines(name, most) for name, most in LINES.items() if _has(step, name)},
    }
    if not step.asks and not said["screen"]:
        said["screen"] = (title,)
    return _made({**kept, **said}, typed)


def _has(step: PlanStep, name: str) -> bool:
    return not (step.asks and name == "screen")


def _kind(typed: TypedForm, step: PlanStep) -> StepKind:
    wanted = typed.fields.get("kind", step.kind.value)
    for kind in choices(step):
        if kind.value == wanted:
            return kind
    typed.faults.append(FieldFault("kind", "choice"))
    return step.kind


def _item(typed: TypedForm, number: int, asked: AskedItem) -> AskedItem:
    path = f"item.{number}"
    revote = {said: value for value, said in ASKED.items()}
    wanted = typed.fields.get(f"{path}.revote", "")
    if wanted not in revote:
        typed.faults.append(FieldFault(f"{path}.revote", "choice"))
    return AskedItem(
        item=asked.item,
        pack=asked.pack,
        minutes=typed.whole(f"{path}.minutes", 1, 60),
        revote=revote.get(wanted),
        optional=typed.ticked(f"{path}.optional"),
        hold=typed.ticked(f"{path}.hold"),
    )


def _made(said: Mapping[str, object], typed: TypedForm) -> PlanStep:
    if typed.faults:
        raise FormRefused(typed.faults)
    try:
        return PlanStep.model_validate(dict(said))
    except ValidationError:  # the one rule that is left: its questions take more minutes than it
        raise FormRefused([FieldFault("minutes", "questions_longer")]) from None


def new_step(
    kind: StepKind, title: Text, minutes: int, items: Sequence[AskedItem] = ()
) -> PlanStep:
    """A step to begin with: its title is what the big screen says until something else does."""
    asks = kind in ASKING
    screen = () if asks else (title,)
    return PlanStep(kind=kind, title=title, minutes=minutes, screen=screen, items=tuple(items))
