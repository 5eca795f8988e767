"""Reading incidents and persuasions within a scope."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts.scope import Actor, visible
from app.database import db
from app.errors import NotFound
from app.field import listing
from app.incidents.models import Incident, Persuasion

Data = dict[str, Any]
Page = tuple[list[Data], str | None]


def incidents(actor: Actor, given: Data) -> Page:
    """A page of GeoJSON features; `type` and `action` may name several, separated by commas."""
    more = []
    if "type" in given:
        more.append(Incident.type.in_(given["type"].split(",")))
    if "action" in given:
        more.append(Incident.action.in_(given["action"].split(",")))
    return listing.features(Incident, "incident", actor, given, _incident_extra, *more)


def incidents_of(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, Data]:
    """Features by id."""
    return listing.features_of(Incident, "incident", actor, ids, _incident_extra)


def _incident_extra(row: Data, data: Data) -> Data:
    return {"type": row["type"], "action": row["action"], "dog": data.get("dog"), "has_keeper": row["has_keeper"]}


def persuasions(actor: Actor, given: Data) -> Page:
    more: list[sa.ColumnElement[bool]] = [Persuasion.topic.in_(given["type"].split(","))] if "type" in given else []
    if "action" in given:
        more.append(sa.false())
    return listing.features(Persuasion, "persuasion", actor, given, _persuasion_extra, *more)


def persuasions_of(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, Data]:
    """Features by id."""
    return listing.features_of(Persuasion, "persuasion", actor, ids, _persuasion_extra)


def _persuasion_extra(row: Data, data: Data) -> Data:
    return {"type": row["topic"], "people_at_least": row["people_at_least"], "response": data.get("response")}


def incident_for(actor: Actor, incident_id: UUID, kind: str = "incident") -> Incident:
    """The incident when the actor may read it as `kind` (incident, keeper). Raises NotFound."""
    query = sa.select(Incident).where(Incident.id == incident_id, visible(Incident, actor, kind))
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found
