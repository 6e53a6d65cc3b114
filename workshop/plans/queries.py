"""Questions put to the table of own plans."""

from __future__ import annotations

from sqlalchemy import Select, delete, or_, select

from quizzes.store.db import db
from workshop.people.tables import FacilitatorRow
from workshop.plans.tables import OwnPlanRow

_AFRESH = {"populate_existing": True}


def own_plan(slug: str) -> tuple[OwnPlanRow, str] | None:
    """The plan of this name with the name of its owner, read afresh."""
    query = _with_owner().where(OwnPlanRow.slug == slug)
    found = db.session.execute(query, execution_options=_AFRESH).first()
    return (found[0], found[1]) if found else None


def own_plans(facilitator_id: int) -> list[tuple[OwnPlanRow, str]]:
    """A facilitator's plans and those that others share, the last changed first."""
    mine, shared = OwnPlanRow.facilitator_id == facilitator_id, OwnPlanRow.shared != "no"
    query = _with_owner().where(or_(mine, shared))
    query = query.order_by(OwnPlanRow.changed_at.desc(), OwnPlanRow.id.desc())
    return [(row, name) for row, name in db.session.execute(query)]


def _with_owner() -> Select[OwnPlanRow, str]:
    owner = FacilitatorRow.id == OwnPlanRow.facilitator_id
    return select(OwnPlanRow, FacilitatorRow.name).join(FacilitatorRow, owner)


def slugs_like(beginning: str) -> set[str]:
    """The names of plans that begin so."""
    query = select(OwnPlanRow.slug).where(OwnPlanRow.slug.startswith(beginning, autoescape=True))
    return set(db.session.scalars(query))


def count_of(facilitator_id: int) -> int:
    """How many plans a facilitator keeps."""
    query = select(OwnPlanRow.id).where(OwnPlanRow.facilitator_id == facilitator_id)
    return len(list(db.session.scalars(query)))


def delete_own_plan(slug: str) -> None:
    """Delete a plan."""
    db.session.execute(delete(OwnPlanRow).where(OwnPlanRow.slug == slug))
