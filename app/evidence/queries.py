"""What is to be said of a record: of each change that became part of it, and of what is stored now."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa
from sqlalchemy.orm import undefer

from app.accounts import keys
from app.accounts.keys import KnownKey
from app.changes.bodies import public
from app.changes.models import Change, KeptChange
from app.changes.queries import HISTORY
from app.database import db, one_of
from app.evidence.models import Evidence, EvidencePhoto
from app.evidence.rows import data_of
from app.evidence.signatures import good
from app.evidence.verdicts import NOT_SIGNED, Verdict, worst

Data = dict[str, Any]


@dataclass(frozen=True)
class Arrived:
    """A photo that is complete here: the hash it came with, and whether its file still has it."""

    sha256: str
    intact: Callable[[], bool]


def of_record(kind: str, row: Mapping[str, Any], photos: Mapping[UUID, Arrived]) -> Data:
    """The verdict on a record, with that on each of its newest changes. `row` is the record as it is stored."""
    applied = applied_to(kind, row["id"])
    came, hashes = rows_of(applied), photo_hashes(applied)
    known = keys.by_ids(proof.key_id for proof in came.values() if proof.key_id)
    changes, verdicts = [], []
    for change in applied:
        proof = came.get((change["change_id"], change["author_id"]))
        found = verdict_on(proof, change, known, hashes, photos) if proof else NOT_SIGNED
        changes.append({**change_facts(change, proof), **facts(found)})
        verdicts.append(found)
    oldest = min((change["revision"] for change in applied if change["revision"]), default=1)
    verdicts += older(kind, row["id"], oldest) if oldest > 1 else []
    named = {photo_id for photos_of in hashes.values() for photo_id, _ in photos_of}
    if oldest == 1 and photos.keys() - named:
        verdicts.append(Verdict("photo_not_signed"))
    if not as_logged(row, applied):
        verdicts.append(Verdict("stored_differs"))
    return {**facts(worst(verdicts)), "changes": changes}


def facts(verdict: Verdict) -> Data:
    return {"verdict": verdict.name, "reason": verdict.reason, "provisional": verdict.provisional}


def change_facts(change: Data, proof: Evidence | None) -> Data:
    names = ("key_id", "payload", "saved_at", "seq", "received_at")
    signed = {name: getattr(proof, name) for name in names} if proof else dict.fromkeys(names)
    signature = keys.packed(proof.signature) if proof and proof.signature else None
    return {"change_id": change["change_id"], "revision": change["revision"], **signed, "signature": signature}


def applied_to(kind: str, record_id: UUID) -> list[Data]:
    """The newest changes that became part of a record, or were kept beside it, oldest first."""
    logged = (
        sa.select(Change.change_id, Change.changed_by_id, Change.revision, Change.body)
        .where(*part_of(kind, record_id))
        .order_by(Change.seq.desc())
        .limit(HISTORY)
    )
    kept = (
        sa.select(KeptChange.change_id, KeptChange.author_id)
        .where(KeptChange.record_id == record_id)
        .order_by(KeptChange.received_at.desc())
        .limit(HISTORY)
    )
    return [
        {"change_id": row.change_id, "author_id": row.author_id, "revision": None, "body": None}
        for row in reversed(db.session.execute(kept).all())
    ] + [
        {"change_id": row.change_id, "author_id": row.changed_by_id, "revision": row.revision, "body": row.body}
        for row in reversed(db.session.execute(logged).all())
    ]


def part_of(kind: str, record_id: UUID) -> Any:
    return (Change.record_id == record_id, Change.kind == kind, Change.change_id.isnot(None))


def older(kind: str, record_id: UUID, before: int) -> list[Verdict]:
    """The verdicts that were kept on revisions before one, each once."""
    same = sa.and_(Evidence.change_id == Change.change_id, Evidence.author_id == Change.changed_by_id)
    query = sa.select(Evidence.reason).select_from(Change).outerjoin(Evidence, same).distinct()
    reasons = db.session.scalars(query.where(*part_of(kind, record_id), Change.revision < before))
    return [Verdict(reason) if reason else NOT_SIGNED for reason in reasons]


def kept_of(kind: str, ids: Sequence[UUID]) -> dict[UUID, Verdict]:
    """The worst of the verdicts that were kept on the changes of some records of a kind, as they were judged when they came:
    nothing that is stored is looked at again."""
    same = sa.and_(Evidence.change_id == Change.change_id, Evidence.author_id == Change.changed_by_id)
    query = sa.select(Change.record_id, Evidence.reason).select_from(Change).outerjoin(Evidence, same).distinct()
    own = (Change.kind == kind, Change.change_id.isnot(None))
    found: dict[UUID, list[Verdict]] = {record_id: [] for record_id in ids}
    for record_id, reason in db.session.execute(query.where(*own, one_of(Change.record_id, ids))):
        found[record_id].append(Verdict(reason) if reason else NOT_SIGNED)
    return {record_id: worst(verdicts) for record_id, verdicts in found.items()}


def rows_of(applied: list[Data]) -> dict[tuple[UUID, UUID], Evidence]:
    query = (
        sa.select(Evidence)
        .where(one_of(Evidence.change_id, [change["change_id"] for change in applied]))
        .options(undefer(Evidence.payload), undefer(Evidence.signature))
    )
    return {(row.change_id, row.author_id): row for row in db.session.scalars(query)}


def photo_hashes(applied: list[Data]) -> dict[tuple[UUID, UUID], list[tuple[UUID, str]]]:
    """The photos that each change names, with the hash signed for them."""
    query = sa.select(EvidencePhoto).where(one_of(EvidencePhoto.change_id, [change["change_id"] for change in applied]))
    found: dict[tuple[UUID, UUID], list[tuple[UUID, str]]] = {}
    for row in db.session.scalars(query):
        found.setdefault((row.change_id, row.author_id), []).append((row.photo_id, row.sha256))
    return found


def verdict_on(
    proof: Evidence,
    change: Data,
    known: Mapping[str, KnownKey],
    hashes: Mapping[tuple[UUID, UUID], Sequence[tuple[UUID, str]]],
    photos: Mapping[UUID, Arrived],
) -> Verdict:
    """The verdict that was kept, unless what is stored now is worse."""
    found = [Verdict(proof.reason)]
    if proof.fault is None and proof.payload is not None:
        found += stored(proof, change, known.get(proof.key_id or ""))
    for photo_id, sha256 in hashes.get((proof.change_id, proof.author_id), ()):
        found += photo_faults(sha256, photos.get(photo_id))
    return worst(found)


def stored(proof: Evidence, change: Data, key: KnownKey | None) -> list[Verdict]:
    """Is the payload still the one that was signed, and does the log still say the same?"""
    if key is None or not good(key.public_key, proof.signature or b"", proof.payload or ""):
        return [Verdict("stored_differs")]
    if not proof.as_sent or change["body"] is None:
        return []
    return [] if public(change["body"]) == data_of(proof.payload or "") else [Verdict("stored_differs")]


def photo_faults(sha256: str, photo: Arrived | None) -> list[Verdict]:
    if photo is None:
        return []
    if photo.sha256 != sha256:
        return [Verdict("photo_differs")]
    return [] if photo.intact() else [Verdict("file_differs")]


def as_logged(row: Mapping[str, Any], applied: list[Data]) -> bool:
    """Whether the record says what the log says of its newest revision."""
    newest = next((change for change in reversed(applied) if change["revision"] == row["revision"]), None)
    return newest is None or public(newest["body"]) == orjson.loads(row["data"])
