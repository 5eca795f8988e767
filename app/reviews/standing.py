"""What a review says of a record, written beside the record itself: map, boards, lists and files read it there."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.changes.retelling import retold
from app.database import db
from app.reviews.models import MERGED, ReviewItem
from app.reviews.records import MODELS, rows_of

Data = dict[str, Any]


def of(item: ReviewItem) -> Data:
    """The columns of `changes.models.Reviewed`."""
    return {
        "merged_into_id": item.duplicate_of_id if item.state == MERGED else None,
        "zone_ruling": item.zone_ruling,
    }


def looked_again(kind: str, record_id: UUID) -> None:
    """A re-check of it is done. The map learns it from the re-check's own change."""
    table: sa.Table = MODELS[kind].__table__
    db.session.execute(sa.update(table).where(table.c.id == record_id).values(looked_again=True))


def differs(item: ReviewItem, row: Data) -> bool:
    return any(row[name] != said for name, said in of(item).items())


def write(items: Iterable[ReviewItem], at: datetime) -> list[Data]:
    """Beside the records of some items. Returns the rows that the log is owed: of those that count no longer, or again."""
    owed: list[Data] = []
    some = list(items)
    for kind, model in MODELS.items():
        of_kind = {item.record_id: item for item in some if item.kind == kind}
        table: sa.Table = model.__table__
        recounted: list[Data] = []
        for record_id, row in rows_of(kind, sorted(of_kind)).items():
            item = of_kind[record_id]
            if not differs(item, row):
                continue
            now = row | of(item)
            db.session.execute(sa.update(table).where(table.c.id == record_id).values(**of(item)))
            if (row["merged_into_id"] is None) != (now["merged_into_id"] is None):
                recounted.append(now)
        owed += retold(kind, recounted, at)
    return owed
