"""Settling what is not plainly new: repeats, changes upon a base, withdrawals, and what must wait."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa

from app import bulk
from app.changes.bodies import change_row, public
from app.changes.items import Data, Item, Kind, Place, Result, conflict, held, refused
from app.changes.merging import merge
from app.changes.models import Change, KeptChange, MergedChange
from app.changes.outcome import Outcome, new_row
from app.database import db, locked


def settle(kind: Kind, items: list[Item], outcome: Outcome, logged: Sequence[Data]) -> None:
    """Answer `items` in their order into `outcome`."""
    Settling(kind, outcome, Known(kind, items, [*logged, *outcome.changes])).answer_all(items)


Owner = tuple[UUID, UUID | None]
"""The record of a change, and who made it."""


class Known:
    """What the database knows of some items: their records (locked), changes applied before, bodies of their bases."""

    def __init__(self, kind: Kind, items: list[Item], logged: list[Data]) -> None:
        self.table = kind.model.__table__
        ids = sorted({item.id for item in items})
        change_ids = {item.change_id for item in items} | {item.after for item in items if item.after}
        self.rows = rows_of(self.table, ids)
        columns = (Change.change_id, Change.record_id, Change.changed_by_id, Change.revision)
        log = sa.select(*columns).where(Change.change_id.in_(change_ids))
        known: list[tuple[Any, Any, Any, Any]] = [(*row,) for row in db.session.execute(log).all()]
        known += [(row["change_id"], row["record_id"], row["changed_by_id"], row["revision"]) for row in logged]
        self.applied: dict[UUID, int] = {change_id: revision for change_id, _, _, revision in known if change_id}
        self.owners: dict[UUID, Owner] = {change_id: (record, by) for change_id, record, by, _ in known if change_id}
        kept = sa.select(KeptChange).where(KeptChange.change_id.in_(change_ids))
        self.kept: dict[UUID, Data] = {}
        for change in db.session.scalars(kept):
            self.kept[change.change_id] = orjson.loads(change.fields)
            self.owners[change.change_id] = (change.record_id, change.author_id)
        self.bodies = bodies_of(kind.name, ids, logged)
        self.sent = sent_of({item.after for item in items if item.after})

    def seen(self, item: Item, revision: int) -> Data:
        """What the author saw when making the change: what they had sent before, or the data at a revision."""
        return self.sent.get(item.after) or self.bodies.get((item.id, revision), {})  # type: ignore[arg-type]

    def foreign(self, item: Item, by_id: UUID) -> str | None:
        """The field that names a change of another record or another person; nobody's answer is given to somebody else."""
        own = (item.id, by_id)
        names = {"change_id": item.change_id, "after": item.after}
        return next((name for name, change in names.items() if self.owners.get(change, own) != own), None)  # type: ignore[arg-type]

    def waits(self, item: Item) -> bool:
        """Whether the author's own earlier change has not come yet."""
        return item.after is not None and item.after not in self.applied and item.after not in self.kept

    def remember(self, item: Item, row: Data) -> None:
        self.rows[item.id] = row
        self.applied[item.change_id] = row["revision"]
        self.bodies[item.id, row["revision"]] = orjson.loads(row["data"])


def table_columns(table: sa.Table) -> list[Any]:
    """All but the geometry, which is written and never read back."""
    return [column for column in table.c if column.key != "position"]


def rows_of(table: sa.Table, ids: list[UUID]) -> dict[UUID, Data]:
    query = locked(sa.select(*table_columns(table)).where(table.c.id.in_(ids)).order_by(table.c.id))
    return {row["id"]: dict(row) for row in db.session.execute(query).mappings()}


def bodies_of(kind: str, ids: list[UUID], logged: list[Data]) -> dict[tuple[UUID, int], Data]:
    query = sa.select(Change.record_id, Change.revision, Change.body).where(
        Change.record_id.in_(ids), Change.kind == kind, Change.change_id.isnot(None)
    )
    found = {(record, revision): public(text) for record, revision, text in db.session.execute(query).all()}
    return found | {(row["record_id"], row["revision"]): public(row["body"]) for row in logged if row["change_id"]}


def sent_of(change_ids: set[UUID]) -> dict[UUID, Data]:
    if not change_ids:
        return {}
    query = sa.select(MergedChange.change_id, MergedChange.sent).where(MergedChange.change_id.in_(change_ids))
    return {change_id: orjson.loads(text) for change_id, text in db.session.execute(query).all()}


class Settling:
    """One settling of some items of one kind."""

    def __init__(self, kind: Kind, outcome: Outcome, known: Known) -> None:
        self.kind, self.outcome, self.known = kind, outcome, known

    def answer_all(self, items: list[Item]) -> None:
        for item in items:
            if (answer := self.answer(item)) is not None:
                self.outcome.results.append(answer)

    def answer(self, item: Item) -> Result | None:
        """The answer; None when the item was accepted, which says so itself."""
        known, row = self.known, self.known.rows.get(item.id)
        if field := known.foreign(item, self.outcome.by.id):
            return refused(item, "change_id_taken", {field: "change_id_taken"})
        if (revision := known.applied.get(item.change_id)) is not None:
            return Result(item.change_id, item.id, "duplicate", revision)
        if item.change_id in known.kept:
            return conflict(item, row["revision"] if row else 0, known.kept[item.change_id])
        if known.waits(item):
            return held(item, item.after)  # type: ignore[arg-type]
        return self.create(item) if row is None else self.change(item, row)

    def create(self, item: Item) -> Result | None:
        """A change of a record the server does not have: it carries the whole record, so it creates it."""
        if item.op == "delete":
            return refused(item, "unknown_record")
        if code := self.kind.guard(None, item.data, item):
            return refused(item, code)
        row = new_row(self.kind, item, self.outcome)
        if not bulk.insert_new(self.known.table, [row]):  # somebody else has, just now
            self.known.rows |= rows_of(self.known.table, [item.id])
            return self.change(item, self.known.rows[item.id])
        self.accept(item, row)
        return None

    def change(self, item: Item, row: Data) -> Result | None:
        by = self.outcome.by
        team = "team" in by.width(self.kind.name) and row["team_id"] in by.team_ids
        if row["author_id"] != by.id and not team:
            return refused(item, "not_your_record")
        base = self.known.applied.get(item.after, item.base) if item.after else item.base
        return self.withdraw(item, row, base) if item.op == "delete" else self.put(item, row, base)

    def put(self, item: Item, row: Data, base: int) -> Result | None:
        if base > row["revision"] and row["author_id"] == self.outcome.by.id:
            base = row["revision"]  # the server was restored from a backup: its author knows more of it
        current: Data = {} if row["deleted"] else orjson.loads(row["data"])
        merged, clashes = merge(self.known.seen(item, base), current, item.data)
        if row["deleted"]:
            merged, clashes = item.data, {}  # an edit outlives a withdrawal
        if clashes:
            self.note_sent(item)  # with what did not clash, too
            return self.keep(item, row, base, clashes)
        if code := self.kind.guard(current or None, merged, item):
            return refused(item, code)
        if merged != item.data:
            self.note_sent(item)
        self.store(item, row, self.new_values(item, row, merged))
        return None

    def note_sent(self, item: Item) -> None:
        self.known.sent[item.change_id] = item.data
        db.session.add(MergedChange(change_id=item.change_id, sent=orjson.dumps(item.data).decode()))

    def new_values(self, item: Item, row: Data, merged: Data) -> Data:
        """The columns that change with the data; the zone with the position, the place with what decides it."""
        before = orjson.loads(row["data"])
        values = {**self.kind.columns(merged), "data": orjson.dumps(merged).decode(), "deleted": False, **item.updates}
        if merged.get("position") != before.get("position") and self.kind.relocate:
            values |= self.kind.relocate(merged, row["captured_at"])
        moved = any(before.get(name) != merged.get(name) for name in ("patrol_id", "organisation_id", "team_id"))
        return values | place_values(item.place) if moved and item.place else values

    def withdraw(self, item: Item, row: Data, base: int) -> Result | None:
        """Only the author, only of the newest state; against a newer edit the edit stays and the wish is kept."""
        if row["author_id"] != self.outcome.by.id:
            return refused(item, "not_your_record")
        if base < row["revision"] or item.after in self.known.sent:
            return self.keep(item, row, base, {"deleted": item.data})
        self.store(item, row, {"deleted": True, "data": orjson.dumps(item.data).decode()})
        return None

    def store(self, item: Item, row: Data, values: Data) -> None:
        """Write one change of one record; a record that leaves a scope leaves a tombstone there."""
        table, after = self.known.table, {**row, **values, "revision": row["revision"] + 1}
        db.session.execute(sa.update(table).where(table.c.id == item.id).values(**values, revision=after["revision"]))
        if (row["organisation_path"], row["team_id"]) != (after["organisation_path"], after["team_id"]):
            gone = {**row, "deleted": True, "data": "{}"}
            self.outcome.changes.append(change_row(self.kind.name, gone, None, None, self.outcome.at))
        self.accept(item, after)

    def accept(self, item: Item, row: Data) -> None:
        self.known.remember(item, row)
        self.known.owners[item.change_id] = (item.id, self.outcome.by.id)
        self.outcome.accept(self.kind, item, row)

    def keep(self, item: Item, row: Data, base: int, clashes: Data) -> Result:
        """Keep the side of a conflict that does not become the record's state."""
        self.known.kept[item.change_id] = clashes
        self.known.owners[item.change_id] = (item.id, self.outcome.by.id)
        db.session.add(
            KeptChange(
                change_id=item.change_id,
                record_id=item.id,
                kind=item.kind,
                base=base,
                revision=row["revision"],
                author_id=self.outcome.by.id,
                device_id=self.outcome.device,
                received_at=self.outcome.at,
                fields=orjson.dumps(clashes, default=str).decode(),
            )
        )
        return conflict(item, row["revision"], clashes)


def place_values(place: Place) -> Data:
    return {
        "organisation_id": place.organisation_id,
        "organisation_name": place.organisation_name,
        "organisation_path": place.organisation_path,
        "team_id": place.team_id,
    }
