"""What has arrived only in part, for the supervisor: changes that wait, photos without record, records without photos."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.accounts.scope import Actor
from app.changes import holding
from app.changes.models import Change, HeldChange
from app.database import db, prefix_range
from app.evidence.models import Evidence, EvidencePhoto
from app.messages import message
from app.organisations.models import Organisation
from app.photos.models import COMPLETE, Photo
from app.quarantine.models import QuarantinedItem
from app.sealing import unseal

Data = dict[str, Any]
UNDER_WAY = timedelta(hours=1)
"""A photo follows its record, or the record its photo, usually within minutes: younger ones are not listed."""


def held(by: Actor, *, at: datetime, key: bytes, limit: int, language: str) -> list[Data]:
    """Changes of the branch's people that wait for another, oldest first, with their content but for keepers."""
    query = (
        sa.select(HeldChange, Person.name)
        .join(Person, Person.id == HeldChange.author_id)
        .join(Organisation, Organisation.id == Person.organisation_id)
        .where(prefix_range(Organisation.path, by.organisation_path))
        .order_by(HeldChange.received_at, HeldChange.change_id)
        .limit(limit)
    )
    found = db.session.execute(query).all()
    refused = _quarantined({row.HeldChange.waits_for for row in found})
    return [
        {**_held_facts(row.HeldChange, row.name, key, language), "parent_refused": row.HeldChange.waits_for in refused}
        | _age(row.HeldChange.received_at, at)
        for row in found
    ]


def _held_facts(held: HeldChange, author: str, key: bytes, language: str) -> Data:
    item = unseal(key, held.change_id.bytes, held.item)
    data = {name: value for name, value in item["data"].items() if name != "keeper"}
    code = held.refused_code
    return {
        "change_id": held.change_id,
        "record_id": held.record_id,
        "kind": held.kind,
        "author": {"id": held.author_id, "name": author},
        "captured_at": item.get("captured_at"),
        "received_at": held.received_at,
        "waits_for": held.waits_for,
        "waits_for_patrol": str(held.waits_for) == str(data.get("patrol_id")).lower(),
        "refused": message(code, language)[0] if code else None,
        "data": data,
    }


def photos(by: Actor, *, at: datetime, limit: int) -> list[Data]:
    """Photos of the branch whose record has not come, oldest first."""
    query = (
        sa.select(Photo)
        .where(
            Photo.record_kind.is_(None),
            Photo.created_at < at - UNDER_WAY,
            prefix_range(Photo.organisation_path, by.organisation_path),
        )
        .order_by(Photo.created_at, Photo.id)
        .limit(limit)
    )
    found = list(db.session.scalars(query))
    refused = _quarantined({photo.record_id for photo in found})
    return [
        {
            "id": photo.id,
            "record_id": photo.record_id,
            "author": {"id": photo.author_id, "name": photo.author_name},
            "captured_at": photo.captured_text,
            "received_at": photo.created_at,
            "state": photo.state,
            "parent_refused": photo.record_id in refused,
            **_age(photo.created_at, at),
        }
        for photo in found
    ]


def missing_photos(by: Actor, *, at: datetime, limit: int) -> list[Data]:
    """Photos that records of the branch name in what was signed, and that have not come, oldest first."""
    arrived = sa.select(Photo.id).where(Photo.id == EvidencePhoto.photo_id, Photo.state == COMPLETE)
    query = (
        sa.select(EvidencePhoto.photo_id, Evidence.record_id, Evidence.kind, Evidence.received_at, Evidence.author_id)
        .add_columns(Person.name)
        .join(Evidence, _same_change())
        .join(Change, Change.change_id == EvidencePhoto.change_id)
        .join(Person, Person.id == Evidence.author_id)
        .where(
            sa.not_(arrived.exists()),
            Evidence.received_at < at - UNDER_WAY,
            prefix_range(Change.organisation_path, by.organisation_path),
        )
        .order_by(Evidence.received_at, EvidencePhoto.photo_id)
        .limit(limit)
    )
    return [
        {
            "photo_id": row.photo_id,
            "record_id": row.record_id,
            "kind": row.kind,
            "author": {"id": row.author_id, "name": row.name},
            "received_at": row.received_at,
            **_age(row.received_at, at),
        }
        for row in db.session.execute(query)
    ]


def _same_change() -> sa.ColumnElement[bool]:
    return sa.and_(
        Evidence.change_id == EvidencePhoto.change_id,
        Evidence.author_id == EvidencePhoto.author_id,
    )


def _age(received_at: datetime, at: datetime) -> Data:
    return {"orphan": received_at < at - holding.ORPHAN_AFTER}


def _quarantined(ids: set[Any]) -> set[Any]:
    """Those of some records and changes that were refused and lie in quarantine."""
    query = sa.select(QuarantinedItem.record_id, QuarantinedItem.change_id).where(
        QuarantinedItem.resolved_at.is_(None),
        sa.or_(QuarantinedItem.record_id.in_(ids), QuarantinedItem.change_id.in_(ids)),
    )
    return {one for row in db.session.execute(query) for one in row} if ids else set()
