"""Photos and the records they hang on."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson
import sqlalchemy as sa

from app.accounts.models import Membership
from app.changes.bodies import change_row
from app.database import db, is_sqlite, locked, run
from app.photos.models import Photo

Data = dict[str, Any]

TURN = sa.select(sa.func.take_feed_turn())


def take_turn() -> None:
    """Before a photo and its record look for each other: else, arriving at once, neither would see the other.

    On PostgreSQL it is the turn of whoever appends to the change log; see migration 0004.
    """
    if not is_sqlite():
        run(TURN)


PHOTOS_OF = sa.select(Photo.id).where(Photo.record_id.in_(sa.bindparam("record_ids", expanding=True)))


def attach(logged: Sequence[Data], *, at: datetime) -> list[Data]:
    """Move photos of records to where those belong now; called when their rows are in the log, which took the turn.
    Returns the log rows of the photos that moved."""
    homes = {row["record_id"]: row for row in logged if row["kind"] != "photo"}
    if not homes:
        return []
    waiting = run(PHOTOS_OF, record_ids=list(homes)).scalars().all()
    if not waiting:
        return []  # as nearly always: photos follow their record
    moved: list[Data] = []
    query = locked(sa.select(Photo).where(Photo.id.in_(waiting)).order_by(Photo.id))
    for photo in db.session.scalars(query):
        moved += adopt(photo, homes[photo.record_id], at=at)
    return moved


def adopt(photo: Photo, home: Data, *, at: datetime) -> list[Data]:
    """Give a photo the scope of its record. Returns the log rows owed, none when nothing changes."""
    wanted = (home["kind"], home["organisation_path"], home["team_id"])
    if (photo.record_kind, photo.organisation_path, photo.team_id) == wanted or not theirs(photo, home):
        return []
    left = {**photo_change(photo, at=at), "deleted": True}
    was = (photo.organisation_path, photo.team_id)
    move_in(photo, home)
    photo.revision += 1
    found = photo_change(photo, at=at)
    return [found] if was == (photo.organisation_path, photo.team_id) else [_tombstone(left), found]


def move_in(photo: Photo, home: Data) -> None:
    """Scope and organisation of `home`, a row of the change log."""
    photo.record_kind, photo.organisation_path, photo.team_id = (
        home["kind"],
        home["organisation_path"],
        home["team_id"],
    )
    organisation = orjson.loads(home["body"])["data"].get("meta", {}).get("organisation")
    if organisation:
        photo.organisation_id, photo.organisation_name = organisation["id"], organisation["name"]


def theirs(photo: Photo, home: Data) -> bool:
    """A photo that came before its record joins it only when its author recorded it, or somebody of a team of theirs."""
    if photo.record_kind is not None:
        return bool(photo.record_kind == home["kind"])
    if photo.author_id == home["author_id"]:
        return True
    of_team = sa.select(Membership).where(
        Membership.person_id == photo.author_id, Membership.team_id == home["team_id"]
    )
    return db.session.scalar(sa.select(of_team.exists())) or False


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
        "data": orjson.dumps({**facts, "captured_at": photo.captured_text}).decode(),
    }
    return change_row("photo", row, None, photo.author_id, at)
