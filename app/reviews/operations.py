"""What supervisors decide. Each decision names the revision that it was made on; the caller commits."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa

from app.accounts.scope import Actor, visible
from app.audit import operations as audit
from app.changes import operations as changes
from app.database import db, locked
from app.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from app.reviews import bodies, chips, following, life, reasons, standing
from app.reviews.models import MERGED, OPEN, WITHDRAWN, ReviewDecision, ReviewItem
from app.reviews.records import rows_of

Data = dict[str, Any]
AUDITED = {
    "accept": "review_accepted",
    "return": "review_returned",
    "merge": "review_merged",
    "separate": "review_separated",
    "zone": "review_zone_ruled",
    "recheck": "recheck_assigned",
}


def prepare(at: datetime) -> None:
    """Bring the work list up to the log as far as that is quick, each batch committed by itself, and take the turn of those
    who write it."""
    for _ in range(following.IN_A_REQUEST):
        if not following.follow(at):
            return  # and the turn is taken
        db.session.commit()
    following.take_turn()


def accept(record_id: UUID, revision: int, *, by: Actor, at: datetime) -> ReviewItem:
    item = to_accept(record_id, revision, by)
    changes.append(decide("accept", item, by=by, at=at))
    return item


def to_accept(record_id: UUID, revision: int, by: Actor) -> ReviewItem:
    """A proposed case hangs on the zone: raises Conflict where nobody has said which it is."""
    item = to_decide("accept", record_id, revision, by)
    if {"zone_uncertain", "case_proposed"} <= codes_of(item) and item.zone_ruling is None:
        raise Conflict("review_zone_first")
    return item


def accept_all(given: Sequence[tuple[UUID, int]], *, by: Actor, at: datetime) -> list[tuple[UUID, DomainError | None]]:
    """Several at once; what cannot be accepted stops no other, and says why."""
    answers: dict[UUID, DomainError | None] = {}
    owed: list[Data] = []
    for record_id, revision in sorted(given):
        try:
            owed += decide("accept", to_accept(record_id, revision, by), by=by, at=at)
            answers[record_id] = None
        except DomainError as error:
            answers[record_id] = error
    changes.append(owed)
    return [(record_id, answers[record_id]) for record_id, _ in given]


def send_back(
    record_id: UUID, revision: int, codes: Sequence[str], text: str | None, *, by: Actor, at: datetime
) -> ReviewItem:
    """Return it to who recorded it, with chips, own words, or both."""
    if unknown := sorted(set(codes) - chips.known()):
        raise Invalid(fields={"codes": f"{', '.join(unknown)}?"})
    if not codes and not (text or "").strip():
        raise Invalid("review_reason_missing", fields={"text": "review_reason_missing"})
    item = to_decide("return", record_id, revision, by)
    item.told = True
    changes.append(decide("return", item, by=by, at=at, codes=codes, text=text))
    return item


def merge(record_id: UUID, revision: int, into: UUID, *, by: Actor, at: datetime) -> ReviewItem:
    """It points to the record that is kept, and counts no more; both stay as they are."""
    item = to_decide("merge", record_id, revision, by)
    ensure_fit(item, into, by)
    item.duplicate_of_id = into
    owed = decide("merge", item, by=by, at=at, other_id=into)
    changes.append([*owed, *standing.write([item], at)])
    return item


def ensure_fit(item: ReviewItem, into: UUID, by: Actor) -> None:
    """Any two of one kind in one's branch: a person may know what no distance tells. Raises Conflict, and NotFound for an
    other one that is not theirs to see."""
    if into == item.record_id:
        raise Conflict("review_merge_itself")
    try:
        kept = find(into, by)
    except NotFound:
        raise NotFound("review_merge_elsewhere") from None
    if kept.kind != item.kind:
        raise Conflict("review_merge_kinds")
    if kept.state in (MERGED, WITHDRAWN):
        raise Conflict("review_merge_gone")
    if has_duplicates(item.record_id):
        raise Conflict("review_merge_holds")


def separate(record_id: UUID, revision: int, *, by: Actor, at: datetime) -> ReviewItem:
    """Take a merge back."""
    item = to_decide("separate", record_id, revision, by)
    kept, item.duplicate_of_id = item.duplicate_of_id, None
    owed = decide("separate", item, by=by, at=at, other_id=kept)
    changes.append([*owed, *standing.write([item], at)])
    return item


def rule_zone(record_id: UUID, revision: int, ruling: str, reason: str, *, by: Actor, at: datetime) -> ReviewItem:
    """Inside or outside, by a person, where the position leaves it open. The computed certainty stays."""
    item = to_decide("zone", record_id, revision, by)
    if "zone_uncertain" not in codes_of(item):
        raise Conflict("review_zone_certain")
    item.zone_ruling = ruling
    item.revision += 1
    item.updated_at = at
    note("zone", item, by=by, at=at, codes=[ruling], text=reason)
    standing.write([item], at)
    return item


def codes_of(item: ReviewItem) -> set[str]:
    return reasons.codes_of(life.reasons_of(item))


def find(record_id: UUID, by: Actor) -> ReviewItem:
    """Held until the commit. Raises NotFound, also for other branches' records."""
    own = sa.select(ReviewItem).where(ReviewItem.record_id == record_id, visible(ReviewItem, by, "review"))
    found: ReviewItem | None = db.session.scalar(locked(own).execution_options(populate_existing=True))
    if found is None:
        raise NotFound
    return found


def to_decide(move: str, record_id: UUID, revision: int, by: Actor) -> ReviewItem:
    """Raises NotFound, Forbidden for one's own record, and Conflict when it is not what was looked at."""
    item = find(record_id, by)
    if item.author_id == by.id:
        raise Forbidden("review_own_record")
    stale = item.revision != revision or rows_of(item.kind, [record_id])[record_id]["revision"] != item.record_revision
    if item.state == WITHDRAWN:
        raise Conflict("review_withdrawn")
    if stale or item.state not in life.FROM[move]:
        raise as_it_stands(item)
    return item


def as_it_stands(item: ReviewItem) -> Conflict:
    """What stands against a decision: somebody's decision, or a change of the record."""
    if item.state == OPEN:
        return Conflict("review_changed")
    return Conflict(f"review_{item.state}_already", who=item.decided_by)


def has_duplicates(record_id: UUID) -> bool:
    merged = sa.exists().where(ReviewItem.duplicate_of_id == record_id, ReviewItem.state == MERGED)
    return db.session.scalar(sa.select(merged)) or False


def decide(
    move: str,
    item: ReviewItem,
    *,
    by: Actor,
    at: datetime,
    codes: Sequence[str] = (),
    text: str | None = None,
    other_id: UUID | None = None,
) -> list[Data]:
    """Write a decision. Returns the rows that the log is owed: phones learn of returns, and how those end."""
    item.decided_at, item.decided_by_id, item.decided_by = at, by.id, by.name
    item.decided_revision = item.record_revision
    life.put(item, life.reasons_of(item), state=life.TO[move], at=at)
    note(move, item, by=by, at=at, codes=codes, text=text, other_id=other_id)
    db.session.flush()
    return [bodies.review_change(item, codes, text, by.id, at)] if item.told else []


def note(
    move: str,
    item: ReviewItem,
    *,
    by: Actor,
    at: datetime,
    codes: Sequence[str] = (),
    text: str | None = None,
    other_id: UUID | None = None,
) -> None:
    """Into the record's history, and into the audit log: there without the free text."""
    db.session.add(
        ReviewDecision(
            record_id=item.record_id,
            other_id=other_id,
            decision=move,
            record_revision=item.record_revision,
            round=item.round,
            codes=orjson.dumps(list(codes)).decode(),
            text=text,
            at=at,
            by_id=by.id,
            by_name=by.name,
        )
    )
    more: Data = {"other": str(other_id)} if other_id else {}
    audit.record(
        AUDITED[move],
        by=by,
        at=at,
        subject=(item.kind, item.record_id),
        branch=item.organisation_path,
        round=item.round,
        codes=list(codes),
        **more,
    )
