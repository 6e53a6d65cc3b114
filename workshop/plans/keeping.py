"""Operations of own plans: find, keep, copy, change, share and delete them."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from quizzes.adapting.faults import FieldFault
from quizzes.bank import catalogue
from quizzes.gate.strictjson import read_json
from quizzes.items.problems import Problems
from quizzes.store.db import db, writing
from workshop.plans import planbook, queries
from workshop.plans.rules.plan import Plan
from workshop.plans.rules.planfile import MOST_BYTES, content_of_plan, read_plan
from workshop.plans.rules.sharing import Sharing, may_lead, may_read
from workshop.plans.rules.typed import FormRefused
from workshop.plans.tables import OwnPlanRow

MOST_PLANS = 200
LONGEST_SLUG = 50


class TooManyPlans(Exception):
    """A facilitator keeps as many plans as one may."""


class PlanChanged(Exception):
    """Somebody else changed the plan meanwhile, or deleted it."""


@dataclass(frozen=True)
class OwnPlan:
    """A plan of a facilitator, as whoever asks sees it."""

    plan: Plan
    owner: str
    is_mine: bool
    sharing: Sharing
    version: int
    changed_at: datetime

    @property
    def may_lead(self) -> bool:
        """Whether whoever asks may lead it as it is."""
        return may_lead(self.sharing, owner=self.is_mine)


def _own(row: OwnPlanRow, owner: str, asks: int) -> OwnPlan:
    sharing = Sharing(row.shared)
    plan = planbook.with_known_facts(Plan.model_validate({**row.content, "slug": row.slug}))
    mine = row.facilitator_id == asks
    return OwnPlan(plan, owner, mine, sharing, row.version, row.changed_at)


def find_own(slug: str, facilitator_id: int) -> OwnPlan | None:
    """The plan of this name that is one’s own or shared; None where there is none to be seen."""
    found = queries.own_plan(slug)
    if found is None:
        return None
    own = _own(*found, facilitator_id)
    return own if may_read(own.sharing, owner=own.is_mine) else None


def own_plans(facilitator_id: int) -> list[OwnPlan]:
    """A facilitator’s plans, and those that colleagues share, the last changed first."""
    return [_own(row, owner, facilitator_id) for row, owner in queries.own_plans(facilitator_id)]


def keep_new(facilitator_id: int, plan: Plan, now: datetime) -> Plan:
    """Keep a plan under a name that nothing else has. Raises TooManyPlans."""
    with writing():
        if queries.count_of(facilitator_id) >= MOST_PLANS:
            raise TooManyPlans(MOST_PLANS)
        made = _checked(plan.model_copy(update={"slug": _free_slug(plan)}))
        db.session.add(
            OwnPlanRow(
                facilitator_id=facilitator_id,
                slug=made.slug,
                content=content_of_plan(made),
                made_at=now,
                changed_at=now,
            )
        )
    return made


def take_in(facilitator_id: int, data: bytes, now: datetime) -> Plan:
    """Keep the plan of a file that was uploaded. Raises FormRefused and TooManyPlans."""
    if not data:
        raise FormRefused([FieldFault("", "nothing")])
    try:
        found = read_json(data.removeprefix(codecs.BOM_UTF8), MOST_BYTES)
    except Problems:
        raise FormRefused([FieldFault("", "no_json")]) from None
    plan = read_plan(found)
    return keep_new(facilitator_id, plan.model_copy(update={"code": None}), now)


def _checked(plan: Plan) -> Plan:
    return Plan.model_validate(content_of_plan(plan))


def _free_slug(plan: Plan) -> str:
    plain = unicodedata.normalize("NFKD", plan.title.fr).encode("ascii", "ignore").decode().lower()
    short = "-".join(re.findall(r"[a-z0-9]+", plain))[:LONGEST_SLUG].strip("-") or "plan"
    taken = queries.slugs_like(short) | {one.slug for one in planbook.plans()}
    names = (short if number == 1 else f"{short}-{number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def copy(facilitator_id: int, plan: Plan, now: datetime) -> Plan:
    """A copy of a plan to be changed. Raises TooManyPlans."""
    origin = plan.slug if plan.code else plan.origin
    update = {"code": None, "origin": origin}
    bare = Plan.model_construct(**{**dict(plan), **update})
    return keep_new(facilitator_id, bare, now)


def change(
    slug: str, facilitator_id: int, version: int, edit: Callable[[Plan], Plan], now: datetime
) -> Plan:
    """Change one’s own plan. Raises PlanChanged where `version` is no longer the one that is kept,
    and whatever `edit` raises.
    """
    with writing():
        row = _mine(slug, facilitator_id)
        if row.version != version:
            raise PlanChanged(slug)
        plan = _checked(edit(_own(row, "", facilitator_id).plan))
        content = content_of_plan(plan)
        if content != row.content:
            row.content = content
            row.version += 1
            row.changed_at = now
    return plan


def share(slug: str, facilitator_id: int, sharing: Sharing) -> None:
    """Say what colleagues may do with one’s own plan. Raises PlanChanged where there is none."""
    with writing():
        _mine(slug, facilitator_id).shared = sharing.value


def delete(slug: str, facilitator_id: int) -> None:
    """Delete one’s own plan. Sessions that were opened from it stay. Raises PlanChanged."""
    with writing():
        _mine(slug, facilitator_id)
        queries.delete_own_plan(slug)


def _mine(slug: str, facilitator_id: int) -> OwnPlanRow:
    found = queries.own_plan(slug)
    if found is None or found[0].facilitator_id != facilitator_id:
        raise PlanChanged(slug)
    return found[0]


def known_questions() -> Collection[tuple[str, str]]:
    """Every question on offer, as the slug of its pack and its code."""
    return {(pack.slug, one.item.id) for pack in catalogue.list_packs() for one in pack.items}
