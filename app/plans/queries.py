"""Reading areas and rosters within a scope: supervisors those of their branch, field workers those of their teams."""

import json
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa

from app.accounts.permissions import BRANCH, TEAM
from app.accounts.scope import Actor
from app.database import db, locked, prefix_range
from app.errors import Conflict, NotFound
from app.organisations import queries as organisations
from app.places.queries import differences
from app.plans.models import PatrolArea, PlanRevision, Roster

Data = dict[str, Any]
Plan = TypeVar("Plan", PatrolArea, Roster)
HISTORY = 200


def visible_rosters(actor: Actor) -> sa.ColumnElement[bool]:
    ways: list[sa.ColumnElement[bool]] = []
    if BRANCH in actor.width("plan"):
        of_branch = sa.select(PatrolArea.id).where(prefix_range(PatrolArea.organisation_path, actor.organisation_path))
        ways.append(Roster.area_id.in_(of_branch))
    if TEAM in actor.width("plan") and actor.team_ids:
        ways.append(Roster.team_id.in_(sorted(actor.team_ids)))
    return sa.or_(*ways) if ways else sa.false()


def visible_areas(actor: Actor) -> sa.ColumnElement[bool]:
    ways: list[sa.ColumnElement[bool]] = []
    if BRANCH in actor.width("plan"):
        ways.append(prefix_range(PatrolArea.organisation_path, actor.organisation_path))
    if TEAM in actor.width("plan") and actor.team_ids:
        ways.append(PatrolArea.id.in_(sa.select(Roster.area_id).where(Roster.team_id.in_(sorted(actor.team_ids)))))
    return sa.or_(*ways) if ways else sa.false()


def touching(model: Any, first: date, behind: date) -> sa.ColumnElement[bool]:
    """Valid on one of the days from `first` to before `behind`."""
    return sa.and_(model.valid_from < behind, sa.or_(model.valid_until.is_(None), model.valid_until > first))


def areas(actor: Actor, given: Data, first: date, behind: date) -> list[PatrolArea]:
    """By name; filters `organisation`, `state`."""
    query = sa.select(PatrolArea).where(visible_areas(actor), *_under(given))
    if given.get("state") != "any":
        query = query.where(touching(PatrolArea, first, behind))
    return list(db.session.scalars(query.order_by(PatrolArea.name, PatrolArea.id)))


def rosters(actor: Actor, given: Data, first: date, behind: date) -> list[Roster]:
    """Those of some days, by team and time; filters `team`, `organisation`."""
    query = sa.select(Roster).join(Roster.area).where(visible_rosters(actor), touching(Roster, first, behind))
    if "team" in given:
        query = query.where(Roster.team_id == given["team"])
    order = (Roster.team_id, Roster.begins, Roster.ends, Roster.id)
    return list(db.session.scalars(query.where(*_under(given)).order_by(*order)))


def below(path: str, first: date, behind: date) -> list[Roster]:
    """Those of some days whose area lies in a branch."""
    query = sa.select(Roster).join(Roster.area)
    inside = prefix_range(PatrolArea.organisation_path, path)
    return list(db.session.scalars(query.where(inside, touching(Roster, first, behind)).order_by(Roster.id)))


def rosters_from(actor: Actor, on: date, after: UUID | None, limit: int) -> list[Roster]:
    """Those valid on a day or to come, by id; `after` is the last of the page before."""
    to_come = sa.or_(Roster.valid_until.is_(None), Roster.valid_until > on)
    query = sa.select(Roster).where(visible_rosters(actor), to_come)
    if after:
        query = query.where(Roster.id > after)
    return list(db.session.scalars(query.order_by(Roster.id).limit(limit)))


def of_area(area_id: UUID) -> list[Roster]:
    return list(db.session.scalars(sa.select(Roster).where(Roster.area_id == area_id)))


def _under(given: Data) -> list[sa.ColumnElement[bool]]:
    if "organisation" not in given:
        return []
    node = organisations.find(given["organisation"])
    return [prefix_range(PatrolArea.organisation_path, node.path) if node else sa.false()]


def one(model: type[Plan], actor: Actor, plan_id: UUID) -> Plan:
    """Raises NotFound, also for another branch's."""
    seen = visible_areas(actor) if model is PatrolArea else visible_rosters(actor)
    found = db.session.scalar(sa.select(model).where(model.id == plan_id, seen))
    if found is None:
        raise NotFound
    return found


def to_change(model: type[Plan], by: Actor, plan_id: UUID, revision: int) -> Plan:
    """One of the own branch, held until the commit. Raises NotFound, and Conflict when somebody has changed it since."""
    own = prefix_range(PatrolArea.organisation_path, by.organisation_path)
    table = model.__table__
    area_id = table.c.area_id if model is Roster else table.c.id
    held = sa.select(table.c.id).where(table.c.id == plan_id, area_id.in_(sa.select(PatrolArea.id).where(own)))
    if db.session.scalar(locked(held)) is None:
        raise NotFound
    found = db.session.get_one(model, plan_id, populate_existing=True)
    if found.revision != revision:
        raise Conflict("plan_changed", who=found.updated_by)
    return found


def history(plan_id: UUID) -> list[Data]:
    """Every time it was written, newest first, with what changed: {field: [old, new]}."""
    query = sa.select(PlanRevision).where(PlanRevision.plan_id == plan_id)
    rows = list(db.session.scalars(query.order_by(PlanRevision.revision.desc()).limit(HISTORY + 1)))
    texts = [json.loads(row.facts) for row in rows]
    before = [*texts[1:], {}]
    return [
        {
            "revision": row.revision,
            "at": row.written_at,
            "by": row.written_by,
            "reason": row.reason,
            "changed": {} if row.revision == 1 else differences(old, new),
        }
        for row, new, old in list(zip(rows, texts, before, strict=True))[:HISTORY]
    ]
