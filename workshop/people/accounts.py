"""Operations of facilitators: the first one by a one-time link, sign in, tokens for scripts."""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from quizzes.gate.tokens import hashed
from quizzes.store.db import db, writing
from workshop.people import queries
from workshop.people.tables import ApiTokenRow, FacilitatorRow, InvitationRow

TOKEN_PREFIX = "rcp_"  # noqa: S105  (what every API token begins with)
INVITATION_LIFE = timedelta(hours=24)
MOST_INVITATIONS = 10
"""How many may be open at once on a kit: enough for a school, and all that a stolen login gets."""
PASSWORD_LENGTH = (12, 256)
NAME_LENGTH = (1, 60)
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_NOBODY = _hasher.hash("nobody has this password")


class AccountRefused(Exception):
    """`reason` is a key that the pages translate."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class TooManyInvitations(Exception):
    """As many invitations wait to be used as may."""


@dataclass(frozen=True)
class Facilitator:
    """Somebody who leads live sessions. The members below are what Flask-Login asks for."""

    row_id: int
    name: str
    login_epoch: int
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    def get_id(self) -> str:
        """Number and epoch: signing out everywhere raises the epoch."""
        return f"{self.row_id}.{self.login_epoch}"


def _name_key(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def _facilitator(row: FacilitatorRow) -> Facilitator:
    return Facilitator(row.id, row.name, row.login_epoch)


def invite(now: datetime) -> str:
    """The token of a new one-time link that makes a facilitator within 24 hours."""
    with writing():
        return _new_invitation(now)


def invite_colleague(now: datetime) -> str:
    """The same for a facilitator who invites another. Raises TooManyInvitations."""
    with writing():
        if queries.open_invitations(now) >= MOST_INVITATIONS:
            raise TooManyInvitations(MOST_INVITATIONS)
        return _new_invitation(now)


def _new_invitation(now: datetime) -> str:
    token = secrets.token_urlsafe(16)
    db.session.add(InvitationRow(token_hash=hashed(token), expires_at=now + INVITATION_LIFE))
    return token


def needs_first() -> bool:
    """Whether nobody can sign in yet."""
    return not queries.any_facilitator()


def invitation_holds(token: str, now: datetime) -> bool:
    """Whether a one-time link may still be used."""
    return queries.invitation(hashed(token), now) is not None


def accept(token: str, name: str, password: str, now: datetime) -> Facilitator:
    """Make the facilitator of a one-time link, once. Raises AccountRefused."""
    wanted = " ".join(unicodedata.normalize("NFKC", name).split())
    if not NAME_LENGTH[0] <= len(wanted) <= NAME_LENGTH[1]:
        raise AccountRefused("bad_name")
    if not PASSWORD_LENGTH[0] <= len(password) <= PASSWORD_LENGTH[1]:
        raise AccountRefused("bad_password")
    secret = _hasher.hash(password)
    with writing():
        link = queries.invitation(hashed(token), now)
        if link is None:
            raise AccountRefused("link_used")
        row = queries.facilitator_by_name(_name_key(wanted))
        if row is not None and row.password_hash is not None:
            raise AccountRefused("name_taken")
        if row is None:
            row = _new(wanted, now)
        row.password_hash = secret
        link.used_at = now
    return _facilitator(row)


def _new(name: str, now: datetime) -> FacilitatorRow:
    row = FacilitatorRow(name=name, name_key=_name_key(name), made_at=now, login_epoch=0)
    db.session.add(row)
    db.session.flush()
    return row


def sign_in(name: str, password: str) -> Facilitator | None:
    """The facilitator of this name and password. Takes as long when there is none."""
    row = queries.facilitator_by_name(_name_key(" ".join(name.split())))
    kept = row.password_hash if row is not None else None
    try:
        _hasher.verify(kept or _NOBODY, password[: PASSWORD_LENGTH[1]])
    except (VerificationError, InvalidHashError):
        return None
    return _facilitator(row) if row is not None and kept else None


def find(login_id: str) -> Facilitator | None:
    """The facilitator of a login cookie, unless they signed out everywhere since."""
    number, _, epoch = login_id.partition(".")
    found = queries.facilitator_by_number(int(number)) if number.isdecimal() else None
    return Facilitator(*found) if found is not None and str(found[2]) == epoch else None


def by_token(token: str) -> Facilitator | None:
    """The facilitator of an API token."""
    if not token.startswith(TOKEN_PREFIX):
        return None  # a seat's: what a whole room sends is not looked up among facilitators
    found = queries.facilitator_by_token(hashed(token))
    return Facilitator(*found) if found is not None else None


def make_token(facilitator_id: int, now: datetime) -> str:
    """A new API token; only its hash is kept, so it is shown once."""
    token = TOKEN_PREFIX + secrets.token_urlsafe(24)
    with writing():
        made = ApiTokenRow(facilitator_id=facilitator_id, token_hash=hashed(token), made_at=now)
        db.session.add(made)
    return token


def token_for_name(name: str, now: datetime) -> str:
    """A token for the facilitator of that name, who is made if missing (without password)."""
    wanted = " ".join(unicodedata.normalize("NFKC", name).split())
    if not NAME_LENGTH[0] <= len(wanted) <= NAME_LENGTH[1]:
        raise AccountRefused("bad_name")
    with writing():
        row = queries.facilitator_by_name(_name_key(wanted)) or _new(wanted, now)
        facilitator_id = row.id
    return make_token(facilitator_id, now)


def token_dates(facilitator_id: int) -> list[tuple[int, datetime]]:
    """A facilitator's tokens: number and date."""
    return [(row.id, row.made_at) for row in queries.api_tokens_of(facilitator_id)]


def revoke_token(facilitator_id: int, token_id: int) -> None:
    """Take an API token back; nothing happens to another's."""
    with writing():
        for row in queries.api_tokens_of(facilitator_id):
            if row.id == token_id:
                db.session.delete(row)
