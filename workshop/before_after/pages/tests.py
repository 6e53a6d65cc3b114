"""The facilitator's pages of tests before and after: open, lead, print, report, delete."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Reply

from quizzes.bank import catalogue
from quizzes.formats.pack import Form
from quizzes.gate.access import Who, allow
from quizzes.gate.clock import now
from quizzes.gate.language import visitor_language
from quizzes.gate.replies import Refused
from workshop.before_after import sentences, tests
from workshop.before_after import sitting as sittings
from workshop.before_after.pages import caller, sitting
from workshop.before_after.pages.forms import NewTestForm
from workshop.before_after.pages.refusals import not_taken
from workshop.before_after.report import gains
from workshop.before_after.rules.pseudonym import LONGEST, Occasion
from workshop.before_after.sitting import NotTaken
from workshop.before_after.tests import BeforeAfter, GroupStep, StepRefused
from workshop.live.pages import address
from workshop.people.caller import require_facilitator

blueprint = Blueprint("tests", __name__, url_prefix="/facilitate/tests")


@blueprint.route("", methods=["GET", "POST"])
@allow(Who.FACILITATOR)
def home() -> str | Reply | tuple[str, int]:
    """One's tests, and a form that opens one."""
    person = require_facilitator()
    pairs = {one.a.slug: one for one in catalogue.list_tests()}
    form = NewTestForm()
    form.offer(list(pairs.values()), visitor_language())
    keep_days = current_app.config["TEST_KEEP_DAYS"]
    if not form.is_submitted():
        form.keep_days.data = keep_days
    title = " ".join((form.title.data or "").split())
    if pairs and form.validate_on_submit() and title:
        made = tests.open_test(
            person.row_id, pairs[form.forms.data], title, form.keep_days.data, now()
        )
        return redirect(url_for("tests.show", code=made.code), 303)
    mine = [(one, tests.counts(one), tests.stage(one)) for one in tests.own_tests(person.row_id)]
    kept = now() + timedelta(days=keep_days)
    page = render_template(
        "before_after/tests/home.html",
        form=form, pairs=pairs, tests=mine, keep_days=keep_days, kept_until=kept,
    )  # fmt: skip
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/<code>")
@allow(Who.OWNER)
def show(code: str) -> str:
    """One test: how to join, what is open, how many have handed in."""
    return _show(caller.require_test())


def _show(test: BeforeAfter, refused: Refused | None = None) -> str:
    return render_template(
        "before_after/tests/show.html",
        test=test,
        counts=tests.counts(test),
        stage=tests.stage(test),
        longest_day=(now() + timedelta(days=tests.MAX_KEEP_DAYS)).date(),
        join=address.join_address(test.code),
        wifi=current_app.config["WIFI"],
        refused=refused,
        longest=LONGEST,
    )


@blueprint.get("/<code>/screen")
@allow(Who.OWNER)
def screen(code: str) -> str:
    """The big screen of a test: how to take part, and how many sheets are in."""
    test = caller.require_test()
    return render_template(
        "before_after/tests/screen.html",
        test=test, counts=tests.counts(test), join=address.join_address(test.code),
        wifi=current_app.config["WIFI"],
    )  # fmt: skip


@blueprint.get("/<code>/after")
@allow(Who.OWNER)
def ask_after(code: str) -> str:
    """The question before “after” is opened: how many sheets are in, and what can be undone."""
    test = caller.require_test()
    counts = tests.counts(test)
    return render_template("before_after/tests/after.html", test=test, counts=counts)


@blueprint.post("/<code>/keep")
@allow(Who.OWNER)
def keep(code: str) -> Reply:
    """Keep the test until a later day."""
    test = caller.require_test()
    try:
        tests.keep_until(test, date.fromisoformat(request.form.get("until", "")), now())
    except ValueError as error:
        title, detail = _("This is not a day."), _("Choose a day in the calendar.")
        raise Refused(422, title, detail) from error
    except StepRefused as error:
        raise not_taken(error.reason) from error
    return redirect(url_for("tests.show", code=test.code) + "#kept", 303)


@blueprint.post("/<code>/step")
@allow(Who.OWNER)
def step(code: str) -> Reply:
    """Switch to “after”, close, or open again."""
    test = caller.require_test()
    wanted = request.form.get("step", "")
    if wanted not in set(GroupStep):
        raise Refused(422, _("This step is unknown."), _("Use the buttons of the test’s page."))
    try:
        tests.make_step(test, GroupStep(wanted))
    except StepRefused as error:
        raise not_taken(error.reason) from error
    return redirect(url_for("tests.show", code=test.code), 303)


@blueprint.get("/<code>/qr.svg")
@allow(Who.OWNER)
def qr_code(code: str) -> Reply:
    """The QR code of the join address."""
    return address.qr_reply(caller.require_test().code)


@blueprint.get("/<code>/report")
@allow(Who.OWNER)
def report(code: str) -> str:
    """What the group shows before and after, and what that can and cannot show."""
    test = caller.require_test()
    found = gains(test, visitor_language())
    return render_template(
        "before_after/tests/report.html", test=test, report=found, story=sentences.story(found)
    )


@blueprint.post("/<code>/paper")
@allow(Who.OWNER)
def paper(code: str) -> Reply | tuple[str, int]:
    """Type a sheet that was filled in on paper: its code, phase and form, then its answers."""
    test = caller.require_test()
    typed = request.form.get("pseudonym", "")
    phase, form = request.form.get("phase", ""), request.form.get("form", "")
    if phase not in ("before", "after") or form not in ("a", "b"):
        raise Refused(422, _("Phase and form are missing."), _("Say which sheet you are typing."))
    said_phase: Occasion = "after" if phase == "after" else "before"
    try:
        token = sittings.begin_paper(test, typed, said_phase, _form(form), now())
    except NotTaken as error:
        refused = not_taken(error.reason)
        return _show(test, refused), refused.status
    answer = redirect(url_for("sitting.item", code=test.code, number=1), 303)
    return sitting.keep(answer, test, token)


def _form(name: str) -> Form:
    return "b" if name == "b" else "a"


@blueprint.route("/<code>/delete", methods=["GET", "POST"])
@allow(Who.OWNER)
def delete(code: str) -> Reply | str:
    """Ask once, then delete the test with every sheet."""
    test = caller.require_test()
    if request.form.get("sure") != "yes":
        return render_template("before_after/tests/delete.html", test=test)
    tests.delete(test)
    return redirect(url_for("tests.home"), 303)
