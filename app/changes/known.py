"""What the database knows of pushed items: their records, changes applied before, and what their authors had seen."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa

from app.changes import holding
from app.changes.bodies import public
from app.changes.items import Data, Item, Kind
from app.changes.models import Change, KeptChange, MergedChange
from app.database import chunks, db, locked, one_of

Owner = tuple[UUID, UUID | None]
"""The record of a change, and who made it."""
Revision = tuple[UUID, int]


class Known:
    """Records are locked; what is settled on the way is remembered here."""

    lost: Collection[UUID] = ()
    """Changes whose base does not come back: nobody knows what their authors saw, so whatever differs clashes."""

    def __init__(self, kind: Kind, items: list[Item], by_id: UUID, logged: list[Data], *, at: datetime) -> None:
        self.table, self.by_id = kind.model.__table__, by_id
        self.rows = rows_of(self.table, sorted({item.id for item in items}))
        self.owners: dict[UUID, Owner] = {}
        after = {item.after for item in items if item.after}
        change_ids = (
            after | {item.base_change for item in items if item.base_change} | {item.change_id for item in items}
        )
        self.applied = self._applied(change_ids, logged)
        self.clashed_at: dict[UUID, int] = {}
        self.kept = self._kept(change_ids)
        for item in items:
            self._stand_on_what_was_read(item)
        self.sent = sent_of(after)
        self.lost = holding.long_held(
            [item.change_id for item in items if not item.after and self.awaited(item)], at=at
        )
        owed = {(row["record_id"], row["revision"]): row["body"] for row in logged if row["change_id"]}
        bases = {(item.id, self.base(item)) for item in items if item.op == "put"}
        found = bodies_of(kind.name, bases - owed.keys()) | owed
        self.bodies = {revision: public(text) for revision, text in found.items()}

    def _applied(self, change_ids: set[UUID], logged: list[Data]) -> dict[UUID, int]:
        columns = (Change.change_id, Change.record_id, Change.changed_by_id, Change.revision)
        query = sa.select(*columns).where(one_of(Change.change_id, change_ids))
        rows: list[Any] = [*db.session.execute(query)]
        rows += [tuple(row[column.key] for column in columns) for row in logged if row["change_id"]]
        self.owners |= {change_id: (record_id, by_id) for change_id, record_id, by_id, _ in rows}
        return {change_id: revision for change_id, _, _, revision in rows}

    def _kept(self, change_ids: set[UUID]) -> dict[UUID, Data]:
        kept = db.session.scalars(sa.select(KeptChange).where(one_of(KeptChange.change_id, change_ids))).all()
        self.owners |= {change.change_id: (change.record_id, change.author_id) for change in kept}
        self.clashed_at = {change.change_id: change.revision for change in kept}
        return {change.change_id: orjson.loads(change.fields) for change in kept}

    def _stand_on_what_was_read(self, item: Item) -> None:
        """Whoever has read the state that their earlier change clashed with decides upon that state, whatever they name as
        `after`: else what they choose again would seem unchanged."""
        read = self.applied.get(item.base_change, item.base) if item.base_change else item.base
        if item.after and read >= self.clashed_at.get(item.after, read + 1):
            item.after = None

    def base(self, item: Item) -> int:
        """The revision that a change was made on; a record's author may know of more than a restored server has."""
        if item.change_id in self.lost:
            return 0
        base = self.applied.get(item.upon, item.base) if item.upon else item.base
        row = self.rows.get(item.id)
        return min(base, row["revision"]) if row and row["author_id"] == self.by_id else base

    def seen(self, item: Item) -> Data:
        """What the author saw when making the change: what they had sent before, or the data at its base."""
        sent = self.sent.get(item.after) if item.after else None
        return sent or self.bodies.get((item.id, self.base(item)), {})

    def foreign(self, item: Item) -> str | None:
        """The field that names a change of another record or another person; nobody's answer is given to somebody else."""
        own = (item.id, self.by_id)
        for name, change in (("change_id", item.change_id), ("after", item.after)):
            if change and self.owners.get(change, own) != own:
                return name
        if item.base_change and self.owners.get(item.base_change, own)[0] != item.id:
            return "base_change"
        return None

    def awaited(self, item: Item) -> UUID | None:
        """The change that this one was made on, when it has not come yet, or not again."""
        settled = item.upon in self.applied or item.upon in self.kept or item.change_id in self.lost
        return None if settled else item.upon

    def accept(self, item: Item, row: Data) -> None:
        self.rows[item.id] = row
        self.applied[item.change_id] = row["revision"]
        self.bodies[item.id, row["revision"]] = orjson.loads(row["data"])
        self.owners[item.change_id] = (item.id, self.by_id)

    def keep(self, item: Item, clashes: Data) -> None:
        self.kept[item.change_id] = clashes
        self.owners[item.change_id] = (item.id, self.by_id)


def table_columns(table: sa.Table) -> list[Any]:
    """All but the geometry, which is written and never read back."""
    return [column for column in table.c if column.key != "position"]


def rows_of(table: sa.Table, ids: list[UUID]) -> dict[UUID, Data]:
    query = locked(sa.select(*table_columns(table)).where(one_of(table.c.id, ids)).order_by(table.c.id))
    return {row["id"]: dict(row) for row in db.session.execute(query).mappings()}


def bodies_of(kind: str, revisions: Iterable[Revision]) -> dict[Revision, str]:
    """The logged bodies of some revisions of some records."""
    found: dict[Revision, str] = {}
    columns = (Change.record_id, Change.revision, Change.body)
    for some in chunks(revision for revision in revisions if revision[1] > 0):
        named = sa.tuple_(Change.record_id, Change.revision).in_(some)
        query = sa.select(*columns).where(named, Change.kind == kind, Change.change_id.isnot(None))
        found |= {(record_id, revision): text for record_id, revision, text in db.session.execute(query)}
    return found


def sent_of(change_ids: set[UUID]) -> dict[UUID, Data]:
    if not change_ids:
        return {}
    query = sa.select(MergedChange.change_id, MergedChange.sent).where(one_of(MergedChange.change_id, change_ids))
    return {change_id: orjson.loads(text) for change_id, text in db.session.execute(query).all()}
