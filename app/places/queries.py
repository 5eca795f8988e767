"""Reading places within a scope."""

import json
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import orjson
import shapely
import sqlalchemy as sa

from app.accounts.scope import Actor
from app.database import db, locked, one_of, prefix_range
from app.errors import Conflict, NotFound
from app.organisations import queries as organisations
from app.places.models import Place, PlaceRevision

Data = dict[str, Any]
HISTORY = 200


def visible(actor: Actor) -> sa.ColumnElement[bool]:
    """Everybody signed in reads the places of the own county."""
    return prefix_range(Place.organisation_path, actor.reach)


def valid_on(on: date) -> sa.ColumnElement[bool]:
    return sa.and_(Place.valid_from <= on, sa.or_(Place.valid_until.is_(None), Place.valid_until > on))


def has_ended(on: date) -> sa.ColumnElement[bool]:
    return sa.func.coalesce(Place.valid_until <= on, sa.false())


def not_ended(actor: Actor, on: date) -> list[Place]:
    """Those valid on a day or to come."""
    return list(db.session.scalars(sa.select(Place).where(visible(actor), sa.not_(has_ended(on)))))


def shape(place: Place) -> Any:
    return shapely.from_geojson(place.geojson)


def places(actor: Actor, given: Data, *, on: date, after: UUID | None, limit: int) -> list[Place]:
    """By id; filters `bbox` (west, south, east, north), `kind`, `organisation`, `q`, `state`."""
    query = sa.select(Place).where(visible(actor), *_conditions(given))
    if given.get("state", "in_force") == "in_force":
        query = query.where(valid_on(on))
    if after:
        query = query.where(Place.id > after)
    return list(db.session.scalars(query.order_by(Place.id).limit(limit)))


def _conditions(given: Data) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if "bbox" in given:
        west, south, east, north = given["bbox"]
        found += [Place.west <= east, Place.east >= west, Place.south <= north, Place.north >= south]
    if "kind" in given:
        found.append(Place.kind.in_(given["kind"].split(",")))
    if "organisation" in given:
        node = organisations.find(given["organisation"])
        found.append(prefix_range(Place.organisation_path, node.path) if node else sa.false())
    if "q" in given:
        found.append(Place.name.contains(given["q"], autoescape=True))
    return found


def places_from(actor: Actor, on: date, after: UUID | None, limit: int) -> list[Place]:
    """Those valid on a day or to come, by id; `after` is the last of the page before."""
    query = sa.select(Place).where(visible(actor), sa.or_(Place.valid_until.is_(None), Place.valid_until > on))
    if after:
        query = query.where(Place.id > after)
    return list(db.session.scalars(query.order_by(Place.id).limit(limit)))


def place(actor: Actor, place_id: UUID) -> Place:
    """Raises NotFound, also for another county's."""
    found = db.session.scalar(sa.select(Place).where(Place.id == place_id, visible(actor)))
    if found is None:
        raise NotFound
    return found


def place_to_change(by: Actor, place_id: UUID, revision: int) -> Place:
    """One of the own branch, held until the commit. Raises NotFound, and Conflict when somebody has changed it since."""
    mine = prefix_range(Place.organisation_path, by.organisation_path)
    found: Place | None = db.session.scalar(locked(sa.select(Place).where(Place.id == place_id, mine)))
    if found is None:
        raise NotFound
    if found.revision != revision:
        raise Conflict("place_changed", who=found.updated_by)
    return found


def known(ids: Collection[UUID], kind: str) -> dict[UUID, str]:
    """The paths of those that are of a kind, also of those that have ended."""
    query = sa.select(Place.id, Place.organisation_path).where(one_of(Place.id, ids), Place.kind == kind)
    return {row.id: row.organisation_path for row in db.session.execute(query)}


def history(place_id: UUID) -> list[Data]:
    """Every time it was written, newest first, with what changed: {field: [old, new]}."""
    query = sa.select(PlaceRevision).where(PlaceRevision.place_id == place_id)
    rows = list(db.session.scalars(query.order_by(PlaceRevision.revision.desc()).limit(HISTORY + 1)))
    texts = [json.loads(row.facts) for row in rows]
    told = []
    for number, row in enumerate(rows[:HISTORY]):
        before = texts[number + 1] if number + 1 < len(texts) else {}
        changed = {} if row.revision == 1 else differences(before, texts[number])
        told.append(
            {
                "revision": row.revision,
                "at": row.written_at,
                "by": row.written_by,
                "reason": row.reason,
                "changed": changed,
            }
        )
    return told


def differences(old: Data, new: Data) -> Data:
    names = sorted(old.keys() | new.keys())
    return {name: [old.get(name), new.get(name)] for name in names if old.get(name) != new.get(name)}


def facts(place: Place) -> Data:
    """What is written of a place, without what is derived."""
    names = ("kind", "sub_kind", "name", "organisation_id", "organisation_name", "valid_from", "valid_until")
    return {
        **{name: getattr(place, name) for name in names},
        **orjson.loads(place.details),
        "geometry": orjson.Fragment(place.geojson),
    }


def body(place: Place) -> str:
    """A place as the feed sends it."""
    change = {"kind": "place", "id": place.id, "revision": place.revision, "deleted": False, "data": facts(place)}
    return orjson.dumps(change).decode()


def features(found: Sequence[Place], zones: Sequence[Data | None]) -> list[Data]:
    """GeoJSON features; `zones` are theirs, in the same order."""
    told = []
    for one, zone in zip(found, zones, strict=True):
        properties = facts(one)
        geometry = properties.pop("geometry")
        organisation = {"id": properties.pop("organisation_id"), "name": properties.pop("organisation_name")}
        more = {"id": one.id, "organisation": organisation, "zone": zone, "revision": one.revision}
        updated = {"at": one.updated_at, "by": one.updated_by}
        properties |= more | {"updated": updated}
        told.append({"type": "Feature", "id": one.id, "geometry": geometry, "properties": properties})
    return told
