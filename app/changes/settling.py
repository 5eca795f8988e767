"""Settling what is not plainly new: repeats, changes upon a base, withdrawals, and what must wait."""

from collections.abc import Sequence

import orjson
import sqlalchemy as sa

from app import bulk
from app.changes.bodies import change_row
from app.changes.items import Data, Item, Kind, Place, Result, conflict, held, refused
from app.changes.known import Known, rows_of
from app.changes.merging import merge
from app.changes.models import KeptChange, MergedChange
from app.changes.outcome import Outcome, new_row
from app.changes.queries import belonging
from app.database import db

PLACING = ("patrol_id", "organisation_id", "team_id")


def settle(kind: Kind, items: list[Item], outcome: Outcome, logged: Sequence[Data]) -> None:
    """Answer `items` in their order into `outcome`."""
    known = Known(kind, items, outcome.by.id, [*logged, *outcome.changes], at=outcome.at)
    Settling(kind, outcome, known).answer_all(items)


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
        if field := known.foreign(item):
            return refused(item, "change_id_taken", {field: "change_id_taken"})
        if (revision := known.applied.get(item.change_id)) is not None:
            return Result(item.change_id, item.id, "duplicate", revision)
        if item.change_id in known.kept:
            return conflict(item, row["revision"] if row else 0, known.kept[item.change_id])
        if awaited := known.awaited(item):
            return held(item, awaited, "waits_for_change")
        return self.create(item) if row is None else self.change(item, row)

    def create(self, item: Item) -> Result | None:
        """The first that the server has of a record. A change of one that it lost in a restore waits for the phone of its
        author, who is perhaps somebody else."""
        if item.op == "delete":
            return refused(item, "unknown_record")
        if item.base > 0 and item.after is None:
            other = belonging(item.id)
            if other and other["kind"] != self.kind.name:
                return refused(item, "kind_mismatch")
            return held(item, item.id, "waits_for_change")
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
        if self.known.base(item) > row["revision"]:
            return held(item, item.id, "waits_for_change")  # for what a restored server lost, and others send again
        return self.withdraw(item, row) if item.op == "delete" else self.put(item, row)

    def put(self, item: Item, row: Data) -> Result | None:
        current: Data = {} if row["deleted"] else orjson.loads(row["data"])
        merged, clashes = merge(self.known.seen(item), current, item.data)
        if row["deleted"]:
            merged, clashes = item.data, {}  # an edit outlives a withdrawal
        if clashes:
            self.note_sent(item)  # with what did not clash, too
            return self.keep(item, row, clashes)
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
        changed = {name for name in PLACING if before.get(name) != merged.get(name)}
        return values | self.new_place(item, row, merged) if changed and item.place else values

    def new_place(self, item: Item, row: Data, merged: Data) -> Data:
        """What says where it belongs decides. What no longer says so comes home when its author wants it; a team-mate's
        home is not the record's."""
        assert item.place is not None
        if merged.get("patrol_id") or merged.get("organisation_id") or row["author_id"] == self.outcome.by.id:
            return place_values(item.place)
        return {"team_id": item.place.team_id} if merged.get("team_id") else {}

    def withdraw(self, item: Item, row: Data) -> Result | None:
        """Only the author, only of the newest state; against a newer edit the edit stays and the wish is kept."""
        if row["author_id"] != self.outcome.by.id:
            return refused(item, "not_your_record")
        if self.known.base(item) < row["revision"] or item.after in self.known.sent:
            return self.keep(item, row, {"deleted": item.data})
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
        self.known.accept(item, row)
        self.outcome.accept(self.kind, item, row)

    def keep(self, item: Item, row: Data, clashes: Data) -> Result:
        """Keep the side of a conflict that does not become the record's state."""
        self.known.keep(item, clashes)
        db.session.add(
            KeptChange(
                change_id=item.change_id,
                record_id=item.id,
                kind=item.kind,
                base=self.known.base(item),
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
