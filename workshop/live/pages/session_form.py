"""The form of a session on chosen questions: what it shows, and what its buttons do."""

from __future__ import annotations

import re
from dataclasses import replace

from flask import current_app, redirect, render_template, request, url_for
from flask import session as cookie
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as Reply

from quizzes.gate.clock import now
from quizzes.gate.language import visitor_language
from quizzes.items.problems import Problems
from workshop.live import opening, rehearsal
from workshop.live.pages.choice import TickedQuestions, carried
from workshop.live.pages.forms import SettingsForm
from workshop.people.caller import require_facilitator

TODO = re.compile(r"(up|down|out) (\d\d?)")
PASSWORD = "wifi_password"  # noqa: S105  # the name of a field


class SessionPage:
    """One request for the form of a session."""

    def __init__(self, choice: TickedQuestions) -> None:
        self.choice = choice
        self.form = _form()

    def draw(self, trouble: str = "") -> str:
        """The page with all that was typed."""
        return render_template(
            "live/picker/session.html", choice=self.choice, form=self.form, trouble=trouble
        )

    def asked(self) -> str | Reply | tuple[str, int]:
        """What a button asked for: another order, other questions, or the session."""
        todo = TODO.fullmatch(request.form.get("do", ""))
        if todo:
            self.choice = _moved(self.choice, todo[1], int(todo[2]))
            return self.draw()
        if request.form.get("do") == "questions":
            return self._to_the_questions()
        return self._open() if self.form.validate_on_submit() else (self.draw(), 422)

    def _open(self) -> Reply | tuple[str, int]:
        person, language = require_facilitator(), visitor_language()
        title = (self.form.title.data or "").strip()
        title = title or opening.title_of(self.choice.chosen).say(language)
        settings = self.form.settings()
        try:
            live = opening.open_questions(person.row_id, self.choice.chosen, settings, title, now())
        except Problems:
            return self.draw(_not_opened(self.choice)), 422
        rehearsal.begin(live, language)
        return redirect(url_for("facilitate.console", code=live.code))

    def _to_the_questions(self) -> Reply:
        """Back, with what was typed in the address; a password waits in the cookie instead."""
        cookie[PASSWORD] = (self.form.wifi_password.data or "")[:64]
        typed = self.choice.told()
        for name, said in carried(request.form):
            typed.setdefault(name, []).append(said)
        return redirect(url_for("picker.questions", **typed), 303)


def _form() -> SettingsForm:
    """The form as it was sent, as it was carried in the address, or new."""
    if request.method == "POST":
        return SettingsForm()
    back = bool(carried(request.args))
    form = SettingsForm(request.args if back else None)
    if back:
        form.wifi_password.data = cookie.pop(PASSWORD, "")
    else:
        form.keep_days.data = current_app.config["KEEP_DAYS"]
        form.wifi.data = current_app.config["WIFI"]
    return form


def _moved(choice: TickedQuestions, way: str, place: int) -> TickedQuestions:
    """With one question earlier, later, or left out; the last one stays."""
    chosen = list(choice.chosen)
    if place >= len(chosen) or (way == "out" and len(chosen) == 1):
        return choice
    one = chosen.pop(place)
    if way != "out":
        chosen.insert(max(place + (1 if way == "down" else -1), 0), one)
    return replace(choice, chosen=tuple(chosen))


def _not_opened(choice: TickedQuestions) -> str:
    """Why these questions make no session."""
    count, most = len(choice.chosen), opening.MOST_QUESTIONS
    if count > most:
        said = ngettext(
            "%(num)s question is more than one session takes: %(most)s at most.",
            "%(num)s questions are more than one session takes: %(most)s at most.",
            count, most=most,
        )  # fmt: skip
        return str(said)
    codes = [one.item.id for one in choice.chosen]
    twice = next((code for code in codes if codes.count(code) > 1), "")
    return str(_("Two questions have the code %(code)s: leave one of them out.", code=twice))
