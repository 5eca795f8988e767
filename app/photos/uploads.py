"""The way of a photo's bytes into the house. The file's size is the truth about the offset; the table follows it.

No transaction is open while bytes stream in: SQLite has one turn to write, and a phone on a bad line is slow.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app import database
from app.accounts.scope import Actor
from app.errors import Gone, TooMany
from app.photos import exif, filing, images
from app.photos.errors import HashMismatch, OffsetMismatch
from app.photos.filing import Known, Verdict
from app.photos.models import COMPLETE, MISMATCH, RECEIVING
from app.photos.storage import Folder, Part
from app.photos.tus import Checksum, Promise


@dataclass(frozen=True)
class Progress:
    """How many bytes of how many are safe here."""

    offset: int
    size: int
    fresh: bool = False
    """This request brought the last of them, and they are a picture."""


def create(
    folder: Folder, promise: Promise, body: Iterator[bytes], checksum: Checksum | None, *, by: Actor, at: datetime
) -> Progress:
    """File a promise and take the bytes that come with it. Said again, it goes on where it had stopped."""
    database.read_only()
    folder.refuse_when_full(promise.size)
    with folder.part(promise.photo_id) as part:
        before = filing.promised(promise, by)
        if before and before.state == COMPLETE:
            return whole(folder, before)
        if before is None:
            part.cut(0)  # of a creation that was never filed
        part.append(after(body, part.offset), promise.size, checksum)
        verdict = judge(part, promise.size, promise.sha256)
        if before is None and verdict.state == RECEIVING:
            refuse_too_many(part, by, at=at)
        with filing.short_transaction():
            if before is None:
                filing.file(promise, verdict, by=by, at=at)
            else:
                filing.file_again(promise, verdict, by=by, at=at)
        return conclude(part, promise.size, verdict)


def refuse_too_many(part: Part, by: Actor, *, at: datetime) -> None:
    """Raises TooMany for one more that stays unfinished; it leaves nothing behind."""
    try:
        filing.refuse_too_many(by, at=at)
    except TooMany:
        part.cut(0)
        raise


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
    folder.refuse_when_full(filing.own(photo_id, by).size)
    with folder.part(photo_id) as part:
        before = filing.own(photo_id, by)
        have = before.size if before.state == COMPLETE else part.offset
        if have != offset:
            raise OffsetMismatch(have)
        if before.state == COMPLETE:
            return Progress(have, have)
        part.append(body, before.size, checksum)
        return settle(part, before, at=at)


def progress(folder: Folder, photo_id: UUID, *, by: Actor, at: datetime) -> Progress:
    """How far an upload is. Settles what a crash left whole but not judged."""
    if (found := filing.own(photo_id, by)).state == COMPLETE:
        return whole(folder, found)
    with folder.part(photo_id) as part:
        before = filing.own(photo_id, by)
        if before.state != COMPLETE and part.offset == before.size:
            return settle(part, before, at=at)
        return Progress(before.size if before.state == COMPLETE else part.offset, before.size)


def whole(folder: Folder, found: Known) -> Progress:
    """A crash may have come between the verdict and the original's name: it gets it before anybody is told again."""
    with contextlib.suppress(Gone):
        folder.original(found.id)
    return Progress(found.size, found.size)


def settle(part: Part, before: Known, *, at: datetime) -> Progress:
    """Judge an upload that has a row, and write the verdict when there is a new one."""
    verdict = judge(part, before.size, before.sha256)
    if verdict.state != before.state:
        with filing.short_transaction():
            filing.note(before.id, verdict, at=at)
    return conclude(part, before.size, verdict)


def judge(part: Part, size: int, sha256: str) -> Verdict:
    """What is not the promised file is set aside before the verdict is written, so that the next try starts at 0."""
    received = part.offset
    if received < size:
        return Verdict(RECEIVING, received)
    if part.sha256() != sha256:
        part.set_aside()
        return Verdict(MISMATCH, 0)
    mime = images.kind_of(part.path)
    taken = exif.NOTHING if mime == images.UNKNOWN else exif.taken(part.path, images.FORMATS)
    return Verdict(COMPLETE, received, mime, taken)


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
