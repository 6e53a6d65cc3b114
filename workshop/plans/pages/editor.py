"""The editor of a plan: the whole of it on one page, with a button for each thing to do."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Reply

from quizzes.adapting.faults import FieldFault
from quizzes.gate.access import Who, allow
from quizzes.gate.clock import now
from quizzes.gate.replies import Refused
from quizzes.items.text import Text
from workshop.live.rules.steps import ASKING, StepKind
from workshop.people.caller import require_facilitator
from workshop.plans import keeping
from workshop.plans.keeping import PlanChanged
from workshop.plans.pages.ownplans import require_own
from workshop.plans.pages.wording import say_faults, say_remark
from workshop.plans.rules import editing, planfields
from workshop.plans.rules.plan import Plan
from workshop.plans.rules.remarks import remarks
from workshop.plans.rules.stepfields import new_step
from workshop.plans.rules.typed import MOST_LINE, FormRefused, TypedForm

blueprint = Blueprint("editor", __name__)
TODO = re.compile(r"(save|up|down|out|back|drop|step|add|newpart|nopart)(?: ([0-3]))?(?: (\d\d?))?")
Edit = Callable[[Plan, int, int], Plan]
EDITS: Mapping[str, Edit] = {
    "up": lambda plan, part, number: editing.moved(plan, part, number, down=False),
    "down": lambda plan, part, number: editing.moved(plan, part, number, down=True),
    "out": editing.left_out,
    "back": editing.taken_back,
    "drop": editing.removed,
    "nopart": lambda plan, part, _number: editing.without_part(plan, part),
}


def version_seen() -> int:
    """The version of the plan that the form was made of."""
    return min(request.form.get("version", 0, type=int), 2**31)


def typed_fields() -> dict[str, str]:
    """What was typed, without what the form carries for itself."""
    return {name: words for name, words in request.form.items() if name != "csrf_token"}


@blueprint.route("/facilitate/plans/<slug>/edit", methods=["GET", "POST"])
@allow(Who.FACILITATOR)
def plan(slug: str) -> Reply | str | tuple[str, int]:
    """The whole plan: what it is called, its parts, its steps and their minutes."""
    require_own(slug)
    if request.method == "GET":
        return _editor(slug, {})
    typed = typed_fields()
    todo = TODO.fullmatch(typed.get("do", "save"))
    if todo is None:
        raise Refused(400, _("This request cannot be read."), _("Load the page again."))
    what, part, number = todo[1], int(todo[2] or 0), int(todo[3] or 0)
    try:
        made = _done(slug, typed, what, part, number)
    except FormRefused as error:
        return _editor(slug, typed, errors=say_faults(error.faults)), 422
    except editing.TooMany as error:
        said = _("There is no room for more: %(most)s at most.", most=error.most)
        return _editor(slug, typed, errors={"": said}), 422
    except (PlanChanged, LookupError):
        return _editor(slug, typed, stale=True), 409
    return _after(made, typed, what, part, number)


def _done(slug: str, typed: Mapping[str, str], what: str, part: int, number: int) -> Plan:
    """Keep what was typed, then do what the button says, in one step."""

    def edit(plan: Plan) -> Plan:
        changed = planfields.read_plan_form(plan, typed)
        if what in EDITS:
            return EDITS[what](changed, part, number)
        if what == "newpart":
            count = len(plan.parts) + 1
            title = Text(fr=f"Partie {count}", en=f"Part {count}")
            return editing.with_new_part(changed, title, 50)
        return _with_new_step(changed, typed, part) if what == "add" else changed

    return keeping.change(slug, require_facilitator().row_id, version_seen(), edit, now())


def _with_new_step(plan: Plan, typed: Mapping[str, str], part: int) -> Plan:
    """With the new step at the end of a part; one that asks waits until questions are chosen."""
    read = TypedForm(typed)
    path = f"new.{part}"
    kind = typed.get(f"{path}.kind", "")
    title = read.text(f"{path}.title", needed=True, most=MOST_LINE)
    minutes = read.number(f"{path}.minutes", 1, 240)
    if kind not in set(StepKind):
        read.faults.append(FieldFault(f"{path}.kind", "choice"))
    if read.faults or title is None:
        raise FormRefused(read.faults)
    if StepKind(kind) in ASKING:
        return plan
    return editing.added(plan, part, new_step(StepKind(kind), title, minutes))


def _after(made: Plan, typed: Mapping[str, str], what: str, part: int, number: int) -> Reply:
    """Where one goes from there: on with the same step, or to what it needs."""
    slug = made.slug
    if what == "add" and typed[f"new.{part}.kind"] in set(ASKING):
        return redirect(url_for("steps.questions", slug=slug, part=part, **_new(typed, part)), 303)
    if what == "add":
        number = len(made.parts[part].steps) - 1
    if what in ("add", "step"):
        return redirect(url_for("steps.step", slug=slug, part=part, number=number), 303)
    if what == "save":
        return redirect(url_for("editor.plan", slug=slug, saved=1), 303)
    place = {"up": number - 1, "down": number + 1}.get(what, -1)
    anchor = f"step-{part}-{place}" if place >= 0 else f"part-{part}"
    return redirect(url_for("editor.plan", slug=slug, _anchor=anchor), 303)


def _new(typed: Mapping[str, str], part: int) -> dict[str, Any]:
    """What was said of a step that waits for its questions, for the address of their page."""
    named = {"kind": "kind", "minutes": "minutes", "fr": "title.fr", "en": "title.en"}
    return {name: typed.get(f"new.{part}.{field}", "") for name, field in named.items()}


def _editor(
    slug: str,
    typed: Mapping[str, str],
    *,
    errors: Mapping[str, str] | None = None,
    stale: bool = False,
) -> str:
    own = require_own(slug)
    known = planfields.fields_of(own.plan)
    steps = {name for name in known if name.startswith("step.")}
    same = steps == {name for name in typed if name.startswith("step.")}
    values = {
        name: typed[name] if name in typed and (same or name not in steps) else words
        for name, words in known.items()
    }
    new = {name: words for name, words in typed.items() if name.startswith("new.")}
    lost = {name: typed[name] for name in typed if name.startswith("step.")} if not same else {}
    return render_template(
        "plans/editor/plan.html",
        own=own,
        plan=own.plan,
        values={**values, **new},
        errors=errors or {},
        stale=stale,
        lost=lost if stale else {},
        saved="saved" in request.args and not typed,
        made="made" in request.args and not typed,
        remarks=[(one, say_remark(one)) for one in remarks(own.plan, keeping.known_questions())],
        kinds=list(StepKind),
    )
