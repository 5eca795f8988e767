"""The keys that phones sign with: one a person and browser profile, made there; the private half never leaves it."""

import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_der_public_key

from app.accounts.models import Device, DeviceKey, Person
from app.accounts.scope import Actor
from app.audit import operations as audit
from app.database import db, locked, prefix_range
from app.errors import Conflict, Invalid
from app.organisations.models import Organisation

MOST = 50
"""So many keys has a person on one phone at most: browsers that forget make a new one now and then."""


def id_of(public_key: bytes) -> str:
    return packed(hashlib.sha256(public_key).digest())


def packed(data: bytes) -> str:
    """Bytes as base64url without padding."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def unpacked(text: str) -> bytes:
    """Bytes from base64url without padding. Raises ValueError."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@lru_cache(maxsize=1000)
def loaded(public_key: bytes) -> ec.EllipticCurvePublicKey:
    """A P-256 key from its SPKI bytes. Raises Invalid for anything else."""
    try:
        key = load_der_public_key(public_key)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise Invalid("bad_key", fields={"public_key": "bad_key"}) from error
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise Invalid("bad_key", fields={"public_key": "bad_key"})
    return key


def register(text: str, *, by: Actor, at: datetime) -> str:
    """Keep the public key of this session's phone; again is harmless. Returns its id.

    Raises Invalid, or Conflict when the session has no phone or the key is somebody else's.
    """
    if by.device_id is None:
        raise Conflict("no_device")
    try:
        public_key = unpacked(text)
    except ValueError as error:
        raise Invalid("bad_key", fields={"public_key": "bad_key"}) from error
    loaded(public_key)
    key_id = id_of(public_key)
    db.session.execute(locked(sa.select(Device.id).where(Device.id == by.device_id)))
    known = db.session.get(DeviceKey, key_id)
    if known is not None:
        if (known.person_id, known.device_id) != (by.id, by.device_id):
            raise Conflict("key_taken")
        return key_id
    refuse_too_many(by)
    db.session.add(
        DeviceKey(id=key_id, device_id=by.device_id, person_id=by.id, public_key=public_key, registered_at=at)
    )
    db.session.flush()
    audit.record("key_registered", by=by, at=at, subject=("device", by.device_id), key=key_id)
    return key_id


def refuse_too_many(by: Actor) -> None:
    own = sa.and_(DeviceKey.person_id == by.id, DeviceKey.device_id == by.device_id)
    if (db.session.scalar(sa.select(sa.func.count()).select_from(DeviceKey).where(own)) or 0) >= MOST:
        raise Conflict("too_many_keys")


def revoke(device_id: str, branch: str, *, at: datetime) -> None:
    """Of the people of a branch. What was signed before stays proven; what arrives later proves nothing."""
    people = sa.select(Person.id).join(Organisation).where(prefix_range(Organisation.path, branch))
    open_keys = sa.and_(
        DeviceKey.device_id == device_id, DeviceKey.person_id.in_(people), DeviceKey.revoked_at.is_(None)
    )
    db.session.execute(sa.update(DeviceKey).where(open_keys).values(revoked_at=at))


@dataclass(frozen=True)
class KnownKey:
    """A registered key as a value."""

    id: str
    device_id: str
    person_id: UUID
    public_key: bytes
    revoked_at: datetime | None


def by_ids(ids: Iterable[str], *, hold: bool = False) -> dict[str, KnownKey]:
    """Registered keys; with `hold` nobody else adds to their chains until the commit."""
    columns = (DeviceKey.id, DeviceKey.device_id, DeviceKey.person_id, DeviceKey.public_key, DeviceKey.revoked_at)
    query: Any = sa.select(*columns).where(DeviceKey.id.in_(sorted(set(ids)))).order_by(DeviceKey.id)
    rows = db.session.execute(locked(query) if hold else query).all()
    return {row.id: KnownKey(*row) for row in rows}


def of_person(person_id: UUID) -> dict[str, list[DeviceKey]]:
    """A person's keys by phone, oldest first."""
    query = sa.select(DeviceKey).where(DeviceKey.person_id == person_id).order_by(DeviceKey.registered_at)
    found: dict[str, list[DeviceKey]] = {}
    for key in db.session.scalars(query):
        found.setdefault(key.device_id, []).append(key)
    return found
