"""Reading photos, in the scope of their records."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts.scope import Actor, may_read
from app.changes.bodies import corrected
from app.database import db, one_of
from app.errors import Gone, NotFound
from app.evidence.queries import Arrived
from app.photos.models import COMPLETE, Photo
from app.photos.storage import Folder, sha256_of

Data = dict[str, Any]


def ids_of(record_ids: Sequence[UUID]) -> dict[UUID, list[UUID]]:
    """Photo ids by record, in the order they were taken; only those that the record has taken in."""
    query = (
        sa.select(Photo.record_id, Photo.id)
        .where(one_of(Photo.record_id, record_ids), Photo.record_kind.isnot(None))
        .order_by(Photo.captured_at)
    )
    found: dict[UUID, list[UUID]] = {}
    for record_id, photo_id in db.session.execute(query).all():
        found.setdefault(record_id, []).append(photo_id)
    return found


def counts(record_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many photos each record has taken in; those without any are left out."""
    own = sa.select(Photo.record_id, sa.func.count()).where(Photo.record_kind.isnot(None)).group_by(Photo.record_id)
    rows = db.session.execute(own.where(one_of(Photo.record_id, record_ids)))
    return {row[0]: row[1] for row in rows}


def of_record(record_id: UUID) -> list[Photo]:
    """The photos that a record has taken in, in the order they were taken."""
    own = (Photo.record_id == record_id, Photo.record_kind.isnot(None))
    return list(db.session.scalars(sa.select(Photo).where(*own).order_by(Photo.captured_at)))


def facts_of(photo: Photo, offset_ms: int) -> Data:
    """`offset_ms`: server minus phone, as the photo's record knows it."""
    names = ("id", "sha256", "size", "mime", "state")
    times = {"captured_at": photo.captured_text, "corrected_at": corrected(photo.captured_text, offset_ms)}
    return {name: getattr(photo, name) for name in names} | times


def arrived(photos: Iterable[Photo], folder: Folder) -> dict[UUID, Arrived]:
    """The complete ones, for the evidence of their record."""
    return {
        photo.id: Arrived(photo.sha256, partial(unchanged, folder, photo.id, photo.sha256))
        for photo in photos
        if photo.state == COMPLETE
    }


def has_hash(photo_id: UUID, sha256: str) -> bool:
    """Whether the photo with this id is complete and has this hash; a photo that is not there has none."""
    wanted = (Photo.id == photo_id, Photo.sha256 == sha256, Photo.state == COMPLETE)
    return db.session.scalar(sa.select(sa.exists().where(*wanted))) or False


def unchanged(folder: Folder, photo_id: UUID, sha256: str) -> bool:
    try:
        return sha256_of(folder.original(photo_id)) == sha256
    except Gone:
        return False


def readable(photo_id: UUID, actor: Actor) -> Photo:
    """The photo, when the actor may read its record. Raises NotFound."""
    photo = db.session.scalar(sa.select(Photo).where(Photo.id == photo_id))
    if photo is None or not _may_read(photo, actor):
        raise NotFound
    return photo


def complete(photo_id: UUID, actor: Actor) -> Photo:
    """A readable photo of which every byte is here. Raises NotFound."""
    photo = readable(photo_id, actor)
    if photo.state != COMPLETE:
        raise NotFound
    return photo


def _may_read(photo: Photo, actor: Actor) -> bool:
    where: Data = {"path": photo.organisation_path, "team_id": photo.team_id, "author_id": photo.author_id}
    of_record = photo.record_kind is None or may_read(actor, photo.record_kind, **where)
    return of_record and may_read(actor, "photo", **where)


def readable_of(record_ids: Iterable[UUID], actor: Actor) -> dict[UUID, list[Photo]]:
    """By record, in the order they were taken: those that the record has taken in and that the actor may read."""
    found: dict[UUID, list[Photo]] = {}
    own = (one_of(Photo.record_id, set(record_ids)), Photo.record_kind.isnot(None))
    for photo in db.session.scalars(sa.select(Photo).where(*own).order_by(Photo.captured_at, Photo.row)):
        if _may_read(photo, actor):
            found.setdefault(photo.record_id, []).append(photo)
    return found
