"""The rows of what came with changes."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa

from app import bulk
from app.changes.bodies import public
from app.changes.models import Change, MergedChange
from app.database import chunks, db, one_of
from app.evidence.chains import voided_where
from app.evidence.models import Evidence, EvidencePhoto, VoidedPayload
from app.evidence.proofs import Proof, facts_of, unfolded
from app.evidence.verdicts import SOUND, Verdict

Data = dict[str, Any]


def digests_of(change_ids: Iterable[UUID], author_id: UUID) -> dict[UUID, str | None]:
    """Changes of an author with which something came before, and the hash of it."""
    query = sa.select(Evidence.change_id, Evidence.digest).where(Evidence.author_id == author_id)
    rows = db.session.execute(query.where(one_of(Evidence.change_id, change_ids)))
    return {row.change_id: row.digest for row in rows}


def sent_before(change_ids: Iterable[UUID], author_id: UUID) -> dict[UUID, list[Data]]:
    """What the log has of changes that were taken in before: as it became, and as it was sent when others had merged in."""
    found: dict[UUID, list[Data]] = {}
    asked = list(change_ids)
    own = sa.and_(one_of(Change.change_id, asked), Change.changed_by_id == author_id)
    for row in db.session.execute(sa.select(Change.change_id, Change.body).where(own)):
        found[row.change_id] = [public(row.body)]
    for merged in db.session.scalars(sa.select(MergedChange).where(one_of(MergedChange.change_id, asked))):
        found.setdefault(merged.change_id, []).append(orjson.loads(merged.sent))
    return found


def drop(change_ids: Sequence[UUID], author_id: UUID) -> None:
    for model in (Evidence, EvidencePhoto):
        for some in chunks(change_ids):
            db.session.execute(sa.delete(model).where(model.change_id.in_(some), model.author_id == author_id))


def insert(proofs: Sequence[Proof]) -> None:
    """What is wrong with each by itself is its verdict until its place in the chain is looked at."""
    bulk.insert(Evidence, [row_of(proof) for proof in proofs])
    bulk.insert(EvidencePhoto, [row for proof in proofs for row in photo_rows(proof)])


def row_of(proof: Proof) -> Data:
    verdict = Verdict(proof.fault) if proof.fault else SOUND
    return {
        "change_id": proof.change_id,
        "author_id": proof.author_id,
        "record_id": proof.record_id,
        "kind": proof.kind,
        "device_id": proof.device_id,
        "received_at": proof.received_at,
        "key_id": proof.key_id,
        "payload": proof.payload,
        "signature": proof.signature,
        "digest": proof.digest,
        "previous": proof.previous,
        "seq": proof.seq if proof.signed else None,
        "saved_at": proof.saved_at,
        "clock_offset_ms": proof.clock_offset_ms,
        "fault": proof.fault,
        "as_sent": proof.as_sent,
        "verdict": verdict.name,
        "reason": verdict.reason,
        "provisional": verdict.provisional,
    }


def photo_rows(proof: Proof) -> list[Data]:
    own = {"change_id": proof.change_id, "author_id": proof.author_id}
    return [{**own, "photo_id": photo_id, "sha256": sha256} for photo_id, sha256 in proof.photos]


def insert_voided(key_id: str, proofs: Iterable[Proof]) -> set[str]:
    """Note payloads that never left their phone; returns those that were not known."""
    named = {digest: previous for proof in proofs for digest, previous in proof.voided}
    known = voided_where(key_id, VoidedPayload.digest, named)
    new = [
        {"key_id": key_id, "digest": digest, "previous": previous}
        for digest, previous in named.items()
        if digest not in known
    ]
    bulk.insert(VoidedPayload, new)
    return {str(row["digest"]) for row in new}


def proof_of(row: Evidence) -> Proof:
    """What came with a change, as it was kept; its payload must have been."""
    bare = Proof(row.change_id, row.record_id, row.kind, row.author_id, row.device_id)
    return replace(
        unfolded(bare, row.payload or "", row.key_id or "", row.signature or b""),
        as_sent=row.as_sent,
        received_at=row.received_at,
    )


def data_of(payload: str) -> Data:
    return {name: value for name, value in facts_of(payload)["data"].items() if value is not None}
