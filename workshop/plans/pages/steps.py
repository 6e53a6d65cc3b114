"""The editor of one step: its words for each screen, and its questions from the bank."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Reply

from quizzes.adapting.faults import FieldFault
from quizzes.bank import catalogue
from quizzes.bank.catalogue import BankPack
from quizzes.gate.access import Who, allow
from quizzes.gate.clock import now
from quizzes.gate.replies import Refused
from quizzes.items.item import Item
from quizzes.items.text import Text
from workshop.live.pages.choice import listed, wanted
from workshop.live.rules.steps import ASKING, AskedItem, StepKind
from workshop.people.caller import require_facilitator
from workshop.plans import keeping, planbook
from workshop.plans.keeping import PlanChanged
from workshop.plans.pages.editor import typed_fields, version_seen
from workshop.plans.pages.ownplans import require_own
from workshop.plans.pages.wording import say_faults
from workshop.plans.rules import editing, stepfields
from workshop.plans.rules.plan import Plan, PlanStep
from workshop.plans.rules.typed import MOST_LINE, FormRefused, TypedForm

blueprint = Blueprint("steps", __name__, url_prefix="/facilitate/plans/<slug>/parts/<int:part>")
TODO = re.compile(r"(save|questions|up|down|remove)(?: (\d\d?))?")


def _step(slug: str, part: int, number: int) -> PlanStep:
    try:
        return editing.step_at(require_own(slug).plan, part, number)
    except LookupError:
        title = _("This plan has no such step.")
        raise Refused(404, title, _("Go back to the plan.")) from None


@blueprint.route("/steps/<int:number>", methods=["GET", "POST"])
@allow(Who.FACILITATOR)
def step(slug: str, part: int, number: int) -> Reply | str | tuple[str, int]:
    """One step: its title, its minutes, and what each screen says."""
    _step(slug, part, number)
    if request.method == "GET":
        return _editor(slug, part, number, {})
    typed = typed_fields()
    todo = TODO.fullmatch(typed.get("do", "save"))
    if todo is None:
        raise Refused(400, _("This request cannot be read."), _("Load the page again."))
    try:
        _done(slug, part, number, typed, todo[1], int(todo[2] or 0))
    except FormRefused as error:
        return _editor(slug, part, number, typed, errors=say_faults(error.faults)), 422
    except _LastQuestion:
        said = _("A step with questions keeps one. To be rid of it, leave the whole step out.")
        return _editor(slug, part, number, typed, errors={"": said}), 422
    except (PlanChanged, LookupError):
        return _editor(slug, part, number, typed, stale=True), 409
    return redirect(_after(slug, part, number, todo[1]), 303)


def _after(slug: str, part: int, number: int, what: str) -> str:
    """Where one goes from there."""
    if what == "questions":
        return url_for("steps.questions", slug=slug, part=part, step=number)
    if what == "save":
        return url_for("editor.plan", slug=slug, _anchor=f"step-{part}-{number}")
    return url_for("steps.step", slug=slug, part=part, number=number, _anchor="questions")


class _LastQuestion(Exception):
    """The only question of a step was to be removed."""


def _done(
    slug: str, part: int, number: int, typed: Mapping[str, str], what: str, which: int
) -> None:
    """Keep what was typed, then do what the button says, in one step."""

    def edit(plan: Plan) -> Plan:
        step = stepfields.read_step(editing.step_at(plan, part, number), typed)
        if what in ("up", "down"):
            step = editing.question_moved(step, which, down=what == "down")
        elif what == "remove":
            if len(step.items) == 1:
                raise _LastQuestion
            step = editing.question_removed(step, which)
        return editing.with_step(plan, part, number, step)

    keeping.change(slug, require_facilitator().row_id, version_seen(), edit, now())


def _editor(
    slug: str,
    part: int,
    number: int,
    typed: Mapping[str, str],
    *,
    errors: Mapping[str, str] | None = None,
    stale: bool = False,
) -> str:
    own, here = require_own(slug), _step(slug, part, number)
    known = stepfields.fields_of(here)
    boxes = [name for name in known if name.rpartition(".")[2] in ("optional", "hold")]
    shown = {**known, **(dict.fromkeys(boxes, "") if typed else {})}
    values = {name: typed.get(name, words) for name, words in shown.items()}
    sheet = planbook.running_sheet(own.plan)
    return render_template(
        "plans/steps/step.html",
        own=own,
        plan=own.plan,
        part=part,
        number=number,
        step=here,
        asked=[(one, _find(one, own.plan)) for one in here.items],
        facts=sheet.parts[part].steps[number].facts,
        values=values,
        errors=errors or {},
        stale=stale,
        kinds=stepfields.choices(here),
    )


def _find(asked: AskedItem, plan: Plan) -> tuple[BankPack, Item] | None:
    """The pack and the item of a question, where a pack on offer has it."""
    for slug in [asked.pack] if asked.pack else plan.packs:
        pack = catalogue.find_pack(slug)
        for one in pack.items if pack else ():
            if pack and one.item.id == asked.item:
                return pack, one.item
    return None


@blueprint.route("/questions", methods=["GET", "POST"])
@allow(Who.FACILITATOR)
def questions(slug: str, part: int) -> Reply | str | tuple[str, int]:
    """Questions of any pack, for a step that is there or for a new one."""
    own = require_own(slug)
    if part >= len(own.plan.parts):
        raise Refused(404, _("This plan has no such step."), _("Go back to the plan."))
    told = {name: words[:MOST_LINE] for name, words in request.values.items()}
    if request.method == "GET" or told.get("do") == "find":
        return _bank(slug, part, told)
    try:
        number = _chosen(slug, part, told)
    except FormRefused as error:
        return _bank(slug, part, told, error=next(iter(say_faults(error.faults).values()), "")), 422
    except editing.TooMany as error:
        said = _("There is no room for more: %(most)s at most.", most=error.most)
        return _bank(slug, part, told, error=said), 422
    except (PlanChanged, LookupError):
        return _bank(slug, part, told, stale=True), 409
    return redirect(url_for("steps.step", slug=slug, part=part, number=number), 303)


def _whole(told: Mapping[str, str], name: str) -> int | None:
    words = told.get(name, "")
    return int(words) if words.isascii() and words.isdecimal() and len(words) < 4 else None


def _chosen(slug: str, part: int, told: Mapping[str, str]) -> int:
    """Take the ticked questions in; the number of the step that has them now."""
    asked = _ticked()
    number = _whole(told, "step")
    new = stepfields.new_step(*_new(told), asked) if number is None else None

    def edit(plan: Plan) -> Plan:
        if new is not None or number is None:
            return editing.added(plan, part, new) if new else plan
        here = editing.with_questions(editing.step_at(plan, part, number), asked)
        return editing.with_step(plan, part, number, here)

    plan = keeping.change(slug, require_facilitator().row_id, version_seen(), edit, now())
    return len(plan.parts[part].steps) - 1 if number is None else number


def _ticked() -> list[AskedItem]:
    """The questions that were ticked. Raises FormRefused without any."""
    known = keeping.known_questions()
    pairs = [one.partition(" ")[::2] for one in request.form.getlist("question")]
    asked = [AskedItem(item=code, pack=pack) for pack, code in pairs if (pack, code) in known]
    if not asked:
        raise FormRefused([FieldFault("question", "no_question")])
    return asked


def _new(told: Mapping[str, str]) -> tuple[StepKind, Text, int]:
    typed = TypedForm({"title.fr": told.get("fr", ""), "title.en": told.get("en", ""), **told})
    title = typed.text("title", needed=True, most=MOST_LINE)
    minutes = typed.number("minutes", 1, 240)
    kind = told.get("kind", "")
    if typed.faults or title is None or kind not in set(ASKING):
        raise FormRefused(typed.faults or [FieldFault("kind", "choice")])
    return StepKind(kind), title, minutes


def _bank(
    slug: str, part: int, told: Mapping[str, str], *, error: str = "", stale: bool = False
) -> str:
    own = require_own(slug)
    number = _whole(told, "step")
    steps = own.plan.parts[part].steps
    here = steps[number] if number is not None and number < len(steps) else None
    return render_template(
        "plans/steps/questions.html",
        own=own,
        plan=own.plan,
        part=part,
        step=here,
        told={name: told[name] for name in ("step", "kind", "minutes", "fr", "en") if name in told},
        **listed(wanted(request.values), own.plan.packs),
        has={one.item for one in here.items} if here else set(),
        ticked=request.form.getlist("question"),
        error=error,
        stale=stale,
    )
