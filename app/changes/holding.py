"""Changes that wait for a record, or for another change, that has not come yet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.changes.items import Author, Item
from app.changes.models import HeldChange
from app.database import chunks, db, one_of

ORPHAN_AFTER = timedelta(days=7)
MOST = 20_000
"""So many changes of one person wait at most."""


@dataclass(frozen=True)
class Waiting:
    """A change that waits, sealed."""

    item: Item
    sealed: bytes
    waits_for: UUID


def hold(waiting: Sequence[Waiting], *, by: Author, device: str, at: datetime, sent_at: datetime) -> set[UUID]:
    """Keep changes that wait; one that is kept already may wait for something else by now.

    Returns those for which there is no room any more.
    """
    by_change = {each.item.change_id: each for each in waiting}
    known = held_changes(HeldChange.change_id, by_change)
    for held in known:
        each = by_change.pop(held.change_id)
        if (held.record_id, held.author_id) == (each.item.id, by.id):
            held.waits_for, held.refused_code = each.waits_for, None
    if not by_change:
        return set()
    count = sa.select(sa.func.count()).select_from(HeldChange).where(HeldChange.author_id == by.id)
    new = list(by_change.values())
    room = max(0, MOST - (db.session.scalar(count) or 0))
    db.session.add_all(
        HeldChange(
            change_id=each.item.change_id,
            waits_for=each.waits_for,
            record_id=each.item.id,
            kind=each.item.kind,
            author_id=by.id,
            device_id=device,
            received_at=at,
            sent_at=sent_at,
            item=each.sealed,
        )
        for each in new[:room]
    )
    db.session.flush()  # what it waits for may be in the same push
    return {each.item.change_id for each in new[room:]}


ANY_HELD = sa.select(HeldChange.change_id)
"""Whatever waits."""


def released_by(ids: Iterable[UUID]) -> list[HeldChange]:
    """Held changes that waited for any of `ids`, oldest first."""
    found = held_changes(HeldChange.waits_for, ids)
    return sorted(found, key=lambda held: (held.received_at, held.change_id))


def held_changes(column: Any, values: Iterable[UUID]) -> list[HeldChange]:
    return list(db.session.scalars(sa.select(HeldChange).where(one_of(column, values))))


def long_held(change_ids: Iterable[UUID], *, at: datetime) -> set[UUID]:
    """Those of some changes that have waited so long that nobody counts on what they wait for."""
    old = HeldChange.received_at < at - ORPHAN_AFTER
    query = sa.select(HeldChange.change_id)
    return set(db.session.scalars(query.where(one_of(HeldChange.change_id, change_ids), old)))


def drop(change_ids: Iterable[UUID], by: Author) -> None:
    """Changes of one person that have been answered otherwise do not wait any more."""
    for some in chunks(change_ids):
        of_author = sa.and_(HeldChange.author_id == by.id, HeldChange.change_id.in_(some))
        db.session.execute(sa.delete(HeldChange).where(of_author))
