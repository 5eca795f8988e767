"""Photos and the records they hang on."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson
import sqlalchemy as sa

from app.changes.records import change_row
from app.database import db, locked
from app.photos.models import Photo

Data = dict[str, Any]


def attach(logged: Sequence[Data], *, at: datetime) -> list[Data]:
    """Move photos of the logged records to where those belong now. Returns the log rows of the photos that moved."""
    homes = {row["record_id"]: row for row in logged if row["kind"] != "photo"}
    if not homes:
        return []
    moved: list[Data] = []
    query = locked(sa.select(Photo).where(Photo.record_id.in_(sorted(homes))).order_by(Photo.id))
    for photo in db.session.scalars(query):
        moved += adopt(photo, homes[photo.record_id], at=at)
    return moved


def adopt(photo: Photo, home: Data, *, at: datetime) -> list[Data]:
    """Give a photo the scope of its record. Returns the log rows owed, none when nothing changes."""
    wanted = (home["kind"], home["organisation_path"], home["team_id"])
    if (photo.record_kind, photo.organisation_path, photo.team_id) == wanted:
        return []
    left = {**photo_change(photo, at=at), "deleted": True}
    was = (photo.organisation_path, photo.team_id)
    photo.record_kind, photo.organisation_path, photo.team_id = wanted
    photo.revision += 1
    found = photo_change(photo, at=at)
    return [found] if was == (photo.organisation_path, photo.team_id) else [_tombstone(left), found]


def _tombstone(change: Data) -> Data:
    body = f'{{"kind":"photo","id":"{change["record_id"]}","revision":{change["revision"]},"deleted":true,"data":{{}}}}'
    return {**change, "body": body}


def photo_change(photo: Photo, *, at: datetime) -> Data:
    """The log row of a photo as it is."""
    facts = {name: getattr(photo, name) for name in ("record_id", "sha256", "size", "mime", "state")}
    row = {
        "id": photo.id,
        "revision": photo.revision,
        "deleted": False,
        "author_id": photo.author_id,
        "author_name": photo.author_name,
        "organisation_id": photo.organisation_id,
        "organisation_name": photo.organisation_name,
        "organisation_path": photo.organisation_path,
        "team_id": photo.team_id,
        "captured_text": photo.captured_text,
        "received_at": photo.created_at,
        "clock_offset_ms": 0,
        "data": _json({**facts, "captured_at": photo.captured_text}),
    }
    return change_row("photo", row, None, photo.author_id, at)


def _json(data: Data) -> str:

    return orjson.dumps(data).decode()
