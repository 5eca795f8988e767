"""早巡 → 晚查: what the morning left open, as the evening's list. The rule stands in docs/reviews.md: a phone can follow it too."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa

from app.accounts.scope import Actor, visible
from app.changes.known import table_columns
from app.database import db
from app.incidents.catalogue import families
from app.incidents.models import Incident
from app.reviews.models import DONE, OPEN, RETURNED, Recheck, ReviewItem
from app.reviews.records import rows_of
from app.zones.days import midnight
from geo.positions import LonLat, distance_m
from geo.routes import walking_order

Data = dict[str, Any]
FAMILIES = ("walk", "place")
"""Dogs off the leash and in forbidden places: what is seen again where it was seen."""
ACTIONS = ("persuaded", "ordered_to_correct")
MORNING = timedelta(hours=12)
MOST = 300


def points(actor: Actor, team_ids: Sequence[UUID], day: date, start: LonLat | None) -> list[Data]:
    """The open points of some teams in walking order, each with the metres from the one before. Those without a place
    come last. With no start the walk begins at the westernmost."""
    found: dict[UUID, Data] = {}
    for point in (*assigned(actor, team_ids), *returned(actor, team_ids), *of_morning(actor, team_ids, day)):
        known = found.setdefault(point["record_id"], point)
        known["why"] = sorted({*known["why"], *point["why"]})
    placed = [point for point in found.values() if point["lon"] is not None][:MOST]
    placeless = [point for point in found.values() if point["lon"] is None][:MOST]
    return [*walked(placed, start), *placeless]


def walked(placed: list[Data], start: LonLat | None) -> list[Data]:
    if not placed:
        return []
    placed.sort(key=lambda point: str(point["record_id"]))
    places = [LonLat(point["lon"], point["lat"]) for point in placed]
    begin = start or min(places)
    order = walking_order(begin, places)
    legs = [distance_m(here, there) for here, there in pairwise([begin, *(places[at] for at in order)])]
    return [{**placed[at], "leg_m": round(leg)} for at, leg in zip(order, legs, strict=True)]


def assigned(actor: Actor, team_ids: Sequence[UUID]) -> Iterator[Data]:
    query = sa.select(Recheck).where(
        Recheck.team_id.in_(team_ids), Recheck.state == OPEN, visible(Recheck, actor, "recheck")
    )
    for row in db.session.scalars(query.order_by(Recheck.due_on, Recheck.id).limit(MOST)):
        own = {"type": row.mark, "recheck_id": row.id, "text": row.text, "due_on": row.due_on}
        yield point("recheck", row.record_kind, row.record_id, row.lon, row.lat, row.place) | own


def returned(actor: Actor, team_ids: Sequence[UUID]) -> Iterator[Data]:
    query = sa.select(ReviewItem).where(
        ReviewItem.team_id.in_(team_ids), ReviewItem.state == RETURNED, visible(ReviewItem, actor, "review")
    )
    items = list(db.session.scalars(query.order_by(ReviewItem.second.desc()).limit(MOST)))
    for kind in {item.kind for item in items}:
        rows = rows_of(kind, [item.record_id for item in items if item.kind == kind])
        for row in rows.values():
            yield of_row("returned", kind, row)


def of_morning(actor: Actor, team_ids: Sequence[UUID], day: date) -> Iterator[Data]:
    """Incidents of the day before noon that nobody has looked at again: not withdrawn, not merged into another, not named by
    a re-check that is done."""
    types = [code for code, family in families().items() if family in FAMILIES]
    begin = midnight(day)
    table: Any = Incident.__table__
    seen_again = sa.exists().where(Recheck.record_id == Incident.id, Recheck.state == DONE)
    query = (
        sa.select(*table_columns(table))
        .where(
            Incident.team_id.in_(team_ids),
            Incident.deleted.is_(False),
            Incident.merged_into_id.is_(None),
            Incident.type.in_(types),
            Incident.action.in_(ACTIONS),
            Incident.captured_at >= begin,
            Incident.captured_at < begin + MORNING,
            visible(Incident, actor, "incident"),
            ~seen_again,
        )
        .order_by(Incident.captured_at.desc())
        .limit(MOST)
    )
    for row in db.session.execute(query).mappings():
        yield of_row("morning", "incident", dict(row))


def of_row(why: str, kind: str, row: Data) -> Data:
    data = orjson.loads(row["data"])
    position = data.get("position") or {}
    found = point(why, kind, row["id"], position.get("lon"), position.get("lat"), data.get("place"))
    return found | {"type": row.get("type", "stray"), "action": row.get("action"), "captured_at": row["captured_at"]}


def point(why: str, kind: str, record_id: UUID, lon: float | None, lat: float | None, place: str | None) -> Data:
    return {"why": [why], "record_kind": kind, "record_id": record_id, "lon": lon, "lat": lat, "place": place}
