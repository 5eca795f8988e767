"""Writing patrol areas: made, corrected, ended."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from app.accounts.scope import Actor
from app.database import db
from app.errors import Conflict, Invalid
from app.organisations import queries as organisations
from app.places import shapes
from app.plans import revisions, telling
from app.plans.models import PatrolArea
from app.zones.days import day_of

Data = dict[str, Any]
LEVELS = ("street", "community")


def create(given: Data, *, by: Actor, at: datetime) -> PatrolArea:
    """A new area; the same `id` from the same person again is the area that was made of it. Raises Invalid, Conflict."""
    if given.get("id") and (found := db.session.get(PatrolArea, given["id"])):
        if found.created_by_id != by.id:
            raise Conflict("plan_id_taken")
        return found
    made = PatrolArea(
        id=given.get("id") or uuid4(),
        valid_from=day_of(at),
        revision=0,
        created_at=at,
        created_by_id=by.id,
    )
    _write(made, given, by)
    revisions.begun(made, by=by, at=at)
    return made


def change(area: PatrolArea, given: Data, *, by: Actor, at: datetime) -> bool:
    """Write the fields that are given; whether anything is different now. Raises Invalid."""
    before = telling.facts(area)
    _write(area, given, by)
    return revisions.rewritten(area, before, by=by, at=at)


def _write(area: PatrolArea, given: Data, by: Actor) -> None:
    if given.get("organisation_id") or not area.organisation_id:
        home = organisations.find(given.get("organisation_id") or "")
        if home is None or home.level not in LEVELS or not home.path.startswith(by.organisation_path):
            raise Invalid("unknown_organisation", fields={"organisation_id": "unknown_organisation"})
        area.organisation_id, area.organisation_name, area.organisation_path = home.id, home.name, home.path
    for name in ("name", "note", "valid_from", "valid_until"):
        if name in given:
            setattr(area, name, given[name])
    area.name = area.name.strip()
    if not area.name:
        raise Invalid(fields={"name": "Missing data for required field."})
    revisions.refuse_backwards(area.valid_from, area.valid_until)
    if "geometry" in given:
        area.geojson = _outline(given["geometry"], area.organisation_path)


def _outline(geometry: Data | None, path: str) -> str | None:
    if geometry is None:
        return None
    if geometry.get("type") != "Polygon":
        raise shapes.fault("plan_needs_polygon")
    shape = shapes.shape_of(geometry)
    shapes.refuse_far(shape, path)
    return shapes.text_of(shape)
