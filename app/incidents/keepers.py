"""Keeper data at rest: sealed, and bound to its incident."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app import bulk
from app.changes.items import Item
from app.database import chunks, db
from app.incidents.models import Incident, Keeper
from app.sealing import seal, unseal

Data = dict[str, Any]
FIELDS = ("name", "phone", "id_number")


def save(items: list[tuple[Item, Data]], key: bytes, *, at: datetime) -> None:
    """Write down or strike out the keepers that came with accepted items."""
    given = [(item, row) for item, row in items if "keeper" in item.private]
    for some in chunks(item.id for item, _ in given):
        db.session.execute(sa.delete(Keeper).where(Keeper.incident_id.in_(some)))
    rows = {
        item.id: {
            "incident_id": item.id,
            "sealed": seal(key, item.id.bytes, item.private["keeper"]),
            "organisation_path": row["organisation_path"],
            "updated_at": at,
        }
        for item, row in given
        if filled(item.private["keeper"])
    }
    bulk.insert(Keeper.__table__, list(rows.values()))  # type: ignore[arg-type]


def filled(keeper: Data | None) -> bool:
    return bool(keeper) and any((keeper or {}).get(name) for name in FIELDS)


def read(incident_id: UUID, key: bytes) -> Data | None:
    found = db.session.get(Keeper, incident_id)
    return None if found is None else unseal(key, incident_id.bytes, found.sealed)


def forget(before: datetime) -> int:
    """Delete keepers written down before an instant. Returns how many."""
    ids = list(db.session.scalars(sa.select(Keeper.incident_id).where(Keeper.updated_at < before)))
    for some in chunks(ids):
        db.session.execute(sa.delete(Keeper).where(Keeper.incident_id.in_(some)))
        db.session.execute(sa.update(Incident).where(Incident.id.in_(some)).values(has_keeper=False))
    return len(ids)
