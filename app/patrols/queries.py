"""Reading patrols within a scope."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa

from app.accounts.scope import Actor, visible
from app.database import db, one_of
from app.field import listing
from app.organisations.models import Team
from app.patrols.models import Patrol

Data = dict[str, Any]


def patrols(actor: Actor, given: Data) -> tuple[list[Data], str | None]:
    """A page of GeoJSON features without geometry."""
    more: list[sa.ColumnElement[bool]] = [Patrol.type.in_(given["type"].split(","))] if "type" in given else []
    if any(name in given for name in ("bbox", "action")):
        given = {name: value for name, value in given.items() if name != "bbox"}
        more.append(sa.false())  # a patrol has neither position nor action
    return listing.features(Patrol, "patrol", actor, given, _extra, *more)


def _extra(row: Data, data: Data) -> Data:
    names = ("type", "started_at", "ended_at", "team_id", "member_ids", "note")
    return {name: data.get(name) for name in names} | {"team_id": row["team_id"], "type": row["type"]}


def of_ids(ids: Iterable[UUID], actor: Actor) -> dict[UUID, tuple[str, datetime]]:
    """Type and beginning of those of some patrols that the actor may read."""
    query = sa.select(Patrol.id, Patrol.type, Patrol.started_at).where(visible(Patrol, actor, "patrol"))
    rows = db.session.execute(query.where(one_of(Patrol.id, ids)))
    return {row.id: (row.type, row.started_at) for row in rows}


def reference(patrol_id: UUID | None, actor: Actor) -> Data | None:
    """What a record's page says of its patrol, when the actor may read it."""
    if patrol_id is None:
        return None
    query = sa.select(Patrol).where(Patrol.id == patrol_id, visible(Patrol, actor, "patrol"))
    patrol = db.session.scalar(query)
    if patrol is None:
        return None
    team = db.session.get(Team, patrol.team_id) if patrol.team_id else None
    data = orjson.loads(patrol.data)
    facts = {name: data.get(name) for name in ("started_at", "ended_at")}
    return {"id": patrol.id, "type": patrol.type, "team": team, **facts}
