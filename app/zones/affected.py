"""Before a boundary is announced: which records of the last days lie inside it, and which would lie elsewhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.accounts.scope import Actor, visible
from app.changes.models import Located
from app.database import db, in_bbox
from app.zones import draft_queries
from app.zones.days import midnight
from app.zones.models import ZoneDraft
from geo.positions import METRES_PER_DEGREE
from geo.zones import Decision, KeyZone, ZoneIndex

Data = dict[str, Any]
DRAFT = "draft"
SLACK_DEGREES = 1_000 / METRES_PER_DEGREE * 1.3
"""How far beyond the boundaries records may lie that are less exact: a kilometre, in longitude too."""


@dataclass
class Affected:
    """Counts over all, and the records that would lie elsewhere, newest first."""

    since: datetime
    seen: int = 0
    inside: int = 0
    uncertain: int = 0
    redecided: int = 0
    elsewhere: list[Data] = field(default_factory=list)


def by_draft(draft: ZoneDraft, polygon: Any, on: date, days: int, *, by: Actor, at: datetime) -> Affected:
    """As if the draft had been in force at their capture, with the other boundaries of the day `on`. `redecided` counts
    those captured since that day: they will really be decided anew."""
    found = Affected(at - timedelta(days=days))
    versions = draft_queries.standing(draft.organisation_path, on)
    others = [one for one in versions if one.zone_id != draft.zone_id]
    polygons = {str(one.id): draft_queries.polygon_of(one) for one in versions}
    names = {str(one.id): (one.zone_id, one.zone.name) for one in others} | {DRAFT: (draft.zone_id, draft.name)}
    zones = [KeyZone(str(one.id), polygons[str(one.id)]) for one in others]
    index = ZoneIndex([*zones, KeyZone(DRAFT, polygon)])
    begins = midnight(on) if draft.effective_on and midnight(on) <= at else None
    touched = [polygon, *(polygons[str(one.id)] for one in versions if one.zone_id == draft.zone_id)]
    for rows in _near(touched, found.since, by):
        decided = index.classify(*([row[name] for row in rows] for name in ("lon", "lat", "accuracy_m")))
        for row, decision in zip(rows, decided, strict=True):
            _count(found, row, decision, names, begins)
    found.elsewhere.sort(key=lambda one: (one["captured_at"], str(one["id"])), reverse=True)
    return found


def _count(found: Affected, row: Data, decision: Decision, names: Data, from_: datetime | None) -> None:
    zone_id, name = names.get(decision.zone_id or "", (None, None))
    found.seen += 1
    found.inside += decision.zone_id == DRAFT and decision.certainty == "inside"
    found.uncertain += decision.zone_id == DRAFT and decision.certainty == "uncertain"
    mine = decision.zone_id == DRAFT
    same = row["zone_name"] == name if mine and zone_id is None else row["zone_id"] == zone_id
    if same and row["zone_certainty"] == decision.certainty:
        return
    found.redecided += from_ is not None and row["captured_at"] >= from_
    found.elsewhere.append(
        {
            "kind": row["kind"],
            "id": row["id"],
            "captured_at": row["captured_at"],
            "now": {"zone": row["zone_name"], "certainty": row["zone_certainty"]},
            "then": {"zone": name, "certainty": decision.certainty.value},
        }
    )


def _near(touched: Sequence[Any], since: datetime, by: Actor) -> Iterator[list[Data]]:
    """Records of each kind that the person may read, in the box around the boundaries."""
    wests, souths, easts, norths = zip(*(one.bounds for one in touched), strict=True)
    box = (
        min(wests) - SLACK_DEGREES,
        min(souths) - SLACK_DEGREES,
        max(easts) + SLACK_DEGREES,
        max(norths) + SLACK_DEGREES,
    )
    for model in sorted(Located.__subclasses__(), key=lambda one: one.__name__):
        table: Any = model
        columns = (
            table.id,
            table.captured_at,
            sa.func.ST_X(table.position).label("lon"),
            sa.func.ST_Y(table.position).label("lat"),
            table.accuracy_m,
            table.zone_id,
            table.zone_name,
            table.zone_certainty,
        )
        wanted = sa.and_(table.captured_at >= since, table.deleted.is_(False), visible(table, by, table.__tablename__))
        rows = db.session.execute(sa.select(*columns).where(wanted, in_bbox(table.position, *box))).mappings()
        if found := [{**row, "kind": table.__tablename__} for row in rows]:
            yield found
