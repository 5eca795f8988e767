"""Taking in a rescue file: its changes as a deposit, its photos as uploads; a signed receipt for each."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson

from app import database
from app.accounts import actors
from app.accounts.models import Person
from app.database import db
from app.deposit import operations, sealed_rows
from app.deposit.operations import Answer, Taking, receipt_of
from app.deposit.rescue_file import Entry, Unreadable, entries
from app.deposit.signed import Signed, checked
from app.errors import DomainError
from app.office import Office
from app.photos import uploads
from app.photos.storage import Folder
from app.photos.tus import MAX_BYTES, Promise, harmless, instant
from app.sync.refusals import uuid_or_none

Data = dict[str, Any]
BATCH = 100
TEXTS = ("key_id", "payload", "signature")


@dataclass
class Rescue:
    """One file on its way in."""

    office: Office
    taking: Taking
    folder: Folder
    changes: list[Data] = field(default_factory=list)
    photos: list[Data] = field(default_factory=list)
    named: dict[UUID, tuple[Signed, str]] = field(default_factory=dict)
    """Photos that safe changes name, with the hash that was signed."""
    complete: bool = False

    def report(self) -> Data:
        return {
            "v": 1,
            "office": self.office.id,
            "made_at": self.taking.at,
            "complete": self.complete,
            "changes": self.changes,
            "photos": self.photos,
        }


def verify(path: Path, office: Office) -> None:
    """Read all of it once. Raises Unreadable before anything has been taken in."""
    with path.open("rb") as file:
        for _ in entries(file, office):
            pass


def take(path: Path, rescue: Rescue) -> Data:
    """Take in what the file holds, batch by batch, each committed. Returns the receipt: {"receipt", "signature"}.

    What can be read of a file that breaks off is taken in; the receipt then says that it is not complete.
    """
    with path.open("rb") as file:
        try:
            take_entries(sealed_rows.opened(entries(file, rescue.office), rescue.office), rescue)
            rescue.complete = True
        except Unreadable:
            db.session.rollback()
    text = orjson.dumps(rescue.report()).decode()
    return {"receipt": text, "signature": rescue.office.sign(text)}


def take_entries(found: Iterator[Entry], rescue: Rescue) -> None:
    batch: list[Data] = []
    for entry in found:
        if "change" in entry.what:
            batch.append(entry.what["change"])
        if "photo" in entry.what or len(batch) == BATCH:
            take_changes(batch, rescue)
            batch = []
        if "photo" in entry.what:
            take_photo(entry, rescue)
    take_changes(batch, rescue)


def take_changes(batch: list[Data], rescue: Rescue) -> None:
    if not batch:
        return
    items = checked([one if is_signed(one) else {} for one in batch])
    database.read_write()
    answers = operations.take(items, rescue.taking)
    db.session.commit()
    for one, item, answer in zip(batch, items, answers, strict=True):
        rescue.changes.append(receipt_facts(one, answer, rescue.taking.key))
        if item and answer.status in operations.SAFE:
            rescue.named |= {photo_id: (item, sha256) for photo_id, sha256 in item.photos}


def is_signed(one: Any) -> bool:
    return isinstance(one, dict) and all(isinstance(one.get(name), str) for name in TEXTS)


def receipt_facts(one: Data, answer: Answer, key: bytes) -> Data:
    """A change that nothing could be made of is named by what its phone called it."""
    change_id = answer.change_id or (uuid_or_none(one.get("change_id")) if isinstance(one, dict) else None)
    return {
        "change_id": change_id,
        "status": answer.status,
        "sha256": answer.digest,
        "receipt": receipt_of(answer, key),
        "code": answer.code,
    }


# ---------------------------------------------------------------- photos
def take_photo(entry: Entry, rescue: Rescue) -> None:
    said = entry.what["photo"]
    if not isinstance(said, dict):
        raise Unreadable
    photo_id = uuid_or_none(said.get("id"))
    signed, sha256 = rescue.named.get(photo_id, (None, "")) if photo_id else (None, "")
    status = "refused"
    if photo_id and signed and signed.record_id and said.get("sha256") == sha256:
        status = upload(promise_of(photo_id, signed.record_id, sha256, said), entry.pieces, signed, rescue)
    rescue.photos.append({"id": said.get("id"), "sha256": said.get("sha256"), "status": status})


def promise_of(photo_id: UUID, record_id: UUID, sha256: str, said: Data) -> Promise:
    size = said.get("size")
    if type(size) is not int or not 1 <= size <= MAX_BYTES:
        raise Unreadable
    captured = str(said.get("captured_at"))[:40]
    name = harmless(str(said.get("filename") or ""))
    return Promise(photo_id, record_id, name, sha256, instant(captured), captured, size)


def upload(promise: Promise, pieces: Iterator[bytes], signed: Signed, rescue: Rescue) -> str:
    author = actors.of_person(db.session.get_one(Person, signed.author_id))
    by = replace(author, device_id=signed.device_id)
    db.session.rollback()
    try:
        found = uploads.create(rescue.folder, promise, pieces, None, by=by, at=rescue.taking.at)
    except DomainError:
        return "refused"
    return "complete" if found.offset == found.size else "refused"


def rescued(path: Path, office: Office, folder: Folder, *, at: datetime, key: bytes) -> Data:
    """The whole way of a file, for the command and the interface."""
    return take(path, Rescue(office, Taking(at, key, "rescue"), folder))
