"""What a push refuses goes into quarantine, as it came; what it accepts settles what was kept of the record before."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from app.accounts.scope import Actor
from app.changes import queries as changes
from app.changes.items import Result
from app.json_bodies import decode
from app.quarantine import operations as quarantine
from app.sync.filing import Push
from app.sync.judging import is_instant, is_uuid
from app.sync.schemas import KINDS

LEFT_OUT = ("change_id_taken", "unknown_record")
"""Somebody else's change; the withdrawal of what the server does not have."""
NO_ROOM = {"quarantine": "quarantine_full"}


def keep(
    results: Sequence[Result], texts: Callable[[], Sequence[str]], push: Push, *, source: str = "push"
) -> list[Result]:
    """The answers; one that was refused and cannot be kept either says so. `texts` are the items as they came."""
    results = repeats_told(results, push.by.id)
    accepted = {
        record_id: number
        for number, result in enumerate(results)
        if result.status == "accepted" and (record_id := uuid_or_none(result.id))
    }
    quarantine.supersede(accepted, push.by.id, at=push.at)
    refused = [(number, result) for number, result in enumerate(results) if result.status == "refused"]
    if not refused:
        return list(results)
    came = texts()
    refusals = [
        refusal
        for number, result in refused
        if (refusal := refusal_of(result, came[number], push, superseded=later(accepted, result, number)))
    ]
    full = quarantine.keep(refusals, quarantine.Intake(push.by, push.device, push.at, push.key, source))
    return [without_room(result) if uuid_or_none(result.change_id) in full else result for result in results]


def repeats_told(results: Sequence[Result], author_id: UUID) -> list[Result]:
    """A change that was applied before is a repeat, even when its author may not do it any more: moved, or without the role."""
    refused = [
        change_id for result in results if result.status == "refused" and (change_id := uuid_or_none(result.change_id))
    ]
    applied = changes.applied(refused, author_id) if refused else {}
    return [
        replace(result, status="duplicate", revision=known[1], code=None, fields=None)
        if result.status == "refused"
        and (known := applied.get(uuid_or_none(result.change_id)))
        and known[0] == uuid_or_none(result.id)
        else result
        for result in results
    ]


def later(accepted: dict[UUID, int], refused: Result, number: int) -> bool:
    record_id = uuid_or_none(refused.id)
    return record_id is not None and accepted.get(record_id, -1) > number


def without_room(result: Result) -> Result:
    return replace(result, fields={**(result.fields or {}), **NO_ROOM}) if result.status == "refused" else result


def refusal_of(result: Result, text: str, push: Push, *, superseded: bool) -> quarantine.Refusal | None:
    """None for what cannot be kept under this author: it has no name of its own, or somebody else's."""
    item = item_in(text)
    change_id, author = uuid_or_none(item.get("change_id")), item.get("author_id")
    if change_id is None or result.code in LEFT_OUT or (author and uuid_or_none(author) != push.by.id):
        return None
    kind = item.get("kind")
    return quarantine.Refusal(
        change_id=change_id,
        record_id=uuid_or_none(item.get("id")),
        kind=kind if isinstance(kind, str) and kind in KINDS else None,
        code=result.code or "invalid",
        text=text,
        fields=result.fields,
        path=former_path(item, push.by),
        superseded=superseded,
    )


def former_path(item: dict[str, Any], by: Actor) -> str | None:
    """Of what was recorded before its author moved: administrators of the place that was left look after it."""
    captured = item.get("captured_at")
    if by.moved_at is None or not isinstance(captured, str) or not is_instant(captured):
        return None
    return by.moved_from if datetime.fromisoformat(captured) < by.moved_at else None


def item_in(text: str) -> dict[str, Any]:
    try:
        found = decode(text.encode())
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def uuid_or_none(value: Any) -> UUID | None:
    return UUID(str(value)) if isinstance(value, str | UUID) and is_uuid(str(value)) else None
