"""What phones are told: a return and how it ended (kind `review`), and re-checks (kind `recheck`)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

import orjson

from app.reviews.models import Recheck, ReviewItem

Data = dict[str, Any]


def review_id(record_id: UUID) -> UUID:
    """A record's review has an id of its own in the log: there a record is of one kind."""
    return uuid5(record_id, "review")


def review_change(item: ReviewItem, codes: Sequence[str], text: str | None, by_id: UUID, at: datetime) -> Data:
    data = {
        "record_id": item.record_id,
        "record_kind": item.kind,
        "state": item.state,
        "codes": list(codes),
        "text": text,
        "round": item.round,
        "record_revision": item.record_revision,
        "decided_at": item.decided_at,
        "by": item.decided_by,
    }
    return row("review", review_id(item.record_id), item, data, by_id, None, at)


def recheck_facts(recheck: Recheck) -> Data:
    names = (
        "record_id",
        "record_kind",
        "mark",
        "team_id",
        "state",
        "lon",
        "lat",
        "place",
        "text",
        "due_on",
        "made_at",
        "made_by",
        "result",
        "done_record_id",
        "note",
        "ended_at",
        "ended_by",
        "unasked",
    )
    organisation = {"id": recheck.organisation_id, "name": recheck.organisation_name}
    return {**{name: getattr(recheck, name) for name in names}, "organisation": organisation}


def recheck_change(recheck: Recheck, by_id: UUID, change_id: UUID | None, at: datetime) -> Data:
    facts = recheck_facts(recheck)
    meta = {"author": None, "team_id": recheck.team_id, "organisation": facts["organisation"]}
    return row("recheck", recheck.id, recheck, {**facts, "meta": meta}, by_id, change_id, at)


def row(
    kind: str,
    own_id: UUID,
    of: ReviewItem | Recheck,
    data: Data,
    by_id: UUID,
    change_id: UUID | None,
    at: datetime,
) -> Data:
    """A row of the change log."""
    body = {"kind": kind, "id": own_id, "revision": of.revision, "deleted": False, "data": data}
    return {
        "kind": kind,
        "record_id": own_id,
        "revision": of.revision,
        "deleted": False,
        "change_id": change_id,
        "organisation_path": of.organisation_path,
        "team_id": of.team_id,
        "author_id": of.author_id,
        "changed_by_id": by_id,
        "appended_at": at,
        "body": orjson.dumps(body).decode(),
    }
