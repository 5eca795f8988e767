"""Patrol areas and rosters of the demonstration: its rounds of the last days were walked, and today's wait on the phones."""

import json
from datetime import date, datetime, timedelta
from typing import Any

import shapely
import sqlalchemy as sa

from app.accounts import actors
from app.accounts.models import Person
from app.config import Settings
from app.database import db
from app.plans import areas, revisions, rosters
from app.zones.days import day_of
from app.zones.models import Zone, ZoneVersion

Data = dict[str, Any]
EVERY_DAY, WORKDAYS, WEEKEND = [1, 2, 3, 4, 5, 6, 7], [1, 2, 3, 4, 5], [6, 7]
AREAS: dict[str, Data] = {
    "morning": {"name": "演示早巡片", "organisation_id": "330402007", "note": "先菜市场，后公园（演示）"},
    "lake": {"name": "演示湖滨片", "organisation_id": "330402010", "drawn": True},
    "town": {"name": "演示集镇片", "organisation_id": "330402101"},
}
ROSTERS: tuple[Data, ...] = (
    {"area": "morning", "type": "morning", "weekdays": EVERY_DAY, "begins": "06:30", "ends": "08:00"},
    {"area": "lake", "type": "evening", "weekdays": WORKDAYS, "begins": "18:30", "ends": "20:00"},
    {"area": "town", "type": "evening", "weekdays": WEEKEND, "begins": "18:30", "ends": "20:30"},
)
CALLED_OFF_IN_DAYS = 3


def add_plans(supervisor: Person, walker: Person, days: int, settings: Settings, at: datetime) -> int:
    """For the team of one person, planned by another since so many days. Returns how many rosters."""
    by, tolerance = actors.of_person(supervisor), settings.plan_tolerance_minutes
    (team_id,) = actors.of_person(walker).team_ids
    today = day_of(at)
    made = {name: areas.create(_area(facts, today - timedelta(days)), by=by, at=at) for name, facts in AREAS.items()}
    off = {"day": today + timedelta(CALLED_OFF_IN_DAYS), "what": "off", "reason": "全员培训（演示）"}
    planned = []
    for facts in ROSTERS:
        given = {name: facts[name] for name in ("type", "weekdays", "begins", "ends")}
        given |= {"area_id": made[facts["area"]].id, "team_id": team_id, "valid_from": today - timedelta(days)}
        given |= {"exceptions": [off]} if facts["weekdays"] == EVERY_DAY else {}
        planned.append(rosters.create(given, tolerance_minutes=tolerance, by=by, at=at))
    revisions.publish(planned, at=at)
    return len(planned)


def street_of(kind: str, day: date) -> str:
    """Where the round of a day is planned."""
    (found,) = (one["area"] for one in ROSTERS if one["type"] == kind and day.isoweekday() in one["weekdays"])
    return str(AREAS[found]["organisation_id"])


def _area(facts: Data, valid_from: date) -> Data:
    given = {name: value for name, value in facts.items() if name != "drawn"}
    if facts.get("drawn"):
        given["geometry"] = _outline(facts["organisation_id"])
    return {**given, "valid_from": valid_from}


def _outline(organisation_id: str) -> Data:
    """Around the middle of the key zone whose seat the organisation is."""
    query = sa.select(ZoneVersion.geojson).join(Zone).where(Zone.seat_id == organisation_id)
    zone = shapely.from_geojson(db.session.scalars(query).first())
    middle = shapely.maximum_inscribed_circle(zone).centroid
    found: Data = json.loads(shapely.to_geojson(shapely.set_precision(middle.buffer(0.006, quad_segs=3), 1e-6)))
    return found
