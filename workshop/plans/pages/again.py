"""After a session: lead it again with another group, or keep it as a plan."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response as Reply
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from quizzes.gate.access import Who, allow
from quizzes.gate.clock import now
from quizzes.items.problems import Problems
from workshop.live import opening, reopening
from workshop.live.pages import caller
from workshop.live.pages.forms import SettingsForm
from workshop.live.sessions import Live
from workshop.people.caller import require_facilitator
from workshop.plans import keepsake
from workshop.plans.pages.ownplans import kept
from workshop.plans.pages.wording import say_nothing_to_lead

blueprint = Blueprint("again", __name__, url_prefix="/facilitate/<code>")


class AgainForm(SettingsForm):
    """How a session is led again: as it was set up, unless that is changed here."""

    order = RadioField(
        _("In which order?"),
        choices=[
            SelectChoice("led", _("As it was led in the end; what was left out stays left out")),
            SelectChoice("planned", _("As it was planned")),
        ],
        default="led",
    )

    @classmethod
    def for_live(cls, live: Live) -> AgainForm:
        """The form, filled with the settings of the session."""
        form = cls()
        if not form.is_submitted():
            chosen = live.settings
            form.title.data = live.title
            form.ways.data = [one for one in ("phones", "teams", "hands") if getattr(chosen, one)]
            for name in SETTINGS:
                getattr(form, name).data = getattr(chosen, name)
            form.class_size.data = chosen.class_size or None
        return form


SETTINGS = (
    "class_size", "seconds", "discuss_seconds", "wifi", "wifi_password", "reading",
    "change_answers", "stem_on_phones", "live_bars", "free_names", "cap", "keep_days",
)  # fmt: skip


@blueprint.route("/again", methods=["GET", "POST"])
@allow(Who.OWNER)
def again(code: str) -> str | Reply | tuple[str, int]:
    """Open a new session on what this one went through, with the present words of its questions."""
    live = caller.require_live()
    form = AgainForm.for_live(live)
    trouble = None
    try:
        script = reopening.script_again(live, as_led=form.order.data != "planned")
        missing, changed = script.missing, reopening.was_changed(live)
        if form.validate_on_submit():
            title = (form.title.data or "").strip() or live.title
            person = require_facilitator()
            new = opening.open_script(person.row_id, script, form.settings(), title, now())
            return redirect(url_for("facilitate.console", code=new.code))
    except Problems as error:
        trouble, missing, changed = say_nothing_to_lead(error), (), False
    page = render_template(
        "plans/again/again.html",
        live=live, form=form, missing=missing, changed=changed, trouble=trouble,
    )  # fmt: skip
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/plan")
@allow(Who.OWNER)
def keep(code: str) -> Reply:
    """Keep the session as a plan of one’s own, and go to edit it."""
    live = caller.require_live()
    return kept(keepsake.plan_of(live, live.title))
