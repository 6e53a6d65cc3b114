"""What a document is of, found by the parts of its address; whatever is not there is refused."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from quizzes.bank import catalogue
from quizzes.bank.catalogue import BankPack
from quizzes.gate.replies import Refused
from workshop.before_after.pages import caller as test_caller
from workshop.live.pages import address, caller
from workshop.live.sessions import Live
from workshop.network.joinaddress import JoinAddress
from workshop.plans.pages.book import require_cards, require_plan
from workshop.plans.rules.plan import Plan


@dataclass(frozen=True)
class Invitation:
    """A live session, and where phones join it."""

    live: Live
    join: JoinAddress


def nothing() -> None:
    """A sheet that is the same for everybody."""


def pack(slug: str) -> BankPack:
    """A pack that is for everybody: the forms of a test are not."""
    return _there(catalogue.find_pack(slug))


def any_pack(slug: str) -> BankPack:
    """A pack or a form of a test."""
    return _there(catalogue.find_any(slug))


def plan(slug: str) -> Plan:
    """A plan."""
    return require_plan(slug)


def plan_with_cards(slug: str) -> Plan:
    """A plan that has cards to cut out."""
    return require_cards(slug)


def live(code: str) -> Live:
    """The live session of whoever asks; a rehearsal has no report."""
    return caller.require_real()


def invitation(code: str) -> Invitation:
    """A live session, with the address at which phones join it."""
    found = caller.require_live()
    return Invitation(found, address.require_address(found.code))


def form(code: str, form: str) -> BankPack:
    """A form of the test of whoever asks."""
    return test_caller.require_form(form)


def _there(found: BankPack | None) -> BankPack:
    if found is None:
        raise Refused(404, _("There is no such pack."), _("Choose one from the list of packs."))
    return found
