"""Lists of field records as GeoJSON, and one record with all that belongs to it."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa

from app.accounts import queries as accounts
from app.accounts.permissions import allowed
from app.accounts.scope import Actor, visible
from app.changes import queries as changes
from app.changes.bodies import corrected, meta_of, zone_of
from app.changes.known import table_columns
from app.database import db, one_of
from app.errors import NotFound
from app.evidence import queries as evidence
from app.field import review
from app.field.filters import conditions
from app.photos import queries as photos
from app.photos.storage import Folder

Data = dict[str, Any]


def features(
    model: Any,
    kind: str,
    actor: Actor,
    given: Data,
    extra: Callable[[Data, Data], Data],
    *more: sa.ColumnElement[bool],
) -> tuple[list[Data], str | None]:
    """A page of GeoJSON features, newest receipt first, and the cursor of the next.

    `extra` reads the properties of the kind from a row and its data.
    """
    table = model.__table__
    query = sa.select(*table_columns(table)).where(model.deleted.is_(False), visible(model, actor, kind), *more)
    for condition in conditions(model, given):
        query = query.where(condition)
    if "cursor" in given:
        query = query.where(model.row < given["cursor"])
    rows = [dict(row) for row in db.session.execute(query.order_by(model.row.desc()).limit(given["limit"])).mappings()]
    taken = photos.ids_of([row["id"] for row in rows])
    found = [feature(kind, row, taken.get(row["id"], []), extra) for row in rows]
    return found, str(rows[-1]["row"]) if len(rows) == given["limit"] else None


def features_of(
    model: Any, kind: str, actor: Actor, ids: Sequence[UUID], extra: Callable[[Data, Data], Data]
) -> dict[UUID, Data]:
    """The features of some records by id, as far as they are there and in scope."""
    table = model.__table__
    query = sa.select(*table_columns(table)).where(model.deleted.is_(False), visible(model, actor, kind))
    rows = [dict(row) for row in db.session.execute(query.where(one_of(model.id, ids))).mappings()]
    taken = photos.ids_of([row["id"] for row in rows])
    return {row["id"]: feature(kind, row, taken.get(row["id"], []), extra) for row in rows}


def feature(kind: str, row: Data, photo_ids: list[UUID], extra: Callable[[Data, Data], Data]) -> Data:
    data = orjson.loads(row["data"])
    position = data.get("position")
    return {
        "type": "Feature",
        "id": row["id"],
        "geometry": {"type": "Point", "coordinates": [position["lon"], position["lat"]]} if position else None,
        "properties": {
            "id": row["id"],
            "kind": kind,
            "captured_at": corrected(row["captured_text"], row["clock_offset_ms"]),
            "zone": zone_of(row),
            "zone_certainty": row.get("zone_certainty"),
            "organisation": {"id": row["organisation_id"], "name": row["organisation_name"]},
            "patrol_id": row.get("patrol_id"),
            "photos": photo_ids,
            "place": data.get("place"),
            "accuracy_m": row.get("accuracy_m"),
            **extra(row, data),
        },
    }


def record(model: Any, kind: str, actor: Actor, record_id: UUID, folder: Folder) -> Data:
    """One record for its page; `folder` has its photos. Raises NotFound, also for records out of scope."""
    query = sa.select(*table_columns(model.__table__)).where(model.id == record_id, visible(model, actor, kind))
    row = db.session.execute(query).mappings().first()
    if row is None:
        raise NotFound
    history, older = changes.history(kind, record_id)
    taken = photos.of_record(record_id)
    return {
        "id": record_id,
        "kind": kind,
        "revision": row["revision"],
        "deleted": row["deleted"],
        "data": orjson.loads(row["data"]),
        "meta": jsonable(meta_of(dict(row)))
        | {"corrected_at": corrected(row["captured_text"], row["clock_offset_ms"])},
        "photos": [
            {**photos.facts_of(photo, row["clock_offset_ms"]), "flags": review.flags(photo, dict(row))}
            for photo in taken
        ],
        "patrol_id": row.get("patrol_id"),
        "evidence": shown(evidence.of_record(kind, dict(row), photos.arrived(taken, folder)), actor),
        "history": named(history),
        "history_more": older,
        "kept": named(changes.kept(record_id)),
    }


def shown(found: Data, actor: Actor) -> Data:
    """What was signed is for those who may read originals; the verdict is for everybody who may read the record."""
    if allowed(actor.roles, "photo", "original"):
        return found
    return {**found, "changes": [{**change, "payload": None, "signature": None} for change in found["changes"]]}


def named(entries: list[Data]) -> list[Data]:
    names = accounts.names({entry["author_id"] for entry in entries if entry["author_id"]})
    for entry in entries:
        author = entry.pop("author_id")
        entry["author"] = {"id": author, "name": names.get(author, "")} if author else None
        entry["fields_"] = entry.pop("fields")
    return entries


def jsonable(data: Data) -> Data:
    """Ids and instants as text."""
    found: Data = orjson.loads(orjson.dumps(data))
    return found
