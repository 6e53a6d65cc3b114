"""Which test before and after the address names, and which form of it."""

from __future__ import annotations

from typing import cast

from flask import g, request
from flask_babel import gettext as _

from quizzes.bank.catalogue import BankPack
from quizzes.formats.pack import Form
from quizzes.gate.replies import Refused
from workshop.before_after import tests
from workshop.before_after.pages.refusals import no_such_test
from workshop.before_after.tests import BeforeAfter
from workshop.live.rules.joincode import read_code
from workshop.people.caller import facilitator


def this_test() -> BeforeAfter | None:
    """The test before and after that the address names. No live session has its code."""
    if "before_after" not in g:
        code = read_code(str((request.view_args or {}).get("code", "")))
        g.before_after = tests.load(code) if code else None
    found: BeforeAfter | None = g.before_after
    return found


def require_test() -> BeforeAfter:
    """The test that the address names. Raises Refused when there is none."""
    found = this_test()
    if found is None:
        raise no_such_test()
    return found


def require_form(name: str) -> BankPack:
    """A form of that test. Raises Refused for any other name."""
    if name not in {"a", "b"}:
        raise Refused(404, _("There is no such sheet."), _("A test has a form a and a form b."))
    return require_test().forms.form(cast(Form, name))


def is_owner() -> bool:
    """Whether the test that the address names is led by whoever is calling."""
    test, person = this_test(), facilitator()
    return test is not None and person is not None and test.facilitator_id == person.row_id
