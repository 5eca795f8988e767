"""What every writing of an area or a roster does: it is kept as it was, audited, and told to the phones."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import orjson

from app.accounts.scope import Actor
from app.audit import operations as audit
from app.changes import operations as changes
from app.database import db
from app.errors import Invalid
from app.places.queries import differences
from app.plans import telling
from app.plans.models import PatrolArea, PlanRevision, Roster

Data = dict[str, Any]
Plan = PatrolArea | Roster


def touch(plan: Plan, *, by: Actor, at: datetime) -> None:
    plan.revision += 1
    plan.updated_at, plan.updated_by_id, plan.updated_by = at, by.id, by.name


def keep(plan: Plan, reason: str | None, *, by: Actor, at: datetime) -> None:
    written = {"written_at": at, "written_by_id": by.id, "written_by": by.name}
    facts = orjson.dumps(telling.facts(plan)).decode()
    db.session.add(PlanRevision(plan_id=plan.id, revision=plan.revision, facts=facts, reason=reason, **written))


def begun(plan: Plan, *, by: Actor, at: datetime) -> None:
    """The first revision of what is made now."""
    touch(plan, by=by, at=at)
    db.session.add(plan)
    db.session.flush()
    keep(plan, None, by=by, at=at)
    note("created", plan, {}, by=by, at=at)


def rewritten(plan: Plan, before: Data, *, by: Actor, at: datetime) -> bool:
    """A further revision, where anything is different from what it was before."""
    db.session.flush()
    db.session.refresh(plan)
    changed = differences(before, telling.facts(plan))
    if changed:
        touch(plan, by=by, at=at)
        keep(plan, None, by=by, at=at)
        note("changed", plan, changed, by=by, at=at)
    return bool(changed)


def ended(plan: Plan, until: date, reason: str, *, by: Actor, at: datetime) -> None:
    """From the midnight of `until` on it plans nothing; what was planned before stays. Raises Invalid."""
    before = telling.facts(plan)
    refuse_backwards(plan.valid_from, until)
    plan.valid_until = until
    touch(plan, by=by, at=at)
    keep(plan, reason, by=by, at=at)
    note("ended", plan, differences(before, telling.facts(plan)), by=by, at=at, reason=reason)


def refuse_backwards(first: date, until: date | None) -> None:
    """The same day on both sides: it was written by mistake, and never held."""
    if until is not None and until < first:
        raise Invalid("plan_ends_before", fields={"valid_until": "plan_ends_before"})


def note(what: str, plan: Plan, changed: Data, *, by: Actor, at: datetime, **detail: Any) -> None:
    area = plan if isinstance(plan, PatrolArea) else plan.area
    kind = "plan_area" if isinstance(plan, PatrolArea) else "plan_roster"
    more = {**detail, "changed": changed} if changed else detail
    branch = area.organisation_path
    audit.record(f"{kind}_{what}", by=by, at=at, subject=(kind, plan.id), branch=branch, name=area.name, **more)


def publish(rosters: Sequence[Roster], *, at: datetime) -> None:
    """Into the log, for the phones of the teams: the last statement before the commit."""
    db.session.flush()
    changes.append([_change(roster, at) for roster in rosters])


def _change(roster: Roster, at: datetime) -> Data:
    return {
        "kind": "plan",
        "record_id": roster.id,
        "revision": roster.revision,
        "deleted": False,
        "change_id": None,
        "organisation_path": roster.area.organisation_path,
        "team_id": roster.team_id,
        "author_id": None,
        "changed_by_id": None,
        "appended_at": at,
        "body": telling.body(roster),
    }
