"""Passwords for other programs (QGIS, GDAL): random, made by the person whose they are, good for reading the map's data at
`/ogc/` and for nothing else."""

import secrets
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from app.accounts import actors, throttling
from app.accounts.models import ApplicationPassword
from app.accounts.scope import Actor
from app.accounts.signing_in import digest
from app.accounts.throttling import Attempt
from app.audit import operations as audit
from app.database import db, look_up
from app.errors import Conflict, NotFound

MOST = 10
"""So many may be in use by one person at once."""
BYTES = 24
"""192 random bits: nothing that could be guessed, so a plain digest is enough to keep."""
SEEN_EVERY = timedelta(minutes=30)


def of_person(person_id: UUID) -> list[ApplicationPassword]:
    """Those in use, oldest first."""
    query = sa.select(ApplicationPassword).where(*_in_use(person_id)).order_by(ApplicationPassword.created_at)
    return list(db.session.scalars(query))


def create(name: str, *, by: Actor, at: datetime) -> tuple[ApplicationPassword, str]:
    """A new one, and its text, which is kept nowhere. Raises Conflict when there are too many."""
    if len(of_person(by.id)) >= MOST:
        raise Conflict("too_many_application_passwords", most=MOST)
    text = secrets.token_urlsafe(BYTES)
    made = ApplicationPassword(id=uuid4(), person_id=by.id, name=name, digest=digest(text), created_at=at)
    db.session.add(made)
    db.session.flush()
    audit.record("application_password_created", by=by, at=at, subject=("person", by.id), name=name)
    return made, text


def revoke(password_id: UUID, *, by: Actor, at: datetime) -> None:
    """End one of one's own. Raises NotFound."""
    own = (*_in_use(by.id), ApplicationPassword.id == password_id)
    found = db.session.scalar(sa.select(ApplicationPassword).where(*own))
    if found is None:
        raise NotFound
    found.ended_at = at
    audit.record("application_password_ended", by=by, at=at, subject=("person", by.id), name=found.name)


def _in_use(person_id: UUID) -> tuple[sa.ColumnElement[bool], ...]:
    return ApplicationPassword.person_id == person_id, ApplicationPassword.ended_at.is_(None)


# ---------------------------------------------------------------- who comes with one
FACTS = actors.facts(
    ApplicationPassword, ApplicationPassword.id.label("password_id"), ApplicationPassword.last_used_at
).where(ApplicationPassword.digest == sa.bindparam("digest"), ApplicationPassword.ended_at.is_(None))


def actor_by(username: str, text: str, *, at: datetime) -> tuple[Actor, UUID, bool] | None:
    """Who comes with an account and a password of it, which one, and whether its last use is long enough ago to be noted.
    None when they do not fit."""
    rows: Any = look_up(FACTS, digest=digest(text))
    if not rows or rows[0].username.lower() != username.lower():
        return None
    found = rows[0]
    stale = found.last_used_at is None or at - found.last_used_at > SEEN_EVERY
    return actors.of_rows(rows), found.password_id, stale


def note_use(password_id: UUID, *, at: datetime) -> None:
    update = sa.update(ApplicationPassword).where(ApplicationPassword.id == password_id)
    db.session.execute(update.values(last_used_at=at))


def attempt(username: str, address: str, key: bytes) -> Attempt:
    """Counted apart from signing in: a program with a password that has ended does not shut its owner out."""
    made = throttling.attempt(f"application:{username}", address, None, key)
    return Attempt(username, made.account, f"application {made.source}"[:80], known=False)
