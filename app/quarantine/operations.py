"""Keeping what was refused, and settling it: nothing here is deleted before it is settled."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

import orjson
import sqlalchemy as sa

from app.audit import operations as audit
from app.changes.queries import strangers
from app.database import chunks, db, is_sqlite, locked, one_of, run
from app.errors import Conflict
from app.quarantine.models import QuarantinedItem
from app.sealing import seal

MOST_ITEMS = 5_000
MOST_BYTES = 64 * 1024 * 1024
"""Of one person. A push holds 8 MB, so a single item always fits into an empty place."""
Data = dict[str, Any]


class Owner(Protocol):
    """Under whom it is kept."""

    @property
    def id(self) -> UUID: ...
    @property
    def name(self) -> str: ...
    @property
    def organisation_path(self) -> str: ...


@dataclass(frozen=True)
class Refusal:
    """An item as it came, and why it was not taken."""

    change_id: UUID
    record_id: UUID | None
    kind: str | None
    code: str
    text: str
    fields: Data | None = None
    note: str | None = None
    path: str | None = None
    """Where it belongs, when that is not where its author is now."""
    superseded: bool = False
    """A later change of the record was accepted along with it."""


@dataclass(frozen=True)
class Intake:
    """Whose items, from which phone, by which way, when."""

    owner: Owner
    device: str
    at: datetime
    key: bytes
    source: str = "push"


def keep(refusals: Sequence[Refusal], intake: Intake) -> set[UUID]:
    """Keep items once per change. Returns those for which there is no room; items of strangers are left out."""
    by_change = {refusal.change_id: refusal for refusal in refusals}
    foreign = strangers(by_change, intake.owner.id) | _kept(by_change)  # or here already
    new = [refusal for change_id, refusal in by_change.items() if change_id not in foreign]
    fitting = new[: _room_for([len(each.text.encode()) for each in new], intake.owner.id)] if new else []
    for some in chunks([_row(refusal, intake) for refusal in fitting]):
        db.session.execute(_insert(some))
    return {refusal.change_id for refusal in new[len(fitting) :]}


def _insert(rows: list[Data]) -> Any:
    """Two requests of one phone may bring the same item at once: once is enough."""
    if is_sqlite():
        return sa.insert(QuarantinedItem).values(rows)
    from sqlalchemy.dialects.postgresql import insert

    return insert(QuarantinedItem).values(rows).on_conflict_do_nothing()


def owned(change_ids: Collection[UUID], author_id: UUID) -> tuple[set[UUID], set[UUID]]:
    """Those of some changes that lie here under this person, and those under others."""
    own = _kept(change_ids, QuarantinedItem.author_id == author_id)
    return own, _kept(change_ids) - own


def _kept(change_ids: Collection[UUID], *more: sa.ColumnElement[bool]) -> set[UUID]:
    column = QuarantinedItem.change_id
    return set(db.session.scalars(sa.select(column).where(one_of(column, change_ids), *more)))


def _row(refusal: Refusal, intake: Intake) -> Data:
    return {
        "change_id": refusal.change_id,
        "record_id": refusal.record_id,
        "kind": refusal.kind,
        "author_id": intake.owner.id,
        "organisation_path": refusal.path or intake.owner.organisation_path,
        "device_id": intake.device,
        "source": intake.source,
        "note": refusal.note,
        "code": refusal.code,
        "fields": orjson.dumps(refusal.fields or {}, default=str).decode(),
        "received_at": intake.at,
        "size": len(refusal.text.encode()),
        "item": seal(intake.key, refusal.change_id.bytes, refusal.text),
        "resolved_at": intake.at if refusal.superseded else None,
        "resolution": "superseded" if refusal.superseded else None,
    }


# ---------------------------------------------------------------- room
def _room_for(sizes: list[int], author_id: UUID) -> int:
    """How many of some items fit; settled ones make way, the oldest first, unsettled ones never."""
    mine = QuarantinedItem.author_id == author_id
    count, size = db.session.execute(
        sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(QuarantinedItem.size), 0)).where(mine)
    ).one()
    over_count, over_size = count + len(sizes) - MOST_ITEMS, int(size) + sum(sizes) - MOST_BYTES
    if over_count > 0 or over_size > 0:
        gone = _make_way(over_count, over_size, mine)
        count, size = count - gone[0], int(size) - gone[1]
    return _fitting(sizes, MOST_ITEMS - count, MOST_BYTES - int(size))


def _make_way(over_count: int, over_size: int, mine: sa.ColumnElement[bool]) -> tuple[int, int]:
    columns = (QuarantinedItem.change_id, QuarantinedItem.size)
    settled = sa.select(*columns).where(mine, QuarantinedItem.resolved_at.isnot(None))
    going: list[UUID] = []
    freed = 0
    for change_id, size in db.session.execute(settled.order_by(QuarantinedItem.resolved_at)):
        if len(going) >= over_count and freed >= over_size:
            break
        going.append(change_id)
        freed += size
    for some in chunks(going):
        db.session.execute(sa.delete(QuarantinedItem).where(QuarantinedItem.change_id.in_(some)))
    return len(going), freed


def _fitting(sizes: list[int], places: int, room: int) -> int:
    for number, size in enumerate(sizes):
        room -= size
        if number >= places or room < 0:
            return number
    return len(sizes)


# ---------------------------------------------------------------- settling
ANY_OPEN = sa.select(QuarantinedItem.change_id).where(
    QuarantinedItem.author_id == sa.bindparam("author"), QuarantinedItem.resolved_at.is_(None)
)
"""What lies here of an author and is not settled."""


def supersede(record_ids: Collection[UUID], author_id: UUID, *, at: datetime) -> None:
    """Later changes of these records were accepted from their author: what was kept of them is settled."""
    if not record_ids or not run(ANY_OPEN.limit(1), author=author_id).first():
        return
    values = {"resolved_at": at, "resolution": "superseded"}
    for some in chunks(record_ids):
        of_author = sa.and_(QuarantinedItem.author_id == author_id, QuarantinedItem.resolved_at.is_(None))
        db.session.execute(
            sa.update(QuarantinedItem).where(of_author, QuarantinedItem.record_id.in_(some)).values(**values)
        )


def refuse_settled(item: QuarantinedItem) -> None:
    """Raises Conflict. The row is read again and held: two people may be at it."""
    db.session.refresh(item, with_for_update=None if is_sqlite() else True)
    if item.resolved_at is not None:
        raise Conflict("already_settled")


def settle(item: QuarantinedItem, resolution: str, *, by: Owner, at: datetime, reason: str | None = None) -> None:
    """An administrator, or the author, is done with it."""
    item.resolved_at, item.resolution, item.resolved_by_id, item.reason = at, resolution, by.id, reason
    subject = ("change", item.change_id)
    audit.record(
        f"quarantine_{resolution}",
        by=by,
        at=at,
        subject=subject,
        branch=item.organisation_path,
        reason=reason,
        filed_as=item.filed_as,
    )


def forget_settled(before: datetime) -> list[str]:
    """Delete what was settled before an instant. Returns the path of each."""
    columns: tuple[Any, ...] = (QuarantinedItem.change_id, QuarantinedItem.organisation_path)
    gone = db.session.execute(locked(sa.select(*columns).where(QuarantinedItem.resolved_at < before))).all()
    for some in chunks(row.change_id for row in gone):
        db.session.execute(sa.delete(QuarantinedItem).where(QuarantinedItem.change_id.in_(some)))
    return [row.organisation_path for row in gone]
