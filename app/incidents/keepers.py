"""Keeper data at rest: sealed, and bound to its incident."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag

from app import bulk
from app.accounts.scope import Actor
from app.audit import operations as audit
from app.changes.items import Item
from app.database import chunks, db
from app.incidents.models import Incident, Keeper
from app.sealing import seal, unseal

Data = dict[str, Any]
FIELDS = ("name", "phone", "id_number")


def save(items: list[tuple[Item, Data]], key: bytes, *, by: Actor, at: datetime) -> None:
    """Write down or strike out the keepers that came with accepted items: the last word on each incident holds.

    Who else's word is replaced is audited; the words themselves are not kept longer for it.
    """
    last = {item.id: item for item, _ in items if "keeper" in item.private}
    for some in chunks(last):
        replaced = db.session.scalars(sa.select(Keeper.incident_id).where(Keeper.incident_id.in_(some))).all()
        for incident_id in replaced:
            action = "keeper_replaced" if filled(last[incident_id].private["keeper"]) else "keeper_struck_out"
            audit.record(action, by=by, at=at, subject=("incident", incident_id))
        db.session.execute(sa.delete(Keeper).where(Keeper.incident_id.in_(some)))
    rows = [
        {
            "incident_id": item.id,
            "sealed": seal(key, item.id.bytes, item.private["keeper"]),
            "updated_at": at,
        }
        for item in last.values()
        if filled(item.private["keeper"])
    ]
    bulk.insert(Keeper, rows)


def filled(keeper: Data | None) -> bool:
    return bool(keeper) and any((keeper or {}).get(name) for name in FIELDS)


def read(incident_id: UUID, key: bytes) -> Data | None:
    found = db.session.get(Keeper, incident_id)
    return None if found is None else unseal(key, incident_id.bytes, found.sealed)


def sample_opens(key: bytes) -> bool | None:
    """Whether `key` opens the newest keeper; None when there is none."""
    found = db.session.scalars(sa.select(Keeper).order_by(Keeper.updated_at.desc()).limit(1)).first()
    if found is None:
        return None
    try:
        return bool(unseal(key, found.incident_id.bytes, found.sealed))
    except InvalidTag:
        return False


def forget(before: datetime) -> list[str]:
    """Delete keepers written down before an instant. Returns the path of each one's incident."""
    query = sa.select(Keeper.incident_id, Incident.organisation_path).outerjoin(
        Incident, Incident.id == Keeper.incident_id
    )
    found = db.session.execute(query.where(Keeper.updated_at < before)).all()
    for some in chunks(row.incident_id for row in found):
        db.session.execute(sa.delete(Keeper).where(Keeper.incident_id.in_(some)))
        db.session.execute(sa.update(Incident).where(Incident.id.in_(some)).values(has_keeper=False))
    return [row.organisation_path or "/" for row in found]
