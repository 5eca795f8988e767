"""The one door for phones: judge, store per kind, log, answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlalchemy.exc import OperationalError

from app.accounts import signing_in
from app.accounts.models import Person
from app.accounts.scope import Actor
from app.changes import holding
from app.changes import operations as changes
from app.changes.items import Item, Result, refused
from app.changes.models import HeldChange
from app.changes.outcome import Outcome
from app.database import chunks, db
from app.errors import DomainError, facts_of
from app.incidents import operations as incidents
from app.patrols import operations as patrols
from app.photos import operations as photos
from app.sealing import seal, unseal
from app.strays import operations as strays
from app.sync.bodies import BadItem
from app.sync.judging import is_uuid, judge, refuse

log = structlog.get_logger()
Data = dict[str, Any]


@dataclass(frozen=True)
class Push:
    """One push as it came in: who, from which phone, when by either clock."""

    by: Actor
    device: str
    sent_at: datetime
    at: datetime
    key: bytes
    logged: tuple[Data, ...] = ()
    """Rows that the change log is owed by what was filed before in this transaction."""

    @property
    def offset_ms(self) -> int:
        """Server minus phone."""
        return round((self.at - self.sent_at).total_seconds() * 1000)

    @property
    def facts(self) -> Data:
        """What every room asks for."""
        return {"by": self.by, "device": self.device, "at": self.at, "logged": self.logged}


@dataclass(slots=True)
class Judged:
    """Items ready to be stored with the bytes they came in, and answers by position."""

    items: list[tuple[int, Item, Any]]
    answers: dict[int, Result]


def judge_all(raw_items: Sequence[Any], push: Push) -> Judged:
    """Judge items without touching the database."""
    judged = Judged([], {})
    for number, raw in enumerate(raw_items):
        if isinstance(raw, BadItem):
            judged.answers[number] = refuse(raw.raw, None, raw.code)
            continue
        found = judge(raw, push.by, offset_ms=push.offset_ms)
        if isinstance(found, Result):
            judged.answers[number] = found
        else:
            judged.items.append((number, found, raw))
    return judged


ROOMS: dict[str, Callable[[Sequence[Item], Push], Outcome]] = {
    "patrol": lambda items, push: patrols.receive_patrols(items, **push.facts),
    "track": lambda items, push: patrols.receive_tracks(items, **push.facts),
    "incident": lambda items, push: incidents.receive_incidents(items, **push.facts, key=push.key),
    "persuasion": lambda items, push: incidents.receive_persuasions(items, **push.facts),
    "capture": lambda items, push: strays.receive_captures(items, **push.facts),
}


SETTLED = ("accepted", "duplicate", "conflict")


def store(judged: Judged, push: Push) -> list[Result]:
    """Store judged items, log their changes, and answer every item in its order. The caller commits."""
    signing_in.bind_device(push.by, push.device, at=push.at)
    answers, logged = _receive([(item, raw) for _, item, raw in judged.items], push)
    holding.drop(_answered([*judged.answers.values(), *answers]), push.by)
    logged += _release(answers, logged, push)
    logged += photos.attach(logged, at=push.at)
    changes.append(logged)
    by_change: dict[Any, Result] = {}
    for answer in answers:
        by_change.setdefault((answer.change_id, answer.id), answer)
    for number, item, _ in judged.items:
        judged.answers[number] = by_change[item.change_id, item.id]
    return [judged.answers[number] for number in sorted(judged.answers)]


def _receive(pairs: list[tuple[Item, Any]], push: Push) -> tuple[list[Result], list[Data]]:
    """Each kind's room in turn, parents first; what must wait is kept."""
    raw_of = {(item.change_id, item.id): (item, raw) for item, raw in pairs}
    results: list[Result] = []
    logged: list[Data] = []
    for kind, receive in ROOMS.items():
        items = [item for item, _ in pairs if item.kind == kind]
        if not items:
            continue
        outcome = receive(items, push)
        results += outcome.results
        logged += outcome.changes
    waiting = [
        _sealed(*raw_of[result.change_id, result.id], result.waits_for, push)  # type: ignore[index]
        for result in results
        if result.status == "held" and result.waits_for
    ]
    if waiting:
        full = holding.hold(waiting, by=push.by, device=push.device, at=push.at, sent_at=push.sent_at)
        results = [
            replace(result, status="refused", code="too_many_held") if result.change_id in full else result
            for result in results
        ]
    return results, logged


def _sealed(item: Item, raw: Any, waits_for: UUID, push: Push) -> holding.Waiting:
    """The item as it came, keeper included and therefore sealed."""
    whole = {**raw, "data": {**item.data, **item.private}, "evidence": {"clock_offset_ms": item.clock_offset_ms}}
    return holding.Waiting(item, seal(push.key, item.change_id.bytes, whole), waits_for)


def _answered(answers: list[Result]) -> set[UUID]:
    """Changes that have got an answer which says more than that they wait."""
    ids = {str(answer.change_id) for answer in answers if answer.change_id and answer.status != "held"}
    return {UUID(text) for text in ids if is_uuid(text)}


def _release(answers: list[Result], logged: list[Data], push: Push) -> list[Data]:
    """File what waited for the records and changes just answered, and what waited for those in turn.

    Returns the rows that the log is owed for them. Answers of this push that are not held any more are brought up to date.
    """
    released: list[Data] = []
    fresh = answers
    while arrived := _names(fresh):
        fresh = []
        for some in _by_sender(holding.released_by(arrived)):
            results, rows = _file(some, replace(push, logged=(*logged, *released)))
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


def _file(some: list[HeldChange], push: Push) -> tuple[list[Result], list[Data]]:
    """File held changes of one person as that person. One that is refused stays, with the reason."""
    author = signing_in.actor_of(db.session.get_one(Person, some[0].author_id))
    own = replace(push, by=author, device=some[0].device_id, sent_at=some[0].sent_at)
    found = [
        (judge(raw := unseal(push.key, held.change_id.bytes, held.item), author, offset_ms=0), raw) for held in some
    ]
    results, rows = _receive([(item, raw) for item, raw in found if isinstance(item, Item)], own)
    answers = {result.change_id: result for result in results}
    for held, (item, _) in zip(some, found, strict=True):
        answer = item if isinstance(item, Result) else answers[held.change_id]
        if answer.status == "refused":
            held.refused_code = answer.code
            log.warning("release_refused", item=held.kind, change_id=str(held.change_id), code=answer.code)
    db.session.flush()
    holding.drop([answer.change_id for answer in results if answer.status in SETTLED], author)  # type: ignore[misc]
    return results, rows


def store_singly(judged: Judged, push: Push) -> list[Result]:
    """After a batch could not be stored: every item in a savepoint of its own, so that one stops no other.

    In the order of the rooms, so that what hangs on a patrol of the same push finds it.
    """
    rooms = list(ROOMS)
    for number, item, raw in sorted(judged.items, key=lambda judged_item: rooms.index(judged_item[1].kind)):
        try:
            with db.session.begin_nested():
                answers = store(Judged([(number, item, raw)], {}), push)
        except (DomainError, OperationalError):
            raise  # it is not the item's fault
        except Exception as error:
            facts = facts_of(error, with_message=False)  # it may quote the item
            log.error("not_storable", item=item.kind, change_id=str(item.change_id), **facts)
            answers = [refused(item, "not_storable")]
        judged.answers[number] = answers[0]
    return [judged.answers[number] for number in sorted(judged.answers)]


def forget_held(keepers_before: datetime, tracks_before: datetime, key: bytes) -> None:
    """Delete what has waited in vain until its time was over: tracks, and incidents that name a keeper."""
    track = sa.and_(HeldChange.kind == "track", HeldChange.received_at < tracks_before)
    db.session.execute(sa.delete(HeldChange).where(track))
    incident = sa.and_(HeldChange.kind == "incident", HeldChange.received_at < keepers_before)
    query = sa.select(HeldChange.change_id, HeldChange.item).where(incident)
    named = [row.change_id for row in db.session.execute(query) if names_keeper(row.change_id, row.item, key)]
    for some in chunks(named):
        db.session.execute(sa.delete(HeldChange).where(HeldChange.change_id.in_(some)))


def names_keeper(change_id: UUID, sealed: bytes, key: bytes) -> bool:
    return bool(unseal(key, change_id.bytes, sealed)["data"].get("keeper"))
