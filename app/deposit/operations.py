"""Taking in deposits: filed at once where a push would still be taken, kept in quarantine where not."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts import actors
from app.accounts import queries as accounts
from app.accounts.models import Device, Person
from app.accounts.scope import Actor
from app.changes import queries as changes
from app.changes.items import Result
from app.database import db
from app.deposit.signed import Signed, text_of
from app.deposit.tokens import Ticket, receipt, ticket_for
from app.photos.models import COMPLETE, Photo
from app.quarantine import operations as quarantine
from app.sync import operations as sync
from app.sync import refusals
from app.sync.filing import Push
from app.sync.schemas import KINDS

Data = dict[str, Any]
DEPOSITED, KNOWN, REFUSED = "deposited", "known", "refused"
SAFE = (DEPOSITED, KNOWN)


@dataclass(frozen=True)
class Taking:
    """One deposit: when it came, by which way, and the key it is sealed with."""

    at: datetime
    key: bytes
    source: str = "deposit"


@dataclass(frozen=True)
class Answer:
    """What a phone learns of one item, whoever its author is and whatever became of it here."""

    change_id: UUID | None
    status: str
    digest: str = ""
    code: str | None = None


def take(items: Sequence[Signed | None], taking: Taking) -> list[Answer]:
    """Keep what is signed, each once; an answer for every item, in its order. The caller commits."""
    answers: dict[UUID, Answer] = {}
    groups: dict[tuple[UUID, str], list[Signed]] = {}
    for item in items:
        if item is not None:
            groups.setdefault((item.author_id, item.device_id), []).append(item)
    for (author_id, device_id), some in groups.items():
        for answer in of_one(author_id, device_id, some, taking):
            assert answer.change_id is not None
            answers[answer.change_id] = answer
    return [answers[item.change_id] if item else Answer(None, REFUSED, code="not_deposited") for item in items]


def of_one(author_id: UUID, device_id: str, items: list[Signed], taking: Taking) -> list[Answer]:
    """What one person's phone brings."""
    by_change = {item.change_id: item for item in items}
    own, others = quarantine.owned(by_change, author_id)
    here = changes.known(by_change, author_id) | own
    faults = dict.fromkeys(changes.strangers(by_change, author_id) | others, "not_deposited")
    new = [item for item in by_change.values() if item.change_id not in here and item.change_id not in faults]
    author, note = author_of(author_id, device_id)
    fit = [] if note else [item for item in new if not before_move(item, author)]
    faults |= file(fit, author, device_id, taking) if fit else {}
    rest = [item for item in new if item not in fit]
    faults |= dict.fromkeys(keep(rest, note, author, device_id, taking), "quarantine_full")
    return [answer_of(item, faults, here) for item in by_change.values()]


def answer_of(item: Signed, faults: dict[UUID, str], here: set[UUID]) -> Answer:
    if code := faults.get(item.change_id):
        return Answer(item.change_id, REFUSED, code=code)
    return Answer(item.change_id, KNOWN if item.change_id in here else DEPOSITED, item.digest)


def author_of(author_id: UUID, device_id: str) -> tuple[Actor, str | None]:
    """The author as the one who acts, and why nothing of them is filed at once."""
    person = db.session.get_one(Person, author_id)
    author = replace(actors.of_person(person), device_id=device_id)
    if not person.active:
        return author, "person_disabled"
    lost = accounts.revoked_at([device_id], author.organisation_path) or db.session.get(Device, device_id) is None
    return author, "device_revoked" if lost else None


def before_move(item: Signed, author: Actor) -> bool:
    return refusals.former_path(item.raw, author) is not None


def file(items: list[Signed], author: Actor, device_id: str, taking: Taking) -> dict[UUID, str]:
    """Through the one way of a record; what that refuses is kept. Returns those that are not here now, and why."""
    push = Push(author, device_id, sent_at=taking.at, at=taking.at, key=taking.key)
    texts = [text_of(item) for item in items]
    judged = sync.judge_all([item.raw for item in items], push)
    sync.check_signatures(judged, push)
    results = sync.store_singly(judged, push)
    answers = refusals.keep(results, lambda: texts, push, source=taking.source)
    return {
        item.change_id: code
        for item, answer in zip(items, answers, strict=True)
        if (code := fault_of(answer)) is not None
    }


def fault_of(answer: Result) -> str | None:
    if "quarantine" in (answer.fields or {}):
        return "quarantine_full"
    return "not_deposited" if answer.code == "change_id_taken" else None


def keep(items: list[Signed], note: str | None, author: Actor, device_id: str, taking: Taking) -> set[UUID]:
    found = [refusal_of(item, note or "person_moved", author) for item in items]
    return quarantine.keep(found, quarantine.Intake(author, device_id, taking.at, taking.key, taking.source))


def refusal_of(item: Signed, note: str, author: Actor) -> quarantine.Refusal:
    kind = item.raw.get("kind")
    return quarantine.Refusal(
        change_id=item.change_id,
        record_id=item.record_id,
        kind=kind if kind in KINDS else None,
        code="deposited",
        text=text_of(item),
        note=note,
        path=refusals.former_path(item.raw, author),
    )


def receipt_of(answer: Answer, key: bytes) -> str | None:
    safe = answer.change_id and answer.status in SAFE
    return receipt(answer.change_id, answer.digest, key) if safe and answer.change_id else None


# ---------------------------------------------------------------- photos
def tickets(items: Sequence[Signed | None], answers: Sequence[Answer], taking: Taking) -> list[Data]:
    """For the photos that safe items name and that are not here yet."""
    wanted = {
        photo_id: Ticket(photo_id, item.record_id, sha256, item.author_id, item.device_id)
        for item, answer in zip(items, answers, strict=True)
        if item and item.record_id and answer.status in SAFE
        for photo_id, sha256 in item.photos
    }
    there = sa.select(Photo.id).where(Photo.id.in_(wanted), Photo.state == COMPLETE)
    complete = set(db.session.scalars(there)) if wanted else set()
    return [
        {"id": photo_id, "complete": photo_id in complete, "ticket": ticket_for(one, taking.key, at=taking.at)}
        for photo_id, one in wanted.items()
    ]
