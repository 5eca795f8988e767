"""What a phone hands in without a session: its signature names author and phone, or it is nothing."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson

from app.accounts import keys
from app.accounts.keys import KnownKey
from app.errors import Invalid
from app.evidence import signatures
from app.json_bodies import decode, fault
from app.sync.refusals import uuid_or_none

Data = dict[str, Any]
MAX_PAYLOAD = 64 * 1024
PHOTO = {"id", "sha256"}
ENVELOPE = ("change_id", "id", "kind", "op", "base", "base_change", "after", "author_id", "captured_at")


@dataclass(frozen=True)
class Signed:
    """One change that its author's phone has signed."""

    change_id: UUID
    record_id: UUID | None
    author_id: UUID
    device_id: str
    digest: str
    raw: Data
    """As a push would have brought it, with what was signed."""
    photos: tuple[tuple[UUID, str], ...]


def checked(items: Sequence[Data]) -> list[Signed | None]:
    """Each item whose signature is that of a registered key, whose person and phone it names; None for the others."""
    known = keys.by_ids(str(item.get("key_id")) for item in items)
    return [read(item, key) if (key := known.get(str(item.get("key_id")))) else None for item in items]


def read(item: Data, key: KnownKey) -> Signed | None:
    payload = item["payload"]
    said = said_in(payload) if len(payload.encode()) <= MAX_PAYLOAD and good(key, item["signature"], payload) else None
    if said is None or (uuid_or_none(said.get("author_id")), said.get("device_id")) != (key.person_id, key.device_id):
        return None
    change_id = uuid_or_none(said.get("change_id"))
    if change_id is None:
        return None
    return Signed(
        change_id,
        uuid_or_none(said.get("id")),
        key.person_id,
        key.device_id,
        hashlib.sha256(payload.encode()).hexdigest(),
        raw_of(said, item),
        photos_of(said.get("photos")),
    )


def good(key: KnownKey, signature: str, payload: str) -> bool:
    try:
        return signatures.good(key.public_key, keys.unpacked(signature), payload)
    except (ValueError, Invalid):
        return False


def said_in(payload: str) -> Data | None:
    try:
        found = decode(payload.encode())
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and not fault(found) else None


def raw_of(said: Data, item: Data) -> Data:
    """What a push would have sent; `private` is what may stand in no payload, and is therefore not signed."""
    data = said.get("data")
    keeper = (item.get("private") or {}).get("keeper")
    if isinstance(data, dict) and isinstance(keeper, dict):
        data = {**data, "keeper": keeper}
    signed = {name: item[name] for name in ("key_id", "payload", "signature")}
    evidence = {"clock_offset_ms": said.get("clock_offset_ms"), "signed": signed}
    return {**{name: said.get(name) for name in ENVELOPE}, "data": data, "evidence": evidence}


def photos_of(named: Any) -> tuple[tuple[UUID, str], ...]:
    found = []
    for photo in named if isinstance(named, list) else []:
        photo_id = uuid_or_none(photo.get("id")) if isinstance(photo, dict) else None
        if photo_id and isinstance(photo.get("sha256"), str):
            found.append((photo_id, photo["sha256"].lower()))
    return tuple(found[:100])


def text_of(signed: Signed) -> str:
    return orjson.dumps(signed.raw).decode()
