"""A file of places: every row shown with what is to be said of it, and made a place when somebody has chosen it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts.scope import Actor
from app.audit import operations as audit
from app.database import db, locked
from app.errors import DomainError, Invalid
from app.messages import message
from app.organisations import outlines
from app.organisations import queries as organisations
from app.organisations.models import Organisation
from app.places import kinds, operations, queries
from app.places.imports import files, findings
from app.places.imports.files import Upload
from app.places.imports.findings import Finding
from app.places.imports.homes import Homes
from app.places.imports.identity import ids_of
from app.places.imports.likeness import Known
from app.places.imports.rows import Candidate, Wish, candidate
from app.places.models import Place
from app.zones.days import day_of
from geo.sources import Source

Data = dict[str, Any]


def wish(source: Source, upload: Upload, given: Data, *, by: Actor, at: datetime) -> Wish:
    """How the file is to be read, from what was said and what its headings say. Raises Invalid."""
    nodes = organisations.search(by.organisation_path, limit=100_000)
    return Wish(
        upload.system,
        upload.kind,
        files.columns(source, given.get("columns")),
        _sorts(given.get("sorts") or {}, upload.kind, by, at),
        Homes(nodes, outlines.polygons(), given.get("organisation_id")),
        by.organisation_path,
        day_of(at),
    )


def preview(source: Source, upload: Upload, wished: Wish, language: str, *, by: Actor) -> Data:
    """Every row with its findings; nothing is stored."""
    rows = [candidate(feature, wished) for feature in source.features]
    ids = _ids(rows, source, upload, wished)
    known = Known((one.name, queries.shape(one), None) for one in queries.not_ended(by, wished.on))
    told = [_row_facts(row, place_id, there, known, language) for row, (place_id, there) in zip(rows, ids, strict=True)]
    words = Counter((row.sort, row.given["kind"], row.given["sub_kind"], row.sort_known) for row in rows if row.sort)
    return {
        **files.facts(source, upload),
        "columns": dict(wished.columns),
        "sorts": [
            {"text": text, "count": count, "kind": kind, "sub_kind": sub_kind, "known": known_word}
            for (text, kind, sub_kind, known_word), count in words.most_common()
        ],
        "rows": told,
    }


def create(
    source: Source, upload: Upload, wished: Wish, chosen: Sequence[Data], language: str, *, by: Actor, at: datetime
) -> list[tuple[int, UUID, Place | None]]:
    """A place of each chosen row, all of them or none: number, id, and the place where there was none before. Raises Invalid
    with the row that cannot be one. `publish` what was made, then commit."""
    _one_at_a_time(by)
    features = {feature.number: feature for feature in source.features}
    names = {one["number"]: one.get("name") for one in chosen}
    if strange := sorted(names.keys() - features.keys()):
        raise Invalid(fields={"rows": "not_found"}, number=strange[0])
    rows = [candidate(features[number], wished, name) for number, name in sorted(names.items())]
    ids = _ids(rows, source, upload, wished)
    made = [
        (row.number, place_id, None if there else _made(row, place_id, language, by=by, at=at))
        for row, (place_id, there) in zip(rows, ids, strict=True)
    ]
    _note(upload, made, by=by, at=at)
    return made


def _made(row: Candidate, place_id: UUID, language: str, *, by: Actor, at: datetime) -> Place:
    for one in row.findings:
        if one.severity == findings.REFUSE:
            raise _fault(row, findings.worded([one], language)[0]["title"])
    try:
        return operations.create({**row.given, "id": place_id}, by=by, at=at)
    except DomainError as error:
        raise _fault(row, message(error.code, language, **error.values)[0]) from error


def _fault(row: Candidate, reason: str) -> Invalid:
    return Invalid("place_import_row", fields={f"rows.{row.number}": reason}, number=row.number, reason=reason)


def _note(upload: Upload, made: Sequence[tuple[int, UUID, Place | None]], *, by: Actor, at: datetime) -> None:
    new = sum(place is not None for _, _, place in made)
    subject = ("file", upload.sha256)
    detail: Data = {"file": upload.name, "system": upload.system, "places": new, "there_already": len(made) - new}
    audit.record("places_imported", by=by, at=at, subject=subject, **detail)


def _one_at_a_time(by: Actor) -> None:
    """Sent twice at once, the second waits and finds what the first has made."""
    db.session.execute(locked(sa.select(Organisation.id).where(Organisation.id == by.organisation_id)))


def _ids(rows: Sequence[Candidate], source: Source, upload: Upload, wished: Wish) -> list[tuple[UUID, bool]]:
    numbered = [(row.number, row.given["kind"]) for row in rows]
    return ids_of(wished.branch, upload.sha256, source.layer, numbered, wished.on)


def _row_facts(row: Candidate, place_id: UUID, there: bool, known: Known, language: str) -> Data:
    told = [*row.findings, *_likeness(row, there, known)]
    name, home = row.given["name"], row.home
    return {
        "number": row.number,
        "id": place_id,
        "name": name,
        "kind": row.given["kind"],
        "sub_kind": row.given["sub_kind"],
        "address": row.given.get("address"),
        "organisation": {"id": home.id, "name": home.name} if home else None,
        "organisation_by": row.home_by,
        "geometry": row.given["geometry"],
        "findings": findings.worded(told, language),
        "take": all(one.severity == findings.NOTE for one in told),
    }


def _likeness(row: Candidate, there: bool, known: Known) -> list[Finding]:
    """Also remembers the row: the next one of its name is held against it."""
    name, shape = row.given["name"], row.shape
    like = known.like(name, shape) if name and shape is not None else None
    if name and shape is not None:
        known.add(name, shape, row.number)
    if there:
        return [findings.confirm("imported", "name")]
    if like is None:
        return []
    away, number = round(like[0]), like[1]
    if number is None:
        return [findings.confirm("there_already", "name", away=away)]
    return [findings.confirm("twice", "name", away=away, number=number)]


def _sorts(said: Mapping[str, str | None], kind: str, by: Actor, at: datetime) -> dict[str, str | None]:
    """Raises Invalid for what may not be chosen."""
    known = kinds.in_force(by.organisation_path, day_of(at))
    strange = [text for text, code in said.items() if code and not known.takes(kind, code)]
    if strange:
        raise Invalid("place_unknown_kind", fields={f"sorts.{text}": "place_unknown_kind" for text in strange})
    return dict(said)
