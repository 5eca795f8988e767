"""The work list follows the change log: what has changed since is looked at again, in short transactions.

The log never lets anything appear behind what was read (decision 0004), so a cursor is enough; whoever holds its row is the
one that follows. Everything read is the state as it is now: to look at a record twice is harmless.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa

from app import bulk
from app.changes import operations as log
from app.changes import queries as changes
from app.changes.models import Change
from app.database import db, locked, one_of, writing
from app.photos.models import COMPLETE, Photo
from app.reviews import life, reasons, standing, twins
from app.reviews.models import MERGED, OPEN, WITHDRAWN, ReviewCursor, ReviewItem
from app.reviews.records import MODELS, Known, mark_of

Data = dict[str, Any]
KINDS = ("incident", "capture", "photo")
AT_ONCE = 500
IN_A_REQUEST = 4
"""Batches that a request follows at most; the rest is left to the next one, or to `quanxun reviews follow`."""
MOST_PROVISIONAL = 200
CURSOR = sa.select(ReviewCursor).where(ReviewCursor.id == 1)


def behind() -> bool:
    """Whether the log has something that the list has not seen."""
    seq = db.session.scalar(sa.select(ReviewCursor.seq).where(ReviewCursor.id == 1)) or 0
    return any(changes.stamp(kind) > seq for kind in KINDS)


def catch_up(at: datetime) -> bool:
    """Follow a little, for a request. Commits; True when the list is as new as the log was."""
    for _ in range(IN_A_REQUEST):
        if not behind():
            return True
        with writing():
            follow(at)
    return not behind()


def follow(at: datetime) -> int:
    """Look at the next changes of the log. The caller commits; returns how many changes there were."""
    cursor = take_turn()
    columns = (Change.seq, Change.kind, Change.record_id, Change.changed_by_id)
    query = sa.select(*columns).where(Change.seq > cursor.seq, Change.kind.in_(KINDS)).order_by(Change.seq)
    rows = db.session.execute(query.limit(AT_ONCE)).all()
    if not rows:
        return 0
    ids = {kind: {row.record_id for row in rows if row.kind == kind} for kind in KINDS}
    for record_kind, record_id in records_of(ids.pop("photo")):
        ids[record_kind].add(record_id)
    for kind, record_id in waiting_of({row.changed_by_id for row in rows if row.changed_by_id}):
        ids[kind].add(record_id)
    owed = [row for kind, some in ids.items() for row in look(kind, sorted(some), at=at)]
    cursor.seq = rows[-1].seq
    log.append(owed)
    return len(rows)


def take_turn() -> ReviewCursor:
    """One at a time writes the work list."""
    found: ReviewCursor = db.session.scalars(locked(CURSOR).execution_options(populate_existing=True)).one()
    return found


def records_of(photo_ids: Iterable[UUID]) -> list[tuple[str, UUID]]:
    query: Any = sa.select(Photo.record_kind, Photo.record_id).where(Photo.record_kind.in_(list(MODELS)))
    return [(row[0], row[1]) for row in db.session.execute(query.where(one_of(Photo.id, photo_ids)))]


def waiting_of(author_ids: set[UUID]) -> list[tuple[str, UUID]]:
    """Records whose evidence waits for what their authors have perhaps just sent: that leaves no trace in the log."""
    query = sa.select(ReviewItem.kind, ReviewItem.record_id).where(ReviewItem.provisional)
    newest = query.order_by(ReviewItem.second.desc()).limit(MOST_PROVISIONAL)
    rows = db.session.execute(newest.where(one_of(ReviewItem.author_id, author_ids)))
    return [(row[0], row[1]) for row in rows]


def look(kind: str, ids: Sequence[UUID], *, at: datetime) -> list[Data]:
    """Look at some records of a kind as they are now. Returns the rows that the log is owed."""
    known = Known(kind, ids)
    items = items_of(known.rows)
    bulk.insert(ReviewItem, [new_item(known, each, at) for each in known.rows if each not in items])
    for item in items.values():
        renew(item, known, at=at)
    apart = separate_from([each for each, row in known.rows.items() if row["deleted"]], at=at)
    db.session.flush()
    note_twins(list(known.rows), at=at)
    moved = [item for item in items.values() if standing.differs(item, known.rows[item.record_id])]
    return standing.write([*moved, *apart], at)


def items_of(ids: Iterable[UUID]) -> dict[UUID, ReviewItem]:
    """Held until the commit, and as they are now."""
    query = locked(sa.select(ReviewItem).order_by(ReviewItem.record_id)).execution_options(populate_existing=True)
    found = db.session.scalars(query.where(one_of(ReviewItem.record_id, ids)))
    return {item.record_id: item for item in found}


def facts(known: Known, record_id: UUID) -> Data:
    """The columns that say of a record what it says itself."""
    row, verdict = known.rows[record_id], known.verdict(record_id)
    data = orjson.loads(row["data"])
    position = data.get("position") or {}
    return {
        "mark": mark_of(known.kind, row),
        "organisation_path": row["organisation_path"],
        "team_id": row["team_id"],
        "captured_at": row["captured_at"],
        "second": int(row["captured_at"].timestamp()),
        "lon": position.get("lon"),
        "lat": position.get("lat"),
        "words": f"{data.get('place') or ''} {row['organisation_name']}",
        "record_revision": row["revision"],
        "evidence": verdict.reason,
        "provisional": verdict.provisional,
    }


def new_item(known: Known, record_id: UUID, at: datetime) -> Data:
    row, columns = known.rows[record_id], facts(known, record_id)
    found = [] if row["deleted"] else reasons.reasons(known.seen(record_id))
    state = WITHDRAWN if row["deleted"] else OPEN
    return {
        **columns,
        "record_id": record_id,
        "kind": known.kind,
        "author_id": row["author_id"],
        "received_at": row["received_at"],
        "revision": 1,
        "state": state,
        "tab": life.tab_of(state, found),
        "rank": life.rank_of(columns["second"], found),
        "round": 1,
        "reasons": orjson.dumps(found).decode(),
        "told": False,
        "updated_at": at,
    }


def renew(item: ReviewItem, known: Known, *, at: datetime) -> None:
    row, fresh = known.rows[item.record_id], facts(known, item.record_id)
    if (fresh["lon"], fresh["lat"]) != (item.lon, item.lat):
        item.zone_ruling = None  # it was made on another place
    for name, value in fresh.items():
        if name == "record_revision" and value != item.record_revision:
            item.revision += 1  # who decides now has not seen this
            item.updated_at = at
        setattr(item, name, value)
    own = [] if row["deleted"] else reasons.reasons(known.seen(item.record_id))
    life.follow(item, row, own, photo_since(item, known.photos[item.record_id]), at=at)


def photo_since(item: ReviewItem, photos: Iterable[Photo]) -> bool:
    """Whether a photo was begun after the decision and is here: the answer to a return may be that alone."""
    if item.decided_at is None:
        return False
    return any(photo.state == COMPLETE and photo.created_at > item.decided_at for photo in photos)


def separate_from(withdrawn: Sequence[UUID], *, at: datetime) -> list[ReviewItem]:
    """What was merged into a record that is no more stands for itself again."""
    own = (one_of(ReviewItem.duplicate_of_id, withdrawn), ReviewItem.state == MERGED)
    apart = list(db.session.scalars(locked(sa.select(ReviewItem).where(*own).order_by(ReviewItem.record_id))))
    for item in apart:
        life.reopen(item, "kept_withdrawn", at=at)
    return apart


def note_twins(ids: Sequence[UUID], *, at: datetime) -> None:
    """Write the closest earlier record beside each open later one; take the hint away where there is none any more."""
    found = twins.twins(ids)
    touched = hinted_by(ids) | {twin.later for twin in found}
    found += twins.twins(sorted(touched - set(ids)))  # those may have closer ones among records not looked at now
    closest: dict[UUID, twins.Twin] = {}
    for twin in sorted(found, key=lambda twin: twin.closeness):
        closest.setdefault(twin.later, twin)
    for record_id, item in items_of(sorted(touched)).items():
        note_twin(item, closest.get(record_id), at=at)


def hinted_by(ids: Sequence[UUID]) -> set[UUID]:
    """Those of some records that bear a hint, and those whose hint names one of them."""
    query = sa.select(ReviewItem.record_id)
    return {
        record_id
        for which in (
            sa.and_(one_of(ReviewItem.record_id, ids), ReviewItem.looks_like_id.isnot(None)),
            one_of(ReviewItem.looks_like_id, ids),
        )
        for record_id in db.session.scalars(query.where(which))
    }


def note_twin(item: ReviewItem, twin: twins.Twin | None, *, at: datetime) -> None:
    if item.state != OPEN:
        return
    item.looks_like_id = twin.earlier if twin else None
    found = reasons.without(life.reasons_of(item), "duplicate")
    life.put(item, [*found, twin.reason] if twin else found, at=at)
