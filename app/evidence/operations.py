"""Keeping what phones signed, with the verdict on it; what arrives later may change the verdicts on what was here."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts import keys
from app.accounts.scope import Actor
from app.changes.bodies import public
from app.database import db, one_of
from app.evidence import chains, rows
from app.evidence.models import Evidence
from app.evidence.privacy import withheld
from app.evidence.proofs import Proof, named_keys
from app.evidence.signatures import checked
from app.evidence.verdicts import FINAL_AFTER, Made, Verdict, in_chain

Data = dict[str, Any]


def check(proofs: Sequence[Proof], *, at: datetime) -> list[Proof]:
    """With what their signatures are worth. Slow: before the write turn is taken."""
    known = keys.by_ids(named_keys(proofs)) if proofs else {}
    return [checked(proof, known, at=at) for proof in proofs]


def take_turns(proofs: Iterable[Proof]) -> None:
    """Nobody else adds to the chains of these keys until the commit."""
    if wanted := named_keys(proofs):
        keys.by_ids(wanted, hold=True)


CAME_WITH = sa.select(Evidence.change_id).where(Evidence.change_id.in_(sa.bindparam("change_ids", expanding=True)))
"""What came with some changes."""


def keep(
    proofs: Sequence[Proof], *, by: Actor, applied: Collection[UUID], logged: Sequence[Data], at: datetime
) -> None:
    """Keep what came with changes of one author, each once. `applied` became part of their records just now: what came
    with an earlier, refused try of one gives way. `logged` are the rows that the log is owed."""
    known = keys.by_ids(named_keys(proofs), hold=True)
    there = rows.digests_of({proof.change_id for proof in proofs} | set(applied), by.id)
    came = {proof.change_id: proof for proof in proofs}
    stale = [each for each in applied if each in there and (each not in came or came[each].digest != there[each])]
    rows.drop(stale, by.id)
    bodies = {row["change_id"]: public(row["body"]) for row in logged if row["change_id"]}
    new = [proof for change_id, proof in came.items() if change_id not in there or change_id in stale]
    before = rows.sent_before({proof.change_id for proof in new} - bodies.keys() - set(applied), by.id)
    new = [known_as(again(proof, known, at), bodies, before) for proof in new]
    add([replace(proof, payload=None, as_sent=False) if withheld(proof, by) else proof for proof in new])
    note_released(bodies.keys() - set(applied), bodies)


def known_as(proof: Proof, bodies: dict[UUID, Data], before: dict[UUID, list[Data]]) -> Proof:
    """What is signed only after its change was taken in is compared with that."""
    late = before.get(proof.change_id)
    if late is not None and proof.data not in late:
        return replace(proof, fault=proof.fault or "content_differs")
    return replace(proof, as_sent=bodies.get(proof.change_id) == proof.data)


def again(proof: Proof, known: dict[str, keys.KnownKey], at: datetime) -> Proof:
    """A key may have been registered since the signatures were checked; what nobody has checked yet is checked now."""
    if proof.fault == "unknown_key":
        return checked(replace(proof, fault=None), known, at=at)
    return proof if proof.received_at else checked(proof, known, at=at)


def add(proofs: Sequence[Proof]) -> None:
    rows.insert(proofs)
    of_key: dict[str, list[Proof]] = {}
    for proof in proofs:
        if proof.signed and proof.key_id:
            of_key.setdefault(proof.key_id, []).append(proof)
    for key_id, signed in of_key.items():
        voided = rows.insert_voided(key_id, signed)
        arrived = {proof.digest for proof in signed if proof.digest} | voided
        judge(key_id, chains.touched(key_id, arrived, {proof.previous for proof in signed}))


def judge(key_id: str, found: Iterable[Evidence]) -> None:
    """Write the verdicts on some rows of one key's chain. What was given up stays given up."""
    open_ = {row: made_of(row) for row in found if row.fault is None and row.reason != "previous_lost"}
    known = chains.around(key_id, open_.values())
    for row, made in open_.items():
        write(row, in_chain(made, known))


def made_of(row: Evidence) -> Made:
    assert row.digest is not None and row.seq is not None and row.saved_at is not None
    return Made(row.digest, row.previous, row.seq, row.saved_at, row.clock_offset_ms)


def write(row: Evidence, verdict: Verdict) -> None:
    row.verdict, row.reason, row.provisional = verdict.name, verdict.reason, verdict.provisional


def note_released(change_ids: Collection[UUID], bodies: dict[UUID, Data]) -> None:
    """Changes that waited and were applied now: has the log what was signed?"""
    query = sa.select(Evidence).where(Evidence.payload.isnot(None))
    for row in db.session.scalars(query.where(one_of(Evidence.change_id, change_ids))):
        row.as_sent = row.fault is None and rows.data_of(row.payload or "") == bodies[row.change_id]
    db.session.flush()


def key_registered(key_id: str) -> None:
    """Judge what came before the key that it is signed with."""
    known = keys.by_ids([key_id], hold=True)
    query = sa.select(Evidence).where(
        Evidence.key_id == key_id, Evidence.fault == "unknown_key", Evidence.provisional, Evidence.payload.isnot(None)
    )
    waiting = [rows.proof_of(row) for row in db.session.scalars(query)]
    for proof in waiting:
        rows.drop([proof.change_id], proof.author_id)
    add([checked(proof, known, at=proof.received_at) for proof in waiting if proof.received_at])


def give_up(*, at: datetime) -> int:
    """What has not come within two weeks does not come: the verdicts that waited for it are final. Returns their number."""
    old = sa.and_(Evidence.provisional, Evidence.received_at < at - FINAL_AFTER)
    reason = sa.case((Evidence.reason == "previous_missing", "previous_lost"), else_=Evidence.reason)
    result: Any = db.session.execute(
        sa.update(Evidence).where(old).values(provisional=False, reason=reason),
        execution_options={"synchronize_session": False},
    )
    return int(result.rowcount)
