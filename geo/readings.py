"""One geometry, read in a coordinate system: the same rings in WGS-84."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

from geo.errors import GeoError
from geo.geojson import DEFAULT_LIMITS, Limits, rings_of
from geo.projection import Floats
from geo.systems import FROM_WGS84, TO_WGS84, to_wgs84

PLACES = ("Point", "MultiPoint", "Polygon", "MultiPolygon")
DECIMALS = 8
"""Of a degree: about a millimetre."""


def read_as(geometry: Any, system: str, limits: Limits = DEFAULT_LIMITS, *, exchanged: bool = False) -> dict[str, Any]:
    """A GeoJSON MultiPolygon in WGS-84 of a geometry in `system`; valid or not, that is asked later. `exchanged`: the file has
    latitude (northing) first.

    GeoError: not_a_polygon, too_many_vertices, bad_coordinates, not_finite, out_of_projection, unknown_system.
    """
    polygons = rings_of(geometry, limits)
    flat = _finite(
        np.array([pair for rings in polygons for ring in rings for pair in map(_pair, ring)], dtype=np.float64)
    )
    places = iter(_read(flat[:, ::-1] if exchanged else flat, system).tolist())
    coordinates = [[[next(places) for _ in ring] for ring in rings] for rings in polygons]
    return {"type": "MultiPolygon", "coordinates": coordinates}


def read_place(geometry: Any, system: str, limits: Limits = DEFAULT_LIMITS) -> dict[str, Any]:
    """A GeoJSON Point or Polygon in WGS-84 of a geometry in `system`; several of one part are that part.

    GeoError: not_one_place, and as `read_as`.
    """
    if not isinstance(geometry, dict) or geometry.get("type") not in PLACES:
        raise GeoError("not_one_place", "a place is one point or one area")
    kind, coordinates = geometry["type"], geometry.get("coordinates")
    if kind == "MultiPoint" and isinstance(coordinates, list) and len(coordinates) == 1:
        kind, coordinates = "Point", coordinates[0]
    if kind == "Point":
        lon, lat = _read(_finite(np.array([_pair(coordinates)], dtype=np.float64)), system).tolist()[0]
        return {"type": "Point", "coordinates": [lon, lat]}
    if kind == "MultiPoint":
        raise GeoError("not_one_place", "several points")
    parts = read_as(geometry, system, limits)["coordinates"]
    if len(parts) > 1:
        raise GeoError("not_one_place", f"{len(parts)} areas")
    return {"type": "Polygon", "coordinates": parts[0]}


def exchanged_before(polygon: Any, system: str) -> Any:
    """Of a polygon whose axes were exchanged only after it had been read in a `system` of degrees: as if they had been right when
    it was read. The shift of GCJ-02 belongs to the place, and at the wrong one there is none."""
    back, there = FROM_WGS84[system], TO_WGS84[system]
    return shapely.transform(polygon, lambda lonlat: there(back(lonlat[:, ::-1])[:, ::-1]))


def _finite(flat: Floats) -> Floats:
    if not np.isfinite(flat).all():
        raise GeoError("not_finite", "a coordinate is no number")
    return flat


def _read(flat: Floats, system: str) -> Floats:
    """Infinite is what a projection answers far outside of itself."""
    degrees = to_wgs84(system, flat)
    if not np.isfinite(degrees).all():
        raise GeoError("out_of_projection", "the coordinates do not belong to this projection")
    rounded: Floats = np.round(degrees, DECIMALS)
    return rounded


def _pair(position: Any) -> tuple[float, float]:
    numbers = position[:2] if isinstance(position, list) else []
    if len(numbers) < 2 or not all(isinstance(n, int | float) and not isinstance(n, bool) for n in numbers):
        raise GeoError("bad_coordinates", f"{str(position)[:60]} is no position")
    try:
        return float(numbers[0]), float(numbers[1])
    except OverflowError as fault:
        raise GeoError("not_finite", "a coordinate is no number") from fault
