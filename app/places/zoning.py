"""Which key zone a place lies in on a day: asked anew each time, never typed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import shapely

from app.accounts.scope import Actor
from app.places.models import Place
from app.zones import queries as zones

Data = dict[str, Any]


def zones_of(places: Sequence[Place], actor: Actor, on: date) -> list[Data | None]:
    """{"id","name","version_id","whole"} of the zone that holds most of each place, or None in the general zone; `whole`
    says whether all of it lies inside."""
    if not places:
        return []
    versions = zones.versions_on(actor, on)
    tree = shapely.STRtree([shapely.from_geojson(version.geojson) for version in versions])
    return [_zone_of(shapely.from_geojson(place.geojson), tree, versions) for place in places]


def _zone_of(shape: Any, tree: Any, versions: Sequence[Any]) -> Data | None:
    touched = [int(number) for number in tree.query(shape, predicate="intersects")]
    if not touched:
        return None
    polygons = tree.geometries
    best = max(touched, key=lambda number: shapely.area(shapely.intersection(polygons[number], shape)))
    if shape.geom_type == "Polygon" and shapely.area(shapely.intersection(polygons[best], shape)) == 0:
        return None
    version = versions[best]
    whole = bool(shapely.covers(polygons[best], shape))
    return {"id": version.zone_id, "name": version.zone.name, "version_id": version.id, "whole": whole}
