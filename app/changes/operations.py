"""Appending to the change log, and the epoch."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from app import bulk
from app.changes.models import Change, Epoch
from app.database import db


def append(changes: Sequence[dict[str, Any]]) -> None:
    """Write the log rows of a transaction. The last statement before the commit: nothing that waits may follow,
    because on PostgreSQL it takes the turn that keeps the cursor from skipping."""
    db.session.flush()
    bulk.insert(Change.__table__, changes)  # type: ignore[arg-type]


def ensure_epoch() -> str:
    """The epoch of this database, made when there is none."""
    found = db.session.scalar(sa.select(Epoch.id))
    if found is None:
        found = str(uuid4())
        db.session.add(Epoch(id=found))
        db.session.flush()
    return found


def forget(kind: str, record_ids: Iterable[UUID]) -> None:
    """Blank the logged bodies of records whose retention is over: they stay in the feed as deleted, with no data."""
    for record_id in record_ids:
        rows = db.session.execute(sa.select(Change.seq, Change.revision).where(Change.record_id == record_id)).all()
        for seq, revision in rows:
            body = f'{{"kind":"{kind}","id":"{record_id}","revision":{revision},"deleted":true,"data":{{}}}}'
            db.session.execute(sa.update(Change).where(Change.seq == seq).values(body=body, deleted=True))


def expired(model: Any, before: datetime) -> list[UUID]:
    """Ids of live records of `model` received before an instant."""
    return list(db.session.scalars(sa.select(model.id).where(model.received_at < before, model.deleted.is_(False))))
