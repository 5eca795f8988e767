"""The one way of a field record into the database: new ones in bulk, all others settled one by one."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from app import bulk
from app.changes.items import Author, Data, Item, Kind
from app.changes.outcome import Outcome, new_row
from app.changes.settling import settle


def receive(
    kind: Kind, items: Sequence[Item], *, by: Author, device: str, at: datetime, logged: Sequence[Data] = ()
) -> Outcome:
    """Store `items` of one kind. Nothing is committed and nothing is logged: the caller appends `changes` last.

    `logged` are rows that the log is owed by earlier calls in this transaction: the items may be changes upon those.
    """
    outcome = Outcome(by, device, at)
    first = plainly_new(kind, items)
    fresh = {item.id: new_row(kind, item, outcome) for item in first.values() if item.base == 0}
    new = bulk.insert_new(kind.model.__table__, [fresh[key] for key in sorted(fresh)])
    for record_id in first.keys() & new:
        outcome.accept(kind, first[record_id], fresh[record_id])
    rest = [item for item in items if first.get(item.id) is not item or item.id not in new]
    if rest:
        settle(kind, rest, outcome, logged)
    return outcome


def plainly_new(kind: Kind, items: Sequence[Item]) -> dict[UUID, Item]:
    """The first put of each record, as far as it stands on nothing else."""
    first: dict[UUID, Item] = {}
    for item in items:
        if item.op == "put" and item.after is None and item.id not in first and not kind.guard(None, item.data, item):
            first[item.id] = item
    return first
