"""Reading the work list: pages by tab, counts of all tabs, one item with all that belongs to it."""

import re
import unicodedata
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa

from app.accounts.scope import Actor, visible
from app.database import db, is_sqlite, prefix_range
from app.errors import Invalid, NotFound
from app.evidence.verdicts import Verdict
from app.field.filters import instant
from app.incidents import queries as incidents
from app.organisations import queries as organisations
from app.reviews import life, twins
from app.reviews.models import ACCEPTED, MERGED, OPEN, RETURNED, TABS, Recheck, ReviewDecision, ReviewItem
from app.strays import queries as strays
from app.zones.days import day_of, midnight

Data = dict[str, Any]
MOST_COUNTED = 10_000
"""A count goes no further: what is more is a backlog, whatever its number."""
NUMBER = re.compile(r"^[0-9a-f]{4,32}$")
CURSOR = re.compile(r"^(-?\d{1,18})\.([0-9a-f]{32})$")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MICRO = timedelta(microseconds=1)
FEATURES: dict[str, Callable[[Actor, Sequence[UUID]], dict[UUID, Data]]] = {
    "incident": incidents.incidents_of,
    "capture": strays.captures_of,
}


def of_tab(tab: str, at: datetime) -> sa.ColumnElement[bool]:
    if tab == "duplicate":
        return sa.and_(ReviewItem.looks_like_id.isnot(None), ReviewItem.state == OPEN)
    if tab == "done":
        decided = ReviewItem.state.in_((ACCEPTED, RETURNED, MERGED))
        return sa.and_(ReviewItem.decided_at >= midnight(day_of(at)), decided)
    return ReviewItem.tab == tab


def conditions(actor: Actor, given: Data) -> list[sa.ColumnElement[bool]]:
    """Scope and filters. Raises Invalid for what cannot be read, NotFound for organisations of others."""
    found = [visible(ReviewItem, actor, "review")]
    if "organisation" in given:
        node = organisations.within(actor.organisation_path, given["organisation"])
        found.append(prefix_range(ReviewItem.organisation_path, node.path))
    if "from_" in given:
        found.append(ReviewItem.second >= (instant(given["from_"], "from") - EPOCH) // SECOND)
    if "to" in given:
        found.append(ReviewItem.second < (instant(given["to"], "to", end=True) - EPOCH) // SECOND)
    if "kind" in given:
        found.append(ReviewItem.kind == given["kind"])
    if "type" in given:
        found.append(ReviewItem.mark.in_(given["type"].split(",")))
    if "reason" in given:
        found.append(ReviewItem.reasons.contains(f'"code":"{given["reason"]}"', autoescape=True))
    if text := given.get("q", "").strip():
        found.append(sa.or_(ReviewItem.words.contains(text, autoescape=True), by_number(text)))
    return found


def by_number(text: str) -> sa.ColumnElement[bool]:
    """The end of a record's number, or all of it."""
    digits = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text)).lower()
    if not NUMBER.match(digits):
        return sa.false()
    if is_sqlite():
        return sa.type_coerce(ReviewItem.record_id, sa.String).endswith(digits)
    return sa.func.replace(sa.cast(ReviewItem.record_id, sa.String), "-", "").endswith(digits)


def counts(actor: Actor, given: Data, at: datetime) -> dict[str, int]:
    """Of every tab, each up to MOST_COUNTED."""
    own = conditions(actor, given)
    picks = []
    for tab in TABS:
        some = sa.select(sa.literal(1).label("one")).where(*own, of_tab(tab, at)).limit(MOST_COUNTED).subquery()
        picks.append(sa.select(sa.func.count()).select_from(some).scalar_subquery().label(tab))
    return dict(db.session.execute(sa.select(*picks)).mappings().one())


def page(actor: Actor, given: Data, at: datetime) -> tuple[list[Data], str | None]:
    """Items of a tab, and the cursor of the next page: the most urgent first and of those the newest; what was decided
    today by the time of its decision."""
    by_time = given["tab"] == "done"
    column: Any = ReviewItem.decided_at if by_time else ReviewItem.rank
    query = sa.select(ReviewItem).where(*conditions(actor, given), of_tab(given["tab"], at))
    if "cursor" in given:
        number, record_id = read(given["cursor"])
        place = EPOCH + number * MICRO if by_time else number
        query = query.where(column <= place, sa.or_(column < place, ReviewItem.record_id < record_id))
    query = query.order_by(column.desc(), ReviewItem.record_id.desc()).limit(given["limit"])
    items = list(db.session.scalars(query))
    following = written(items[-1], by_time) if len(items) == given["limit"] else None
    return shown(items, actor), following


def read(cursor: str) -> tuple[int, UUID]:
    match = CURSOR.match(cursor)
    if match is None or abs(int(match[1])) > 2 * 10**17:
        raise Invalid("bad_cursor", fields={"cursor": "bad_cursor"})
    return int(match[1]), UUID(match[2])


def written(item: ReviewItem, by_time: bool) -> str:
    number = (item.decided_at - EPOCH) // MICRO if by_time and item.decided_at else item.rank
    return f"{number}.{item.record_id.hex}"


def shown(items: Sequence[ReviewItem], actor: Actor) -> list[Data]:
    features: dict[UUID, Data] = {}
    for kind, of in FEATURES.items():
        if own := [item.record_id for item in items if item.kind == kind]:
            features |= of(actor, own)
    hidden = foreign(items, actor)
    return [{**facts(item, hidden), "record": features.get(item.record_id)} for item in items]


def foreign(items: Sequence[ReviewItem], actor: Actor) -> set[UUID]:
    """Records that some items look like, of which this person may not learn the number."""
    named = {item.looks_like_id for item in items if item.looks_like_id}
    readable = sa.select(ReviewItem.record_id).where(visible(ReviewItem, actor, "review"))
    return named - set(db.session.scalars(readable.where(ReviewItem.record_id.in_(named)))) if named else set()


def facts(item: ReviewItem, hidden: Collection[UUID] = ()) -> Data:
    names = (
        "record_id",
        "kind",
        "revision",
        "record_revision",
        "state",
        "round",
        "captured_at",
        "received_at",
        "duplicate_of_id",
        "zone_ruling",
        "updated_at",
    )
    verdict, reasons = Verdict(item.evidence), life.reasons_of(item)
    like = item.looks_like_id
    if like in hidden:
        like = None
        reasons = [{name: value for name, value in reason.items() if name != "of"} for reason in reasons]
    decided = {"at": item.decided_at, "by": {"id": item.decided_by_id, "name": item.decided_by}}
    return {
        **{name: getattr(item, name) for name in names},
        "team_id": item.team_id,
        "organisation_path": item.organisation_path,
        "author_id": item.author_id,
        "looks_like_id": like,
        "reasons": reasons,
        "evidence": {"verdict": verdict.name, "reason": verdict.reason, "provisional": verdict.provisional},
        "decided": decided if item.decided_at else None,
    }


def item_for(actor: Actor, record_id: UUID) -> ReviewItem:
    """Raises NotFound, also for other branches' records."""
    query = sa.select(ReviewItem).where(ReviewItem.record_id == record_id, visible(ReviewItem, actor, "review"))
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def whole(actor: Actor, item: ReviewItem) -> Data:
    """An item with its near duplicates, what was merged into it, its decisions and re-checks."""
    (found,) = shown([item], actor)
    merged = sa.select(ReviewItem.record_id).where(ReviewItem.duplicate_of_id == item.record_id)
    rechecks = sa.select(Recheck).where(Recheck.record_id == item.record_id).order_by(Recheck.made_at)
    return {
        **found,
        "near": near(actor, item),
        "duplicates": list(db.session.scalars(merged.where(ReviewItem.state == MERGED))),
        "decisions": history(item.record_id),
        "rechecks": list(db.session.scalars(rechecks.where(visible(Recheck, actor, "recheck")))),
    }


def near(actor: Actor, item: ReviewItem) -> list[Data]:
    """Records in scope that look like it, the closest first; `seconds` below zero: captured before it."""
    found = []
    for twin in twins.twins([item.record_id]):
        later = twin.later == item.record_id
        other = twin.earlier if later else twin.later
        found.append((other, -twin.seconds if later else twin.seconds, twin))
    ids = [other for other, _, _ in found]
    query = sa.select(ReviewItem).where(ReviewItem.record_id.in_(ids), visible(ReviewItem, actor, "review"))
    known = {one["record_id"]: one for one in shown(list(db.session.scalars(query)), actor)}
    return [
        {"distance_m": twin.distance_m, "seconds": seconds, "same_photo": twin.photo, "item": known[other]}
        for other, seconds, twin in found
        if other in known
    ]


def history(record_id: UUID) -> list[Data]:
    """Decisions on a record, and those by which another was merged into it; oldest first."""
    own = sa.or_(ReviewDecision.record_id == record_id, ReviewDecision.other_id == record_id)
    rows = db.session.scalars(sa.select(ReviewDecision).where(own).order_by(ReviewDecision.row))
    names = ("record_id", "other_id", "decision", "record_revision", "round", "text", "at")
    return [
        {
            **{name: getattr(row, name) for name in names},
            "codes": orjson.loads(row.codes),
            "by": {"id": row.by_id, "name": row.by_name},
        }
        for row in rows
    ]


def rechecks(actor: Actor, given: Data, today: Any) -> list[Recheck]:
    """In scope, by the day they are due; `overdue` are the open ones of days past."""
    query = sa.select(Recheck).where(visible(Recheck, actor, "recheck"))
    state = given["state"]
    query = query.where(Recheck.state == (OPEN if state == "overdue" else state))
    if state == "overdue":
        query = query.where(Recheck.due_on < today)
    if "team_id" in given:
        query = query.where(Recheck.team_id == given["team_id"])
    if "organisation" in given:
        node = organisations.within(actor.organisation_path, given["organisation"])
        query = query.where(prefix_range(Recheck.organisation_path, node.path))
    if "cursor" in given:
        last = db.session.get(Recheck, given["cursor"])
        if last is None:
            raise Invalid("bad_cursor", fields={"cursor": "bad_cursor"})
        query = query.where(
            sa.tuple_(Recheck.due_on, Recheck.id) > sa.tuple_(sa.literal(last.due_on), sa.literal(last.id, sa.Uuid()))
        )
    return list(db.session.scalars(query.order_by(Recheck.due_on, Recheck.id).limit(given["limit"])))
