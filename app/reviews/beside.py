"""Photos that a record's own are compared with: of its re-checks, of what it was a re-check of, of what it looks like."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts.scope import Actor, visible
from app.changes import queries as changes
from app.database import db
from app.photos import queries as photos
from app.photos.models import Photo
from app.reviews import twins
from app.reviews.models import MERGED, WITHDRAWN, Recheck, ReviewItem

Data = dict[str, Any]
ORIGINAL, RECHECK, ALIKE = "original", "recheck", "alike"


def beside(actor: Actor, item: ReviewItem) -> Data:
    """`own`: what the photos of the record itself are; then the others, each of a record once, as far as the actor may
    read them. What was withdrawn is left out."""
    answers = _rechecks(actor, Recheck.done_record_id == item.record_id)
    sources: dict[UUID, tuple[str, UUID]] = {}
    for source_id, of, record_id in (*_answered(answers), *_rechecked(actor, item), *_alike(actor, item)):
        if source_id != item.record_id:
            sources.setdefault(source_id, (of, record_id))
    gone = _withdrawn([record_id for _, record_id in sources.values()])
    found = photos.readable_of((one for one, (_, of_record) in sources.items() if of_record not in gone), actor)
    return {
        "own": RECHECK if answers else ORIGINAL,
        "photos": list(_told(found, sources)),
    }


def _told(found: dict[UUID, list[Photo]], sources: dict[UUID, tuple[str, UUID]]) -> Iterator[Data]:
    for source_id, (of, record_id) in sources.items():
        offset_ms = changes.clock_offset_of(source_id) if source_id in found else 0
        for photo in found.get(source_id, ()):
            yield {**photos.facts_of(photo, offset_ms), "of": of, "record_id": record_id}


def _rechecks(actor: Actor, *which: sa.ColumnElement[bool]) -> list[Recheck]:
    query = sa.select(Recheck).where(*which, visible(Recheck, actor, "recheck"))
    return list(db.session.scalars(query.order_by(Recheck.made_at, Recheck.id)))


def _answered(answers: list[Recheck]) -> Iterator[tuple[UUID, str, UUID]]:
    """The records that it looked at again."""
    for recheck in answers:
        yield recheck.record_id, ORIGINAL, recheck.record_id


def _rechecked(actor: Actor, item: ReviewItem) -> Iterator[tuple[UUID, str, UUID]]:
    """Its re-checks: photos that name the re-check, and those of the record that answered it."""
    for recheck in _rechecks(actor, Recheck.record_id == item.record_id):
        yield recheck.id, RECHECK, item.record_id
        if recheck.done_record_id:
            yield recheck.done_record_id, RECHECK, recheck.done_record_id


def _alike(actor: Actor, item: ReviewItem) -> Iterator[tuple[UUID, str, UUID]]:
    """What looks like it, the closest first; what was merged into it, and what it was merged into."""
    for twin in twins.twins([item.record_id]):
        other = twin.earlier if twin.later == item.record_id else twin.later
        yield other, ALIKE, other
    merged = sa.select(ReviewItem.record_id).where(
        ReviewItem.duplicate_of_id == item.record_id,
        ReviewItem.state == MERGED,
        visible(ReviewItem, actor, "review"),
    )
    into = [item.duplicate_of_id] if item.duplicate_of_id else []
    for other in (*into, *db.session.scalars(merged.order_by(ReviewItem.captured_at, ReviewItem.record_id))):
        yield other, ALIKE, other


def _withdrawn(ids: list[UUID]) -> set[UUID]:
    query = sa.select(ReviewItem.record_id).where(ReviewItem.record_id.in_(ids), ReviewItem.state == WITHDRAWN)
    return set(db.session.scalars(query))
