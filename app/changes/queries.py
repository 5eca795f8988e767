"""Reading the change log."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa

from app.changes.bodies import public
from app.changes.models import Change, Epoch, HeldChange, KeptChange, PastEpoch
from app.database import Find, db, one_of, run

Data = dict[str, Any]
HISTORY = 200
"""So many revisions a record's page shows, and so many other sides of conflicts."""

TOP = sa.select(sa.func.max(Change.seq))
LIFE: sa.Select[Any] = sa.select(Epoch.id, Epoch.cursor_key, TOP.scalar_subquery().label("top"))
PAST = sa.select(PastEpoch.id).where(PastEpoch.id == sa.bindparam("id"))
STAMP = sa.select(sa.func.max(Change.seq)).where(Change.kind == sa.bindparam("kind"))


@dataclass(frozen=True)
class Life:
    """An epoch of the data: its name, the key that its cursors are marked with, and the log's end as read now."""

    id: str
    cursor_key: str
    top: int


def life() -> Life | None:
    """None in a database that has no epoch yet."""
    row = run(LIFE).first()
    return None if row is None else Life(row.id, row.cursor_key, row.top or 0)


def continues(epoch: str) -> bool:
    """Whether these data were in that epoch once."""
    return run(PAST, id=epoch).first() is not None


def top() -> int:
    """The highest seq that can be read now; nothing will ever appear below it."""
    return run(TOP).scalar() or 0


def floor(since: datetime) -> int:
    """The seq before the first change appended since an instant; the top when there is none."""
    first = sa.select(Change.seq).where(Change.appended_at >= since).order_by(Change.appended_at, Change.seq).limit(1)
    found = db.session.scalar(first)
    return top() if found is None else found - 1


def page(scope: Any, after: int, upto: int, limit: int) -> tuple[list[str], int]:
    """Up to `limit` bodies in `scope` with after < seq <= upto, and the seq that has been read up to.

    `scope` is a where clause over Change.
    """
    query = (
        sa.select(Change.seq, Change.body)
        .where(Change.seq > after, Change.seq <= upto, scope)
        .order_by(Change.seq)
        .limit(limit)
    )
    rows = db.session.execute(query).all()
    return [row.body for row in rows], rows[-1].seq if len(rows) == limit else upto


def stamp(kind: str) -> int:
    """The seq of the newest change of a kind: what a cache of it depends on."""
    return run(STAMP, kind=kind).scalar() or 0


HOME = (
    sa.select(Change.record_id, Change.kind, Change.organisation_path, Change.team_id, Change.author_id, Change.body)
    .where(Change.record_id == sa.bindparam("record_id"), Change.kind != "photo")
    .order_by(Change.seq.desc())
    .limit(1)
)


def belonging(record_id: UUID, find: Find = run) -> Data | None:
    """Where a record of any kind belongs: kind, path, team and author of its newest change."""
    row = next(iter(find(HOME, record_id=record_id)), None)
    return dict(row._mapping) if row else None


def clock_offset_of(record_id: UUID) -> int:
    """Server minus phone, ms, as a record's newest change knows it; 0 where it knows nothing."""
    home = belonging(record_id)
    meta: Data = orjson.loads(home["body"])["data"].get("meta", {}) if home else {}
    return meta.get("clock_offset_ms") or 0


def history(kind: str, record_id: UUID) -> tuple[list[Data], bool]:
    """The newest revisions of a record, oldest first: who changed which fields when; and whether there are older ones."""
    a_persons_or_of_zones = sa.or_(Change.change_id.isnot(None), Change.deleted.is_(False))
    own = (Change.record_id == record_id, Change.kind == kind, a_persons_or_of_zones)
    query = sa.select(Change).where(*own).order_by(Change.seq.desc()).limit(HISTORY + 1)
    entries = [(entry, public(entry.body)) for entry in reversed(db.session.scalars(query).all())]
    more = len(entries) > HISTORY
    before = entries[0][1] if more else {}
    found: list[Data] = []
    merged = more and is_merged(entries[0][0])
    for entry, data in entries[1 if more else 0 :]:
        counts_otherwise = merged != is_merged(entry)
        merged = is_merged(entry)
        found.append(
            {
                "revision": entry.revision,
                "received_at": entry.appended_at,
                "author_id": entry.changed_by_id,
                "deleted": entry.deleted,
                "reason": data.get("reason") if entry.deleted else None,
                "fields": fields_of(before, data) if entry.change_id else ["merged" if counts_otherwise else "zone"],
            }
        )
        before = data
    return found, more


def is_merged(entry: Change) -> bool:
    """Whether a review had merged the record into another when this was logged."""
    return '"merged":true' in entry.body and orjson.loads(entry.body)["data"]["meta"]["merged"] is True


def fields_of(before: Data, data: Data) -> list[str]:
    return sorted(name for name in {**before, **data} if before.get(name) != data.get(name))


def kept(record_id: UUID) -> list[Data]:
    """The newest other sides of conflicts over a record, oldest first."""
    query = sa.select(KeptChange).where(KeptChange.record_id == record_id)
    newest = db.session.scalars(query.order_by(KeptChange.received_at.desc()).limit(HISTORY)).all()
    return [
        {
            "change_id": change.change_id,
            "author_id": change.author_id,
            "received_at": change.received_at,
            "fields": orjson.loads(change.fields),
        }
        for change in reversed(newest)
    ]


OWNERS = (
    (Change.change_id, Change.changed_by_id),
    (HeldChange.change_id, HeldChange.author_id),
    (KeptChange.change_id, KeptChange.author_id),
)


def known(change_ids: Iterable[UUID], author_id: UUID) -> set[UUID]:
    """Those of some changes that are here as this person's."""
    return _owned(change_ids, lambda owner: owner == author_id)


def strangers(change_ids: Iterable[UUID], author_id: UUID) -> set[UUID]:
    """Those of some changes that are here as somebody else's."""
    return _owned(change_ids, lambda owner: owner != author_id)


def _owned(change_ids: Iterable[UUID], whose: Callable[[Any], Any]) -> set[UUID]:
    asked = list(change_ids)
    return {
        change_id
        for column, owner in OWNERS
        for change_id in db.session.scalars(sa.select(column).where(one_of(column, asked), whose(owner)))
        if change_id
    }


def applied(change_ids: Iterable[UUID], author_id: UUID) -> dict[UUID | None, tuple[UUID, int]]:
    """Those of some changes that were applied as this person's: the record, and the revision they made."""
    query = sa.select(Change.change_id, Change.record_id, Change.revision).where(Change.changed_by_id == author_id)
    rows = db.session.execute(query.where(one_of(Change.change_id, change_ids)))
    return {change_id: (record_id, revision) for change_id, record_id, revision in rows}
