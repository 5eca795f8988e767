"""Finished JSON: the bodies that stand in the log and go out with the feed."""

from datetime import datetime, timedelta
from uuid import UUID

import orjson

from app.changes.items import Data

SKEWED_MS = 5 * 60 * 1000
"""A phone further from the server's clock than this is flagged on its records."""


def change_row(kind: str, row: Data, change_id: UUID | None, by_id: UUID | None, at: datetime) -> Data:
    """The log's row for a record's row: its body is finished JSON, as the feed sends it."""
    return {
        "kind": kind,
        "record_id": row["id"],
        "revision": row["revision"],
        "deleted": row["deleted"],
        "change_id": change_id,
        "organisation_path": row["organisation_path"],
        "team_id": row["team_id"],
        "author_id": row["author_id"],
        "changed_by_id": by_id,
        "appended_at": at,
        "body": body(kind, row, change_id),
    }


def body(kind: str, row: Data, change_id: UUID | None) -> str:
    """`change_id` is the change that made this revision: later ones name it as what they were made on."""
    meta = orjson.dumps(meta_of(row) | ({"change_id": change_id} if change_id else {})).decode()
    data = row["data"]
    joint = "" if data == "{}" else ","
    deleted = "true" if row["deleted"] else "false"
    head = f'{{"kind":"{kind}","id":"{row["id"]}","revision":{row["revision"]},"deleted":{deleted}'
    return f'{head},"data":{data[:-1]}{joint}"meta":{meta}}}}}'


def corrected(text: str, offset_ms: int) -> str:
    """The instant that a wrong clock's time means, ISO 8601: what lists sort and filter by. A right clock's as it came."""
    if not offset_ms:
        return text
    try:
        return (datetime.fromisoformat(text) + timedelta(milliseconds=offset_ms)).isoformat(timespec="seconds")
    except OverflowError:  # at either end of the calendar
        return text


def meta_of(row: Data) -> Data:
    """What the server knows of a record, in the feed and on the supervisor's page."""
    return {
        "author": {"id": row["author_id"], "name": row["author_name"]},
        "team_id": row["team_id"],
        "organisation": {"id": row["organisation_id"], "name": row["organisation_name"]},
        "captured_at": row["captured_text"],
        "received_at": row["received_at"],
        "clock_offset_ms": row["clock_offset_ms"],
        "clock_skewed": abs(row["clock_offset_ms"]) > SKEWED_MS,
        "zone": zone_of(row),
        "zone_certainty": row.get("zone_certainty"),
        "has_keeper": bool(row.get("has_keeper")),
        "merged": row.get("merged_into_id") is not None,
    }


def zone_of(row: Data) -> Data | None:
    if row.get("zone_id") is None:
        return None
    return {
        "id": row["zone_id"],
        "name": row["zone_name"],
        "level": "key",
        "version": row["zone_version"],
        "version_id": row["zone_version_id"],
    }


def public(text: str) -> Data:
    """The pushed data inside a body."""
    data: Data = orjson.loads(text)["data"]
    data.pop("meta", None)
    return data
