"""Changes that wait for a record, or for another change, that has not come yet."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.changes.items import Author, Item
from app.changes.models import HeldChange
from app.database import db, run


def hold(
    item_bytes: bytes, item: Item, waits_for: UUID, *, by: Author, device: str, at: datetime, sent_at: datetime
) -> None:
    """Keep a change that waits; one that is kept already may wait for something else by now."""
    if before := db.session.get(HeldChange, item.change_id):
        before.waits_for = waits_for
    else:
        db.session.add(
            HeldChange(
                change_id=item.change_id,
                waits_for=waits_for,
                record_id=item.id,
                kind=item.kind,
                author_id=by.id,
                device_id=device,
                received_at=at,
                sent_at=sent_at,
                item=item_bytes,
            )
        )
        db.session.flush()  # what it waits for may be in the same push


ANY_HELD = sa.select(HeldChange.change_id).limit(1)


def released_by(ids: Iterable[UUID]) -> list[HeldChange]:
    """Held changes that waited for any of `ids`, oldest first."""
    if not run(ANY_HELD).first():
        return []  # as nearly always
    query = sa.select(HeldChange).where(HeldChange.waits_for.in_(list(ids))).order_by(HeldChange.received_at)
    return list(db.session.scalars(query))
