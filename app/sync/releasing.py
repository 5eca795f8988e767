"""Releasing what was held: it is filed as its author when what it waited for has come, and stops nobody else."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa
import structlog
from cryptography.exceptions import InvalidTag
from sqlalchemy.exc import OperationalError

from app.accounts import actors
from app.accounts.models import Person
from app.changes import holding
from app.changes.items import Item, Result
from app.changes.models import HeldChange
from app.database import chunks, db
from app.errors import DomainError, facts_of
from app.quarantine import operations as quarantine
from app.sealing import unseal
from app.sync.filing import Push, receive
from app.sync.judging import judge

log = structlog.get_logger()
Data = dict[str, Any]
Filed = tuple[list[Result], list[Data]]
"""Answers, and the rows that the log is owed."""

SETTLED = ("accepted", "duplicate", "conflict")


def release(answers: list[Result], logged: list[Data], push: Push) -> list[Data]:
    """File what waited for the records and changes just answered, and what waited for those in turn.

    Returns the rows that the log is owed for them. Answers of this push that are not held any more are brought up to date.
    """
    released: list[Data] = []
    fresh = answers
    while arrived := _names(fresh):
        fresh = []
        for some in _by_sender(holding.released_by(arrived)):
            results, rows = _file_apart(some, replace(push, logged=(*logged, *released)))
            fresh += results
            released += rows
        _bring_up_to_date(answers, fresh)
    return released


def _names(answers: list[Result]) -> set[UUID]:
    """What others may have waited for: records and changes that are settled now."""
    settled = [answer for answer in answers if answer.status in SETTLED]
    return {name for answer in settled for name in (answer.id, answer.change_id) if isinstance(name, UUID)}


def _bring_up_to_date(answers: list[Result], filed: list[Result]) -> None:
    now = {(result.change_id, result.id): result for result in filed}
    for number, answer in enumerate(answers):
        if answer.status == "held":
            answers[number] = now.get((answer.change_id, answer.id), answer)


def _by_sender(held: list[HeldChange]) -> list[list[HeldChange]]:
    groups: dict[tuple[UUID, str], list[HeldChange]] = {}
    for each in held:
        groups.setdefault((each.author_id, each.device_id), []).append(each)
    return list(groups.values())


def _file_apart(some: list[HeldChange], push: Push) -> Filed:
    """File held changes of one person in a savepoint: all at once, and where that fails one by one.

    What cannot be stored even so keeps waiting, with the reason.
    """
    try:
        with db.session.begin_nested():
            return _file(some, push)
    except (DomainError, OperationalError):
        raise  # it is not the item's fault
    except Exception as error:
        if len(some) > 1:
            return _file_singly(some, push)
        return _keep_waiting(some[0], error), []


def _file_singly(some: list[HeldChange], push: Push) -> Filed:
    results: list[Result] = []
    rows: list[Data] = []
    for held in some:
        answers, logged = _file_apart([held], replace(push, logged=(*push.logged, *rows)))
        results += answers
        rows += logged
    return results, rows


def _keep_waiting(held: HeldChange, error: Exception) -> list[Result]:
    held.refused_code = "not_storable"
    facts = facts_of(error, with_message=False)  # it may quote the item
    log.error("release_not_storable", item=held.kind, change_id=str(held.change_id), **facts)
    return [Result(held.change_id, held.record_id, "refused", code="not_storable")]


def _file(some: list[HeldChange], push: Push) -> Filed:
    """File held changes of one person as that person. One that is refused stays, with the reason."""
    author = actors.of_person(db.session.get_one(Person, some[0].author_id))
    own = replace(push, by=author, device=some[0].device_id, sent_at=some[0].sent_at)
    came = [unseal(push.key, held.change_id.bytes, held.item) for held in some]
    texts = {held.change_id: orjson.dumps(raw).decode() for held, raw in zip(some, came, strict=True)}
    found = [(judge(raw, author, offset_ms=0), raw) for raw in came]
    results, rows = receive([(item, raw) for item, raw in found if isinstance(item, Item)], own)
    answers = {result.change_id: result for result in results}
    refusals = []
    for held, (item, _) in zip(some, found, strict=True):
        answer = item if isinstance(item, Result) else answers[held.change_id]
        if answer.status == "refused":
            held.refused_code = answer.code
            refusals.append(refusal_of(held, answer, texts[held.change_id]))
            log.warning("release_refused", item=held.kind, change_id=str(held.change_id), code=answer.code)
    db.session.flush()
    quarantine.keep(refusals, quarantine.Intake(author, own.device, push.at, push.key, "held"))
    holding.drop([answer.change_id for answer in results if answer.status in SETTLED], author)  # type: ignore[misc]
    return results, rows


def refusal_of(held: HeldChange, answer: Result, text: str) -> quarantine.Refusal:
    code = answer.code or "invalid"
    return quarantine.Refusal(held.change_id, held.record_id, held.kind, code, text, answer.fields)


def forget_tracks(before: datetime) -> None:
    """Delete tracks that have waited in vain since before an instant."""
    db.session.execute(sa.delete(HeldChange).where(HeldChange.kind == "track", HeldChange.received_at < before))


def forget_keepers(before: datetime, key: bytes) -> int:
    """Delete incidents that name a keeper and have waited in vain since before an instant.

    Returns how many cannot be opened with this key; they stay.
    """
    old = (HeldChange.kind == "incident", HeldChange.received_at < before)
    query = sa.select(HeldChange.change_id, HeldChange.item).where(*old)
    named = {row.change_id: names_keeper(row.change_id, row.item, key) for row in db.session.execute(query)}
    for some in chunks(change_id for change_id, names in named.items() if names):
        db.session.execute(sa.delete(HeldChange).where(HeldChange.change_id.in_(some)))
    return sum(names is None for names in named.values())


def names_keeper(change_id: UUID, sealed: bytes, key: bytes) -> bool | None:
    """None when another key has sealed it."""
    try:
        return bool(unseal(key, change_id.bytes, sealed)["data"].get("keeper"))
    except InvalidTag:
        return None
