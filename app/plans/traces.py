"""What patrols left inside patrol areas: records or track points. To have walked there without either leaves no trace."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

import numpy as np
import orjson
import shapely
import sqlalchemy as sa

from app.database import db, one_of
from app.incidents.models import Incident, Persuasion
from app.patrols.models import Track
from app.plans.models import PatrolArea
from app.strays.models import Capture

Traces = dict[tuple[UUID, UUID], str]
"""(patrol, area) -> "records", else "track"."""
RECORDS = (Incident, Persuasion, Capture)


def traces_in(patrol_ids: Collection[UUID], areas: Collection[PatrolArea]) -> Traces:
    """Of an area without an outline of its own: what was filed in its organisation."""
    found: Traces = {}
    if not patrol_ids or not areas:
        return found
    outlines = {area: shapely.from_geojson(area.geojson) for area in areas if area.geojson}
    whole = [area for area in areas if not area.geojson]
    for model, word in ((Track, "track"), *((model, "records") for model in RECORDS)):  # records count for more
        for row in _rows(model, patrol_ids):
            points = _points(row.data)
            held = [area for area in whole if row.organisation_path.startswith(area.organisation_path)]
            held += [area for area, outline in outlines.items() if _touches(outline, points)]
            found.update({(row.patrol_id, area.id): word for area in held})
    return found


def _rows(model: Any, patrol_ids: Collection[UUID]) -> list[Any]:
    query = sa.select(model.patrol_id, model.organisation_path, model.data).where(model.deleted.is_(False))
    return list(db.session.execute(query.where(one_of(model.patrol_id, patrol_ids))))


def _points(text: str) -> Any:
    """Longitudes and latitudes, a row each."""
    data = orjson.loads(text)
    places = data.get("points") or ([data["position"]] if data.get("position") else [])
    return np.array([(one["lon"], one["lat"]) for one in places]).reshape(-1, 2)


def _touches(outline: Any, points: Any) -> bool:
    return bool(shapely.contains_xy(outline, points[:, 0], points[:, 1]).any())
