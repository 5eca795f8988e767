"""Telling of records again whose authors changed nothing: the same revision, with something else that the server knows of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.changes.bodies import change_row
from app.changes.models import Change
from app.database import db, one_of

Data = dict[str, Any]


def retold(kind: str, rows: Sequence[Data], at: datetime) -> list[Data]:
    """The rows that the log is owed for records as they stand now. The body goes on naming the change that made the revision."""
    made_by = _newest_changes([row["id"] for row in rows])
    found = [change_row(kind, row, made_by.get((row["id"], row["revision"])), None, at) for row in rows]
    return [{**change, "change_id": None} for change in found]


def _newest_changes(ids: list[UUID]) -> dict[tuple[UUID, int], UUID]:
    """The changes that made the revisions of some records."""
    columns = (Change.record_id, Change.revision, Change.change_id)
    query = sa.select(*columns).where(Change.change_id.isnot(None))
    rows = db.session.execute(query.where(one_of(Change.record_id, ids)))
    return {(record_id, revision): change_id for record_id, revision, change_id in rows if change_id}
