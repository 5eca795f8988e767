"""Signing in and out, sessions and devices."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.accounts import actors, passwords, queries, throttling
from app.accounts.models import ApplicationPassword, Device, DeviceRevocation, Person, SignIn
from app.accounts.scope import Actor
from app.accounts.throttling import Attempt
from app.audit import operations as audit
from app.database import db, look_up, prefix_range
from app.errors import Conflict, Forbidden, Invalid, Unauthenticated
from app.organisations.models import Organisation

SEEN_EVERY = timedelta(minutes=30)


@dataclass(frozen=True)
class DeviceIn:
    id: str
    name: str


def digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def checked(username: str, password: str, *, at: datetime) -> Person | None:
    """The active person whom the credentials fit. The time taken does not tell whether the account exists."""
    person = queries.by_username(username)
    fits = passwords.matches(person.password_hash if person else None, password)
    return person if fits and person and person.active else None


def sign_in(
    person: Person,
    device: DeviceIn | None,
    attempt: Attempt,
    *,
    at: datetime,
    days: int,
    device_token_digest: bytes | None = None,
) -> str:
    """Open a session: registers the phone and returns the token. Raises Forbidden when phone or password is over."""
    if person.must_change_password and person.password_expires_at and person.password_expires_at < at:
        raise Forbidden("one_time_password_expired")
    if device:
        register(device, person.organisation.path, at=at)
    throttling.forget(attempt)
    token = secrets.token_urlsafe(32)
    db.session.add(
        SignIn(
            token_digest=digest(token),
            device_token_digest=device_token_digest,
            person_id=person.id,
            device_id=device.id if device else None,
            csrf_token=secrets.token_urlsafe(24),
            created_at=at,
            last_seen_at=at,
            expires_at=at + timedelta(days=days),
        )
    )
    db.session.flush()
    subject = ("device", device.id if device else None)
    audit.record("sign_in", by=actors.of_person(person), at=at, source=attempt.source, subject=subject)
    return token


def register(device: DeviceIn, path: str, *, at: datetime) -> Device:
    """The phone of somebody whose organisation has `path`. Raises Forbidden when it was revoked for them."""
    known = db.session.get(Device, device.id)
    if known is None:
        known = Device(id=device.id, name=device.name, registered_at=at, last_seen_at=at)
        try:
            with db.session.begin_nested():
                db.session.add(known)
        except IntegrityError:  # another request of the same phone has, just now
            known = db.session.get_one(Device, device.id)
    if queries.revoked_at([device.id], path):
        raise Forbidden("device_revoked")
    known.last_seen_at, known.name = at, device.name
    db.session.flush()
    return known


def fresh_device_token() -> tuple[str, bytes]:
    """A token that a phone keeps sealed under its person's PIN, and its digest."""
    token = secrets.token_urlsafe(32)
    return token, digest(token)


def check_device_token(actor: Actor, given: str) -> None:
    """Raises Unauthenticated when the session was opened with a device token and another or none is given."""
    expected = actor.device_token_digest
    if expected is not None and not hmac.compare_digest(expected, digest(given)):
        raise Unauthenticated("device_token_required")


def report_phone(actor: Actor, event: str, *, unsent: int, at: datetime) -> None:
    """What a phone tells about itself: that its storage was taken away, that a PIN was guessed at."""
    audit.record(f"device_{event}", by=actor, at=at, subject=("device", actor.device_id), unsent=unsent)


REVOKED = (
    sa.exists()
    .where(
        DeviceRevocation.device_id == SignIn.device_id,
        Organisation.path.startswith(DeviceRevocation.organisation_path),
    )
    .correlate(SignIn, Organisation)
)
SESSION_FACTS = actors.facts(
    SignIn,
    SignIn.token_digest,
    SignIn.device_token_digest,
    SignIn.device_id,
    SignIn.csrf_token,
    SignIn.last_seen_at,
    SignIn.ended_at,
    SignIn.ended_code,
    REVOKED.label("revoked"),
).where(
    SignIn.token_digest == sa.bindparam("token_digest"),
    SignIn.expires_at > sa.bindparam("at"),
)


def actor_by_token(token: str, *, at: datetime) -> tuple[Actor, bool]:
    """Who holds the session `token`, and whether its last use is long enough ago to be noted.

    Raises Unauthenticated, also for a revoked phone. Runs on every request: columns, not objects.
    """
    rows = look_up(SESSION_FACTS, token_digest=digest(token), at=at)
    if not rows:
        raise Unauthenticated
    found = rows[0]
    if found.ended_at:
        raise Unauthenticated(found.ended_code)
    if found.revoked:
        raise Unauthenticated("device_revoked")
    actor = actors.of_rows(
        rows,
        device_id=found.device_id,
        csrf_token=found.csrf_token,
        token_digest=found.token_digest,
        device_token_digest=found.device_token_digest,
    )
    return actor, at - found.last_seen_at > SEEN_EVERY


def note_use(actor: Actor, *, at: datetime, days: int) -> None:
    """Keep a session that is used alive."""
    values = {"last_seen_at": at, "expires_at": at + timedelta(days=days)}
    db.session.execute(sa.update(SignIn).where(SignIn.token_digest == actor.token_digest).values(**values))
    if actor.device_id:
        db.session.execute(sa.update(Device).where(Device.id == actor.device_id).values(last_seen_at=at))


def bind_device(actor: Actor, device_id: str, *, at: datetime) -> None:
    """A session that was opened without naming its phone learns it at the first push. Raises Conflict for another phone."""
    if actor.device_id == device_id:
        return
    if actor.device_id is not None:
        raise Conflict("device_mismatch")
    register(DeviceIn(device_id, device_id[:12]), actor.organisation_path, at=at)
    update = sa.update(SignIn).where(SignIn.token_digest == actor.token_digest).values(device_id=device_id)
    db.session.execute(update)
    audit.record("device_registered", by=actor, at=at, subject=("device", device_id))


def sign_out(actor: Actor, *, at: datetime) -> None:
    db.session.execute(sa.update(SignIn).where(SignIn.token_digest == actor.token_digest).values(ended_at=at))
    audit.record("sign_out", by=actor, at=at)


def end_session(token: str, *, at: datetime) -> None:
    """End the session that a token holds, if it holds one."""
    of_token = sa.and_(SignIn.token_digest == digest(token), SignIn.ended_at.is_(None))
    db.session.execute(sa.update(SignIn).where(of_token).values(ended_at=at))


def end_passwords(person: Person, *, at: datetime) -> None:
    """End every application password of a person."""
    in_use = sa.and_(ApplicationPassword.person_id == person.id, ApplicationPassword.ended_at.is_(None))
    db.session.execute(sa.update(ApplicationPassword).where(in_use).values(ended_at=at))


def end_sessions(person: Person, *, at: datetime) -> None:
    """End every open session of a person."""
    of_person = sa.and_(SignIn.person_id == person.id, SignIn.ended_at.is_(None))
    db.session.execute(sa.update(SignIn).where(of_person).values(ended_at=at))


def end_sessions_on(device: Device, branch: str, *, at: datetime) -> None:
    """End the open sessions that people of a branch have on a phone; whoever holds it is told why."""
    people = sa.select(Person.id).join(Organisation).where(prefix_range(Organisation.path, branch))
    there = sa.and_(SignIn.device_id == device.id, SignIn.person_id.in_(people), SignIn.ended_at.is_(None))
    db.session.execute(sa.update(SignIn).where(there).values(ended_at=at, ended_code="device_revoked"))


@dataclass(frozen=True)
class NewPassword:
    """An own password that may take the place of the one whose hash is `before`."""

    before: str
    hash: str


def new_password(actor: Actor, old: str, new: str, *, at: datetime) -> NewPassword | None:
    """The slow part of a change, before the write turn is taken. None: `old` is wrong. Raises Invalid."""
    person = checked(actor.username, old, at=at)
    if person is None:
        return None
    before = person.password_hash
    if passwords.too_simple(new, actor.username) or new == old:
        raise Invalid("weak_password", length=passwords.MINIMUM, fields={"new": "weak_password"})
    return NewPassword(before, passwords.hashed(new))


def change_password(actor: Actor, new: NewPassword | None, attempt: Attempt, *, at: datetime, days: int) -> str:
    """Set an own password; every session and application password ends and a new session begins. Returns its token."""
    person = db.session.get_one(Person, actor.id)
    if new is None or new.before != person.password_hash:
        throttling.count(attempt, at=at)
        raise Forbidden("bad_credentials")
    person.password_hash = new.hash
    person.must_change_password, person.password_expires_at = False, None
    end_sessions(person, at=at)
    end_passwords(person, at=at)
    device = db.session.get(Device, actor.device_id) if actor.device_id else None
    audit.record("password_changed", by=actor, at=at, source=attempt.source)
    return sign_in(
        person,
        DeviceIn(device.id, device.name) if device else None,
        attempt,
        at=at,
        days=days,
        device_token_digest=actor.device_token_digest,
    )
