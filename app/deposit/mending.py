"""Filing what lies in quarantine: mended, by its author or an administrator, through the one way of a record."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from app.accounts import actors
from app.accounts.models import Person
from app.accounts.scope import Actor
from app.changes import queries as changes
from app.changes.items import Result
from app.changes.models import Change
from app.database import db
from app.errors import Invalid
from app.organisations import queries as organisations
from app.quarantine import operations as quarantine
from app.quarantine import queries
from app.quarantine.models import QuarantinedItem
from app.sync import operations as sync
from app.sync.filing import Push
from app.sync.refusals import uuid_or_none

Data = dict[str, Any]
ENVELOPE = ("id", "kind", "op", "base", "captured_at")


def file(item: QuarantinedItem, data: Data, *, by: Actor, at: datetime, key: bytes) -> Result:
    """Send `data` in the place of a kept item's, as its author. Raises Conflict, or Invalid with the new reason.

    The caller commits.
    """
    quarantine.refuse_settled(item)
    author = author_of(item, by)
    raw = mended(item, data, author, key)
    push = Push(author, item.device_id, sent_at=at, at=at, key=key)
    (result,) = sync.store_singly(sync.judge_all([raw], push), push)
    if result.status == "refused":
        db.session.rollback()
        raise Invalid(result.code, fields=result.fields)
    item.filed_as = UUID(raw["change_id"])
    sign_history(item.filed_as, by)
    quarantine.settle(item, "filed", by=by, at=at)
    return result


def author_of(item: QuarantinedItem, by: Actor) -> Actor:
    """The author as the one who acts; for an administrator of the place that the author has left, there."""
    author = actors.of_person(db.session.get_one(Person, item.author_id))
    author = replace(author, device_id=item.device_id)
    if by.id == item.author_id or item.organisation_path == author.organisation_path:
        return author
    place = organisations.find(item.organisation_path.strip("/").rpartition("/")[2])
    if place is None:
        return author
    return replace(
        author,
        organisation_id=place.id,
        organisation_name=place.name,
        organisation_path=place.path,
        moved_at=None,
    )


def mended(item: QuarantinedItem, data: Data, author: Actor, key: bytes) -> Data:
    """The change that takes the item's place: its own name, no signature, for the content is another."""
    raw = queries.decoded(queries.text_of(item, key)) or {}
    evidence = raw.get("evidence") if isinstance(raw.get("evidence"), dict) else {}
    return {
        **{name: raw[name] for name in ENVELOPE if name in raw},
        "change_id": str(uuid4()),
        "author_id": str(author.id),
        "after": applied(raw.get("after"), author),
        "data": data,
        "evidence": {"clock_offset_ms": (evidence or {}).get("clock_offset_ms")},
    }


def applied(after: Any, author: Actor) -> str | None:
    """The author's own change before it, if that one has arrived; what never came must hold nothing up."""
    change_id = uuid_or_none(after)
    return after if change_id and changes.applied([change_id], author.id) else None


def sign_history(change_id: UUID, by: Actor) -> None:
    """The record's history names who mended it."""
    db.session.execute(sa.update(Change).where(Change.change_id == change_id).values(changed_by_id=by.id))
