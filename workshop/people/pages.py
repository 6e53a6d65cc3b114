"""Sign in, the one-time link, and tokens for scripts."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_login import login_user, logout_user
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as Reply
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from quizzes.gate.access import Who, allow
from quizzes.gate.clock import now
from quizzes.gate.limits import count_misses, count_wrong_passwords
from quizzes.gate.replies import Refused
from workshop.people import accounts
from workshop.people.accounts import NAME_LENGTH, PASSWORD_LENGTH, AccountRefused
from workshop.people.caller import require_facilitator

blueprint = Blueprint("people", __name__)
Page = str | Reply | tuple[str, int]


class LoginForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Name and password."""

    name = StringField(lazy_gettext("Name"), [InputRequired(), Length(max=NAME_LENGTH[1])])
    password = PasswordField(
        lazy_gettext("Password"), [InputRequired(), Length(max=PASSWORD_LENGTH[1])]
    )


class FirstForm(LoginForm):
    """The name and password of a new facilitator."""

    password = PasswordField(
        lazy_gettext("Password"),
        [
            InputRequired(),
            Length(
                PASSWORD_LENGTH[0],
                PASSWORD_LENGTH[1],
                lazy_gettext("Use 12 characters or more: a short sentence works well."),
            ),
        ],
    )


def _safe_next(target: str) -> str:
    """A path of this kit, or the dashboard: never another site."""
    inside = target.startswith("/") and not target.startswith(("//", "/\\"))
    plain = "\\" not in target and target.isprintable()  # browsers skip tabs and line ends
    return target if inside and plain else url_for("desk.home")


@blueprint.route("/login", methods=["GET", "POST"])
@allow(Who.ANYONE)
@count_wrong_passwords
def login() -> Page:
    """Sign in as a facilitator."""
    form = LoginForm()
    target = _safe_next(request.args.get("next", ""))
    if form.validate_on_submit():
        person = accounts.sign_in(form.name.data or "", form.password.data or "")
        if person is not None:
            session.clear()
            session.permanent = True
            login_user(person)
            return redirect(target)
        form.password.errors = [_("Name and password do not match.")]
    return render_template(
        "people/login.html", form=form, first=accounts.needs_first()
    ), 422 if form.is_submitted() else 200


@blueprint.route("/first/<token>", methods=["GET", "POST"])
@allow(Who.ANYONE)
@count_misses
def first(token: str) -> Page:
    """The one-time link: choose a name and a password."""
    if not accounts.invitation_holds(token, now()):
        raise Refused(
            404,
            _("This link was used already, or is too old."),
            _("Sign in, ask your colleague for a new link, or restart the kit."),
        )
    form = FirstForm()
    if form.validate_on_submit():
        try:
            person = accounts.accept(token, form.name.data or "", form.password.data or "", now())
        except AccountRefused as error:
            form.name.errors = [_said(error.reason)]
        else:
            session.clear()
            session.permanent = True
            login_user(person)
            return redirect(url_for("desk.home"))
    return render_template("people/first.html", form=form), 422 if form.is_submitted() else 200


def _said(reason: str) -> str:
    said: dict[str, str] = {
        "bad_name": _("Use 1 to 60 characters for the name."),
        "bad_password": _("Use 12 characters or more: a short sentence works well."),
        "name_taken": _("Somebody has this name already: choose another, or sign in."),
        "link_used": _("This link was used already."),
    }
    return said[reason]


@blueprint.post("/logout")
@allow(Who.ANYONE)
def logout() -> Reply:
    """Sign out."""
    logout_user()
    return redirect(url_for("packs.home"))


@blueprint.get("/settings")
@allow(Who.FACILITATOR)
def settings() -> str:
    """The account, how long sessions are kept, and tokens for scripts."""
    return _settings(None)


def _settings(made: str | None) -> str:
    person = require_facilitator()
    dates = accounts.token_dates(person.row_id)
    days = current_app.config["KEEP_DAYS"]
    return render_template(
        "people/settings.html", person=person, dates=dates, made=made, keep_days=days
    )


@blueprint.post("/settings/tokens")
@allow(Who.FACILITATOR)
def make_token() -> str:
    """A new token, shown once."""
    person = require_facilitator()
    return _settings(accounts.make_token(person.row_id, now()))


@blueprint.post("/settings/tokens/<int:token_id>/revoke")
@allow(Who.FACILITATOR)
def revoke_token(token_id: int) -> Reply:
    """Take a token back."""
    person = require_facilitator()
    accounts.revoke_token(person.row_id, token_id)
    return redirect(url_for("people.settings"))
