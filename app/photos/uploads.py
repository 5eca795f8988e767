"""The way of a photo's bytes into the house. The file's size is the truth about the offset; the table follows it.

No transaction is open while bytes stream in: SQLite has one turn to write, and a phone on a bad line is slow.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, OperationalError

from app import database
from app.accounts.permissions import TEAM
from app.accounts.scope import Actor
from app.changes import operations as changes
from app.changes import queries as logged
from app.database import db, locked
from app.errors import Forbidden, NotFound, StorageFull, Unavailable
from app.photos import images
from app.photos.errors import HashMismatch, OffsetMismatch, UploadTaken
from app.photos.models import COMPLETE, MISMATCH, RECEIVING, Photo
from app.photos.operations import move_in, photo_change, take_turn
from app.photos.storage import Folder, Part
from app.photos.tus import Checksum, Promise

Known = sa.Row[tuple[UUID, UUID, str, int, str]]


@dataclass(frozen=True)
class Progress:
    """How many bytes of how many are safe here."""

    offset: int
    size: int
    fresh: bool = False
    """This request brought the last of them, and they are a picture."""


@dataclass(frozen=True)
class Verdict:
    """What the bytes turned out to be."""

    state: str
    received: int
    mime: str | None = None


def create(
    folder: Folder, promise: Promise, body: Iterator[bytes], checksum: Checksum | None, *, by: Actor, at: datetime
) -> Progress:
    """File a promise and take the bytes that come with it. Said again, it goes on where it had stopped."""
    database.read_only()
    refuse_taken(known(promise.photo_id), promise, by)
    home_of(promise.record_id, by)
    end_reading()
    folder.refuse_when_full(promise.size)
    with folder.part(promise.photo_id) as part:
        before = known(promise.photo_id)
        refuse_taken(before, promise, by)
        if before and before.state == COMPLETE:
            return Progress(before.size, before.size)
        if before is None:
            part.cut(0)  # of a creation that was never filed
        part.append(after(body, part.offset), promise.size, checksum)
        verdict = judge(part, promise.size, promise.sha256)
        with short_transaction():
            file(promise, verdict, by=by, at=at)
        return conclude(part, promise.size, verdict)


def resume(
    folder: Folder,
    photo_id: UUID,
    offset: int,
    body: Iterator[bytes],
    checksum: Checksum | None,
    *,
    by: Actor,
    at: datetime,
) -> Progress:
    """Take bytes from `offset` on. Raises OffsetMismatch when that is not where the file ends."""
    database.read_only()
    folder.refuse_when_full(own(photo_id, by).size)
    with folder.part(photo_id) as part:
        before = own(photo_id, by)
        have = before.size if before.state == COMPLETE else part.offset
        if have != offset:
            raise OffsetMismatch(have)
        if before.state == COMPLETE:
            return Progress(have, have)
        part.append(body, before.size, checksum)
        return settle(part, before, at=at)


def progress(folder: Folder, photo_id: UUID, *, by: Actor, at: datetime) -> Progress:
    """How far an upload is. Settles what a crash left whole but not judged."""
    if (found := own(photo_id, by)).state == COMPLETE:
        return Progress(found.size, found.size)
    with folder.part(photo_id) as part:
        before = own(photo_id, by)
        if before.state != COMPLETE and part.offset == before.size:
            return settle(part, before, at=at)
        return Progress(before.size if before.state == COMPLETE else part.offset, before.size)


def settle(part: Part, before: Known, *, at: datetime) -> Progress:
    """Judge an upload that has a row, and write the verdict when there is a new one."""
    verdict = judge(part, before.size, before.sha256)
    if verdict.state != before.state:
        with short_transaction():
            note(before.id, verdict, at=at)
    return conclude(part, before.size, verdict)


def judge(part: Part, size: int, sha256: str) -> Verdict:
    """What is not the promised file is set aside before the verdict is written, so that the next try starts at 0."""
    received = part.offset
    if received < size:
        return Verdict(RECEIVING, received)
    if part.sha256() != sha256:
        part.set_aside()
        return Verdict(MISMATCH, 0)
    return Verdict(COMPLETE, received, images.kind_of(part.path))


def conclude(part: Part, size: int, verdict: Verdict) -> Progress:
    """After the commit: a crash before this leaves a complete photo whose file gets its name at the first look."""
    if verdict.state == MISMATCH:
        raise HashMismatch
    if verdict.state == COMPLETE:
        part.keep()
    return Progress(verdict.received, size, fresh=verdict.state == COMPLETE and verdict.mime != images.UNKNOWN)


def after(body: Iterator[bytes], offset: int) -> Iterator[bytes]:
    """The body of a creation begins at 0: what is here already is passed over."""
    for chunk in body:
        if len(chunk) > offset:
            yield chunk[offset:]
        offset = max(0, offset - len(chunk))


# ---------------------------------------------------------------- the table
def known(photo_id: UUID) -> Known | None:
    columns = (Photo.id, Photo.record_id, Photo.sha256, Photo.size, Photo.state, Photo.author_id)
    found: Any = db.session.execute(sa.select(*columns).where(Photo.id == photo_id)).first()
    end_reading()
    return found  # type: ignore[no-any-return]


def end_reading() -> None:
    db.session.rollback()


def own(photo_id: UUID, by: Actor) -> Any:
    """Raises NotFound, also for uploads of others."""
    found: Any = known(photo_id)
    if found is None or found.author_id != by.id:
        raise NotFound
    return found


def refuse_taken(found: Any, promise: Promise, by: Actor) -> None:
    """A promise may be repeated by its author; after a mismatch it may be another one. Raises UploadTaken."""
    if found is None:
        return
    same = (found.record_id, found.sha256, found.size) == (promise.record_id, promise.sha256, promise.size)
    if found.author_id != by.id or not (same or found.state == MISMATCH):
        raise UploadTaken


def home_of(record_id: UUID, by: Actor) -> dict[str, Any] | None:
    """Where the record belongs, None when it has not come yet. Raises Forbidden for the records of strangers."""
    home = logged.belonging([record_id]).get(record_id)
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
        raise Unavailable from error


def file(promise: Promise, verdict: Verdict, *, by: Actor, at: datetime) -> None:
    """Write a promise and what came with it; into the row of an earlier try, if there is one."""
    take_turn()
    photo = db.session.scalar(locked(sa.select(Photo).where(Photo.id == promise.photo_id)))
    if photo is None:
        photo = new_photo(promise, by, at)
        db.session.add(photo)
    elif photo.state == verdict.state:
        return
    photo.record_id, photo.sha256, photo.size = promise.record_id, promise.sha256, promise.size
    if home := home_of(promise.record_id, by):
        move_in(photo, home)
    write(photo, verdict, at=at)


def note(photo_id: UUID, verdict: Verdict, *, at: datetime) -> None:
    take_turn()
    write(db.session.scalars(locked(sa.select(Photo).where(Photo.id == photo_id))).one(), verdict, at=at)


def write(photo: Photo, verdict: Verdict, *, at: datetime) -> None:
    photo.state, photo.received, photo.mime = verdict.state, verdict.received, verdict.mime
    photo.completed_at = at if verdict.state == COMPLETE else None
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
