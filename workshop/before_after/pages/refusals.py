"""Refusals of a test in words: what happened, and what to do next."""

from __future__ import annotations

from flask_babel import gettext as _

from quizzes.gate.replies import Refused, refused_for


def no_such_test() -> Refused:
    """The same for every code that is no test’s."""
    return Refused(404, _("No test has this code."), _("Check the six characters of the code."))


def not_taken(reason: str) -> Refused:
    """Why nothing of a test was begun, kept or handed in."""
    ask = _("Ask the person who leads the test.")
    said = {
        "no_code": (
            _("This is not a code."),
            _("A code is one or two words and two digits, such as lens-dog-47. Never a name."),
        ),
        "closed": (_("This part of the test is closed."), ask),
        "handed_in": (
            _("A sheet was already handed in with this code."),
            _("If it was not yours, take another code: change a word or the digits."),
        ),
        "another": (
            _("Other answers were already handed in with this code."),
            _("The first sheet stays as it is. Tell the person who leads the test."),
        ),
        "unknown": (
            _("Nobody handed in a sheet “before” with this code."),
            _("Look at the paper where you noted it. If you were not there, go on without."),
        ),
        "full": (_("Too many people have begun this test."), ask),
        "handed_in_after": (
            _("Sheets were already handed in “after”."),
            _("The test cannot go back to “before”. Open a new one instead."),
        ),
        "gone": (_("This test was deleted."), _("Open a new one.")),
        "not_longer": (
            _("This day is not later than the one that is set."),
            _("Choose a later day. To end it sooner, delete the test."),
        ),
        "too_long": (
            _("A test is kept for a year at most."),
            _("Choose a day within a year from today."),
        ),
    }
    status = {"no_code": 422, "unknown": 422, "not_longer": 422, "too_long": 422}
    return refused_for(status.get(reason, 409), reason, said)
