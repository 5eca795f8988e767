"""突出区域常态化管控: what was done in each spot under regular control, beside what is wished for it.

A patrol counts for a spot when one of its records or recorded track points lies in it: to have walked there without either
leaves no trace, and is not counted.
"""

import math
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import numpy as np
import orjson
import shapely
import sqlalchemy as sa
from shapely.geometry import Polygon

from app.accounts.scope import Actor, visible
from app.database import chunks, db, in_bbox, one_of, prefix_range
from app.figures.periods import Stretch
from app.incidents.models import Incident, Persuasion
from app.maps.choosing import Wish, sieve
from app.maps.sieves import gathered
from app.maps.snapshot.live import Snapshot
from app.patrols.models import Patrol, Track
from app.places import queries as places
from app.places.models import Place
from app.strays.models import Capture
from geo.positions import METRES_PER_DEGREE

Data = dict[str, Any]
WINDOWS = (7, 30)
FORECOURT_M = 60
"""A spot that is a point is what lies so near."""
CORNERS = 24
DETAILED = 120
"""Corners of an area that an address of the map can carry."""
KINDS = {"morning": "mornings", "evening": "evenings"}
RECORDS = ((Incident, "incident"), (Persuasion, "persuasion"), (Capture, "capture"))


def board(found: Snapshot, actor: Actor, today: date) -> list[Data]:
    """The spots of the actor's branch that hold today, by name."""
    query = sa.select(Place).where(
        Place.kind == "controlled_spot",
        prefix_range(Place.organisation_path, actor.organisation_path),
        places.valid_on(today),
    )
    spots = list(db.session.scalars(query.order_by(Place.name, Place.id)))
    areas = {spot.id: area_of(spot) for spot in spots}
    since = _stretch(today, max(WINDOWS)).since
    walked = _walked(actor, areas, since)
    patrols = _patrols(actor, since, set().union(*walked.values()))
    return [
        {
            "place_id": spot.id,
            "area": ",".join(f"{lon:.6f},{lat:.6f}" for lon, lat in areas[spot.id].exterior.coords[:-1]),
            "windows": [
                _window(found, actor, areas[spot.id], _stretch(today, days), days, walked[spot.id], patrols)
                for days in WINDOWS
            ],
        }
        for spot in spots
    ]


def area_of(spot: Place) -> Polygon:
    """Its outline, or the circle around its point; simple enough to stand in an address."""
    shape = shapely.from_geojson(spot.geojson)
    if shape.geom_type == "Point":
        return _circle(shape.x, shape.y)
    outline = Polygon(shape.exterior)
    step = 1e-5
    while shapely.get_num_coordinates(outline) > DETAILED:
        outline = shapely.simplify(outline, step)
        step *= 2
    return outline


def _circle(lon: float, lat: float) -> Polygon:
    angles = np.linspace(0, 2 * math.pi, CORNERS, endpoint=False)
    north = FORECOURT_M / METRES_PER_DEGREE
    east = north / math.cos(math.radians(lat))
    return Polygon(np.column_stack([lon + east * np.cos(angles), lat + north * np.sin(angles)]))


def _stretch(today: date, days: int) -> Stretch:
    return Stretch(today - timedelta(days=days - 1), today + timedelta(days=1))


def _window(
    found: Snapshot,
    actor: Actor,
    area: Polygon,
    days: Stretch,
    number: int,
    walked: set[UUID],
    patrols: dict[UUID, Any],
) -> Data:
    wish = Wish(kinds=frozenset({"incident"}), since=days.since, until=days.until, area=area)
    counts = {"mornings": 0, "evenings": 0, "others": 0}
    for patrol_id in walked:
        patrol: Any = patrols.get(patrol_id)
        if patrol is not None and days.since <= patrol.started_at < days.until:
            counts[KINDS.get(patrol.type, "others")] += 1
    incidents = len(gathered(found, sieve(found, actor, wish), ("minute",))["minute"])
    return {"days": number, "from": days.first, "to": days.behind - timedelta(days=1), "incidents": incidents, **counts}


def _patrols(actor: Actor, since: datetime, ids: set[UUID]) -> dict[UUID, Any]:
    seen = visible(Patrol, actor, "patrol")
    query = sa.select(Patrol.id, Patrol.type, Patrol.started_at)
    query = query.where(Patrol.deleted.is_(False), seen, Patrol.started_at >= since)
    rows = db.session.execute(query.where(one_of(Patrol.id, ids)))
    return {row.id: row for row in rows}


def _walked(actor: Actor, areas: dict[UUID, Polygon], since: datetime) -> dict[UUID, set[UUID]]:
    """The patrols that left a record or a track point in each spot."""
    return {
        spot_id: _recorded_in(actor, area, since) | _tracked_in(actor, area, since) for spot_id, area in areas.items()
    }


def _recorded_in(actor: Actor, area: Polygon, since: datetime) -> set[UUID]:
    found: set[UUID] = set()
    for model, kind in RECORDS:
        query = sa.select(model.patrol_id, model.data).where(
            model.patrol_id.isnot(None),
            model.deleted.is_(False),
            model.captured_at >= since,
            visible(model, actor, kind),
            in_bbox(model.position, *area.bounds),
        )
        for patrol_id, text in db.session.execute(query):
            position = orjson.loads(text)["position"]
            if patrol_id and shapely.contains_xy(area, position["lon"], position["lat"]):
                found.add(patrol_id)
    return found


def _tracked_in(actor: Actor, area: Polygon, since: datetime) -> set[UUID]:
    """Only the tracks whose box touches that of the area are read."""
    west, south, east, north = area.bounds
    near = sa.select(Track.row).where(
        Track.south <= north, Track.north >= south, Track.west <= east, Track.east >= west, Track.captured_at >= since
    )
    rows = list(db.session.scalars(near))
    query = sa.select(Track.patrol_id, Track.data).where(Track.deleted.is_(False), visible(Track, actor, "track"))
    found: set[UUID] = set()
    for some in chunks(rows):
        for patrol_id, text in db.session.execute(query.where(one_of(Track.row, some))):
            points = np.array([(one["lon"], one["lat"]) for one in orjson.loads(text).get("points", [])]).reshape(-1, 2)
            if shapely.contains_xy(area, points[:, 0], points[:, 1]).any():
                found.add(patrol_id)
    return found
