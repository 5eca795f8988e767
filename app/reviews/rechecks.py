"""Re-checks (复查): assigned by supervisors, done by a team, at its phone or by a record that names one."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import orjson
import sqlalchemy as sa

from app.accounts import queries as accounts
from app.accounts.scope import Actor, visible
from app.audit import operations as audit
from app.changes import operations as changes
from app.changes import queries as log
from app.changes.items import Item, Result, conflict, refused
from app.changes.models import KeptChange
from app.changes.outcome import Outcome
from app.database import db, locked
from app.errors import Conflict, Invalid, NotFound
from app.reviews import bodies, operations, standing
from app.reviews.looks import look
from app.reviews.models import CANCELLED, DONE, OPEN, WITHDRAWN, Recheck
from app.reviews.records import rows_of
from app.zones.days import day_of

Data = dict[str, Any]
BY_RECORD, NOTHING = "recorded", "nothing_found"


def assign(record_id: UUID, team_id: UUID, text: str, due_on: date, *, by: Actor, at: datetime) -> Recheck:
    """Ask a team of the own branch to look again. Raises NotFound for record or team, Invalid for a day that is past."""
    if due_on < day_of(at):
        raise Invalid("recheck_day_past", fields={"due_on": "recheck_day_past"})
    item = operations.find(record_id, by)
    team = accounts.team(by.organisation_path, team_id)
    if item.state == WITHDRAWN:
        raise Conflict("review_withdrawn")
    if not team.active:
        raise NotFound
    row = rows_of(item.kind, [record_id])[record_id]
    recheck = Recheck(
        id=uuid4(),
        record_id=record_id,
        record_kind=item.kind,
        mark=item.mark,
        organisation_id=row["organisation_id"],
        organisation_name=row["organisation_name"],
        organisation_path=row["organisation_path"],
        team_id=team.id,
        revision=1,
        state=OPEN,
        lon=item.lon,
        lat=item.lat,
        place=orjson.loads(row["data"]).get("place"),
        text=text,
        due_on=due_on,
        made_at=at,
        made_by_id=by.id,
        made_by=by.name,
    )
    db.session.add(recheck)
    operations.note("recheck", item, by=by, at=at, text=text, other_id=recheck.id)
    changes.append([bodies.recheck_change(recheck, by.id, None, at)])
    return recheck


def cancel(recheck_id: UUID, revision: int, reason: str, *, by: Actor, at: datetime) -> Recheck:
    recheck = held(by, [recheck_id]).get(recheck_id)
    if recheck is None:
        raise NotFound
    if recheck.revision != revision or recheck.state != OPEN:
        raise Conflict("recheck_changed", who=recheck.ended_by or recheck.made_by)
    end(recheck, CANCELLED, by=by, at=at, note=reason)
    audit.record(
        "recheck_cancelled", by=by, at=at, subject=("recheck", recheck.id), branch=recheck.organisation_path
    )  # fmt: skip
    changes.append([bodies.recheck_change(recheck, by.id, None, at)])
    return recheck


def end(recheck: Recheck, state: str, *, by: Any, at: datetime, **more: Any) -> None:
    if state == DONE:
        standing.looked_again(recheck.record_kind, recheck.record_id)
    recheck.state, recheck.revision = state, recheck.revision + 1
    recheck.ended_at, recheck.ended_by_id, recheck.ended_by = at, by.id, by.name
    for name in ("result", "note", "done_record_id"):
        setattr(recheck, name, more.get(name))


def held(by: Actor, ids: Iterable[UUID]) -> dict[UUID, Recheck]:
    """Re-checks in scope, until the commit."""
    query = sa.select(Recheck).where(Recheck.id.in_(sorted(set(ids))), visible(Recheck, by, "recheck"))
    rows = locked(query.order_by(Recheck.id)).execution_options(populate_existing=True)
    return {row.id: row for row in db.session.scalars(rows)}


def name(recheck: Recheck, record_id: UUID) -> None:
    """Whoever had answered has made a record of it since: that is their last word."""
    recheck.revision, recheck.done_record_id = recheck.revision + 1, record_id
    if recheck.result == NOTHING:
        recheck.result = BY_RECORD


# ---------------------------------------------------------------- from phones
def receive(items: Sequence[Item], *, by: Actor, device: str, at: datetime, logged: Sequence[Data] = ()) -> Outcome:
    """What phones say of re-checks, each change once. The first result stays; another person's is kept beside it."""
    outcome = Outcome(by, device, at)
    ids = [item.change_id for item in items]
    applied: dict[Any, int] = {change_id: revision for change_id, (_, revision) in log.applied(ids, by.id).items()}
    taken = log.strangers(ids, by.id)
    rows = held(by, [item.id for item in items])
    for item in items:
        if item.change_id in taken:
            outcome.results.append(refused(item, "change_id_taken", {"change_id": "change_id_taken"}))
        elif item.change_id in applied:
            outcome.results.append(Result(item.change_id, item.id, "duplicate", applied[item.change_id]))
        else:
            outcome.results.append(answer(item, rows, outcome))
            applied |= {row["change_id"]: row["revision"] for row in outcome.changes}
    return outcome


def answer(item: Item, rows: dict[UUID, Recheck], outcome: Outcome) -> Result:
    recheck: Recheck | Result | None = rows.get(item.id)
    if recheck is None and "about" in item.data:
        recheck = look(item, by=outcome.by, at=outcome.at)
    if recheck is None:
        return refused(item, "unknown_record")
    if isinstance(recheck, Result):
        return recheck
    if item.op == "delete":
        return refused(item, "not_allowed")
    rows[item.id] = recheck
    return answered(item, recheck, outcome)


def answered(item: Item, recheck: Recheck, outcome: Outcome) -> Result:
    if recheck.state == DONE and recheck.ended_by_id != outcome.by.id:
        return keep(item, recheck, outcome)
    record_id = item.data.get("record_id")
    more = {"result": item.data["result"], "note": item.data.get("note")}
    at = min(item.corrected_at, outcome.at)
    end(recheck, DONE, by=outcome.by, at=at, **more, done_record_id=UUID(record_id) if record_id else None)
    outcome.changes.append(bodies.recheck_change(recheck, outcome.by.id, item.change_id, outcome.at))
    return Result(item.change_id, item.id, "accepted", recheck.revision)


def keep(item: Item, recheck: Recheck, outcome: Outcome) -> Result:
    """Somebody else was there before; what this one saw is not lost."""
    if db.session.get(KeptChange, item.change_id) is None:
        db.session.add(
            KeptChange(
                change_id=item.change_id,
                record_id=item.id,
                kind=item.kind,
                base=item.base,
                revision=recheck.revision,
                author_id=outcome.by.id,
                device_id=outcome.device,
                received_at=outcome.at,
                fields=orjson.dumps(item.data, default=str).decode(),
            )
        )
    return conflict(item, recheck.revision, item.data)


def settled_by(stored: Iterable[tuple[Item, Data]], *, by: Actor, at: datetime) -> list[Data]:
    """Records that were just stored may say which re-check they answer. Returns the rows that the log is owed."""
    naming = {UUID(item.data["recheck_id"]): row for item, row in stored if item.data.get("recheck_id")}
    owed = []
    for recheck_id, recheck in held(by, naming).items() if naming else ():
        if recheck.state != DONE:
            end(recheck, DONE, by=by, at=at, result=BY_RECORD, done_record_id=naming[recheck_id]["id"])
        elif recheck.ended_by_id == by.id and recheck.done_record_id is None:
            name(recheck, naming[recheck_id]["id"])
        else:
            continue
        owed.append(bodies.recheck_change(recheck, by.id, None, at))
    return owed
