"""Which test before and after the address names."""

from __future__ import annotations

from flask import g, request

from workshop.before_after import tests
from workshop.before_after.pages.wording import no_such_test
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


def is_owner() -> bool:
    """Whether the test that the address names is led by whoever is calling."""
    test, person = this_test(), facilitator()
    return test is not None and person is not None and test.facilitator_id == person.row_id
