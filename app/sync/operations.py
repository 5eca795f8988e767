"""The one door for phones: judge, store per kind, log, answer."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.exc import OperationalError

from app.accounts import signing_in
from app.changes import holding
from app.changes import operations as changes
from app.changes.items import Item, Result, refused
from app.database import db
from app.errors import DomainError, facts_of
from app.evidence import operations as evidence
from app.evidence import proofs
from app.evidence.proofs import Proof
from app.photos import operations as photos
from app.sync import lookout
from app.sync.bodies import BadItem
from app.sync.filing import ROOMS, Push, receive
from app.sync.judging import is_uuid, judge, refuse
from app.sync.releasing import release

log = structlog.get_logger()
Data = dict[str, Any]

APPLIED = ("accepted", "conflict")


@dataclass(slots=True)
class Judged:
    """Items ready to be stored with the bytes they came in, and answers by position."""

    items: list[tuple[int, Item, Any]]
    answers: dict[int, Result]
    proofs: dict[int, Proof] = field(default_factory=dict)
    """What the phone signed, by position; refused items count for the chain too."""


def judge_all(raw_items: Sequence[Any], push: Push) -> Judged:
    """Judge items without touching the database."""
    judged = Judged([], {})
    for number, raw in enumerate(raw_items):
        bare, signed = proofs.apart(raw)
        if signed is not None and (proof := proofs.read(signed, raw, author_id=push.by.id, device_id=push.device)):
            judged.proofs[number] = proof
        found = judge_one(bare, push)
        if isinstance(found, Result):
            judged.answers[number] = found
        else:
            judged.items.append((number, found, raw))
    return judged


def check_signatures(judged: Judged, push: Push) -> None:
    """Slow, and reads keys: before the write turn is taken."""
    checked = evidence.check(list(judged.proofs.values()), at=push.at)
    judged.proofs = dict(zip(judged.proofs, checked, strict=True))


def judge_one(raw: Any, push: Push) -> Item | Result:
    """What judging stumbles over refuses that item and no other."""
    if isinstance(raw, BadItem):
        return refuse(raw.raw, None, raw.code)
    try:
        return judge(raw, push.by, offset_ms=push.offset_ms)
    except Exception as error:
        answer = refuse(raw, None, "not_storable")
        log.error("not_judged", change_id=answer.change_id, **facts_of(error, with_message=False))
        return answer


Afterwards = Callable[[list[Result]], list[Result]]
"""What else the answers lead to; gives the answers back, as they are told then."""


def nothing(results: list[Result]) -> list[Result]:
    return results


def store(judged: Judged, push: Push, afterwards: Afterwards = nothing) -> list[Result]:
    """Store judged items, log their changes, and answer every item in its order. The caller commits.

    `afterwards` comes before the log: what waits must not come after it.
    """
    signing_in.bind_device(push.by, push.device, at=push.at)
    answers, logged = receive([(item, raw) for _, item, raw in judged.items], push)
    applied = {answer.change_id for answer in answers if answer.status in APPLIED}
    beside = lookout.look(applied, push.by.id)
    if beside.held:
        holding.drop(_answered([*judged.answers.values(), *answers]), push.by)
        logged += release(answers, logged, push)
    if judged.proofs or beside.held or beside.signed:
        keep_evidence(judged, applied, logged, push)
    by_change: dict[Any, Result] = {}
    for answer in answers:
        by_change.setdefault((answer.change_id, answer.id), answer)
    for number, item, _ in judged.items:
        judged.answers[number] = by_change[item.change_id, item.id]
    results = [judged.answers[number] for number in sorted(judged.answers)]
    if beside.quarantined or any(result.status == "refused" for result in results):
        results = afterwards(results)
    changes.append(logged)
    changes.append(photos.attach(logged, at=push.at))
    return results


def keep_evidence(judged: Judged, applied: Collection[Any], logged: list[Data], push: Push) -> None:
    """Apart: whatever becomes of it, the changes are taken in."""
    found = list(judged.proofs.values())
    try:
        with db.session.begin_nested():
            evidence.keep(found, by=push.by, applied=applied, logged=logged, at=push.at)
            db.session.flush()
    except OperationalError:
        raise
    except Exception as error:
        log.error("evidence_not_kept", items=len(found), **facts_of(error, with_message=False))


def _answered(answers: list[Result]) -> set[UUID]:
    """Changes that have got an answer which says more than that they wait."""
    ids = {str(answer.change_id) for answer in answers if answer.change_id and answer.status != "held"}
    return {UUID(text) for text in ids if is_uuid(text)}


def store_singly(judged: Judged, push: Push, afterwards: Afterwards = nothing) -> list[Result]:
    """After a batch could not be stored: every item in a savepoint of its own, so that one stops no other.

    In the order of the rooms, so that what hangs on a patrol of the same push finds it.
    """
    rooms = list(ROOMS)
    filed = {number for number, _, _ in judged.items}
    evidence.take_turns(judged.proofs.values())  # before the log's turn, which the first of them takes
    keep_evidence(Judged([], {}, {n: proof for n, proof in judged.proofs.items() if n not in filed}), (), [], push)
    for number, item, raw in sorted(judged.items, key=lambda judged_item: rooms.index(judged_item[1].kind)):
        try:
            with db.session.begin_nested():
                alone = {number: proof} if (proof := judged.proofs.get(number)) else {}
                answers = store(Judged([(number, item, raw)], {}, alone), push)
        except (DomainError, OperationalError):
            raise  # it is not the item's fault
        except Exception as error:
            facts = facts_of(error, with_message=False)  # it may quote the item
            log.error("not_storable", item=item.kind, change_id=str(item.change_id), **facts)
            answers = [refused(item, "not_storable")]
        judged.answers[number] = answers[0]
    return afterwards([judged.answers[number] for number in sorted(judged.answers)])
