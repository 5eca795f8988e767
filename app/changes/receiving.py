"""The one way of a field record into the database: new ones in bulk, all others settled one by one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from app import bulk
from app.changes.items import Author, Data, Guard, Item, Kind
from app.changes.outcome import Outcome, new_row
from app.changes.settling import settle


def receive(
    kind: Kind, items: Sequence[Item], *, by: Author, device: str, at: datetime, logged: Sequence[Data] = ()
) -> Outcome:
    """Store `items` of one kind. Nothing is committed and nothing is logged: the caller appends `changes` last.

    `logged` are rows that the log is owed by earlier calls in this transaction: the items may be changes upon those.
    """
    kind = replace(kind, guard=moved_guard(kind, by))
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


def moved_guard(kind: Kind, by: Author) -> Guard:
    """A new record from before its author's move belongs to the place that was left, unless it says itself where to."""
    moved_at = by.moved_at

    def judge(old: Data | None, new: Data, item: Item) -> str | None:
        placed = new.get("patrol_id") or new.get("organisation_id")
        if old is None and moved_at and not placed and item.corrected_at < moved_at:
            return "recorded_before_move"
        return kind.guard(old, new, item)

    return judge if moved_at else kind.guard


def plainly_new(kind: Kind, items: Sequence[Item]) -> dict[UUID, Item]:
    """The first put of each record, as far as it stands on nothing else."""
    first: dict[UUID, Item] = {}
    for item in items:
        if item.op == "put" and item.after is None and item.id not in first and not kind.guard(None, item.data, item):
            first[item.id] = item
    return first
