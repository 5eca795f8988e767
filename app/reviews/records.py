"""Records as the work list needs them, many at once: their rows, and what is known of each."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa

from app.changes.known import table_columns
from app.database import db, one_of
from app.evidence import queries as evidence
from app.evidence.models import EvidencePhoto
from app.evidence.verdicts import Verdict, worst
from app.field import review
from app.incidents.models import Incident
from app.photos.models import COMPLETE, MISMATCH, Photo
from app.reviews.reasons import Seen
from app.strays.models import Capture
from app.zones import queries as zones
from geo.positions import LonLat

Data = dict[str, Any]
MODELS: dict[str, Any] = {"incident": Incident, "capture": Capture}


class Known:
    """Some records of one kind with their photos and verdicts."""

    def __init__(self, kind: str, ids: Sequence[UUID]) -> None:
        self.kind = kind
        self.rows = rows_of(kind, ids)
        self.photos: dict[UUID, list[Photo]] = {record_id: [] for record_id in self.rows}
        query = sa.select(Photo).where(one_of(Photo.record_id, self.rows), Photo.record_kind.isnot(None))
        for photo in db.session.scalars(query):
            self.photos[photo.record_id].append(photo)
        self.verdicts = evidence.kept_of(kind, list(self.rows))
        self.differing = differing(self.rows)

    def verdict(self, record_id: UUID) -> Verdict:
        found = self.verdicts[record_id]
        return worst([found, Verdict("photo_differs")]) if record_id in self.differing else found

    def seen(self, record_id: UUID) -> Seen:
        row, photos = self.rows[record_id], self.photos[record_id]
        position = orjson.loads(row["data"]).get("position") or {}
        return Seen(
            mark=mark_of(self.kind, row),
            verdict=self.verdict(record_id),
            action=row.get("action"),
            has_bitten=row.get("condition") == "has_bitten",
            certainty=row["zone_certainty"],
            accuracy_m=row["accuracy_m"],
            border_m=border_m(row, position),
            provider=position.get("provider"),
            clock_offset_ms=row["clock_offset_ms"],
            flags=[flag for photo in photos for flag in review.flags(photo, row)],
            mismatched=sum(photo.state == MISMATCH for photo in photos),
        )


def rows_of(kind: str, ids: Iterable[UUID]) -> dict[UUID, Data]:
    table = MODELS[kind].__table__
    query = sa.select(*table_columns(table))
    found = db.session.execute(query.where(one_of(table.c.id, ids))).mappings()
    return {row["id"]: dict(row) for row in found}


def mark_of(kind: str, row: Data) -> str:
    return str(row["type"]) if kind == "incident" else "stray"


def border_m(row: Data, position: Data) -> float | None:
    if row["zone_certainty"] != "uncertain" or row["zone_version_id"] is None or not position:
        return None
    return zones.zones().border_m(row["zone_version_id"], LonLat(position["lon"], position["lat"]))


def differing(ids: Iterable[UUID]) -> set[UUID]:
    """Records with a photo here that is not the one that was signed."""
    query = sa.select(Photo.record_id).join(EvidencePhoto, EvidencePhoto.photo_id == Photo.id)
    wrong = (Photo.state == COMPLETE, Photo.sha256 != EvidencePhoto.sha256)
    return set(db.session.scalars(query.where(one_of(Photo.record_id, ids), *wrong)))
