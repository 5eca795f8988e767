"""Guessing is slowed where it happens: by account and source, by source alone, and, when an account is tried from many
places at once, for every source that is new to it. The owner signs in on a phone of theirs all the while."""

import hashlib
import hmac
import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address
from uuid import uuid4

import sqlalchemy as sa

from app.accounts import queries
from app.accounts.models import SignInTry
from app.audit import operations as audit
from app.database import db
from app.errors import TooMany

SPRAY_FACTOR = 5
"""So many times the tries of one account has a source for all of them."""
CROWD_FACTOR = 3
"""So many times the tries of one source has an account before every new source has to wait its turn."""
PAUSE = timedelta(seconds=30)
"""An account tried by a crowd takes one try of a new source in this time."""


@dataclass(frozen=True)
class Throttle:
    """`tries` may fail in `minutes`."""

    tries: int
    minutes: int


@dataclass(frozen=True)
class Attempt:
    """Somebody says who they are. `account` is a keyed digest of the name; `known`: from where this person was before."""

    username: str
    account: str
    source: str
    known: bool


def attempt(username: str, address: str, device_id: str | None, key: bytes) -> Attempt:
    """From the phone when this person has used it before, else from the address."""
    account = hmac.new(key, username.lower().encode(), hashlib.sha256).hexdigest()
    if device_id and queries.has_used(username, device_id):
        return Attempt(username, account, f"device {device_id}", True)
    return Attempt(username, account, network(address), False)


def network(address: str) -> str:
    """What one subscriber has to choose from: an IPv4 address, or the /64 of an IPv6 address."""
    try:
        found = ip_address(address)
    except ValueError:
        return address[:64]
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or f"{IPv6Address(int(found) >> 64 << 64)}/64")


def refuse_flood(attempt: Attempt, throttle: Throttle, *, at: datetime) -> None:
    """Raises TooMany when it is not this source's turn yet."""
    window = timedelta(minutes=throttle.minutes)
    recent = sa.select(SignInTry.at).where(SignInTry.at > at - window).order_by(SignInTry.at.desc())
    of_source = recent.where(SignInTry.source == attempt.source)
    of_account = recent.where(SignInTry.account == attempt.account)
    turns = [
        (nth(of_source.where(SignInTry.account == attempt.account), throttle.tries), window),
        (nth(of_source, throttle.tries * SPRAY_FACTOR), window),
    ]
    if not attempt.known and nth(of_account, throttle.tries * CROWD_FACTOR):
        turns.append((nth(of_account, 1), PAUSE))
    wait_s = max((math.ceil((then + pause - at).total_seconds()) for then, pause in turns if then), default=0)
    if wait_s > 0:
        raise TooMany("too_many_tries", minutes=math.ceil(wait_s / 60), retry_after_s=wait_s)


def nth(newest: sa.Select[datetime], number: int) -> datetime | None:
    """The instant of the n-th newest try."""
    return db.session.scalar(newest.offset(number - 1).limit(1))


def note(attempt: Attempt, *, at: datetime) -> None:
    """A try that failed counts for a day at most."""
    db.session.add(SignInTry(id=uuid4(), at=at, account=attempt.account, source=attempt.source))
    db.session.execute(sa.delete(SignInTry).where(SignInTry.at < at - timedelta(days=1)))


def count(attempt: Attempt, *, at: datetime) -> None:
    """Note a failed sign-in. The audit log names only accounts there are, in whose branch somebody sees it."""
    note(attempt, at=at)
    person = queries.by_username(attempt.username)
    audit.record(
        "sign_in",
        by=None,
        at=at,
        outcome="refused",
        source=attempt.source[:64],
        subject=("account", person.username if person else f"#{attempt.account[:16]}"),
        branch=person.organisation.path if person else None,
    )


def forget(attempt: Attempt) -> None:
    """Who has signed in begins to count anew."""
    of_both = sa.and_(SignInTry.account == attempt.account, SignInTry.source == attempt.source)
    db.session.execute(sa.delete(SignInTry).where(of_both))
