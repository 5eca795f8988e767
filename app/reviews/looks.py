"""A team looks again by itself at what it had recorded: a re-check (复查) that nobody had asked for, done as soon as it is known."""

from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from app.changes.items import Author, Item, Result, held, refused
from app.changes.queries import belonging
from app.database import db
from app.reviews.models import OPEN, Recheck
from app.reviews.records import MODELS, mark_of, rows_of
from app.zones.days import day_of

Data = dict[str, Any]


def look(item: Item, *, by: Author, at: datetime) -> Recheck | Result:
    """The re-check that the item tells of, or why it cannot be one: only a record of one's own teams is looked at again.
    While the record has not come, its look waits for it."""
    about = UUID(item.data["about"])
    if belonging(item.id) or db.session.get(Recheck, item.id):
        return refused(item, "kind_mismatch")
    for kind in MODELS:
        if row := rows_of(kind, [about]).get(about):
            mine = row["team_id"] in by.team_ids
            return (
                of_record(item, kind, row, by, min(item.corrected_at, at)) if mine else refused(item, "not_your_record")
            )
    return held(item, about)


def of_record(item: Item, kind: str, row: Data, by: Author, at: datetime) -> Recheck:
    """`at`: when it was looked at, by the server's clock."""
    data = orjson.loads(row["data"])
    position = data.get("position") or {}
    recheck = Recheck(
        id=item.id,
        record_id=row["id"],
        record_kind=kind,
        mark=mark_of(kind, row),
        **{name: row[name] for name in ("organisation_id", "organisation_name", "organisation_path", "team_id")},
        revision=0,
        state=OPEN,
        lon=position.get("lon"),
        lat=position.get("lat"),
        place=data.get("place"),
        text="",
        due_on=day_of(at),
        made_at=at,
        made_by_id=by.id,
        made_by=by.name,
        unasked=True,
    )
    db.session.add(recheck)
    return recheck
