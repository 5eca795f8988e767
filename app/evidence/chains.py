"""Reading stretches of the chain that a key has signed."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from app.database import db, one_of
from app.evidence.models import Evidence, VoidedPayload
from app.evidence.verdicts import Known, Made

MADE: Any = (Evidence.digest, Evidence.previous, Evidence.seq, Evidence.saved_at, Evidence.clock_offset_ms)


def in_key(key_id: str) -> Any:
    """Payloads of one key that have a place in its chain."""
    return sa.and_(Evidence.key_id == key_id, Evidence.seq.isnot(None))


def around(key_id: str, these: Iterable[Made]) -> Known:
    """What the verdicts on some payloads hang on: what they follow, past what was voided, and what follows the same."""
    previous = {this.previous for this in these}
    made: dict[str, Made] = {}
    voided: dict[str, str | None] = {}
    wanted = previous - {None}
    while wanted:
        found = {this.digest: this for this in made_where(key_id, Evidence.digest, wanted)}
        passed = voided_where(key_id, VoidedPayload.digest, wanted - found.keys())
        made |= found
        voided |= passed
        wanted = set(passed.values()) - {None} - made.keys() - voided.keys()
    return Known(made, voided, followers(key_id, previous))


def made_where(key_id: str, column: Any, values: Iterable[Any]) -> list[Made]:
    query = sa.select(*MADE).where(in_key(key_id))
    return [Made(*row) for row in db.session.execute(query.where(one_of(column, values)))]


def voided_where(key_id: str, column: Any, values: Iterable[Any]) -> dict[str, str | None]:
    query = sa.select(VoidedPayload.digest, VoidedPayload.previous).where(VoidedPayload.key_id == key_id)
    rows = db.session.execute(query.where(one_of(column, values)))
    return {row.digest: row.previous for row in rows}


def followers(key_id: str, previous: set[str | None]) -> dict[str | None, frozenset[str]]:
    found = made_where(key_id, Evidence.previous, previous - {None})
    if None in previous:
        first = sa.select(*MADE).where(in_key(key_id), Evidence.previous.is_(None))
        found += [Made(*row) for row in db.session.execute(first)]
    after: dict[str | None, frozenset[str]] = {}
    for this in found:
        after[this.previous] = after.get(this.previous, frozenset()) | {this.digest}
    return after


def touched(key_id: str, arrived: Iterable[str], previous: Iterable[str | None]) -> list[Evidence]:
    """Rows whose verdict may be another now: those that follow what has arrived, past what was voided, and those that
    follow the same as it does."""
    reached, fresh = set(arrived), set(arrived)
    while fresh:
        fresh = voided_where(key_id, VoidedPayload.previous, fresh).keys() - reached
        reached |= fresh
    query = sa.select(Evidence).where(in_key(key_id))
    follows = [*reached, *(digest for digest in previous if digest)]
    found = list(db.session.scalars(query.where(one_of(Evidence.previous, follows))))
    if None in previous:
        found += db.session.scalars(query.where(Evidence.previous.is_(None)))
    return found
