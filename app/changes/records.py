"""The one way of a field record into the database: new ones in bulk, changed ones merged upon their base."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Protocol
from uuid import UUID

import orjson
import sqlalchemy as sa

from app import bulk
from app.changes import merging
from app.changes.models import Change, HeldChange, KeptChange
from app.database import db, locked, run

Data = dict[str, Any]

uuid_of = lru_cache(maxsize=10_000)(UUID)
"""A batch names the same patrol in every item: it is read once."""


class Author(Protocol):
    """Who sends: a person signed in, with what they belong to."""

    @property
    def id(self) -> UUID: ...
    @property
    def name(self) -> str: ...
    @property
    def team_ids(self) -> frozenset[UUID]: ...


@dataclass(slots=True, frozen=True)
class Place:
    """Where a record belongs, fixed at receipt."""

    organisation_id: str
    organisation_name: str
    organisation_path: str
    team_id: UUID | None


@dataclass(slots=True)
class Item:
    """One pushed change, judged and ready to be stored. `data` holds no personal data: that is in `private`."""

    change_id: UUID
    id: UUID
    kind: str
    op: str
    base: int
    after: UUID | None
    captured_text: str
    captured_at: datetime
    clock_offset_ms: int
    data: Data
    private: Data = field(default_factory=dict)
    place: Place | None = None
    columns: Data = field(default_factory=dict)
    """Further columns of a new row."""
    updates: Data = field(default_factory=dict)
    """Further columns that a change of an existing row writes too."""

    @property
    def corrected_at(self) -> datetime:
        """The time of capture by the server's clock."""
        return self.captured_at + timedelta(milliseconds=self.clock_offset_ms)


@dataclass(slots=True)
class Result:
    """The answer to one item; `code` names the error in `app/messages.py`."""

    change_id: UUID | str | None
    id: UUID | str | None
    status: str
    revision: int | None = None
    code: str | None = None
    fields: Data | None = None
    waits_for: UUID | None = None


def refused(item: Item, code: str, fields: Data | None = None) -> Result:
    return Result(item.change_id, item.id, "refused", code=code, fields=fields)


def held(item: Item, waits_for: UUID) -> Result:
    return Result(item.change_id, item.id, "held", code="waits_for_parent", waits_for=waits_for)


@dataclass(frozen=True)
class Kind:
    """What the way of a record must know of a kind."""

    name: str
    model: Any
    columns: Callable[[Data], Data]
    """Typed columns read from validated data."""
    guard: Callable[[Data | None, Data], str | None] = lambda old, new: None
    """Why `new` must not replace `old` (None: there was none): an error code."""
    relocate: Callable[[Data, datetime], Data] | None = None
    """Zone columns of new data, when the position of a record has changed."""


@dataclass(slots=True)
class Outcome:
    """Results in the order of the items, and the rows that the change log is owed."""

    by_id: UUID
    results: list[Result] = field(default_factory=list)
    changes: list[Data] = field(default_factory=list)
    stored: list[tuple[Item, Data]] = field(default_factory=list)


def receive(
    kind: Kind, items: Sequence[Item], *, by: Author, device: str, at: datetime, logged: Sequence[Data] = ()
) -> Outcome:
    """Store `items` of one kind. Nothing is committed and nothing is logged: the caller appends `changes` last.

    `logged` are rows that the log is owed by earlier calls in this transaction: the items may be changes upon those.
    """
    outcome = Outcome(by.id)
    first: dict[UUID, Item] = {}
    rest: list[Item] = []
    for item in items:
        if item.op == "put" and item.after is None and item.id not in first and not kind.guard(None, item.data):
            first[item.id] = item
        else:
            rest.append(item)
    fresh = {item.id: new_row(kind, item, by, device, at) for item in first.values() if item.base == 0}
    new = bulk.insert_new(kind.model.__table__, [fresh[key] for key in sorted(fresh)])
    for record_id, item in first.items():
        if record_id in new:
            accept(outcome, kind, item, fresh[record_id], at)
        else:
            rest.append(item)
    if rest:
        order = {id(item): number for number, item in enumerate(items)}
        rest.sort(key=lambda item: order[id(item)])
        settle(outcome, kind, rest, Known(kind, rest, [*logged, *outcome.changes]), by, device, at)
    return outcome


def new_row(kind: Kind, item: Item, by: Author, device: str, at: datetime) -> Data:
    place = item.place
    assert place is not None
    return {
        "id": item.id,
        "revision": 1,
        "deleted": False,
        "author_id": by.id,
        "author_name": by.name,
        "device_id": device,
        "organisation_id": place.organisation_id,
        "organisation_name": place.organisation_name,
        "organisation_path": place.organisation_path,
        "team_id": place.team_id,
        "captured_at": item.corrected_at,
        "captured_text": item.captured_text,
        "clock_offset_ms": item.clock_offset_ms,
        "received_at": at,
        "data": orjson.dumps(item.data).decode(),
        **kind.columns(item.data),
        **item.columns,
    }


def accept(outcome: Outcome, kind: Kind, item: Item, row: Data, at: datetime) -> None:
    outcome.results.append(Result(item.change_id, item.id, "accepted", row["revision"]))
    outcome.changes.append(change_row(kind.name, row, item.change_id, outcome.by_id, at))
    outcome.stored.append((item, row))


# ---------------------------------------------------------------- bodies
def change_row(kind: str, row: Data, change_id: UUID | None, by_id: UUID | None, at: datetime) -> Data:
    """The log's row for a record's row: its body is finished JSON, as the feed sends it."""
    return {
        "kind": kind,
        "record_id": row["id"],
        "revision": row["revision"],
        "deleted": row["deleted"],
        "change_id": change_id,
        "organisation_path": row["organisation_path"],
        "team_id": row["team_id"],
        "author_id": row["author_id"],
        "changed_by_id": by_id,
        "appended_at": at,
        "body": body(kind, row),
    }


def body(kind: str, row: Data) -> str:
    meta = orjson.dumps(meta_of(row)).decode()
    data = row["data"]
    joint = "" if data == "{}" else ","
    deleted = "true" if row["deleted"] else "false"
    head = f'{{"kind":"{kind}","id":"{row["id"]}","revision":{row["revision"]},"deleted":{deleted}'
    return f'{head},"data":{data[:-1]}{joint}"meta":{meta}}}}}'


def meta_of(row: Data) -> Data:
    """What the server knows of a record, in the feed and on the supervisor's page."""
    return {
        "author": {"id": row["author_id"], "name": row["author_name"]},
        "team_id": row["team_id"],
        "organisation": {"id": row["organisation_id"], "name": row["organisation_name"]},
        "captured_at": row["captured_text"],
        "received_at": row["received_at"],
        "clock_offset_ms": row["clock_offset_ms"],
        "zone": zone_of(row),
        "zone_certainty": row.get("zone_certainty"),
        "has_keeper": bool(row.get("has_keeper")),
    }


def zone_of(row: Data) -> Data | None:
    if row.get("zone_id") is None:
        return None
    return {
        "id": row["zone_id"],
        "name": row["zone_name"],
        "level": "key",
        "version": row["zone_version"],
        "version_id": row["zone_version_id"],
    }


# ---------------------------------------------------------------- changes of what is there
def settle(
    outcome: Outcome, kind: Kind, items: list[Item], known: "Known", by: Author, device: str, at: datetime
) -> None:
    """Answer the items that were not plainly new, in order: repeats, changes, withdrawals, and what must wait."""
    for item in items:
        row = known.rows.get(item.id)
        if (revision := known.applied.get(item.change_id)) is not None:
            outcome.results.append(Result(item.change_id, item.id, "duplicate", revision))
        elif item.change_id in known.kept:
            outcome.results.append(conflict(item, row["revision"] if row else 0, known.kept[item.change_id]))
        elif item.after is not None and item.after not in known.applied and item.after not in known.kept:
            outcome.results.append(held(item, item.after))
        elif row is None:
            create_late(outcome, kind, item, known, by, device, at)
        else:
            change(outcome, kind, item, row, known, by, device, at)


class Known:
    """What the database knows of some items: their records (locked), changes applied before, bodies of their bases."""

    def __init__(self, kind: Kind, items: list[Item], logged: list[Data]) -> None:
        table = kind.model.__table__
        ids = sorted({item.id for item in items})
        change_ids = {item.change_id for item in items} | {item.after for item in items if item.after}
        rows = db.session.execute(
            locked(sa.select(*table_columns(table)).where(table.c.id.in_(ids)).order_by(table.c.id))
        )
        self.rows: dict[UUID, Data] = {row["id"]: dict(row) for row in rows.mappings()}
        log = sa.select(Change.change_id, Change.revision).where(Change.change_id.in_(change_ids))
        self.applied: dict[UUID, int] = {cid: revision for cid, revision in db.session.execute(log).all() if cid}
        self.applied |= {row["change_id"]: row["revision"] for row in logged}
        kept = sa.select(KeptChange.change_id, KeptChange.fields).where(KeptChange.change_id.in_(change_ids))
        self.kept: dict[UUID, Data] = {cid: orjson.loads(text) for cid, text in db.session.execute(kept).all()}
        self.bodies = bodies(ids, logged)

    def base(self, record_id: UUID, revision: int) -> Data:
        """Data at a revision; empty before the first."""
        return self.bodies.get((record_id, revision), {})


def table_columns(table: sa.Table) -> list[Any]:
    """All but the geometry, which is written and never read back."""
    return [column for column in table.c if column.key != "position"]


def bodies(ids: list[UUID], logged: list[Data]) -> dict[tuple[UUID, int], Data]:
    query = sa.select(Change.record_id, Change.revision, Change.body).where(
        Change.record_id.in_(ids), Change.change_id.isnot(None)
    )
    found = {(record, revision): public(text) for record, revision, text in db.session.execute(query).all()}
    return found | {(row["record_id"], row["revision"]): public(row["body"]) for row in logged if row["change_id"]}


def public(text: str) -> Data:
    """The pushed data inside a body."""
    data: Data = orjson.loads(text)["data"]
    data.pop("meta", None)
    return data


def create_late(outcome: Outcome, kind: Kind, item: Item, known: Known, by: Author, device: str, at: datetime) -> None:
    """A change of a record the server does not have: it carries the whole record, so it creates it."""
    if item.op == "delete":
        outcome.results.append(refused(item, "unknown_record"))
        return
    if code := kind.guard(None, item.data):
        outcome.results.append(refused(item, code))
        return
    row = new_row(kind, item, by, device, at)
    bulk.insert_new(kind.model.__table__, [row])
    remember(known, item, row)
    accept(outcome, kind, item, row, at)


def remember(known: Known, item: Item, row: Data) -> None:
    known.rows[item.id] = row
    known.applied[item.change_id] = row["revision"]
    known.bodies[item.id, row["revision"]] = orjson.loads(row["data"])


def change(
    outcome: Outcome, kind: Kind, item: Item, row: Data, known: Known, by: Author, device: str, at: datetime
) -> None:
    if row["author_id"] != by.id and row["team_id"] not in by.team_ids:
        outcome.results.append(refused(item, "not_your_record"))
        return
    base = known.applied.get(item.after, item.base) if item.after else item.base
    if item.op == "delete":
        withdraw(outcome, kind, item, row, base, known, by, device, at)
        return
    current = {} if row["deleted"] else orjson.loads(row["data"])
    merged, clashes = merging.merge(known.base(item.id, min(base, row["revision"])), current, item.data)
    if row["deleted"]:
        merged, clashes = item.data, {}  # an edit outlives a withdrawal
    if clashes:
        keep(item, row, base, clashes, known, by, device, at)
        outcome.results.append(conflict(item, row["revision"], clashes))
        return
    if code := kind.guard(current or None, merged):
        outcome.results.append(refused(item, code))
        return
    put(outcome, kind, item, row, merged, known, at)


def put(outcome: Outcome, kind: Kind, item: Item, row: Data, merged: Data, known: Known, at: datetime) -> None:
    before = orjson.loads(row["data"])
    values = {**kind.columns(merged), "data": orjson.dumps(merged).decode(), "deleted": False, **item.updates}
    if merged.get("position") != before.get("position") and kind.relocate:
        values |= kind.relocate(merged, row["captured_at"])
    if placed_anew(before, merged) and item.place:
        values |= place_values(item.place)
    store(outcome, kind, item, row, values, known, at)


def placed_anew(before: Data, after: Data) -> bool:
    return any(before.get(name) != after.get(name) for name in ("patrol_id", "organisation_id", "team_id"))


def place_values(place: Place) -> Data:
    return {
        "organisation_id": place.organisation_id,
        "organisation_name": place.organisation_name,
        "organisation_path": place.organisation_path,
        "team_id": place.team_id,
    }


def store(outcome: Outcome, kind: Kind, item: Item, row: Data, values: Data, known: Known, at: datetime) -> None:
    """Write one change of one record; a record that leaves a scope leaves a tombstone there."""
    table = kind.model.__table__
    after = {**row, **values, "revision": row["revision"] + 1}
    db.session.execute(sa.update(table).where(table.c.id == item.id).values(**values, revision=after["revision"]))
    if (row["organisation_path"], row["team_id"]) != (after["organisation_path"], after["team_id"]):
        outcome.changes.append(change_row(kind.name, {**row, "deleted": True, "data": "{}"}, None, None, at))
    remember(known, item, after)
    accept(outcome, kind, item, after, at)


def withdraw(
    outcome: Outcome, kind: Kind, item: Item, row: Data, base: int, known: Known, by: Author, device: str, at: datetime
) -> None:
    """Delete: only the author, only of the newest state; against a newer edit the edit stays and the wish is kept."""
    if row["author_id"] != by.id:
        outcome.results.append(refused(item, "not_your_record"))
    elif base < row["revision"]:
        keep(item, row, base, {"deleted": item.data}, known, by, device, at)
        outcome.results.append(conflict(item, row["revision"], {"deleted": item.data}))
    else:
        values = {"deleted": True, "data": orjson.dumps(item.data).decode()}
        store(outcome, kind, item, row, values, known, at)


def keep(item: Item, row: Data, base: int, clashes: Data, known: Known, by: Author, device: str, at: datetime) -> None:
    known.kept[item.change_id] = clashes
    db.session.add(
        KeptChange(
            change_id=item.change_id,
            record_id=item.id,
            kind=item.kind,
            base=base,
            revision=row["revision"],
            author_id=by.id,
            device_id=device,
            received_at=at,
            fields=orjson.dumps(clashes, default=str).decode(),
        )
    )


def conflict(item: Item, revision: int, clashes: Data) -> Result:
    return Result(item.change_id, item.id, "conflict", revision, "same_field_changed", clashes)


# ---------------------------------------------------------------- waiting
def hold(
    item_bytes: bytes, item: Item, waits_for: UUID, *, by: Author, device: str, at: datetime, sent_at: datetime
) -> None:
    """Keep a change that waits; one that is kept already may wait for something else by now."""
    if before := db.session.get(HeldChange, item.change_id):
        before.waits_for = waits_for
    else:
        db.session.add(
            HeldChange(
                change_id=item.change_id,
                waits_for=waits_for,
                record_id=item.id,
                kind=item.kind,
                author_id=by.id,
                device_id=device,
                received_at=at,
                sent_at=sent_at,
                item=item_bytes,
            )
        )
        db.session.flush()  # what it waits for may be in the same push


ANY_HELD = sa.select(HeldChange.change_id).limit(1)


def released_by(ids: Iterable[UUID]) -> list[HeldChange]:
    """Held changes that waited for any of `ids`, oldest first."""
    if not run(ANY_HELD).first():
        return []  # as nearly always
    query = sa.select(HeldChange).where(HeldChange.waits_for.in_(list(ids))).order_by(HeldChange.received_at)
    return list(db.session.scalars(query))
