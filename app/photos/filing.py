"""What the table knows of uploads: who promised what, where it belongs, and what became of it."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlalchemy.exc import IntegrityError, OperationalError

from app import database
from app.accounts.permissions import TEAM
from app.accounts.scope import Actor
from app.changes import operations as changes
from app.changes import queries as logged
from app.database import Find, db, locked, look_up, run
from app.errors import Forbidden, NotFound, StorageFull, TooMany, Unavailable
from app.photos.errors import UploadTaken
from app.photos.exif import NOTHING, Taken
from app.photos.models import COMPLETE, MISMATCH, RECEIVING, Photo
from app.photos.operations import move_in, photo_change, take_turn
from app.photos.tus import Promise

log = structlog.get_logger()

MOST_UNFINISHED = 100
"""So many uploads of one person are under way at most."""
ABANDONED = timedelta(days=30)
"""After so long, nobody goes on with an upload: a phone keeps its photos and begins anew."""


@dataclass(frozen=True)
class Known:
    """An upload as the table has it, read and let go of: no transaction lasts while bytes stream in."""

    id: UUID
    record_id: UUID
    sha256: str
    size: int
    state: str
    author_id: UUID


@dataclass(frozen=True)
class Verdict:
    """What the bytes turned out to be."""

    state: str
    received: int
    mime: str | None = None
    taken: Taken = NOTHING


KNOWN = sa.select(Photo.id, Photo.record_id, Photo.sha256, Photo.size, Photo.state, Photo.author_id).where(
    Photo.id == sa.bindparam("photo_id")
)


def known(photo_id: UUID) -> Known | None:
    rows = look_up(KNOWN, photo_id=photo_id)
    return Known(*rows[0]) if rows else None


def own(photo_id: UUID, by: Actor) -> Known:
    """Raises NotFound, also for uploads of others."""
    found = known(photo_id)
    if found is None or found.author_id != by.id:
        raise NotFound
    return found


def promised(promise: Promise, by: Actor) -> Known | None:
    """What is known of it, before its bytes are taken. Raises UploadTaken, or Forbidden for the records of strangers."""
    home_of(promise.record_id, by, look_up)
    found = known(promise.photo_id)
    refuse_taken(found, promise, by)
    return found


UNDER_WAY = sa.select(sa.func.count()).where(
    Photo.author_id == sa.bindparam("author_id"),
    Photo.state == RECEIVING,
    Photo.created_at > sa.bindparam("since", type_=Photo.created_at.type),
)


def refuse_too_many(by: Actor, *, at: datetime) -> None:
    """Raises TooMany when so much of a person's is under way that more would only fill the disk."""
    ((count,),) = look_up(UNDER_WAY, author_id=by.id, since=at - ABANDONED)
    if count >= MOST_UNFINISHED:
        raise TooMany("too_many_uploads", limit=MOST_UNFINISHED, retry_after_s=600)


def refuse_taken(found: Known | None, promise: Promise, by: Actor) -> None:
    """A promise may be repeated by its author; after a mismatch it may be another one. Raises UploadTaken."""
    if found is None:
        return
    same = (found.record_id, found.sha256, found.size) == (promise.record_id, promise.sha256, promise.size)
    if found.author_id != by.id or not (same or found.state == MISMATCH):
        raise UploadTaken


def home_of(record_id: UUID, by: Actor, find: Find = run) -> dict[str, Any] | None:
    """Where the record belongs, None when it has not come yet. Raises Forbidden for the records of strangers."""
    home = logged.belonging(record_id, find)
    if home is None or home["author_id"] == by.id:
        return home
    if TEAM in by.width("photo") and home["team_id"] in by.team_ids:
        return home
    raise Forbidden("not_your_record")


@contextlib.contextmanager
def short_transaction() -> Iterator[None]:
    try:
        with database.writing():
            yield
    except OperationalError as error:
        raise (StorageFull if "full" in str(error.orig) else Unavailable) from error
    except IntegrityError as error:  # filed by somebody else just now: the next try is told so
        log.warning("photo not filed", exc_info=True)
        raise Unavailable from error


def file(promise: Promise, verdict: Verdict, *, by: Actor, at: datetime) -> None:
    """Write a promise and what came with it."""
    take_turn()
    photo = new_photo(promise, by, at)
    if home := home_of(promise.record_id, by):
        move_in(photo, home)
    db.session.add(photo)
    write(photo, verdict, at=at)


def file_again(promise: Promise, verdict: Verdict, *, by: Actor, at: datetime) -> None:
    """Write what a promise has come to that was made before; after a mismatch it may be another promise."""
    take_turn()
    home = home_of(promise.record_id, by)
    photo = db.session.scalars(locked(sa.select(Photo).where(Photo.id == promise.photo_id))).one()
    if photo.state == verdict.state:
        return
    photo.record_id, photo.sha256, photo.size = promise.record_id, promise.sha256, promise.size
    if home:
        move_in(photo, home)
    write(photo, verdict, at=at)


def note(photo_id: UUID, verdict: Verdict, *, at: datetime) -> None:
    take_turn()
    write(db.session.scalars(locked(sa.select(Photo).where(Photo.id == photo_id))).one(), verdict, at=at)


def write(photo: Photo, verdict: Verdict, *, at: datetime) -> None:
    photo.state, photo.received, photo.mime = verdict.state, verdict.received, verdict.mime
    photo.completed_at = at if verdict.state == COMPLETE else None
    photo.exif_lon, photo.exif_lat = verdict.taken.position or (None, None)
    photo.exif_at = verdict.taken.at
    photo.revision += 1
    changes.append([photo_change(photo, at=at)])


def new_photo(promise: Promise, by: Actor, at: datetime) -> Photo:
    return Photo(
        id=promise.photo_id,
        record_id=promise.record_id,
        revision=0,
        filename=promise.filename,
        sha256=promise.sha256,
        size=promise.size,
        captured_at=promise.captured_at,
        captured_text=promise.captured_text,
        created_at=at,
        author_id=by.id,
        author_name=by.name,
        device_id=by.device_id,
        organisation_id=by.organisation_id,
        organisation_name=by.organisation_name,
        organisation_path=by.organisation_path,
    )
