"""Appending to the change log, and forgetting what is in it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app import bulk
from app.changes.models import Change, KeptChange, MergedChange
from app.database import chunks, db, locked

Data = dict[str, Any]


def append(changes: Sequence[Data]) -> None:
    """Write the log rows of a transaction. The last statement before the commit: nothing that waits may follow,
    because on PostgreSQL it takes the turn that keeps the cursor from skipping."""
    db.session.flush()
    bulk.insert(Change, changes)


def forget(kind: str, model: Any, before: datetime, *, at: datetime, **emptied: Any) -> list[Data]:
    """Empty the records of `model` received before an instant, withdrawn ones too, and every logged body of them.

    They stay in the feed as deleted, with no data. Returns the rows that the log is owed, so that phones which have read
    them already learn of it. `emptied` are further columns to write.
    """
    table = model.__table__
    names = ("id", "revision", "organisation_path", "team_id", "author_id")
    left = sa.or_(table.c.deleted.is_(False), table.c.data != "{}")
    query = sa.select(*(table.c[name] for name in names)).where(table.c.received_at < before, left).order_by(table.c.id)
    rows = [dict(row) for row in db.session.execute(locked(query)).mappings()]
    for some in chunks(rows):
        ids = [row["id"] for row in some]
        values = {"data": "{}", "deleted": True, "revision": table.c.revision + 1, **emptied}
        db.session.execute(sa.update(table).where(table.c.id.in_(ids)).values(**values))
        _blank(kind, ids)
        _drop_sides(KeptChange.record_id.in_(ids), Change.record_id.in_(ids))
    return [_tombstone(kind, row, at) for row in rows]


def _blank(kind: str, ids: list[UUID]) -> None:
    logged = db.session.execute(
        sa.select(Change.seq, Change.record_id, Change.revision).where(Change.record_id.in_(ids))
    )
    given = [{"of": seq, "blank": _empty_body(kind, record, revision)} for seq, record, revision in logged.all()]
    log: Any = Change.__table__
    update = sa.update(log).where(log.c.seq == sa.bindparam("of")).values(body=sa.bindparam("blank"), deleted=True)
    db.session.connection().execute(update, given)


def _empty_body(kind: str, record_id: UUID, revision: int) -> str:
    return f'{{"kind":"{kind}","id":"{record_id}","revision":{revision},"deleted":true,"data":{{}}}}'


def _tombstone(kind: str, row: Data, at: datetime) -> Data:
    revision = row["revision"] + 1
    return {
        "kind": kind,
        "record_id": row["id"],
        "revision": revision,
        "deleted": True,
        "change_id": None,
        "organisation_path": row["organisation_path"],
        "team_id": row["team_id"],
        "author_id": row["author_id"],
        "changed_by_id": None,
        "appended_at": at,
        "body": _empty_body(kind, row["id"], revision),
    }


def forget_sides(before: datetime, kinds: Collection[str]) -> None:
    """Delete what is kept beside records of some kinds, as far as it came before an instant: the other sides of
    conflicts, and what authors had sent where something else became of it."""
    _drop_sides(
        sa.and_(KeptChange.kind.in_(kinds), KeptChange.received_at < before),
        sa.and_(Change.kind.in_(kinds), Change.appended_at < before),
    )


def _drop_sides(kept: Any, applied: Any) -> None:
    of_kept = sa.select(KeptChange.change_id).where(kept)
    of_applied = sa.select(Change.change_id).where(applied, Change.change_id.isnot(None))
    either = sa.or_(MergedChange.change_id.in_(of_kept), MergedChange.change_id.in_(of_applied))
    for delete in (sa.delete(MergedChange).where(either), sa.delete(KeptChange).where(kept)):
        db.session.execute(delete, execution_options={"synchronize_session": False})
