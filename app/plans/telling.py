"""Areas and rosters as the interface, their history and the feed tell them."""

from typing import Any

import orjson

from app.plans.models import PatrolArea, Roster

Data = dict[str, Any]


def area_facts(area: PatrolArea) -> Data:
    names = ("name", "organisation_id", "organisation_name", "note", "valid_from", "valid_until")
    geometry = orjson.loads(area.geojson) if area.geojson else None
    return {**{name: getattr(area, name) for name in names}, "geometry": geometry}


def roster_facts(roster: Roster) -> Data:
    return {
        "team_id": roster.team_id,
        "area_id": roster.area_id,
        "type": roster.type,
        "weekdays": [int(day) for day in roster.weekdays],
        "from": roster.begins,
        "to": roster.ends,
        "valid_from": roster.valid_from,
        "valid_until": roster.valid_until,
        "tolerance_minutes": roster.tolerance_minutes,
        "exceptions": orjson.loads(roster.exceptions),
    }


def facts(plan: PatrolArea | Roster) -> Data:
    """What is written, as plain JSON values."""
    found = area_facts(plan) if isinstance(plan, PatrolArea) else roster_facts(plan)
    plain: Data = orjson.loads(orjson.dumps(found))
    return plain


def dumped(plan: PatrolArea | Roster) -> Data:
    updated = {"at": plan.updated_at, "by": plan.updated_by}
    more: Data = {"id": plan.id, "revision": plan.revision, "updated": updated}
    if isinstance(plan, Roster):
        more["team"] = {"id": plan.team_id, "name": plan.team.name}
        more["area"] = short(plan.area)
    return facts(plan) | more


def short(area: PatrolArea) -> Data:
    organisation = {"id": area.organisation_id, "name": area.organisation_name}
    return {"id": area.id, "name": area.name, "organisation": organisation}


def body(roster: Roster) -> str:
    """A roster with its area, as the feed sends it."""
    data = roster_facts(roster) | {"area": area_facts(roster.area), "team_name": roster.team.name}
    change = {"kind": "plan", "id": roster.id, "revision": roster.revision, "deleted": False, "data": data}
    return orjson.dumps(change).decode()
